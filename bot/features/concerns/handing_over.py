"""An officer hands a case over: to a colleague, or to another organisation if the young person agrees."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context, Work
from bot.core.errors import UserError
from bot.core.incoming import Command, Press
from bot.core.journal import Deed
from bot.core.outcome import Button, Letter, Outcome, Post, Rows, Screen, Show, Turn, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import Html, Texts, paragraphs
from bot.features.concerns import case_notes, handovers, offers, store
from bot.features.concerns.handovers import Handover, Scope, Stage
from bot.features.concerns.meant import case_here
from bot.features.concerns.offers import require_open
from bot.features.concerns.office import Office
from bot.features.concerns.relations import member_of, note_deed
from bot.features.concerns.rules import Concern
from bot.features.concerns.store import queries

MOST_SUMMARY = 3500
"""Characters: the young person must be able to read all of what they agree to, in one message."""


class HandingOver:
    """The first half: until somebody accepts, the case stays with whoever has it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.handing_over",
            [
                OnCommand("handover", self.choose_here, Action.HAND_OVER),
                OnPress("case.hand_over", self.choose, Action.HAND_OVER),
                OnPress("case.hand_to", self.ask, Action.HAND_OVER),
                OnPress("case.hand_now", self.hand_over, Action.HAND_OVER),
                OnPress("case.hand_back", self.withdraw, Action.HAND_OVER),
            ],
        )

    async def choose_here(self, context: Context, command: Command) -> Outcome:
        """`/handover` in a case's topic."""
        case_id = await case_here(context, command.thread, None)
        if case_id is None:
            raise UserError("concerns.hand_over_where")
        return Outcome((Show(await self._choice(context, case_id)),))

    async def choose(self, context: Context, pressed: Press) -> Outcome:
        return Outcome((Turn(await self._choice(context, pressed.argument)),))

    async def ask(self, context: Context, pressed: Press) -> Outcome:
        """Once more, with the summary as others will read it."""
        case_id, organisation = (*pressed.arguments, "", "")[:2]
        concern, summary = await self._ready(context, case_id)
        await self._require_taker(context, concern, organisation)
        t, is_own = context.t, organisation == member_of(context).organisation
        name = self._office.directory.organisation_name(organisation, t.language)
        text = paragraphs(
            t("concerns.hand_to_own" if is_own else "concerns.hand_to_other", organisation=name), summary
        )
        label = t.label("concerns.offer_it" if is_own else "concerns.ask_youth")
        go_on = (press(label, "case.hand_now", case_id, organisation, style="primary"),)
        rewrite = (press(t.label("concerns.summary"), "case.summary", case_id),)
        return turn(text, go_on, rewrite, _back(t, concern, "case.hand_over"))

    async def hand_over(self, context: Context, pressed: Press) -> Outcome:
        case_id, organisation = (*pressed.arguments, "", "")[:2]
        concern, _ = await self._ready(context, case_id)
        await self._require_taker(context, concern, organisation)
        is_own = organisation == member_of(context).organisation
        scope, stage = (Scope.FILES, Stage.OFFERED) if is_own else (Scope.SUMMARY, Stage.ASKED)
        handover = await handovers.begin(context.tx, concern, organisation, scope, stage, context.now)
        await note_deed(context, concern, Deed.OFFERED, member_of(context), organisation)
        if is_own:
            members = (await offers.takers(context, self._office, concern))[organisation]
            owed = await offers.offer(context, self._office, concern, handover, members)
        else:
            owed = await ask_youth(context, self._office, concern, handover)
        screen = self._standing(context.t, concern, handover)
        return Outcome((Turn(screen),), letters=tuple(owed))

    async def withdraw(self, context: Context, pressed: Press) -> Outcome:
        """Also what was asked for without the young person."""
        case_id, offer_id = (*pressed.arguments, "", "")[:2]
        concern = await require_open(context, self._office, case_id, Action.HAND_OVER)
        handover = await handovers.pending(context.tx, concern)
        if handover is None or handover.offer_id != offer_id:
            raise UserError("concerns.offer_over")
        owed = await offers.end(
            context, self._office, concern, handover, youth="concerns.hand_over_withdrawn_for_you"
        )
        t = context.t
        outcome = turn(t("concerns.hand_over_withdrawn"), _back(t, concern, "case.show"))
        return replace(outcome, letters=tuple(owed))

    async def _choice(self, context: Context, case_id: str) -> Screen:
        """To whom; or what is needed first; or what is under way."""
        office, t = self._office, context.t
        concern = await require_open(context, office, case_id, Action.HAND_OVER)
        back = _back(t, concern, "case.show")
        if handover := await handovers.pending(context.tx, concern):
            return self._standing(t, concern, handover)
        if await case_notes.summary_of(context.tx, context.keys, concern) is None:
            summary = (press(t.label("concerns.summary"), "case.summary", case_id),)
            return Screen(t("concerns.summary_first"), (summary, back))
        takers = await offers.takers(context, office, concern)
        if not takers:
            return Screen(t("concerns.nobody_to_hand_to"), (back,))
        own = member_of(context).organisation
        rows: Rows = tuple(
            (
                press(
                    t.label("concerns.to_colleague")
                    if organisation == own
                    else office.directory.organisation_name(organisation, t.language),
                    "case.hand_to",
                    case_id,
                    organisation,
                ),
            )
            for organisation in sorted(takers, key=lambda each: each != own)
        )
        return Screen(t("concerns.hand_over_to", reference=office.title(t, concern)), (*rows, back))

    async def _ready(self, context: Context, case_id: str) -> tuple[Concern, Html]:
        """The case and its summary. Raises UserError while something is under way, or there is no summary."""
        concern = await require_open(context, self._office, case_id, Action.HAND_OVER)
        if await handovers.pending(context.tx, concern):
            raise UserError("concerns.offered_already")
        summary = await case_notes.summary_of(context.tx, context.keys, concern)
        if summary is None:
            raise UserError("concerns.summary_needed")
        shown = case_notes.summary_text(context.t, summary)
        if len(shown) > MOST_SUMMARY:
            raise UserError("concerns.summary_too_long")
        return concern, shown

    async def _require_taker(self, context: Context, concern: Concern, organisation: str) -> None:
        if organisation not in await offers.takers(context, self._office, concern):
            raise UserError("concerns.nobody_there_now")

    def _standing(self, t: Texts, concern: Concern, handover: Handover) -> Screen:
        """How far it is, and the way back."""
        name = self._office.directory.organisation_name(handover.organisation, t.language)
        text = t(f"concerns.hand_over_{handover.stage.name.lower()}", organisation=name)
        withdraw = press(
            t.label("concerns.withdraw_offer"), "case.hand_back", concern.case_id, handover.offer_id
        )
        return Screen(text, ((withdraw,), _back(t, concern, "case.show")))


async def ask_youth(work: Work, office: Office, concern: Concern, handover: Handover) -> list[Letter]:
    """Who asks, to whom it would go, and all that would be passed on: they decide.

    Raises UserError when they cannot be reached.
    """
    t, summary = (
        await work.texts_at(concern.reporter),
        await case_notes.summary_of(work.tx, work.keys, concern),
    )
    if t is None or summary is None:
        raise UserError("concerns.youth_gone")
    name = office.directory.organisation_name
    asked = t(
        "concerns.may_we_hand_over",
        reference=office.title(t, concern),
        giver=name(concern.organisation or "", t.language),
        organisation=name(handover.organisation, t.language),
    )
    has_files = any(row["files"] for row in await queries.copies_of_case(work.tx, case_id=concern.case_id))
    scopes = [scope for scope in Scope if has_files or scope is not Scope.FILES]
    agree: Rows = tuple(
        (
            press(
                t.label(f"concerns.agree_{scope.word}"),
                "concern.agree",
                concern.case_id,
                handover.offer_id,
                int(scope),
            ),
        )
        for scope in scopes
    )
    stay = press(t.label("concerns.stay_here"), "concern.decline", concern.case_id, handover.offer_id)
    shown = Screen(paragraphs(t("concerns.summary_of_you"), case_notes.summary_text(t, summary)))
    screens = (shown, Screen(asked, (*agree, (stay,))))
    return [
        Letter(concern.reporter, "concerns.may_we", Post(each), sealed_with=concern.key) for each in screens
    ]


async def end_old(work: Work, office: Office) -> list[Letter]:
    """By the clock: what nobody answered in time is over, and the officer hears so."""
    owed: list[Letter] = []
    for concern in await store.concerns_of(work.tx, await handovers.old(work.tx, work.now)):
        handover = await handovers.pending(work.tx, concern)
        if handover is None:
            await handovers.end(work.tx, concern.case_id)
        elif handover.is_over(work.now):
            youth = "concerns.nobody_accepted_for_you" if handover.stage is Stage.OFFERED else None
            officer = f"concerns.unanswered_{handover.stage.name.lower()}"
            owed += await offers.end(work, office, concern, handover, officer=officer, youth=youth)
    return owed


def _back(t: Texts, concern: Concern, route: str) -> tuple[Button, ...]:
    return (press(t.label("concerns.back"), route, concern.case_id),)
