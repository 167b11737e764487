"""The words by which a language introduces names, schools, addresses and accounts, read from its file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import tomli
from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.strict import STRICT
from bot.features.concerns.identifying.message import fold, words_in

_PLACEHOLDERS = frozenset({"{class}", "{section}", "{lettered}", "{ordinal}", "{letter}"})
_BETWEEN_PHRASES = re.compile(r"\s*[,\n]\s*")


def _split_words(written: object) -> object:
    return written.split() if isinstance(written, str) else written


def _split_phrases(written: object) -> object:
    return (
        list(filter(None, _BETWEEN_PHRASES.split(written.strip()))) if isinstance(written, str) else written
    )


def _phrase(written: str) -> str:
    if not words_in(written):
        raise ValueError(f"'{written}' holds no word")
    return fold(written)


def _word(written: str) -> str:
    if len(words_in(written)) != 1:
        raise ValueError(f"'{written}' is not one word")
    return fold(written)


def _pattern(written: str) -> str:
    if strange := {part for part in written.split() if "{" in part or "}" in part} - _PLACEHOLDERS:
        raise ValueError(f"{', '.join(sorted(strange))}: known are {', '.join(sorted(_PLACEHOLDERS))}")
    return fold(written)


def _host(written: str) -> str:
    if "." not in written or written != written.lower():
        raise ValueError(f"'{written}' is not a host in small letters")
    return written


Words = Annotated[tuple[Annotated[str, AfterValidator(_word)], ...], BeforeValidator(_split_words)]
Hosts = Annotated[tuple[Annotated[str, AfterValidator(_host)], ...], BeforeValidator(_split_words)]
Phrases = Annotated[tuple[Annotated[str, AfterValidator(_phrase)], ...], BeforeValidator(_split_phrases)]
Patterns = Annotated[tuple[Annotated[str, AfterValidator(_pattern)], ...], BeforeValidator(_split_phrases)]


class Vocabulary(BaseModel):
    """One file. Everything is folded; what each list means is said in the files."""

    model_config = STRICT

    capitals_tell: bool

    names_introduced: Phrases
    names_shown: Phrases
    names_known: Phrases
    titles: Phrases
    not_title_after: Words
    given_names: Words
    name_particles: Words
    not_names: Words
    not_name_endings: Words
    joining_words: Words

    platforms: Phrases
    handle_fillers: Words
    owners: Words
    not_handles: Words
    at_words: Words
    dot_words: Words
    mail_hosts: Words
    account_hosts: Hosts
    harmless_parameters: Words

    schools_before: Phrases
    schools_numbered: Phrases
    schools_after: Words
    school_endings: Words
    not_schools: Words
    class_patterns: Patterns
    ordinals: Words
    ordinal_endings: Words

    streets_before: Phrases
    streets_need_number: Phrases
    streets_after: Words
    street_endings: Words
    street_endings_need_number: Words
    not_streets: Words
    number_words: Words
    house_words: Words
    lives_in: Phrases
    cities: Phrases
    units: Words


def read_vocabularies(folder: Path) -> dict[Language, Vocabulary]:
    """Raises OperatorError with every mistake of every file."""
    mistakes: list[str] = []
    read = {language: _read(folder / f"{language}.toml", mistakes) for language in Language}
    mistakes += _strangers(folder)
    if mistakes:
        raise OperatorError(*mistakes)
    return {language: vocabulary for language, vocabulary in read.items() if vocabulary}


def _read(path: Path, mistakes: list[str]) -> Vocabulary | None:
    try:
        return Vocabulary.model_validate(tomli.loads(path.read_text("utf-8")))
    except ValidationError as error:
        mistakes += [
            f"{path}: {'.'.join(map(str, wrong['loc']))}: {wrong['msg'].removeprefix('Value error, ')}"
            for wrong in error.errors(include_url=False)
        ]
    except FileNotFoundError:
        mistakes.append(f"{path}: is missing")
    except (OSError, ValueError) as error:
        mistakes.append(f"{path}: {error}")
    return None


def _strangers(folder: Path) -> Iterable[str]:
    known = {f"{language}.toml" for language in Language}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in known and not path.name.startswith("."):
            yield f"{path}: is not named after a language we speak, as in en.toml"
