"""What leads and coordinators do to cases of others without reading them: return one, exclude somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.context import Context, StaffMember
from bot.core.errors import UserError
from bot.core.ids import AddressId
from bot.core.incoming import Press, number_in
from bot.core.journal import Deed
from bot.core.outcome import Button, Delete, Letter, Outcome, Rows, Screen, press, turn
from bot.core.roles import Action, Role
from bot.core.routes import Feature, OnPress
from bot.core.text import Html, Texts, paragraphs
from bot.features.concerns import calling, letting_go, store, views
from bot.features.concerns.office import Office
from bot.features.concerns.relations import is_allowed, member_of, note_deed, require
from bot.features.concerns.rules import Concern, State, card_ref
from bot.features.concerns.store import queries

PAGE = 20
"""Members on one page."""


class Team:
    """Cards only: whoever is not responsible for a case reads nothing of it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.team",
            [
                OnPress("case.team", self.show_cases, Action.RETURN),
                OnPress("case.of_team", self.show_case, Action.EXCLUDE),
                OnPress("case.return", self.ask_return, Action.RETURN),
                OnPress("case.returned", self.give_back, Action.RETURN),
                OnPress("case.exclude", self.choose_house, Action.EXCLUDE),
                OnPress("case.exclude_in", self.choose_member, Action.EXCLUDE),
                OnPress("case.excluded", self.exclude, Action.EXCLUDE),
            ],
        )

    async def show_cases(self, context: Context, _: Press) -> Outcome:
        """Of their own organisation; for coordinators of all, and what waits because it is about staff."""
        t, member = context.t, member_of(context)
        is_coordinator = member.role is Role.COORDINATOR
        cases = await store.cases_of_organisation(context.tx, None if is_coordinator else member.organisation)
        if is_coordinator:
            waiting = await queries.about_staff_waiting(context.tx, most=store.MOST_LISTED)
            cases += [store.concern_from(row) for row in waiting]
        rows = [
            (press(views.case_line(t, self._office, concern), "case.of_team", concern.case_id),)
            for concern in cases
            if await is_allowed(context, self._office, concern, Action.EXCLUDE)
        ]
        return turn(t.count("concerns.team_cases", len(rows)), *rows, views.back_to_desk(t))

    async def show_case(self, context: Context, pressed: Press) -> Outcome:
        office, t = self._office, context.t
        concern = await require(context, office, pressed.argument, Action.EXCLUDE)
        text = paragraphs(views.card(t, office, concern), await self._in_whose_hands(context, concern))
        rows: Rows = ((press(t.label("concerns.exclude"), "case.exclude", concern.case_id),),)
        if concern.state is State.TAKEN and await is_allowed(context, office, concern, Action.RETURN):
            rows = ((press(t.label("concerns.return_case"), "case.return", concern.case_id),), *rows)
        return turn(text, *rows, (press(t.label("concerns.back"), "case.team"),))

    async def ask_return(self, context: Context, pressed: Press) -> Outcome:
        concern = await self._to_return(context, pressed.argument)
        t = context.t
        return turn(
            t("concerns.ask_return", reference=self._office.title(t, concern)),
            (press(t.label("concerns.return_now"), "case.returned", concern.case_id, style="danger"),),
            _back(t, concern),
        )

    async def give_back(self, context: Context, pressed: Press) -> Outcome:
        concern, t = await self._to_return(context, pressed.argument), context.t
        await note_deed(context, concern, Deed.RETURNED, member_of(context))
        owed = await letting_go.give_back(context, self._office, concern, "concerns.returned_by_team")
        return replace(turn(t("concerns.case_returned"), views.back_to_desk(t)), letters=tuple(owed))

    async def choose_house(self, context: Context, pressed: Press) -> Outcome:
        """A lead chooses among their own people, a coordinator among all."""
        concern, member = (
            await require(context, self._office, pressed.argument, Action.EXCLUDE),
            member_of(context),
        )
        if member.role is not Role.COORDINATOR:
            return await self._members(context, concern, member.organisation, 0)
        t, name = context.t, self._office.directory.organisation_name
        rows = [
            (press(name(organisation, t.language), "case.exclude_in", concern.case_id, organisation, 0),)
            for organisation in self._office.directory.organisations
            if await self._office.roster.working_for(context.tx, organisation)
        ]
        return turn(t("concerns.exclude_from_where"), *rows, _back(t, concern))

    async def choose_member(self, context: Context, pressed: Press) -> Outcome:
        case_id, organisation = (*pressed.arguments, "", "")[:2]
        concern = await require(context, self._office, case_id, Action.EXCLUDE)
        self._require_sight(context, organisation)
        return await self._members(context, concern, organisation, number_in(pressed.arguments, 2))

    async def exclude(self, context: Context, pressed: Press) -> Outcome:
        """They can never have this case, nor see it; they do not hear why."""
        case_id, address = (*pressed.arguments, "", "")[:2]
        concern = await require(context, self._office, case_id, Action.EXCLUDE)
        excluded = await self._office.roster.at(context.tx, AddressId(address))
        if excluded is None:
            raise UserError("engine.old_button")
        self._require_sight(context, excluded.organisation)
        await store.exclude(context.tx, case_id, excluded.address)
        await note_deed(context, concern, Deed.EXCLUDED, member_of(context))
        owed, t = await self._keep_out(context, concern, excluded), context.t
        is_alone = not await calling.readers_of(context, self._office, concern)
        text = paragraphs(t("concerns.member_excluded"), t("concerns.nobody_else_left") if is_alone else "")
        return replace(turn(text, views.back_to_desk(t)), letters=tuple(owed))

    async def _keep_out(self, context: Context, concern: Concern, excluded: StaffMember) -> list[Letter]:
        """The case goes from their hands, or its card from their chat."""
        office, officer, owed = self._office, excluded.address, list[Letter]()
        if officer in await store.cards_of(context.tx, concern.case_id) and (
            t := await context.texts_at(officer)
        ):
            gone = Delete(card_ref(concern.case_id, officer), Screen(t("concerns.card_gone")))
            owed.append(Letter(officer, "concerns.withdrawn", gone))
        if concern.officer == officer and concern.state is State.TAKEN:
            return owed + await letting_go.give_back(context, office, concern, "concerns.returned_by_team")
        if concern.officer == officer:
            return owed + await letting_go.take_from(context, office, concern, None)
        return owed + await letting_go.step_aside(context, office, concern, officer)

    async def _to_return(self, context: Context, case_id: str) -> Concern:
        concern = await require(context, self._office, case_id, Action.RETURN)
        if concern.state is not State.TAKEN:
            raise UserError("concerns.waits_already" if concern.is_open else "concerns.closed_already")
        return concern

    async def _members(self, context: Context, concern: Concern, organisation: str, page: int) -> Outcome:
        t, excluded = context.t, await store.excluded(context.tx, concern.case_id)
        there = [
            each
            for each in await self._office.roster.working_for(context.tx, organisation)
            if each.address not in excluded
        ]
        rows = tuple(
            (press(_called(t, each), "case.excluded", concern.case_id, each.address),)
            for each in sorted(there, key=lambda each: each.name)[page * PAGE : (page + 1) * PAGE]
        )
        more = (press(t.label("concerns.more"), "case.exclude_in", concern.case_id, organisation, page + 1),)
        turning = (more,) if len(there) > (page + 1) * PAGE else ()
        title = self._office.title(t, concern)
        return turn(t("concerns.exclude_whom", reference=title), *rows, *turning, _back(t, concern))

    async def _in_whose_hands(self, context: Context, concern: Concern) -> Html:
        t, organisation = context.t, concern.organisation or ""
        if concern.state is not State.TAKEN:
            return t("concerns.in_nobodys_hands")
        there: Sequence[StaffMember] = await self._office.roster.working_for(context.tx, organisation)
        officer = next((each for each in there if each.address == concern.officer), None)
        return t(
            "concerns.in_hands_of",
            organisation=self._office.directory.organisation_name(organisation, t.language),
            name=_called(t, officer) if officer else t.label("concerns.not_reachable"),
        )

    def _require_sight(self, context: Context, organisation: str) -> None:
        """Raises UserError: a lead knows only their own people."""
        member = member_of(context)
        if member.role is not Role.COORDINATOR and member.organisation != organisation:
            raise UserError("engine.old_button")


def _called(t: Texts, member: StaffMember) -> str:
    """Their name, if they gave one; a colleague may know it, a young person never does."""
    return member.name or t.label(f"concerns.role_{member.role.name.lower()}")


def _back(t: Texts, concern: Concern) -> tuple[Button, ...]:
    return (press(t.label("concerns.back"), "case.of_team", concern.case_id),)
