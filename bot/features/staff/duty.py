"""`/duty`: on or off now, until when, and a member's own hours."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.hours import ALWAYS
from bot.core.incoming import Command, Press, Text
from bot.core.outcome import Outcome, Screen, Show, Step, Turn, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnAnswer, OnCommand, OnPress
from bot.core.text import Html, lines, paragraphs
from bot.features.staff import store
from bot.features.staff.hours import read_typed_hours
from bot.features.staff.roster import StaffRoster
from bot.features.staff.rules import Member, told
from bot.features.staff.views import duty_line, hours_lines

_DIALOGUE = "duty"
_SWITCH = {"on": True, "off": False}


class DutyDesk:
    """A member's own part of the roster."""

    def __init__(self, directory: Directory, roster: StaffRoster) -> None:
        self._directory = directory
        self._roster = roster

    def feature(self) -> Feature:
        return Feature(
            "staff.duty",
            [
                OnCommand("duty", self.show_duty, Action.DUTY),
                OnPress("duty.show", self.show_duty, Action.DUTY),
                OnPress("duty.set", self.switch, Action.DUTY),
                OnPress("duty.ask", self.ask_hours, Action.DUTY),
                OnPress("duty.house", self.take_house_hours, Action.DUTY),
                OnAnswer("duty.hours", self.got_hours),
            ],
        )

    async def show_duty(self, context: Context, event: Command | Press) -> Outcome:
        if isinstance(event, Command) and event.argument.strip().lower() in _SWITCH:
            return await self._switched(context, event, is_on=_SWITCH[event.argument.strip().lower()])
        return await self._shown(context, event)

    async def switch(self, context: Context, pressed: Press) -> Outcome:
        if pressed.argument not in _SWITCH:
            raise UserError("engine.old_button")
        return await self._switched(context, pressed, is_on=_SWITCH[pressed.argument])

    async def ask_hours(self, context: Context, _: Press) -> Outcome:
        t = context.t
        text = paragraphs(t("staff.ask_hours"), t("staff.hours_example"))
        back = (press(t.label("staff.back"), "duty.show"),)
        return turn(text, back, step=Step("duty.hours"))

    async def got_hours(self, context: Context, text: Text) -> Outcome | None:
        if not context.may(Action.DUTY):
            return None
        week = read_typed_hours(text.text, context.t.language)
        await store.set_hours(context.tx, (await _me(context)).address, str(week))
        return await self._shown(context, text)

    async def take_house_hours(self, context: Context, pressed: Press) -> Outcome:
        await store.set_hours(context.tx, (await _me(context)).address, "")
        return await self._shown(context, pressed)

    async def _switched(self, context: Context, event: Command | Press, *, is_on: bool) -> Outcome:
        member = await _me(context)
        override = told(self._roster.shifts(member), context.now, is_on=is_on)
        await store.set_duty(context.tx, member.address, override)
        return await self._shown(context, event)

    async def _shown(self, context: Context, event: Command | Press | Text) -> Outcome:
        """Whatever was asked about hours is over with it."""
        t, member = context.t, await _me(context)
        stands = self._roster.standing(member, context.now)
        now = duty_line(t, stands, self._directory.zone_of(member.organisation))
        rows = [
            (press(t.label("staff.go_off"), "duty.set", "off"),)
            if stands.is_on
            else (press(t.label("staff.go_on"), "duty.set", "on"),),
            (press(t.label("staff.my_hours"), "duty.ask"),),
        ]
        if member.hours:
            rows.append((press(t.label("staff.house_hours"), "duty.house"),))
        screen = Screen(paragraphs(now, self._hours(context, member)), tuple(rows))
        return Outcome(((Turn if isinstance(event, Press) else Show)(screen),), ends=_DIALOGUE)

    def _hours(self, context: Context, member: Member) -> Html:
        t, shifts = context.t, self._roster.shifts(member)
        zone = t("staff.clocks_of", zone=t.zone_name(shifts.zone))
        if member.hours:
            return lines(t("staff.own_hours"), hours_lines(t, shifts.week), zone)
        if shifts.week == ALWAYS:
            return t("staff.no_hours")
        return lines(t("staff.hours_of_house"), hours_lines(t, shifts.week), zone)


async def _me(context: Context) -> Member:
    assert context.staff is not None, "the route is for staff only"
    member = await store.member_at(context.tx, context.staff.address)
    assert member is not None, "they are staff in this very transaction"
    return member
