"""What a participant sees of programmes: their days, tracks and sessions, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press, number_in
from bot.core.menu import to_menu
from bot.core.outcome import Outcome, Rows, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.programme import attendance, registering, store, views
from bot.features.programme.agenda_flow import AgendaFlow
from bot.features.programme.browse_flow import BrowseFlow
from bot.features.programme.kept import TRACK_KEY, KeptProgramme, KeptSession, ProgrammeId
from bot.features.programme.listing import Facet, Listings
from bot.features.programme.reminder_flow import ReminderFlow
from bot.features.programme.rules import PAGE, days_in_order, on_page, venue_day
from bot.features.programme.session_flow import SessionFlow

SHOWN_AFTER_END = 30 * 24 * 3600
"""Seconds a programme can still be looked up when it is over."""
NOW = "now"
"""In place of a page: the one with what is going on."""


class ProgrammeFlow:
    """From `/programme` to the list of a day; all else has flows of its own.

    `between_rooms`: seconds it takes from one to another.
    """

    def __init__(self, between_rooms: int) -> None:
        self._listings = Listings()
        self._between_rooms = between_rooms

    def feature(self) -> Feature:
        return Feature(
            "programme",
            [
                OnCommand("programme", self.show_programmes),
                OnPress("programme.days", self.show_days),
                OnPress("programme.day", self.show_day),
                OnPress("programme.tracks", self.show_tracks),
                *BrowseFlow(self._listings).routes(),
                *SessionFlow(self._listings, self._between_rooms).routes(),
                *AgendaFlow().routes(),
                *ReminderFlow().routes(),
            ],
        )

    async def show_programmes(self, context: Context, _: Command) -> Outcome:
        text, rows = await _programmes(context)
        return reply(text, *rows)

    async def show_days(self, context: Context, pressed: Press) -> Outcome:
        """Without a programme named, or with one that is gone: all of them."""
        programme = await store.find_programme(context.tx, ProgrammeId(pressed.argument))
        page = number_in(pressed.arguments, 1)
        text, rows = await _days(context, programme, page) if programme else await _programmes(context)
        return turn(text, *rows, ends="programme")

    async def show_day(self, context: Context, pressed: Press) -> Outcome:
        programme, day = await _programme_and_day(context, pressed)
        track = pressed.arguments[3][:TRACK_KEY] if len(pressed.arguments) > 3 else ""
        page = await _page(context, programme, day, pressed.arguments)
        found = await store.sessions_of_day(
            context.tx, programme.programme_id, day, track or None, page * PAGE, PAGE + 1
        )
        text, rows = await _day(context, programme, day, track, page, found)
        return turn(text, *rows)

    async def show_tracks(self, context: Context, pressed: Press) -> Outcome:
        programme, day = await _programme_and_day(context, pressed)
        page, here = number_in(pressed.arguments, 2), (programme.programme_id, pressed.arguments[1])
        used = await store.tracks_of_day(context.tx, programme.programme_id, day)
        tracks = [(key, name) for key, name in programme.tracks.items() if key in used]
        t, names = context.t, [views.brief(context.t, name, views.PLACE) for _, name in tracks]
        return turn(
            paragraphs(t("programme.choose_track", day=t.day(day)), lines(*map(views.named, names))),
            (press(t.label("programme.all_tracks"), "programme.day", *here, 0),),
            *(
                (press(views.brief(t, name, views.NAME), "programme.day", *here, 0, key),)
                for key, name in on_page(tracks, page, PAGE)
            ),
            *views.turning(t, page, len(tracks) > (page + 1) * PAGE, "programme.tracks", *here),
        )


async def _programmes(context: Context) -> tuple[Html, Rows]:
    """The only programme opens at once."""
    found = await store.programmes_since(context.tx, context.now - SHOWN_AFTER_END)
    t = context.t
    if not found:
        return t("programme.none"), (*_desk(context), (to_menu(t),))
    if len(found) == 1:
        return await _days(context, found[0], 0)
    programmes = (
        (press(views.brief(t, programme.title, views.NAME), "programme.days", programme.programme_id),)
        for programme in found
    )
    return t("programme.choose"), (*programmes, *_desk(context), (to_menu(t),))


async def _days(context: Context, programme: KeptProgramme, page: int) -> tuple[Html, Rows]:
    t, here = context.t, programme.programme_id
    today = venue_day(context.now, programme.zone)
    days = days_in_order(await store.days_of(context.tx, here), today)
    rows = tuple(
        (press(views.day_label(t, day, today), "programme.day", here, day.strftime(store.DAY_FORMAT), NOW),)
        for day in on_page(days, page, PAGE)
    )
    text = t(
        "programme.days",
        title=views.brief(t, programme.title, views.TITLE),
        city=t.zone_name(programme.zone),
    )
    turning = views.turning(t, page, len(days) > (page + 1) * PAGE, "programme.days", here)
    own = (
        press(t.label("programme.agenda_button"), "programme.agenda"),
        press(t.label("questions.ask_button"), "questions.start"),
    )
    return text, (*rows, *turning, *_other_ways(t, here), own, *_desk(context, here), (to_menu(t),))


def _other_ways(t: Texts, here: ProgrammeId) -> Rows:
    """To find a session otherwise than by its day."""
    return (
        (
            press(t.label("programme.now_button"), "programme.now", here),
            press(t.label("programme.find_button"), "programme.find", here),
        ),
        tuple(press(t.label(f"programme.by_{facet}"), "programme.by", here, facet) for facet in Facet),
    )


def _desk(context: Context, *programme: ProgrammeId) -> Rows:
    """The way to the desk, for those who look after programmes."""
    if not context.may(Action.IMPORT):
        return ()
    return ((press(context.t.label("programme.desk_button"), "programme.desk", *programme),),)


async def _day(
    context: Context,
    programme: KeptProgramme,
    day: date,
    track: str,
    page: int,
    found: Sequence[KeptSession],
) -> tuple[Html, Rows]:
    t, here = context.t, (programme.programme_id, day.strftime(store.DAY_FORMAT))
    sessions, name = found[:PAGE], programme.tracks.get(track)
    chosen, full = await attendance.chosen(context), await registering.full_among(context, sessions)
    text = paragraphs(
        t("programme.day", day=t.day(day), city=t.zone_name(programme.zone)),
        t("programme.track", track=views.brief(t, name, views.PLACE)) if name else "",
        views.session_lines(t, sessions, full) or t("programme.no_sessions"),
    )
    buttons = tuple(
        views.session_button(t, session, page, track, is_chosen=session.session_id in chosen)
        for session in sessions
    )
    turning = views.turning(t, page, len(found) > PAGE, "programme.day", *here, last=track)
    last = [press(t.label("programme.days_button"), "programme.days", programme.programme_id)]
    if programme.tracks:
        last.insert(0, press(t.label("programme.tracks_button"), "programme.tracks", *here))
    return text, (*buttons, *turning, tuple(last))


async def _programme_and_day(context: Context, pressed: Press) -> tuple[KeptProgramme, date]:
    programme = await store.find_programme(context.tx, ProgrammeId(pressed.argument))
    try:
        day = date.fromisoformat(pressed.arguments[1])
    except (IndexError, ValueError):
        day = None
    if programme is None or day is None:
        raise UserError("programme.unknown_session")
    return programme, day


async def _page(context: Context, programme: KeptProgramme, day: date, arguments: Sequence[str]) -> int:
    """The page asked for; "now" is the one with what is going on, on the day that is today."""
    if arguments[2:3] != (NOW,) or day != venue_day(context.now, programme.zone):
        return number_in(arguments, 2)
    return await store.sessions_before_now(context.tx, programme.programme_id, day, context.now) // PAGE
