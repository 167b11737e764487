"""Canned replies: what officers often say, written once in every language, with places for what differs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import tomli
from pydantic import BaseModel, ValidationError

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.strict import TRIMMED
from bot.core.text import isolate

LONGEST_TITLE = 40
"""Characters: a title is a button."""
LONGEST_TEXT = 600

_ID = re.compile(r"[a-z0-9-]{1,24}")
"""Fits into a button's 64 bytes, whatever stands before it."""
_PLACE = re.compile(r"\{([^{}]*)\}")
_REVIEW = re.compile(r"drafted|reviewed by \S.*")


class Placeholder(StrEnum):
    """What may stand in a text between braces; sentences are built so that each value can be a nominative."""

    ORGANISATION = "organisation"
    """The officer's own."""
    ANSWER_BY = "answer_by"
    EMERGENCY_NUMBER = "emergency_number"
    CASE_NAME = "case_name"


@dataclass(frozen=True, slots=True)
class Canned:
    """One reply. `topics`: what it is for; everything when empty."""

    id: str
    topics: tuple[str, ...]
    titles: Mapping[Language, str]
    texts: Mapping[Language, str]


class CannedReplies:
    """All replies, in the order of their ids."""

    def __init__(self, replies: Sequence[Canned]) -> None:
        self._by_id = {canned.id: canned for canned in replies}

    def for_topic(self, topic: str) -> tuple[Canned, ...]:
        """Those written for it, then those for every topic."""
        fitting = [canned for canned in self._by_id.values() if topic in canned.topics]
        general = [canned for canned in self._by_id.values() if not canned.topics]
        return (*fitting, *general)

    def find(self, canned_id: str) -> Canned | None:
        return self._by_id.get(canned_id)

    def text(self, canned: Canned, language: Language, **values: str) -> str:
        """Plain text, each value isolated. Raises KeyError for a placeholder that is given no value."""
        return _PLACE.sub(lambda place: isolate(values[place[1]]), canned.texts[language])


class _File(BaseModel):
    model_config = TRIMMED

    topics: tuple[str, ...]
    title: dict[Language, str]
    text: dict[Language, str]
    reviewed: dict[Language, str]
    """For those who look after the texts: in which languages a native speaker has read them."""


def read_canned(folder: Path, topics: Collection[str]) -> CannedReplies:
    """`folder` holds one file per reply, named after its id. Raises OperatorError with all mistakes."""
    problems: list[str] = []
    replies: list[Canned] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            written = _File.model_validate(tomli.loads(path.read_text("utf-8")))
        except ValidationError as error:
            problems += [f"{path.name}: {mistake}" for mistake in _misfits(error)]
        except (OSError, ValueError) as error:
            problems.append(f"{path.name}: {error}")
        else:
            problems += [f"{path.name}: {mistake}" for mistake in _mistakes(path.stem, written, topics)]
            titles, texts = MappingProxyType(written.title), MappingProxyType(written.text)
            replies.append(Canned(path.stem, written.topics, titles, texts))
    if not replies and not problems:
        problems.append(f"{folder}: holds no reply")
    if problems:
        raise OperatorError(*problems)
    return CannedReplies(replies)


def _misfits(error: ValidationError) -> Iterator[str]:
    for mistake in error.errors(include_url=False, include_input=False):
        yield f"{'.'.join(map(str, mistake['loc']))}: {mistake['msg']}"


def _mistakes(canned_id: str, written: _File, topics: Collection[str]) -> Iterator[str]:
    if not _ID.fullmatch(canned_id):
        yield "is not named in a-z, 0-9 and -, 24 characters at most"
    yield from (f"topics: {topic} is not in topics.toml" for topic in written.topics if topic not in topics)
    for table, worded, wrong_with in (
        ("title", written.title, _wrong_with_title),
        ("text", written.text, _wrong_with_text),
        ("reviewed", written.reviewed, _wrong_with_review),
    ):
        for language in Language:
            said = wrong_with(worded[language]) if worded.get(language) else ("is missing",)
            yield from (f"{table}.{language}: {mistake}" for mistake in said)
    yield from _uneven(written.text)


def _wrong_with_title(title: str) -> Iterator[str]:
    if len(title) > LONGEST_TITLE:
        yield f"{len(title)} characters, {LONGEST_TITLE} at most"
    if set("{}\n") & set(title):
        yield "is one line without placeholders"


def _wrong_with_text(text: str) -> Iterator[str]:
    if len(text) > LONGEST_TEXT:
        yield f"{len(text)} characters, {LONGEST_TEXT} at most"
    for name in sorted(_places(text) - set(Placeholder)):
        yield f"{{{name}}} is no placeholder; there are {', '.join(Placeholder)}"
    if set("{}") & set(_PLACE.sub("", text)):
        yield "has a brace without its other half"


def _wrong_with_review(review: str) -> Iterator[str]:
    if not _REVIEW.fullmatch(review):
        yield "is neither `drafted` nor `reviewed by` somebody"


def _uneven(texts: Mapping[Language, str]) -> Iterator[str]:
    everywhere = set().union(*map(_places, texts.values()))
    for language, text in texts.items():
        for name in sorted(everywhere - _places(text)):
            yield f"text.{language}: has no {{{name}}}, another language has"


def _places(text: str) -> set[str]:
    return set(_PLACE.findall(text))
