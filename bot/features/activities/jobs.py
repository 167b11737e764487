"""What happens to activities by the clock: offers end, places are offered, changes told, people reminded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.core.context import Work
from bot.core.outcome import Lane, Letter, Post, Screen
from bot.core.places.line import AT_ONCE, Piece
from bot.core.places.rules import KEPT_FOR, WAKING, Standing
from bot.core.text import Texts
from bot.features.activities import letters, places, reminders, rounds, store
from bot.features.activities.rules import COUNTS_KEPT_FOR


class ActivityJobs:
    """Runs without a person at hand. `run` does a piece of work again and again until nothing is due."""

    def __init__(self, run: Callable[[Piece], Awaitable[None]]) -> None:
        self._run = run

    async def run(self) -> None:
        """Every few seconds."""
        for piece in PIECES:
            await self._run(piece)

    async def tidy(self) -> None:
        """Every hour or so: of what is over only counts stay, and they not for ever."""
        await self._run(close_books)
        await self._run(drop_old)


async def tell_some(work: Work) -> tuple[bool, list[Letter]]:
    """One stretch of those who signed up for the activity that changed first."""
    news = await rounds.next_news(work.tx, work.now)
    if news is None:
        return False, []
    activity = await store.find(work.tx, news.activity_id)
    assert activity is not None, "news go with their activity"
    people = await rounds.next_to_write_to(work.tx, news.activity_id, news.told_to, AT_ONCE)
    await rounds.advance_news(work.tx, news, people, is_told=len(people) < AT_ONCE)
    at_night = not WAKING.is_on(work.now, activity.zone)

    def show(t: Texts) -> Screen:
        return letters.news(t, activity, news.kind, news.before_at, news.before_place, is_silent=at_night)

    expires_in = max(activity.starts_at, news.before_at) - work.now
    if expires_in <= 0:
        return True, []
    screens = {language: show(work.texts_for(language)) for place in people if (language := place.language)}
    return True, [
        Letter(
            place.address,
            "activities.news",
            Post(screens[place.language]),
            Lane.REMINDERS,
            expires_in=expires_in,
        )
        for place in people
        if place.language
    ]


async def remind_some(work: Work) -> tuple[bool, list[Letter]]:
    """One stretch of the round longest due; of what has begun or is off, nobody is reminded."""
    due = await rounds.next_round(work.tx, work.now)
    if due is None:
        return False, []
    activity = await store.find(work.tx, due.activity_id)
    assert activity is not None, "rounds go with their activity"
    people = await rounds.next_to_write_to(work.tx, due.activity_id, due.reached, AT_ONCE)
    await rounds.advance_round(work.tx, due, people, is_done=len(people) < AT_ONCE)
    if activity.is_off or activity.starts_at <= work.now:
        return True, []
    return True, [
        reminders.owed(place, place.language, activity, due.lead, work.now)
        for place in people
        if place.standing is Standing.GOING and place.language
    ]


async def close_books(work: Work) -> tuple[bool, list[Letter]]:
    """One activity: codes and nicknames go with their key, those who came become a number."""
    activity = await rounds.activity_over(work.tx, work.now - KEPT_FOR)
    if activity is None:
        return False, []
    addresses = await rounds.addresses_of(work.tx, activity.activity_id)
    await store.close_books(work.tx, activity)
    await work.sent.forget_addresses(work.tx, addresses)
    if activity.key:
        await work.keys.destroy(work.tx, activity.key)
    return True, []


async def drop_old(work: Work) -> tuple[bool, list[Letter]]:
    await store.drop_old(work.tx, work.now - COUNTS_KEPT_FOR)
    return False, []


PIECES: Sequence[Piece] = (tell_some, *places.LINE.pieces, remind_some)
"""Changes first: nobody is reminded of what they don't know has moved."""
