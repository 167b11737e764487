"""`/audit`: the journal is verified and shown, all of it or what was done with one case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.core.audit import AuditTrail, Line
from bot.core.context import Context, Roster
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.incoming import Command, Press
from bot.core.outcome import Outcome, Screen, Show, Turn, press, reply
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import Html
from bot.features.audit import views

PAGE = 20
VERIFIED_AT_ONCE = 10_000
"""Entries verified while others wait for the database; the command line verifies all."""
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case that may be the one that was typed, and what it is called."""

    case_id: str
    label: str


FindCases = Callable[[Context, str], Awaitable[Sequence[FoundCase]]]
"""Cases by what somebody typed: a reference, which several may share, or a case code."""


class AuditDesk:
    """For who may audit; the journal tells roles and organisations, and names only of those still here."""

    def __init__(
        self, directory: Directory, roster: Roster, trail: AuditTrail, find_cases: FindCases
    ) -> None:
        self._directory = directory
        self._roster = roster
        self._trail = trail
        self._find_cases = find_cases

    def feature(self) -> Feature:
        return Feature(
            "audit",
            [
                OnCommand("audit", self.got_command, Action.AUDIT),
                OnPress("audit.open", self.open_journal, Action.AUDIT),
                OnPress("audit.page", self.turn_page, Action.AUDIT),
                OnPress("audit.case", self.show_case, Action.AUDIT),
            ],
        )

    async def got_command(self, context: Context, command: Command) -> Outcome:
        typed = command.argument.strip()
        if typed:
            return await self._search(context, typed)
        return Outcome((Show(await self._front_page(context)),))

    async def open_journal(self, context: Context, _: Press) -> Outcome:
        return Outcome((Turn(await self._front_page(context)),))

    async def turn_page(self, context: Context, pressed: Press) -> Outcome:
        """Arguments: the position to go back from, and the case's token when it is about one."""
        position, case = (*pressed.arguments, "", "")[:2]
        if not position.isdecimal() or len(position) > _MOST_DIGITS:
            raise UserError("engine.old_button")
        heading = context.t("audit.this_case") if case else context.t("audit.older_entries")
        return Outcome((Turn(await self._page(context, heading, int(position), case or None)),))

    async def show_case(self, context: Context, pressed: Press) -> Outcome:
        heading = context.t("audit.this_case")
        return Outcome((Turn(await self._page(context, heading, None, pressed.argument)),))

    async def _search(self, context: Context, typed: str) -> Outcome:
        t, found = context.t, await self._find_cases(context, typed)
        if not found:
            raise UserError("audit.no_such_case")
        if len(found) == 1:
            heading = t("audit.found_case", case=found[0].label)
            token = self._trail.case_token(found[0].case_id)
            return Outcome((Show(await self._page(context, heading, None, token)),))
        choices = [(press(case.label, "audit.case", self._trail.case_token(case.case_id)),) for case in found]
        return reply(t("audit.which_case"), *choices)

    async def _front_page(self, context: Context) -> Screen:
        verdict = await self._trail.verify(context.tx, VERIFIED_AT_ONCE)
        return await self._page(context, views.verdict_text(context.t, verdict), None, None)

    async def _page(self, context: Context, heading: Html, before: int | None, case: str | None) -> Screen:
        found = await self._trail.lines(context.tx, most=PAGE + 1, before=before, case=case)
        shown = found[:PAGE]
        text = views.page_text(context.t, self._directory, heading, shown, await self._names(context, shown))
        has_more = len(found) > PAGE
        return Screen(text, views.page_rows(context.t, shown, case, has_more=has_more))

    async def _names(self, context: Context, shown: Sequence[Line]) -> dict[str, str]:
        """By token: members of staff who still work where they did what is shown."""
        organisations = sorted({line.organisation for line in shown if line.author})
        return {
            self._trail.author_token(member.address): member.name
            for organisation in organisations
            for member in await self._roster.working_for(context.tx, organisation)
            if member.name
        }
