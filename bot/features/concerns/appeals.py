"""A young person who was struck disagrees; not whoever struck them, but somebody else decides."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.context import Context, Need, StaffMember, Tier, Work
from bot.core.errors import UserError
from bot.core.ids import AddressId, Ref
from bot.core.incoming import Press
from bot.core.journal import Deed
from bot.core.outcome import Letter, Outcome, Post, Revise, Screen, press, turn
from bot.core.roles import Action, Role
from bot.core.routes import Feature, OnPress
from bot.core.text import Html, Texts, paragraphs
from bot.features.concerns import conduct, letters, store
from bot.features.concerns.conduct import FORGOTTEN_AFTER
from bot.features.concerns.misuse import what_holds
from bot.features.concerns.office import Office
from bot.features.concerns.own_cases import own_case
from bot.features.concerns.relations import member_of, note_deed
from bot.features.concerns.rules import Concern
from bot.features.concerns.struck import Appeal, Struck, set_appeal, struck_in

LIFTED, STANDS = "lifted", "stands"
DECISIONS = (LIFTED, STANDS)


class Appeals:
    """From [I don't agree] to the decision."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.appeals",
            [
                OnPress("concern.appeal", self.appeal),
                OnPress("case.appeal", self.decide, Action.DECIDE_APPEAL),
            ],
        )

    async def appeal(self, context: Context, pressed: Press) -> Outcome:
        concern = await own_case(context, pressed.argument)
        struck = await struck_in(context, concern)
        if struck is None or context.now >= struck.at + FORGOTTEN_AFTER:
            raise UserError("concerns.strike_forgotten")
        if struck.appeal is not Appeal.NONE:
            raise UserError("concerns.appealed_already")
        if not (owed := await self._cards(context, concern, struck)):
            raise UserError("concerns.nobody_decides")
        await set_appeal(context, concern, Appeal.ASKED)
        await note_deed(context, concern, Deed.APPEALED, Role.ANYONE)
        title = self._office.title(context.t, concern)
        return Outcome(turn(context.t("concerns.appealed", reference=title)).replies, letters=tuple(owed))

    async def decide(self, context: Context, pressed: Press) -> Outcome:
        case_id, decision = (*pressed.arguments, "", "")[:2]
        concern, struck = await self._appealed(context, case_id)
        if decision not in DECISIONS:
            raise UserError("engine.old_button")
        if struck.appeal is Appeal.DECIDED:
            raise UserError("concerns.decided_already")
        await set_appeal(context, concern, Appeal.DECIDED)
        owed = await self._tell_young_person(context, concern, struck, decision)
        owed += await self._tell_staff(context, concern, struck, decision)
        await note_deed(context, concern, Deed.APPEAL_DECIDED, member_of(context), decision)
        screen = self._settled(context.t, concern, struck, decision)
        return Outcome(turn(screen.text).replies, letters=tuple(owed))

    async def _appealed(self, context: Context, case_id: str) -> tuple[Concern, Struck]:
        """Raises UserError, for an appeal somebody else decides as for one that is not there."""
        concern = await store.find_concern(context.tx, case_id)
        struck = await struck_in(context, concern) if concern else None
        if concern is None or struck is None or struck.appeal is Appeal.NONE:
            raise UserError("concerns.not_there")
        members = await deciders(context, self._office, concern, struck)
        if member_of(context).address not in [each.address for each in members]:
            raise UserError("concerns.not_there")
        return concern, struck

    async def _cards(self, work: Work, concern: Concern, struck: Struck) -> list[Letter]:
        owed = []
        for member in await deciders(work, self._office, concern, struck):
            if t := await work.texts_at(member.address):
                post = Post(self._card(t, concern, struck))
                ref = _ref(concern, struck, member.address)
                letter = Letter(member.address, "concerns.appeal", post, ref=ref, sealed_with=concern.key)
                owed.append(letter)
        return owed

    def _card(self, t: Texts, concern: Concern, struck: Struck) -> Screen:
        buttons = [
            press(t.label(f"concerns.appeal_{decision}"), "case.appeal", concern.case_id, decision)
            for decision in DECISIONS
        ]
        text = paragraphs(self._about(t, concern, struck), t("concerns.ask_decision"))
        return Screen(text, tuple((button,) for button in buttons))

    def _settled(self, t: Texts, concern: Concern, struck: Struck, decision: str) -> Screen:
        return Screen(paragraphs(self._about(t, concern, struck), t(f"concerns.was_{decision}")))

    def _about(self, t: Texts, concern: Concern, struck: Struck) -> Html:
        """Nothing that was written: whoever decides asks the officer who has the case."""
        return t(
            "concerns.about_appeal",
            reference=self._office.title(t, concern),
            misdeed=t.label(f"concerns.misdeed_{struck.misdeed}"),
        )

    async def _tell_young_person(
        self, work: Work, concern: Concern, struck: Struck, decision: str
    ) -> list[Letter]:
        """What still holds after a strike was taken back is for them alone."""
        holds = Html("")
        t = await work.texts_at(concern.reporter)
        if decision == LIFTED:
            token = await store.conduct_of(work.tx, work.keys, concern)
            measure = await conduct.lift(work, token, struck.at)
            holds = what_holds(t, self._office, concern, measure) if t else holds
        if t is None:
            return []
        told = t(f"concerns.told_{decision}", reference=self._office.title(t, concern))
        return [Letter(concern.reporter, "concerns.news", Post(Screen(paragraphs(told, holds))))]

    async def _tell_staff(
        self, context: Context, concern: Concern, struck: Struck, decision: str
    ) -> list[Letter]:
        """Whoever struck is told; the cards of all who could decide say what was decided."""
        me, owed = member_of(context).address, []
        for member in await deciders(context, self._office, concern, struck):
            if t := await context.texts_at(member.address):
                target = _ref(concern, struck, member.address)
                screen = self._settled(t, concern, struck, decision)
                owed.append(Letter(member.address, "concerns.appeal", Revise(target, screen, is_final=True)))
        if struck.by != me and (t := await context.texts_at(struck.by)):
            key = f"concerns.strike_{decision}"
            owed.append(letters.news_to_officer(t, self._office, concern, struck.by, key))
        return owed


async def deciders(work: Work, office: Office, concern: Concern, struck: Struck) -> Sequence[StaffMember]:
    """Leads of the organisation, else coordinators; whoever struck only where there is nobody else."""
    excluded = await store.excluded(work.tx, concern.case_id)
    leads = await _leads(work, office, concern, excluded)
    coordinators = await _coordinators(work, office, concern, excluded)
    for members in (leads, coordinators):
        if others := [each for each in members if each.address != struck.by]:
            return others
    return [*leads, *coordinators]


async def overwrite_cards(work: Work, office: Office, concern: Concern) -> list[Letter]:
    """The case is erased: nothing of it stands on the phones of those who decide, or decided."""
    struck = await struck_in(work, concern)
    if struck is None or struck.appeal is Appeal.NONE:
        return []
    owed, anybody = [], frozenset[AddressId]()
    for member in (
        *await _leads(work, office, concern, anybody),
        *await _coordinators(work, office, concern, anybody),
    ):
        if t := await work.texts_at(member.address):
            screen = Screen(t("concerns.card_erased", reference=office.title(t, concern)))
            card = Revise(_ref(concern, struck, member.address), screen, is_final=True)
            owed.append(Letter(member.address, "concerns.erased", card))
    return owed


async def _leads(
    work: Work, office: Office, concern: Concern, excluded: frozenset[AddressId]
) -> list[StaffMember]:
    """Who is named in the concern decides nothing about it; what is about staff, coordinators decide."""
    if concern.is_about_staff or concern.organisation is None:
        return []
    members = await office.roster.working_for(work.tx, concern.organisation)
    return [each for each in members if each.role is Role.LEAD and each.address not in excluded]


async def _coordinators(
    work: Work, office: Office, concern: Concern, excluded: frozenset[AddressId]
) -> Sequence[StaffMember]:
    need = Need(concern.topic, concern.area, concern.language, excluded=excluded)
    return (await office.roster.able(work.tx, need, work.now))[Tier.COORDINATORS]


def _ref(concern: Concern, struck: Struck, member: AddressId) -> Ref:
    return Ref(f"appeal:{concern.case_id}:{member}:{struck.at}")
