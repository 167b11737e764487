"""The file to keep: one page of HTML that needs nothing else, opens on any phone, and prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape as escape_markup

from bot.core.agenda import Planned
from bot.core.text import Html, Texts, escape, isolate, lines
from bot.features.support import behind, cards
from bot.features.support.places import Place
from bot.features.support.rules import Situation

_STYLE = (
    "body{font:1.25rem/1.5 sans-serif;max-width:40rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}"
    "h1{font-size:1.5rem}section{margin:2rem 0;break-inside:avoid}small{font-size:1rem}"
    "a{display:block;font-size:1.6rem;padding:.6rem;margin:.5rem 0;border:3px solid;color:inherit}"
)
_ORDER = (Situation.CALLING, *(each for each in Situation if each is not Situation.CALLING))
_LINK = re.compile(r'<a href="[^"]*">([^<]*)</a>')


@dataclass(frozen=True, slots=True)
class Dates:
    """From when the page is, and until when it can be relied on."""

    made: date
    until: date


def page(t: Texts, place: Place, planned: Sequence[Planned], dates: Dates) -> str:
    """Whom to call first, then the steps, then the sessions."""
    title = escape_markup(t.label("support.offline_title"))
    parts = [
        f"<h1>{title}</h1>",
        f"<p><small>{_made(t, dates)}</small></p>",
        _section(cards.numbers_text(t, place), _calls(t, place)),
        *(_section(t(f"support.steps.{each}")) for each in _ORDER),
        _section(t("support.never")),
        _section(t("support.offline_agenda"), _sessions(t, planned)) if planned else "",
        f"<section><small>{_broken(behind.sources_screen(t, place).text)}</small></section>",
    ]
    direction = "rtl" if t.language.is_right_to_left else "ltr"
    return (
        f'<!DOCTYPE html>\n<html lang="{t.language}" dir="{direction}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>\n"
        f"{_joined(parts)}\n</body>\n</html>\n"
    )


def _made(t: Texts, dates: Dates) -> Html:
    made, until = (cards.date_text(t, on) for on in (dates.made, dates.until))
    return t("support.offline_made", made=made, until=until)


def _calls(t: Texts, place: Place) -> str:
    """Numbers to be tapped."""
    found = [(line.number, line.number, cards.services(t, line)) for line in place.lines]
    found += [(each.dialled, each.number, escape(each.name[t.language])) for each in place.helplines]
    return _joined(
        f'<a href="tel:{dialled}"><bdi>{number}</bdi> {whom}</a>' for dialled, number, whom in found
    )


def _sessions(t: Texts, planned: Sequence[Planned]) -> str:
    return _joined(f"<p>{_broken(_session(t, each))}</p>" for each in planned)


def _session(t: Texts, planned: Planned) -> Html:
    title = t("support.offline_session", title=planned.title)
    off = t("support.offline_session_off") if planned.is_off else ""
    return lines(title, off, planned.when, escape(isolate(planned.where)) if planned.where else "")


def _section(words: Html, more: str = "") -> str:
    return f"<section><p>{_broken(words)}</p>{more}</section>"


def _broken(words: Html) -> str:
    """Lines of a message as lines of a page. Links lead nowhere without a net: their address is shown."""
    return _LINK.sub(r"\1", words).replace("\n", "<br>\n")


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
