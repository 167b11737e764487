"""Parts that several screens of this slice have in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from html import escape as escape_attribute
from typing import TypeVar

from bot.core.context import Context
from bot.core.menu import to_menu
from bot.core.outcome import Button, Screen, press
from bot.core.text import Html, Texts, paragraphs
from bot.features.learn.item import Kind, Source
from bot.features.learn.library import AnyItem

_Item = TypeVar("_Item", bound=AnyItem)


def today(context: Context) -> date:
    return datetime.fromtimestamp(context.now, UTC).date()


def fresh_first(context: Context, items: Iterable[_Item]) -> list[_Item]:
    """What has expired stands at the end."""
    day = today(context)
    return sorted(items, key=lambda item: item.has_expired(day))


def expired_line(context: Context, item: AnyItem) -> Html:
    """Says so, or nothing."""
    if not item.has_expired(today(context)):
        return Html()
    day = item.expires_on
    return context.t("learn.expired", day=context.t.day(day), year=day.year)


def entry(t: Texts, item: AnyItem) -> Html:
    """One item in a list: what it is about and for whom it is written."""
    told = item.editions[t.language]
    readers = t.listed([t.label(f"learn.reader.{reader}") for reader in item.readers])
    return t("learn.entry", title=told.title, summary=told.summary, readers=readers)


def sources_screen(context: Context, item: AnyItem, back: Button) -> Screen:
    """What an item rests on, when that was checked, and by whom."""
    t, told = context.t, item.editions[context.t.language]
    day, role = item.checked_on, told.reviewed_by
    return Screen(
        paragraphs(
            t("learn.sources_of", title=told.title),
            *(_source(t, source) for source in item.sources),
            t("learn.checked", day=t.day(day), year=day.year),
            t("learn.reviewed", role=role) if role else t("learn.not_reviewed"),
            expired_line(context, item),
        ),
        ((back, to_menu(t)),),
    )


def voice_row(t: Texts, kind: Kind, name: str) -> tuple[Button, ...]:
    return tuple(
        press(t.label(label), "learn.helpful", kind.code, name, said)
        for label, said in (("learn.it_helped", 1), ("learn.it_did_not", 0))
    )


def share_button(t: Texts, code: str, name: str, *place: object) -> Button:
    """`place`: where one comes back to."""
    return press(t.label("learn.share"), "learn.share", code, name, *place)


def search_button(t: Texts) -> Button:
    return press(t.label("learn.search"), "learn.search")


def topics_button(t: Texts) -> Button:
    return press(t.label("learn.all_topics"), "learn.topics")


def _source(t: Texts, source: Source) -> Html:
    address = escape_attribute(source.url)
    return t("learn.source", title=source.title, link=Html(f'<a href="{address}">{address}</a>'))
