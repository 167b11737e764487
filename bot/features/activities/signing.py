"""Signing up, by a nickname or none; answering an offer; letting a place go."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press, Text
from bot.core.menu import to_menu
from bot.core.outcome import Outcome, Step, press, reply, turn
from bot.core.places.rules import Standing, standing_for
from bot.core.routes import OnAnswer, OnPress, Route
from bot.core.text import lines, paragraphs
from bot.features.activities import places, store, views
from bot.features.activities.cards import Cards
from bot.features.activities.kept import ActivityId, KeptActivity
from bot.features.activities.rules import MOST_HELD, nickname_problem
from bot.features.activities.views import TITLE, Views, wording

DIALOGUE = "activities"


class SignUpFlow:
    """From the button on a card to a place, and out of it again."""

    def __init__(self, cards: Cards, views: Views) -> None:
        self._cards = cards
        self._views = views

    def routes(self) -> list[Route]:
        return [
            OnPress("activities.sign", self.ask_nickname),
            OnAnswer("activities.nickname", self.got_nickname),
            OnPress("activities.unnamed", self.join_without_name),
            OnPress("activities.take", self.take),
            OnPress("activities.decline", self.decline),
            OnPress("activities.ask_leave", self.ask_leave),
            OnPress("activities.leave", self.leave),
            OnPress("activities.mine", self.show_mine),
        ]

    async def ask_nickname(self, context: Context, pressed: Press) -> Outcome:
        activity, t = await _open_activity(context, pressed), context.t
        title = wording(t, activity.about.title, TITLE)
        text = paragraphs(
            t("activities.ask_nickname", title=title),
            t("activities.ask_nickname_demonstration") if activity.about.is_demonstration else "",
        )
        unnamed = (
            press(t.label("activities.unnamed"), "activities.unnamed", activity.activity_id, style="primary"),
        )
        back = (press(t.label("activities.back"), "activities.show", activity.activity_id),)
        step = Step("activities.nickname", {"activity": activity.activity_id})
        return turn(text, unnamed, back, step=step)

    async def got_nickname(self, context: Context, text: Text) -> Outcome:
        nickname = text.text.strip()
        if problem := nickname_problem(nickname):
            return reply(context.t(f"activities.nickname_{problem}"))
        activity_id = ActivityId(context.steps[DIALOGUE]["activity"])
        await places.join(context, activity_id, nickname)
        card, rows = await self._cards.card(context, activity_id)
        return reply(card, *rows, ends=DIALOGUE)

    async def join_without_name(self, context: Context, pressed: Press) -> Outcome:
        await places.join(context, ActivityId(pressed.argument), "")
        card, rows = await self._cards.card(context, ActivityId(pressed.argument))
        return turn(card, *rows, ends=DIALOGUE)

    async def take(self, context: Context, pressed: Press) -> Outcome:
        await places.accept(context, ActivityId(pressed.argument))
        card, rows = await self._cards.card(context, ActivityId(pressed.argument))
        return turn(card, *rows)

    async def decline(self, context: Context, pressed: Press) -> Outcome:
        """Whoever has taken the place meanwhile is asked first."""
        place = (await places.held(context)).get(ActivityId(pressed.argument))
        is_sure = place is not None and place.standing is Standing.GOING
        return await (self.ask_leave if is_sure else self.leave)(context, pressed)

    async def ask_leave(self, context: Context, pressed: Press) -> Outcome:
        activity, t = await _activity(context, pressed), context.t
        here = activity.activity_id
        return turn(
            t("places.ask_leave", title=wording(t, activity.about.title, TITLE)),
            (press(t.label("places.leave_no"), "activities.show", here),),
            (press(t.label("places.leave_yes"), "activities.leave", here, style="danger"),),
        )

    async def leave(self, context: Context, pressed: Press) -> Outcome:
        letters = await places.leave(context, ActivityId(pressed.argument))
        card, rows = await self._cards.card(context, ActivityId(pressed.argument))
        left = paragraphs(context.t("places.left"), card)
        return Outcome(turn(left, *rows).replies, letters=tuple(letters))

    async def show_mine(self, context: Context, _: Press) -> Outcome:
        t, mine = context.t, await places.held(context)
        found = _coming_first((await store.named(context.tx, mine)).values(), context.now)
        shown = [self._views.line(t, each, mine[each.activity_id]) for each in found]
        back = (press(t.label("activities.all_button"), "activities.start"),)
        return turn(
            paragraphs(t("activities.mine"), lines(*shown)) if shown else t("activities.mine_none"),
            *(views.activity_button(t, each, "activities.show") for each in found),
            back,
            (to_menu(t),),
        )


def _coming_first(activities: Iterable[KeptActivity], now: int) -> list[KeptActivity]:
    """As many as somebody can have at once; what is over only as long as there is room for it."""
    found = sorted(activities, key=lambda each: (each.ends_at <= now, each.starts_at))
    return found[:MOST_HELD]


async def _activity(context: Context, pressed: Press) -> KeptActivity:
    activity = await store.find(context.tx, ActivityId(pressed.argument))
    if activity is None:
        raise UserError("activities.not_there")
    return activity


async def _open_activity(context: Context, pressed: Press) -> KeptActivity:
    """One that somebody can still sign up for."""
    activity = await _activity(context, pressed)
    if standing_for(activity, context.now) is None:
        raise UserError("places.no_place")
    return activity
