"""The other half of a hand-over: the young person agrees, and the first who accepts has the case."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context, Purpose
from bot.core.errors import UserError
from bot.core.ids import Ref
from bot.core.incoming import Press
from bot.core.journal import Deed
from bot.core.outcome import Letter, Outcome, Post, Screen, Turn, press, turn
from bot.core.roles import Action, Role
from bot.core.routes import Feature, OnPress
from bot.core.text import paragraphs
from bot.features.concerns import (
    calling,
    case_notes,
    handovers,
    letters,
    letting_go,
    messages,
    offers,
    store,
    views,
)
from bot.features.concerns.handovers import Handover, Scope, Stage
from bot.features.concerns.messages import Written
from bot.features.concerns.office import Office
from bot.features.concerns.own_cases import own_case
from bot.features.concerns.relations import is_allowed, member_of, note_deed
from bot.features.concerns.rules import Concern, State, card_ref, topic_ref


class Receiving:
    """The first officer is responsible until another has accepted."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.receiving",
            [
                OnPress("concern.agree", self.agree),
                OnPress("concern.decline", self.decline),
                OnPress("case.offer", self.show_offer, Action.ACCEPT),
                OnPress("case.accept", self.accept, Action.ACCEPT),
                OnPress("case.refuse", self.refuse, Action.ACCEPT),
            ],
        )

    async def agree(self, context: Context, pressed: Press) -> Outcome:
        """The young person says how much is passed on; until somebody accepts they can change their mind."""
        case_id, offer_id, number = (*pressed.arguments, "", "", "")[:3]
        concern, handover = await self._asked(context, case_id, offer_id)
        if handover.stage is not Stage.ASKED or number not in {str(int(scope)) for scope in Scope}:
            raise UserError("concerns.answered_or_over")
        office, t, scope = self._office, context.t, Scope(int(number))
        members = (await offers.takers(context, office, concern)).get(handover.organisation)
        if not members:
            owed = await offers.end(context, office, concern, handover, officer="concerns.nobody_accepted")
            return replace(turn(t("concerns.nobody_there_for_you")), letters=tuple(owed))
        handover = await handovers.offered(context.tx, concern, handover, scope, context.now)
        await note_deed(context, concern, Deed.AGREED, Role.ANYONE, scope.word)
        owed = await offers.offer(context, office, concern, handover, members)
        owed += await self._tell_officer(context, concern, handover, "concerns.youth_agreed")
        name = office.directory.organisation_name(handover.organisation, t.language)
        take_back = press(t.label("concerns.stay_after_all"), "concern.decline", case_id, offer_id)
        return replace(turn(t("concerns.you_agreed", organisation=name), (take_back,)), letters=tuple(owed))

    async def decline(self, context: Context, pressed: Press) -> Outcome:
        case_id, offer_id = (*pressed.arguments, "", "")[:2]
        concern, handover = await self._asked(context, case_id, offer_id)
        owed = await offers.end(context, self._office, concern, handover, officer="concerns.youth_declined")
        await note_deed(context, concern, Deed.DECLINED, Role.ANYONE)
        t = context.t
        name = self._office.directory.organisation_name(concern.organisation or "", t.language)
        return replace(turn(t("concerns.you_declined", organisation=name)), letters=tuple(owed))

    async def show_offer(self, context: Context, pressed: Press) -> Outcome:
        """The card again, after a look at something else."""
        found = await self._offered(context, pressed.argument)
        if found is None:
            return turn(context.t("concerns.offer_over"))
        return Outcome((Turn(offers.offer_card(context.t, self._office, *found)),))

    async def accept(self, context: Context, pressed: Press) -> Outcome:
        """The first wins; for everybody else it is over."""
        case_id, offer_id = (*pressed.arguments, "", "")[:2]
        if any(link.subject == case_id for link in await context.people.links(Purpose.CONCERN)):
            raise UserError("concerns.own_case")
        member, office = member_of(context), self._office
        concern = await store.find_concern(context.tx, case_id)
        if concern and concern.officer == member.address and concern.state is State.TAKEN:  # pressed twice
            return Outcome((Turn(self._my_card(context, concern)),))
        found = await self._offered(context, case_id, offer_id)
        if found is None:
            return turn(context.t("concerns.offer_over"))
        before, handover = found
        owed = await self._leave(context, before)
        concern = await handovers.pass_on(
            context.tx, before, handover, member.address, member.organisation, context.now
        )
        await store.remember_card(context.tx, case_id, member.address)
        await note_deed(context, concern, Deed.ACCEPTED, member)
        owed += await self._arrive(context, concern)
        owed += await offers.tell_youth(
            context, office, concern, "concerns.passed_on_for_you", member.organisation
        )
        return Outcome((Turn(self._my_card(context, concern)),), letters=tuple(owed))

    async def refuse(self, context: Context, pressed: Press) -> Outcome:
        """When everybody has refused, it stays where it is."""
        case_id, offer_id = (*pressed.arguments, "", "")[:2]
        found = await self._offered(context, case_id, offer_id)
        if found is None:
            return turn(context.t("concerns.offer_over"))
        concern, handover = found
        member = member_of(context)
        await handovers.turn_down(context.tx, case_id, member.address)
        await note_deed(context, concern, Deed.REFUSED, member)
        owed = await offers.end_unless_offered(context, self._office, concern, handover)
        t = context.t
        card = views.settled_card(t, self._office, concern, t("concerns.you_refused"))
        return Outcome((Turn(card),), letters=tuple(owed))

    async def _asked(self, context: Context, case_id: str, offer_id: str) -> tuple[Concern, Handover]:
        """What the young person was asked about, and nothing else: an old button agrees to nothing."""
        concern = await own_case(context, case_id)
        handover = await handovers.pending(context.tx, concern)
        if handover is None or handover.offer_id != offer_id or handover.danger:
            done = await context.journal.about(context.tx, concern.case_id)
            was_passed_on = any(entry.deed is Deed.ACCEPTED for entry in done)
            raise UserError("concerns.answered_or_over" if was_passed_on else "concerns.asked_no_more")
        return concern, handover

    async def _offered(
        self, context: Context, case_id: str, offer_id: str | None = None
    ) -> tuple[Concern, Handover] | None:
        """For one of those it is offered to; None when it is over for them, for whatever reason."""
        concern = await store.find_concern(context.tx, case_id)
        handover = await handovers.pending(context.tx, concern) if concern else None
        if concern is None or handover is None or handover.stage is not Stage.OFFERED:
            return None
        if offer_id not in (None, handover.offer_id):
            return None
        if not await is_allowed(context, self._office, concern, Action.ACCEPT):
            return None
        return concern, handover

    async def _leave(self, context: Context, concern: Concern) -> list[Letter]:
        """It is the first officer's no more, nor anybody else's to accept."""
        office, member = self._office, member_of(context)
        t = await context.texts_at(concern.officer) if concern.officer else None
        name = office.directory.organisation_name(member.organisation, t.language) if t else ""
        owed = await letting_go.take_from(
            context, office, concern, "concerns.accepted_for_you", organisation=name
        )
        return owed + await calling.settle_cards(
            context, office, concern, "concerns.card_passed_on", but=member.address
        )

    async def _arrive(self, context: Context, concern: Concern) -> list[Letter]:
        """The summary first, then what may be read of what was written."""
        office, member, t = self._office, member_of(context), context.t
        owed = [letters.open_topic(t, office, concern, member.address)] if office.uses_topics else []
        if summary := await case_notes.summary_of(context.tx, context.keys, concern):
            owed.append(
                self._placed(context, concern, Screen(case_notes.summary_text(t, summary), is_protected=True))
            )
        written = await messages.messages_of(context.tx, context.keys, concern)
        for each in await handovers.shown_to(context.tx, concern, member.organisation, written):
            owed += self._relayed(context, concern, each)
        return owed

    def _relayed(self, context: Context, concern: Concern, written: Written) -> list[Letter]:
        """Both sides of it: what was answered belongs to the case, whoever has it."""
        t = context.t
        if not written.from_officer:
            mark = t("concerns.edited_mark") if written.is_edited else None
            officer = member_of(context).address
            return letters.to_officer(t, concern, officer, written, mark, is_quiet=True, is_seen=True)
        return [
            self._placed(
                context,
                concern,
                Screen(each, is_protected=True, is_silent=True),
                letting_go.told_ref(written.message_id),
            )
            for each in views.words(written.text, t("concerns.answered_before"))
        ]

    def _placed(self, context: Context, concern: Concern, screen: Screen, ref: Ref | None = None) -> Letter:
        officer = member_of(context).address
        place = Post(
            screen, topic=topic_ref(concern.case_id, officer), reply_to=card_ref(concern.case_id, officer)
        )
        return Letter(officer, "concerns.relayed", place, ref=ref, sealed_with=concern.key)

    def _my_card(self, context: Context, concern: Concern) -> Screen:
        t = context.t
        note = t("concerns.card_yours_topic" if self._office.uses_topics else "concerns.card_yours")
        text = paragraphs(t("concerns.you_accepted"), note)
        return views.settled_card(t, self._office, concern, text, *views.case_rows(t, concern))

    async def _tell_officer(
        self, context: Context, concern: Concern, handover: Handover, key: str
    ) -> list[Letter]:
        officer = concern.officer
        if officer is None or (t := await context.texts_at(officer)) is None:
            return []
        name = self._office.directory.organisation_name(handover.organisation, t.language)
        return [letters.news_to_officer(t, self._office, concern, officer, key, organisation=name)]
