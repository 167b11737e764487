"""How places change hands. Whoever changes anything holds the activity first: all happens in turn."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import orjson

from bot.core.context import Context, Link, Purpose, Work
from bot.core.errors import UserError
from bot.core.ids import AddressId
from bot.core.outcome import Letter
from bot.core.places.codes import Begins, fresh_code, looked_up
from bot.core.places.line import Line
from bot.core.places.rules import Standing, standing_for
from bot.features.activities import letters, store
from bot.features.activities.kept import ActivityId, Guest, KeptActivity, Place
from bot.features.activities.rules import MOST_HELD

LINE: Line[KeptActivity, Place] = Line("activities", store, letters, parts_for_good=True)


async def held(context: Context) -> dict[ActivityId, Place]:
    """The places of the person at hand. Whoever had blocked the bot is reached again."""
    links = await context.people.links(Purpose.ACTIVITY)
    places = {
        place.address: place for place in await store.places_at(context.tx, [each.address for each in links])
    }
    for link in links:
        if link.address not in places:
            await _forget(context, link)
        elif places[link.address].language is None:
            await context.people.reach_again(link.address)
    return {place.activity_id: place for place in places.values()}


async def join(context: Context, activity_id: ActivityId, nickname: str) -> Place:
    """A place, or one in the line; those who have one keep it. Raises UserError."""
    activity = await hold(context, activity_id)
    mine = await held(context)
    if activity_id in mine:
        return mine[activity_id]
    standing = standing_for(activity, context.now)
    if standing is None:
        raise UserError("places.no_place")
    if await _coming(context, mine) >= MOST_HELD:
        raise UserError("places.too_many", most=MOST_HELD)
    address = await context.people.keep_address(Purpose.ACTIVITY, activity_id)
    code, lookup = await fresh_code(context, Begins.ACTIVITY, store.is_code_taken)
    sealed = await _sealed(context, activity, address, Guest(code, nickname, is_here=False))
    await store.add(context.tx, activity, address, standing, lookup, sealed)
    place = await store.place_at(context.tx, address)
    assert place is not None
    return place


async def _coming(context: Context, mine: Collection[ActivityId]) -> int:
    """How many of these are not over: places are kept for a week after."""
    held = await store.named(context.tx, mine)
    return sum(each.ends_at > context.now for each in held.values())


async def accept(context: Context, activity_id: ActivityId) -> None:
    """Once taken, it stays so. Raises UserError when nothing is offered any more."""
    await hold(context, activity_id)
    place = (await held(context)).get(activity_id)
    if place is not None and place.standing is Standing.GOING:
        return
    if place is None or place.standing is not Standing.OFFERED:
        raise UserError("places.offer_gone")
    await store.book.accept(context.tx, place)


async def leave(context: Context, activity_id: ActivityId) -> list[Letter]:
    """Whoever is next is offered the place."""
    await hold(context, activity_id)
    place = (await held(context)).get(activity_id)
    if place is None:
        return []
    owed = await LINE.leave(context, place)
    await context.people.unlink(place.address)
    return owed


async def guest(work: Work, activity: KeptActivity, place: Place) -> Guest:
    return (await guests(work, activity, [place]))[0]


async def guests(work: Work, activity: KeptActivity, places: Sequence[Place]) -> list[Guest]:
    """What stands in the places of one activity, opened."""
    if activity.key is None:
        return []
    sealer = await work.keys.sealer(work.tx, activity.key)
    opened = [(orjson.loads(sealer.open(each.sealed, _row(each.address))), each) for each in places]
    return [Guest(code, nickname, place.is_here) for (code, nickname), place in opened]


async def by_code(work: Work, typed: str) -> Place | None:
    lookup = looked_up(work, typed)
    return await store.place_by_code(work.tx, lookup) if lookup else None


async def hold(work: Work, activity_id: ActivityId) -> KeptActivity:
    """Raises UserError when there is no such activity."""
    activity = await store.hold(work.tx, activity_id)
    if activity is None:
        raise UserError("activities.not_there")
    return activity


async def _sealed(work: Work, activity: KeptActivity, address: AddressId, guest: Guest) -> bytes:
    """With the key of the activity, made for the first who signs up."""
    key = activity.key or await work.keys.new(work.tx)
    if activity.key is None:
        await store.set_key(work.tx, activity.activity_id, key)
    sealer = await work.keys.sealer(work.tx, key)
    return sealer.seal(orjson.dumps([guest.code, guest.nickname]).decode(), _row(address))


async def _forget(context: Context, link: Link) -> None:
    """It was over while they were not here; what they are yet to be told about it goes out first."""
    if await context.sent.language_of(context.tx, link.address) is None:
        await context.people.unlink(link.address)


def _row(address: AddressId) -> str:
    return f"place:{address}"
