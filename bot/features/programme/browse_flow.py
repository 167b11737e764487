"""What a participant finds in a programme otherwise than by its days: by words, room, language, and now."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press, Text, number_in
from bot.core.outcome import Button, Outcome, Rows, Step, press, reply, turn
from bot.core.routes import OnAnswer, OnPress, Route
from bot.core.text import Html, Texts, paragraphs
from bot.features.programme import attendance, registering, store, views
from bot.features.programme.kept import TRACK_KEY, KeptProgramme, KeptSession, ProgrammeId
from bot.features.programme.listing import MOST_FOUND, Facet, Listing, Listings
from bot.features.programme.rules import PAGE, on_page

WORDS = "programme.words"
LONGEST = 100
"""Characters of a search."""


class BrowseFlow:
    """Each press names the programme first."""

    def __init__(self, listings: Listings) -> None:
        self._listings = listings

    def routes(self) -> list[Route]:
        return [
            OnPress("programme.now", self.show_now),
            OnPress("programme.by", self.show_values),
            OnPress("programme.in", self.show_having),
            OnPress("programme.find", self.ask_words),
            OnAnswer(WORDS, self.got_words),
        ]

    async def show_now(self, context: Context, pressed: Press) -> Outcome:
        programme, listing = await self._listing(context, pressed.argument)
        t, running, coming = context.t, listing.now(context.now)[:PAGE], listing.next(context.now)[:PAGE]
        full = await registering.full_among(context, [*running, *coming])
        text = paragraphs(
            t("programme.now"),
            views.session_lines(t, running, full) or t("programme.nothing_now"),
            t("programme.next") if coming else "",
            views.sessions_by_day(t, coming, full),
        )
        return turn(text, *await self._buttons(context, [*running, *coming]), _back(t, programme))

    async def show_values(self, context: Context, pressed: Press) -> Outcome:
        """All rooms, or all languages."""
        programme, listing = await self._listing(context, pressed.argument)
        t, facet, page = context.t, _facet(pressed), number_in(pressed.arguments, 2)
        here = programme.programme_id, facet
        named = sorted(
            (views.facet_value(t, facet, value), key) for key, value in listing.values(facet).items()
        )
        return turn(
            t(f"programme.choose_{facet}"),
            *((press(name, "programme.in", *here, key),) for name, key in on_page(named, page, PAGE)),
            *views.turning(t, page, len(named) > (page + 1) * PAGE, "programme.by", *here),
            _back(t, programme),
        )

    async def show_having(self, context: Context, pressed: Press) -> Outcome:
        """All sessions in one room, or in one language."""
        programme, listing = await self._listing(context, pressed.argument)
        facet, page = _facet(pressed), number_in(pressed.arguments, 3)
        key = pressed.arguments[2][:TRACK_KEY] if len(pressed.arguments) > 2 else ""
        value = listing.values(facet).get(key)
        if value is None:
            raise UserError("programme.unknown_session")
        t, found = context.t, listing.having(facet, key, context.now)
        shown, here = on_page(found, page, PAGE), (programme.programme_id, facet, key)
        full = await registering.full_among(context, shown)
        return turn(
            paragraphs(
                views.facet_line(t, facet, value),
                views.sessions_by_day(t, shown, full),
            ),
            *await self._buttons(context, shown),
            *views.turning(t, page, len(found) > (page + 1) * PAGE, "programme.in", *here),
            _back(t, programme),
        )

    async def ask_words(self, context: Context, pressed: Press) -> Outcome:
        programme, _ = await self._listing(context, pressed.argument)
        step = Step(WORDS, {"programme": programme.programme_id}, expires_in=15 * 60)
        return turn(context.t("programme.ask_words"), _back(context.t, programme), step=step)

    async def got_words(self, context: Context, text: Text) -> Outcome:
        """Where nothing is found, other words may come."""
        asked = context.steps["programme"]
        programme, listing = await self._listing(context, asked["programme"])
        t, words = context.t, text.text.strip()[:LONGEST]
        found = listing.find(words, context.now)
        if not found:
            step = Step(WORDS, asked, expires_in=15 * 60)
            return reply(t("programme.not_found", words=words), _back(t, programme), step=step)
        shown = found[:MOST_FOUND]
        full = await registering.full_among(context, shown)
        more = (
            t.count("programme.more_found", len(found) - len(shown)) if len(found) > len(shown) else Html("")
        )
        return reply(
            paragraphs(t("programme.found", words=words), views.sessions_by_day(t, shown, full), more),
            *await self._buttons(context, shown),
            _back(t, programme),
            ends="programme",
        )

    async def _listing(self, context: Context, named: str) -> tuple[KeptProgramme, Listing]:
        programme = await store.find_programme(context.tx, ProgrammeId(named))
        if programme is None:
            raise UserError("programme.unknown_session")
        return programme, await self._listings.of(context.tx, programme.programme_id)

    async def _buttons(self, context: Context, sessions: Sequence[KeptSession]) -> Rows:
        chosen = await attendance.chosen(context)
        return tuple(
            views.session_button(context.t, session, 0, is_chosen=session.session_id in chosen)
            for session in sessions
        )


def _facet(pressed: Press) -> Facet:
    try:
        return Facet(pressed.arguments[1])
    except (IndexError, ValueError):
        raise UserError("engine.old_button") from None


def _back(t: Texts, programme: KeptProgramme) -> tuple[Button, ...]:
    return (press(t.label("programme.days_button"), "programme.days", programme.programme_id),)
