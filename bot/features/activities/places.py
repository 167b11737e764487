"""How places change hands. Whoever changes anything holds the activity first: all happens in turn."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from bot.core.codes import new_code, read_code
from bot.core.context import Context, Link, Purpose, Work
from bot.core.errors import UserError
from bot.core.ids import AddressId
from bot.core.outcome import Lane, Letter, Post
from bot.features.activities import letters, store
from bot.features.activities.kept import ActivityId, Guest, KeptActivity, Place
from bot.features.activities.rules import (
    MOST_HELD,
    WAKING,
    Standing,
    free_places,
    is_offering,
    offer_ends_at,
    standing_for,
)

AT_ONCE = 100
"""People in one transaction: few enough that nobody who presses a button waits for it."""
CODE_DIGITS = 5
_CODES = "checkin"
"""What codes are looked up as: another word than for case codes."""


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
        raise UserError("activities.no_place")
    if len(mine) >= MOST_HELD:
        raise UserError("activities.too_many", most=MOST_HELD)
    address = await context.people.keep_address(Purpose.ACTIVITY, activity_id)
    code, lookup = await _fresh_code(context)
    sealed = await _sealed(context, activity, address, Guest(code, nickname, is_here=False))
    await store.add(context.tx, activity, address, standing, lookup, sealed)
    place = await store.place_at(context.tx, address)
    assert place is not None
    return place


async def accept(context: Context, activity_id: ActivityId) -> None:
    """Raises UserError when nothing is offered any more."""
    await hold(context, activity_id)
    place = (await held(context)).get(activity_id)
    if place is None or place.standing is not Standing.OFFERED:
        raise UserError("activities.offer_gone")
    await store.accept(context.tx, place)


async def leave(context: Context, activity_id: ActivityId) -> list[Letter]:
    """Whoever is next is offered the place."""
    await hold(context, activity_id)
    place = (await held(context)).get(activity_id)
    if place is None:
        return []
    await store.remove(context.tx, activity_id, [place])
    await context.people.unlink(place.address)
    return await fill(context, activity_id)


async def expire(work: Work, place: Place) -> list[Letter]:
    """An offer nobody took. Somebody else may have been faster: it is looked at again, held."""
    activity = await store.hold(work.tx, place.activity_id)
    current = await store.place_at(work.tx, place.address)
    if (
        activity is None
        or current is None
        or current.offer_ends_at is None
        or current.offer_ends_at > work.now
    ):
        return []
    await store.remove(work.tx, place.activity_id, [current])
    owed = _part(work, [current], activity, "activities.offer_over")
    return owed + await fill(work, place.activity_id)


async def take_back(work: Work, place: Place) -> list[Letter]:
    """An offer that reached nobody; they keep their turn until they come back."""
    await store.hold(work.tx, place.activity_id)
    current = await store.place_at(work.tx, place.address)
    if current is None or current.standing is not Standing.OFFERED or current.language:
        return []
    await store.take_back(work.tx, current)
    return await fill(work, place.activity_id)


async def fill(work: Work, activity_id: ActivityId) -> list[Letter]:
    """Free places are offered to those who wait, who asked first first."""
    activity = await store.hold(work.tx, activity_id)
    if activity is None or not is_offering(activity, work.now):
        return []
    line = await store.next_in_line(work.tx, activity_id, min(free_places(activity), AT_ONCE))
    if not line:
        return []
    ends_at = offer_ends_at(work.now, activity.zone, activity.closes_at)
    await store.offer(work.tx, activity_id, line, ends_at)
    at_night = not WAKING.is_on(work.now, activity.zone)
    return [
        Letter(
            place.address,
            "activities.offer",
            Post(letters.offer(work.texts_for(place.language), activity, ends_at, is_silent=at_night)),
            Lane.REMINDERS,
            expires_in=ends_at - work.now,
        )
        for place in line
        if place.language
    ]


async def close_line(work: Work, activity_id: ActivityId) -> list[Letter]:
    """It is too late to offer anything: those who wait are told, and are free to do something else."""
    activity = await store.hold(work.tx, activity_id)
    if activity is None or activity.closes_at > work.now:
        return []
    waiting = await store.line(work.tx, activity_id, AT_ONCE)
    if waiting:
        await store.remove(work.tx, activity_id, waiting)
    return _part(work, waiting, activity, "activities.line_closed")


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
    code = read_code(typed, CODE_DIGITS)
    return await store.place_by_code(work.tx, work.keys.lookup(_CODES, code)) if code else None


async def hold(work: Work, activity_id: ActivityId) -> KeptActivity:
    """Raises UserError when there is no such activity."""
    activity = await store.hold(work.tx, activity_id)
    if activity is None:
        raise UserError("activities.not_there")
    return activity


def _part(work: Work, places: Sequence[Place], activity: KeptActivity, key: str) -> list[Letter]:
    """They are not signed up any more: this is the last they hear of it."""
    return [
        Letter(
            place.address,
            key,
            Post(letters.parting(work.texts_for(place.language), activity, key)),
            Lane.REMINDERS,
            is_last=True,
        )
        for place in places
        if place.language
    ]


async def _fresh_code(work: Work) -> tuple[str, str]:
    """A code nobody has, and what it is looked up by."""
    while True:
        code = new_code(CODE_DIGITS)
        lookup = work.keys.lookup(_CODES, code)
        if not await store.is_code_taken(work.tx, lookup):
            return code, lookup


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
