"""Topics, areas and organisations of a deployment, from `config/*.toml`, with names in all languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import tomli
from pydantic import TypeAdapter, ValidationError

from bot.core.entries import Area, Named, Organisation, Topic
from bot.core.errors import OperatorError
from bot.core.language import Language

AnyNamed = TypeVar("AnyNamed", bound=Named)


class Directory:
    """All of them by id, in the order of the files; organisations that were imported come last."""

    def __init__(
        self, topics: Sequence[Topic], areas: Sequence[Area], organisations: Sequence[Organisation]
    ) -> None:
        self.topics: Mapping[str, Topic] = {topic.id: topic for topic in topics}
        self.areas: Mapping[str, Area] = {area.id: area for area in areas}
        self.configured: Mapping[str, Organisation] = {each.id: each for each in organisations}
        self.organisations = self.configured

    def adopt(self, imported: Sequence[Organisation]) -> None:
        """They stand in place of those of the same id that are configured, and beside the others."""
        self.organisations = {**self.configured, **{each.id: each for each in imported}}

    def is_urgent(self, topic: str) -> bool:
        return topic in self.topics and self.topics[topic].is_urgent

    def topic_name(self, topic: str, language: Language) -> str:
        return _name(self.topics, topic, language)

    def area_name(self, area: str, language: Language) -> str:
        return _name(self.areas, area, language)

    def organisation_name(self, organisation: str, language: Language) -> str:
        return _name(self.organisations, organisation, language)

    def zone_of(self, organisation: str) -> str:
        """By whose clocks it works: its own, else those of its first area, or of the first there is."""
        found = self.organisations.get(organisation)
        if found and found.zone:
            return found.zone
        wanted = [self.areas[area] for area in found.areas if area in self.areas] if found else []
        return next((area.zone for area in wanted or self.areas.values()), "UTC")

    def unknown_in(self, organisation: Organisation) -> Iterator[tuple[str, str]]:
        """Field, and what it names that is not there."""
        for field, wanted, known in (
            ("areas", organisation.areas, self.areas),
            ("topics", organisation.topics, self.topics),
        ):
            for each in wanted:
                if known and each not in known:
                    yield field, f"{each} is none of {', '.join(known)}"


def read_directory(folder: Path) -> Directory:
    """Raises OperatorError with every mistake in every file."""
    problems: list[str] = []
    directory = Directory(
        _read_file(folder / "topics.toml", "topic", Topic, problems),
        _read_file(folder / "areas.toml", "area", Area, problems),
        _read_file(folder / "organisations.toml", "organisation", Organisation, problems),
    )
    for organisation in directory.organisations.values():
        problems += [
            f"organisations.toml: organisation {organisation.id}: {field}: {words}"
            for field, words in directory.unknown_in(organisation)
        ]
    if problems:
        raise OperatorError(*problems)
    return directory


def read_entries(
    name: str, content: bytes, table: str, kind: type[AnyNamed], problems: list[str]
) -> Sequence[AnyNamed]:
    """What a TOML file called `name` says; its mistakes, one line each, are added to `problems`."""
    try:
        written = tomli.loads(content.decode()).get(table, [])
        found: list[AnyNamed] = TypeAdapter(list[kind]).validate_python(written)  # type: ignore[valid-type]
    except ValidationError as error:
        problems += [f"{name}: {line}" for line in _mistakes(error, table, written)]
        return ()
    except ValueError as error:
        problems.append(f"{name}: {error}")
        return ()
    ids = [each.id for each in found]
    problems += [
        f"{name}: {twice} stands there twice" for twice in {each for each in ids if ids.count(each) > 1}
    ]
    if not found:
        problems.append(f"{name}: there is no [[{table}]]")
    return found


def in_words(mistake: Mapping[str, Any]) -> str:
    """What the models of this house say of a mistake, without the library's own words."""
    return str(mistake["msg"]).removeprefix("Value error, ")


def _read_file(path: Path, table: str, kind: type[AnyNamed], problems: list[str]) -> Sequence[AnyNamed]:
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.append(f"{path.name}: {error}")
        return ()
    return read_entries(path.name, content, table, kind, problems)


def _mistakes(error: ValidationError, table: str, written: Any) -> Iterator[str]:
    for mistake in error.errors(include_url=False, include_input=False):
        number, *field = mistake["loc"] or (None,)
        if not isinstance(number, int):
            yield f"[[{table}]]: {in_words(mistake)}"
            continue
        entry = written[number]
        which = entry.get("id", number) if isinstance(entry, dict) else number
        yield ": ".join(filter(None, (f"{table} {which}", ".".join(map(str, field)), in_words(mistake))))


def _name(among: Mapping[str, AnyNamed], wanted: str, language: Language) -> str:
    """An id that is no longer configured is shown as it is: an old case still needs a heading."""
    found = among.get(wanted)
    return found.named(language) if found else wanted
