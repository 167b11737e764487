"""A folder of items of one kind, one folder per item, one file per language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

from bot.core.language import Language
from bot.core.text import RIGHT_TO_LEFT_MARK
from bot.features.learn.reading.front_matter import FrontMatter, read_file

NAME_LIMIT = 32
_NAME = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{NAME_LIMIT - 2}}}[a-z0-9])?")
"""Fits into a button's 64 bytes and a link's 64 characters, whatever stands before and after it."""

_SHARED = ("topic", "reader", "setting", "stage", "sources", "checked_on", "expires_on")
"""What an item says of itself in the same words in every language."""

Content = TypeVar("Content")
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Form(Generic[Content, Kept]):
    """How items of one kind are read and made."""

    folder: str
    a_kind: str
    read: Callable[[str, str], tuple[Content, list[str]]]
    """Takes the body, and the mark that every line begins with; gives what is wrong with it, a line each."""
    shape: Callable[[Content], Mapping[str, object]]
    """What is the same in every language."""
    edition: Callable[..., object]
    item: Callable[..., Kept]


def read_items(library: Path, form: Form[Content, Kept], mistakes: list[str]) -> Iterator[Kept]:
    """In the order of their names. What is wrong is added to the mistakes; then the item is left out."""
    folder = library / form.folder
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if place.name.startswith("."):
            continue
        if not place.is_dir() or not _NAME.fullmatch(place.name):
            mistakes.append(
                f"{place}: {form.a_kind} is a folder named in a-z, 0-9 and -, {NAME_LIMIT} characters at most"
            )
        elif item := _read_item(place, form, mistakes):
            yield item


def _read_item(folder: Path, form: Form[Content, Kept], mistakes: list[str]) -> Kept | None:
    so_far = len(mistakes)
    mistakes += _strangers(folder)
    fronts: dict[Language, FrontMatter] = {}
    contents: dict[Language, Content] = {}
    for language in Language:
        path = folder / f"{language}.md"
        if not path.is_file():
            mistakes.append(f"{path}: is missing")
            continue
        front, body, wrong = read_file(path)
        content, wrong_body = form.read(body, RIGHT_TO_LEFT_MARK if language.is_right_to_left else "")
        mistakes += [f"{path}: {mistake}" for mistake in (*wrong, *(wrong_body if body else ()))]
        if front:
            fronts[language], contents[language] = front, content
    shapes = {language: form.shape(content) for language, content in contents.items()}
    mistakes += _differences(folder, fronts, shapes)
    return None if len(mistakes) > so_far else _item(folder.name, form, fronts, contents)


def _strangers(folder: Path) -> Iterator[str]:
    known = {f"{language}.md" for language in Language}
    for path in sorted(folder.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            yield f"{path}: is no edition; an edition is named after a language we speak, as in en.md"


def _differences(
    folder: Path, fronts: dict[Language, FrontMatter], shapes: dict[Language, Mapping[str, object]]
) -> Iterator[str]:
    if (first := fronts.get(Language.EN)) is None:
        return
    for language, front in fronts.items():
        for key in _SHARED:
            if getattr(front, key) != getattr(first, key):
                yield f"{folder / language}.md: {key} is not what en.md says"
        for what, there in shapes[Language.EN].items():
            if (here := shapes[language][what]) != there:
                yield f"{folder / language}.md: {what}: {here}; in en.md: {there}"


def _item(
    name: str,
    form: Form[Content, Kept],
    fronts: dict[Language, FrontMatter],
    contents: dict[Language, Content],
) -> Kept:
    front = fronts[Language.EN]
    editions = {
        language: form.edition(each.title, each.summary, each.keywords, each.reviewed_by, contents[language])
        for language, each in fronts.items()
    }
    return form.item(
        name=name,
        topic=front.topic,
        readers=front.reader,
        settings=front.setting,
        stages=front.stage,
        sources=tuple(source.source() for source in front.sources),
        checked_on=front.checked_on,
        expires_on=front.expires_on,
        editions=MappingProxyType(editions),
    )
