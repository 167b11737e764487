"""What can be found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A part that is shown at once: a page of an article."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """In one language. `name` is how its owner knows it, the same in all languages."""

    name: str
    title: str
    summary: str = ""
    keywords: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    def texts(self) -> Iterator[str]:
        """All that is written in it."""
        yield from (self.title, self.summary, *self.keywords)
        for section in self.sections:
            yield from (section.heading, section.text)
