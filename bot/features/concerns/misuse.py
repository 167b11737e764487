"""An officer says that somebody misuses this, and they are told so at once.

Officers never learn how far somebody has climbed, so that they cannot tell which cases are of one person.
"""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.journal import Deed
from bot.core.outcome import Button, Letter, Outcome, Post, Screen, below, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnPress
from bot.core.text import Html, Texts, paragraphs
from bot.features.concerns import conduct, store
from bot.features.concerns.conduct import DAY, Measure
from bot.features.concerns.office import Office
from bot.features.concerns.relations import member_of, note_deed, require
from bot.features.concerns.rules import Concern
from bot.features.concerns.struck import Appeal, Misdeed, set_struck, struck_in


class Misuse:
    """What the young person can do about it is in `appeals`."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.misuse",
            [
                OnPress("case.misuse", self.ask_misdeed, Action.STRIKE),
                OnPress("case.misdeed", self.ask_whether, Action.STRIKE),
                OnPress("case.strike", self.strike, Action.STRIKE),
            ],
        )

    async def ask_misdeed(self, context: Context, pressed: Press) -> Outcome:
        concern, t = await self._strikeable(context, pressed.argument), context.t
        rows = [
            (press(t.label(f"concerns.misdeed_{misdeed}"), "case.misdeed", concern.case_id, misdeed),)
            for misdeed in Misdeed
        ]
        title = self._office.title(t, concern)
        return turn(t("concerns.ask_misdeed", reference=title), *rows, _back(t, concern))

    async def ask_whether(self, context: Context, pressed: Press) -> Outcome:
        """Before anything is done: what they will be told, and what may follow for whoever it is."""
        concern, t = await self._strikeable(context, pressed.argument), context.t
        misdeed = _misdeed(pressed)
        text = paragraphs(
            t(
                "concerns.ask_strike",
                reference=self._office.title(t, concern),
                misdeed=t.label(f"concerns.misdeed_{misdeed}"),
            ),
            t("concerns.about_strikes"),
        )
        strike = press(t.label("concerns.strike"), "case.strike", concern.case_id, misdeed, style="danger")
        return turn(text, (strike,), _back(t, concern))

    async def strike(self, context: Context, pressed: Press) -> Outcome:
        """Nobody is struck in silence: not while they cannot be told."""
        concern, misdeed = await self._strikeable(context, pressed.argument), _misdeed(pressed)
        member, told = member_of(context), await context.texts_at(concern.reporter)
        if told is None:
            raise UserError("concerns.strike_unheard")
        token = await store.conduct_of(context.tx, context.keys, concern)
        measure = await conduct.strike(context, token)
        await set_struck(context, concern, member.address, misdeed)
        await note_deed(context, concern, Deed.STRUCK, member, misdeed)
        letter = Letter(concern.reporter, "concerns.news", Post(self._news(told, concern, misdeed, measure)))
        done = turn(context.t("concerns.struck_it"), _back(context.t, concern))
        return Outcome(done.replies, letters=(letter,))

    async def _strikeable(self, context: Context, case_id: str) -> Concern:
        """Raises UserError within a day of the last strike in the case, or while that is disputed."""
        concern = await require(context, self._office, case_id, Action.STRIKE)
        last = await struck_in(context, concern)
        if last is not None and context.now < last.at + DAY:
            raise UserError("concerns.struck_today")
        if last is not None and last.appeal is Appeal.ASKED:
            raise UserError("concerns.strike_disputed")
        return concern

    def _news(self, t: Texts, concern: Concern, misdeed: Misdeed, measure: Measure) -> Screen:
        office = self._office
        text = paragraphs(
            t(
                "concerns.struck",
                reference=office.title(t, concern),
                misdeed=t.label(f"concerns.misdeed_{misdeed}"),
            ),
            what_holds(t, office, concern, measure),
            t("concerns.struck_lane"),
        )
        return Screen(text, ((below(t.label("concerns.disagree"), "concern.appeal", concern.case_id),),))


def what_holds(t: Texts, office: Office, concern: Concern, measure: Measure) -> Html:
    """For the young person alone."""
    if measure.until is None:
        return t("concerns.standing_good")
    area = office.directory.areas.get(concern.area)
    until = t.moment(measure.until, area.zone if area else "UTC")
    return t(f"concerns.standing_{measure.standing.name.lower()}", until=until)


def _misdeed(pressed: Press) -> Misdeed:
    """Raises UserError for a word that is none."""
    word = pressed.arguments[-1]
    if word not in tuple(Misdeed):
        raise UserError("engine.old_button")
    return Misdeed(word)


def _back(t: Texts, concern: Concern) -> tuple[Button, ...]:
    return (press(t.label("concerns.back"), "case.more", concern.case_id),)
