"""What a participant sees of their reminders: how long before, by whose clocks, which come, and why."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press, Text
from bot.core.outcome import Outcome, Step, press, reply, turn
from bot.core.routes import OnAnswer, OnCommand, OnPress, Route
from bot.core.text import paragraphs
from bot.features.programme import attendance, letters, reasons, snoozes, views
from bot.features.programme.kept import SessionId
from bot.features.programme.places import is_zone, zones_named
from bot.features.programme.rules import USUAL_LEAD, Lead, Snooze, snoozed_until, standing

NEXT_REMINDERS = 10
NO_REMINDERS = "0"
HERE = "programme.zone"


class ReminderFlow:
    """`/reminders`, `/why`, and what can be done with a reminder."""

    def routes(self) -> list[Route]:
        return [
            OnCommand("reminders", self.show_reminders),
            OnPress("programme.reminders", self.show_reminders),
            OnPress("programme.remind", self.got_lead),
            OnCommand("why", self.show_reasons),
            OnPress("programme.why", self.show_reasons),
            OnPress("programme.zones", self.ask_zone),
            OnAnswer(HERE, self.got_place),
            OnPress("programme.zone", self.got_zone),
            OnPress("programme.snooze", self.got_snooze),
        ]

    async def show_reminders(self, context: Context, event: Command | Press) -> Outcome:
        t, known = context.t, await attendance.present(context)
        show = turn if isinstance(event, Press) else reply
        lead, zone = (known.lead, known.zone) if known else (USUAL_LEAD, "")
        waiting = await snoozes.snoozes_of(context.tx, known.attendee, NEXT_REMINDERS) if known else []
        coming = views.coming_reminders(
            t, await attendance.coming(context), waiting, context.now, NEXT_REMINDERS
        )
        return show(
            paragraphs(views.lead_text(t, lead), views.quiet_text(t, zone), coming),
            *views.lead_buttons(t, lead, "programme.remind"),
            (press(t.label("programme.zone_button"), "programme.zones"),),
            (
                press(t.label("programme.agenda_button"), "programme.agenda"),
                press(t.label("programme.why_button"), "programme.why"),
            ),
            ends="programme",
        )

    async def got_lead(self, context: Context, pressed: Press) -> Outcome:
        await attendance.choose_lead(context, read_lead(pressed.argument))
        return await self.show_reminders(context, pressed)

    async def show_reasons(self, context: Context, event: Command | Press) -> Outcome:
        """What came lately, or did not."""
        t, known = context.t, await attendance.present(context)
        show = turn if isinstance(event, Press) else reply
        said = await reasons.said(context, known) if known else []
        return show(
            paragraphs(t("programme.why"), *said) if said else t("programme.why_nothing"),
            (press(t.label("programme.reminders_button"), "programme.reminders"),),
        )

    async def ask_zone(self, context: Context, _: Press) -> Outcome:
        t = context.t
        at_venue = press(t.label("programme.at_venue_button"), "programme.zone", "")
        back = press(t.label("programme.reminders_button"), "programme.reminders")
        return turn(t("programme.ask_zone"), (at_venue,), (back,), step=Step(HERE, expires_in=15 * 60))

    async def got_place(self, context: Context, text: Text) -> Outcome:
        t, found = context.t, zones_named(context.t, text.text)
        if not found:
            return reply(t("programme.no_such_place"), step=Step(HERE, expires_in=15 * 60))
        places = ((press(views.place_label(t, zone, context.now), "programme.zone", zone),) for zone in found)
        return reply(t("programme.which_place"), *places, ends="programme")

    async def got_zone(self, context: Context, pressed: Press) -> Outcome:
        if pressed.argument and not is_zone(pressed.argument):
            raise UserError("engine.old_button")
        await attendance.choose_zone(context, pressed.argument)
        return await self.show_reminders(context, pressed)

    async def got_snooze(self, context: Context, pressed: Press) -> Outcome:
        item = await attendance.held(context, SessionId(pressed.argument))
        if item is None or item.session.is_off:
            raise UserError("programme.not_on_agenda")
        session, t = item.session, context.t
        due_at = snoozed_until(_snooze(pressed), session.starts_at, context.now)
        if due_at is None:
            raise UserError("programme.snooze_too_late")
        who = attendance.attendee(context)
        await snoozes.keep_snooze(context.tx, who, session, due_at, context.now)
        stand = standing(session.starts_at, session.ends_at, context.now)
        again = t("programme.snoozed", moment=t.moment(due_at, item.zone or session.zone))
        return turn(paragraphs(letters.reminder_text(t, session, stand), again), letters.open_row(t, session))


def read_lead(written: str) -> Lead | None:
    if written == NO_REMINDERS:
        return None
    try:
        return Lead(int(written))
    except ValueError:
        raise UserError("engine.old_button") from None


def _snooze(pressed: Press) -> Snooze:
    try:
        return Snooze(pressed.arguments[1])
    except (IndexError, ValueError):
        raise UserError("engine.old_button") from None
