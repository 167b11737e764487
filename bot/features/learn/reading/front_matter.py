"""One file of the library: the TOML between `+++` lines, checked, and the Markdown under it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Self

import tomli
from pydantic import BaseModel, Field, ValidationError, model_validator

from bot.core.strict import STRICT
from bot.features.learn.item import Reader, Setting, Source, Stage, Topic

TITLE_LIMIT = 100
SUMMARY_LIMIT = 200
SOURCES_LIMIT = 10
"""With titles and addresses of their greatest length, as many fit one message."""

_Line = Annotated[str, Field(min_length=1, max_length=SUMMARY_LIMIT, pattern=r"^\S[^\n]*$")]
_Url = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=250)]
_Review = Annotated[str, Field(pattern=r"^(drafted|reviewed by \S.*)$", max_length=100)]


class _Strict(BaseModel):
    model_config = STRICT


class SourceEntry(_Strict):
    title: Annotated[_Line, Field(max_length=120)]
    url: _Url

    def source(self) -> Source:
        return Source(self.title, self.url)


class FrontMatter(_Strict):
    """Names as in docs/content.md."""

    title: Annotated[_Line, Field(max_length=TITLE_LIMIT)]
    summary: _Line
    topic: Topic
    reader: Annotated[tuple[Reader, ...], Field(min_length=1)]
    setting: Annotated[tuple[Setting, ...], Field(min_length=1)]
    stage: Annotated[tuple[Stage, ...], Field(min_length=1)]
    keywords: Annotated[tuple[_Line, ...], Field(min_length=1)]
    sources: Annotated[tuple[SourceEntry, ...], Field(min_length=1, max_length=SOURCES_LIMIT)]
    checked_on: Annotated[date, Field(strict=True)]
    expires_on: Annotated[date, Field(strict=True)]
    review: _Review

    @model_validator(mode="after")
    def _expires_after_it_was_checked(self) -> Self:
        if self.expires_on <= self.checked_on:
            raise ValueError("expires_on is not after checked_on")
        return self

    @property
    def reviewed_by(self) -> str | None:
        return self.review.removeprefix("reviewed by ") if self.review != "drafted" else None


def read_file(path: Path) -> tuple[FrontMatter | None, str, list[str]]:
    """The front matter (None when it is wrong), the body, and what is wrong with it, a line each."""
    try:
        opening, front, body = path.read_text("utf-8-sig").split("+++\n", 2)
    except UnicodeDecodeError:
        return None, "", ["is not UTF-8"]
    except ValueError:
        return None, "", ["has no front matter between two +++ lines"]
    if opening:
        return None, "", ["does not start with +++"]
    try:
        return FrontMatter.model_validate(tomli.loads(front)), body, []
    except tomli.TOMLDecodeError as error:
        return None, body, [f"front matter is not TOML: {error}"]
    except ValidationError as error:
        return None, body, [_mistake(str(detail["msg"]), detail["loc"]) for detail in error.errors()]


def _mistake(message: str, place: tuple[str | int, ...]) -> str:
    said = message.removeprefix("Value error, ")
    return f"{'.'.join(map(str, place))}: {said}" if place else said
