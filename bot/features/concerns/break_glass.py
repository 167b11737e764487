"""When somebody may die or be hurt now: a case is passed on unasked, if a second member of staff agrees."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context, Purpose
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.journal import Deed
from bot.core.outcome import Button, Lane, Letter, Outcome, Screen, Turn, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnPress
from bot.core.text import Texts, paragraphs
from bot.features.concerns import handovers, letters, news, offers, store, views
from bot.features.concerns.handovers import Danger, Handover, Scope, Stage
from bot.features.concerns.offers import require_open
from bot.features.concerns.office import Office
from bot.features.concerns.relations import is_allowed, member_of, note_deed
from bot.features.concerns.rules import Concern, Urgency


class BreakGlass:
    """Never alone, never without a reason, and the young person is told at once."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.break_glass",
            [
                OnPress("case.glass", self.ask_danger, Action.BREAK_GLASS),
                OnPress("case.glass_for", self.ask_organisation, Action.BREAK_GLASS),
                OnPress("case.glass_to", self.ask_signature, Action.BREAK_GLASS),
                OnPress("case.glass_sign", self.sign, Action.CONFIRM_BREAK_GLASS),
                OnPress("case.glass_no", self.refuse, Action.CONFIRM_BREAK_GLASS),
            ],
        )

    async def ask_danger(self, context: Context, pressed: Press) -> Outcome:
        concern = await self._case(context, pressed.argument)
        t = context.t
        rows = tuple(
            (press(t.label(f"concerns.danger_{danger}"), "case.glass_for", concern.case_id, danger),)
            for danger in Danger
        )
        text = t("concerns.glass", reference=self._office.title(t, concern), number=self._number(concern))
        return turn(text, *rows, _back(t, concern))

    async def ask_organisation(self, context: Context, pressed: Press) -> Outcome:
        case_id, danger = (*pressed.arguments, "", "")[:2]
        concern, danger = await self._case(context, case_id), _danger(danger)
        t, found = context.t, await offers.rescuers(context, self._office, concern)
        if not found:
            raise UserError("concerns.nobody_there_now")
        name = self._office.directory.organisation_name
        rows = tuple(
            (press(name(organisation, t.language), "case.glass_to", case_id, danger, organisation),)
            for organisation in found
        )
        text = t("concerns.glass_to", danger=t.label(f"concerns.danger_{danger}"))
        return turn(text, *rows, _back(t, concern))

    async def ask_signature(self, context: Context, pressed: Press) -> Outcome:
        """What was asked of the young person before is over: this needs no answer of theirs."""
        case_id, danger, organisation = (*pressed.arguments, "", "", "")[:3]
        concern, danger = await self._case(context, case_id), _danger(danger)
        office, member = self._office, member_of(context)
        if organisation not in await offers.rescuers(context, office, concern):
            raise UserError("concerns.nobody_there_now")
        signers = await offers.signers(context, office, concern)
        if not signers:
            raise UserError("concerns.nobody_to_sign", number=self._number(concern))
        before = await handovers.pending(context.tx, concern)
        owed = await offers.end(context, office, concern, before) if before else []
        handover = await handovers.begin(
            context.tx, concern, organisation, Scope.WORDS, Stage.SIGNATURE, context.now, danger
        )
        await note_deed(context, concern, Deed.GLASS_ASKED, member, danger)
        owed += await offers.show(
            context, concern, signers, lambda t: self._sign_card(t, concern, handover), Lane.URGENT
        )
        t = context.t
        text = t("concerns.glass_asked", number=self._number(concern))
        withdraw = press(t.label("concerns.withdraw_offer"), "case.hand_back", case_id, handover.offer_id)
        return replace(turn(text, (withdraw,), _back(t, concern)), letters=tuple(owed))

    async def sign(self, context: Context, pressed: Press) -> Outcome:
        """The second signature: it is offered where it is needed, and the young person is told."""
        found = await self._to_sign(context, pressed)
        if found is None:
            return turn(context.t("concerns.offer_over"))
        (concern, handover), office, member = found, self._office, member_of(context)
        rescuers = (await offers.rescuers(context, office, concern)).get(handover.organisation)
        if not rescuers:
            raise UserError("concerns.nobody_there_now")
        await handovers.turn_down(context.tx, concern.case_id, member.address)  # their card says so already
        owed = await offers.settle(context, office, concern)
        handover = await handovers.offered(context.tx, concern, handover, handover.scope, context.now)
        await store.set_urgency(context.tx, concern.case_id, Urgency.URGENT)
        concern = replace(concern, urgency=Urgency.URGENT)
        await note_deed(context, concern, Deed.GLASS_BROKEN, member, handover.danger or "")
        owed += await offers.offer(context, office, concern, handover, rescuers)
        owed += await self._tell_youth(context, concern, handover)
        owed += await self._tell_officer(context, concern, "concerns.glass_signed")
        card = views.settled_card(context.t, office, concern, context.t("concerns.you_signed"))
        return Outcome((Turn(card),), letters=tuple(owed))

    async def refuse(self, context: Context, pressed: Press) -> Outcome:
        """One who says no is enough; it can be asked again, and the journal shows that."""
        found = await self._to_sign(context, pressed)
        if found is None:
            return turn(context.t("concerns.offer_over"))
        concern, handover = found
        member = member_of(context)
        await handovers.turn_down(context.tx, concern.case_id, member.address)
        await note_deed(context, concern, Deed.REFUSED, member, handover.danger or "")
        owed = await offers.end(context, self._office, concern, handover, officer="concerns.glass_refused")
        card = views.settled_card(context.t, self._office, concern, context.t("concerns.you_refused"))
        return Outcome((Turn(card),), letters=tuple(owed))

    async def _case(self, context: Context, case_id: str) -> Concern:
        """Raises UserError while a second signature is awaited already, or was given."""
        concern = await require_open(context, self._office, case_id, Action.BREAK_GLASS)
        handover = await handovers.pending(context.tx, concern)
        if handover is not None and handover.danger:
            raise UserError("concerns.offered_already")
        return concern

    async def _to_sign(self, context: Context, pressed: Press) -> tuple[Concern, Handover] | None:
        """Exactly what they were shown; never for whoever asked, nor for whoever wrote it.

        Raises UserError when it is signed: their card says so, and goes on saying it.
        """
        case_id, offer_id = (*pressed.arguments, "", "")[:2]
        if any(link.subject == case_id for link in await context.people.links(Purpose.CONCERN)):
            raise UserError("concerns.own_case")
        concern = await store.find_concern(context.tx, case_id)
        handover = await handovers.pending(context.tx, concern) if concern else None
        if concern is None or handover is None or handover.offer_id != offer_id:
            return None
        if handover.stage is not Stage.SIGNATURE:
            raise UserError("concerns.offer_over")
        if handover.is_over(context.now):
            return None
        if not await is_allowed(context, self._office, concern, Action.CONFIRM_BREAK_GLASS):
            return None
        return concern, handover

    def _sign_card(self, t: Texts, concern: Concern, handover: Handover) -> Screen:
        name = self._office.directory.organisation_name(handover.organisation, t.language)
        said = t(
            "concerns.glass_sign",
            danger=t.label(f"concerns.danger_{handover.danger}"),
            organisation=name,
        )
        arguments = (concern.case_id, handover.offer_id)
        return Screen(
            paragraphs(views.card(t, self._office, concern), said),
            (
                (press(t.label("concerns.glass_yes"), "case.glass_sign", *arguments, style="danger"),),
                (press(t.label("concerns.glass_no"), "case.glass_no", *arguments),),
            ),
        )

    async def _tell_youth(self, context: Context, concern: Concern, handover: Handover) -> list[Letter]:
        """What is passed on, to whom and why, and whom to call."""
        t = await context.texts_at(concern.reporter)
        if t is None:
            return []
        told = await news.tell(
            context,
            self._office,
            concern,
            "concerns.glass_broken",
            organisation=self._office.directory.organisation_name(handover.organisation, t.language),
            danger=t.label(f"concerns.danger_{handover.danger}"),
            number=self._number(concern),
        )
        return [replace(letter, lane=Lane.URGENT) for letter in told]

    async def _tell_officer(self, context: Context, concern: Concern, key: str) -> list[Letter]:
        officer = concern.officer
        if officer is None or (t := await context.texts_at(officer)) is None:
            return []
        return [letters.news_to_officer(t, self._office, concern, officer, key)]

    def _number(self, concern: Concern) -> str:
        return self._office.emergency.of(self._office.region(concern.area)).to_call


def _danger(word: str) -> Danger:
    if word not in tuple(Danger):
        raise UserError("engine.old_button")
    return Danger(word)


def _back(t: Texts, concern: Concern) -> tuple[Button, ...]:
    return (press(t.label("concerns.back"), "case.more", concern.case_id),)
