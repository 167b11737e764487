"""Discreet mode: what a phone that others look at shows, when it makes a sound, and what is left on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from bot.core.context import Context
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.ids import MessageId
from bot.core.incoming import Command, Press
from bot.core.manner import Manner
from bot.core.menu import to_menu
from bot.core.outcome import Button, Letter, Outcome, notice, press, reply, turn
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import Texts, paragraphs, span
from bot.features.privacy.rules import (
    HOURS,
    OFF,
    WIPES,
    everything,
    is_everything,
    wipe_hours,
    with_hours,
    with_wipe,
)


class Mode(Protocol):
    """Implemented by the engine: it applies to every letter, whichever slice it comes from."""

    def manner(self, context: Context) -> Manner: ...

    async def choose(self, context: Context, manner: Manner) -> None: ...

    async def lift(self, context: Context, letter: str, message: MessageId) -> bool:
        """The letter behind the pressed message is shown; False when it is not there any more."""
        ...

    async def count(self, context: Context) -> int:
        """Messages of this chat that can be wiped."""
        ...

    async def wipe(self, context: Context, pressed: MessageId) -> list[Letter]:
        """Everything that can be deleted goes, the pressed message with it."""
        ...


class DiscreetFlow:
    """Silent hours go by the clocks of one of the areas."""

    def __init__(self, mode: Mode, directory: Directory) -> None:
        self._mode = mode
        self._zones = tuple(dict.fromkeys((*(area.zone for area in directory.areas.values()), "UTC")))

    def feature(self) -> Feature:
        return Feature(
            "privacy.discreet",
            [
                OnPress("privacy.discreet", self.show),
                OnPress("privacy.all_on", self.turn_all_on),
                OnPress("privacy.veil", self.got_veil),
                OnPress("privacy.quiet", self.ask_hours),
                OnPress("privacy.hours", self.got_hours),
                OnPress("privacy.zones", self.ask_zone),
                OnPress("privacy.zone", self.got_zone),
                OnPress("privacy.leave", self.ask_wipe_after),
                OnPress("privacy.after", self.got_wipe_after),
                OnCommand("wipe", self.wipe),
                OnPress("privacy.wipe", self.wipe),
                OnPress("privacy.unveil", self.unveil),
            ],
        )

    async def show(self, context: Context, _: Press) -> Outcome:
        return self._screen(context, self._manner(context))

    async def turn_all_on(self, context: Context, _: Press) -> Outcome:
        return await self._chosen(context, everything(self._manner(context), self._zones[0]))

    async def got_veil(self, context: Context, _: Press) -> Outcome:
        manner = self._manner(context)
        return await self._chosen(context, replace(manner, is_neutral=not manner.is_neutral))

    async def ask_hours(self, context: Context, _: Press) -> Outcome:
        t, manner = context.t, self._manner(context)
        rows = [(press(_hours_label(t, name), "privacy.hours", name),) for name in (*HOURS, OFF)]
        if manner.quiet and not manner.quiet.is_always and len(self._zones) > 1:
            zone = t.zone_name(manner.quiet.zone)
            rows.append((press(t.label("privacy.zone", zone=zone), "privacy.zones"),))
        return turn(t("privacy.ask_hours"), *rows, _back(t))

    async def got_hours(self, context: Context, pressed: Press) -> Outcome:
        return await self._chosen(
            context, with_hours(self._manner(context), pressed.argument, self._zones[0])
        )

    async def ask_zone(self, context: Context, _: Press) -> Outcome:
        t = context.t
        rows = [(press(t.zone_name(zone), "privacy.zone", zone),) for zone in self._zones]
        return turn(t("privacy.ask_zone"), *rows, _back(t))

    async def got_zone(self, context: Context, pressed: Press) -> Outcome:
        manner = self._manner(context)
        if manner.quiet is None or pressed.argument not in self._zones:
            raise UserError("engine.old_button")
        return await self._chosen(
            context, replace(manner, quiet=replace(manner.quiet, zone=pressed.argument))
        )

    async def ask_wipe_after(self, context: Context, _: Press) -> Outcome:
        self._manner(context)
        t = context.t
        rows = [(press(_wipe_label(t, hours), "privacy.after", hours or OFF),) for hours in (*WIPES, None)]
        return turn(t("privacy.ask_wipe_after"), *rows, _back(t))

    async def got_wipe_after(self, context: Context, pressed: Press) -> Outcome:
        return await self._chosen(context, with_wipe(self._manner(context), pressed.argument))

    async def wipe(self, context: Context, event: Command | Press) -> Outcome:
        """At once and without a question: who needs this has no time for one. Cases and drafts are not on the
        phone, and stay."""
        if context.staff:
            raise UserError("engine.unknown_command")
        owed = await self._mode.wipe(context, event.message)
        menu = (press(context.t.label("privacy.menu"), "start.menu"),)
        return Outcome(reply(context.t("privacy.wiped"), menu).replies, letters=tuple(owed))

    async def unveil(self, context: Context, pressed: Press) -> Outcome:
        if await self._mode.lift(context, pressed.argument, pressed.message):
            return notice("")
        return notice(context.t.label("privacy.letter_gone"), is_alert=True)

    def _manner(self, context: Context) -> Manner:
        """Raises UserError for staff: they must see at once what is asked of them."""
        if context.staff:
            raise UserError("engine.old_button")
        return self._mode.manner(context)

    async def _chosen(self, context: Context, manner: Manner | None) -> Outcome:
        if manner is None:
            raise UserError("engine.old_button")
        await self._mode.choose(context, manner)
        return self._screen(context, manner)

    def _screen(self, context: Context, manner: Manner) -> Outcome:
        t = context.t
        rows = [
            (press(t.label("privacy.veil_on" if manner.is_neutral else "privacy.veil_off"), "privacy.veil"),),
            (press(t.label("privacy.quiet", hours=_chosen_hours(t, manner)), "privacy.quiet"),),
            (press(t.label("privacy.leave", when=_wipe_label(t, wipe_hours(manner))), "privacy.leave"),),
            (press(t.label("privacy.wipe"), "privacy.wipe", style="danger"),),
            (to_menu(t),),
        ]
        if not is_everything(manner):
            rows.insert(0, (press(t.label("privacy.all_on"), "privacy.all_on", style="primary"),))
        return turn(paragraphs(t("privacy.discreet"), t("privacy.discreet_limits")), *rows)


class DiscretionKeeper:
    """What the privacy slice asks of discreet mode."""

    def __init__(self, mode: Mode) -> None:
        self._mode = mode

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        return [
            ("privacy.held_discretion", int(self._mode.manner(context) != Manner())),
            ("privacy.held_traces", await self._mode.count(context)),
        ]

    async def erase(self, _: Context) -> list[Letter]:
        """All of it belongs to the person alone and is forgotten with them."""
        return []


def _back(t: Texts) -> tuple[Button]:
    return (press(t.label("privacy.back"), "privacy.discreet"),)


def _chosen_hours(t: Texts, manner: Manner) -> str:
    quiet = manner.quiet
    chosen = (quiet.begins, quiet.ends) if quiet else None
    return _hours_label(t, next((name for name, hours in HOURS.items() if hours == chosen), OFF))


def _hours_label(t: Texts, name: str) -> str:
    if name == OFF:
        return t.label("privacy.off")
    begins, ends = HOURS[name]
    return t.label("privacy.always") if begins == ends else span(t, f"{begins:02}:00", f"{ends:02}:00")


def _wipe_label(t: Texts, hours: int | None) -> str:
    return t.label(f"privacy.after_{hours}") if hours else t.label("privacy.off")
