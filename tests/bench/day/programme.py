"""The programme of the day and what becomes of it, all from one seed; and its feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import orjson
from aiohttp import web

from tests.bench.day.plan import DayPlan

VENUE = "Europe/Vienna"
FIRST = int(datetime(2027, 3, 16, 8, tzinfo=ZoneInfo(VENUE)).timestamp())
"""When the first session begins."""
MINUTE, HOUR = 60, 3600
EARLY = 30 * MINUTE
"""Seconds before it that the day begins."""
STEP = 5 * MINUTE
"""Sessions begin at multiples of it."""
HALLS = 30
NAME = "Day"


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where a session is in one version."""

    starts_at: int
    ends_at: int
    hall: str
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """Sessions by their titles, which are a mark each: S0001."""

    published_at: int
    slots: Mapping[str, Slot]


def versions(plan: DayPlan, dice: Random) -> list[Version]:
    """The first, and those that follow it all day long: some soon, some after a while."""
    found = [Version(FIRST - EARLY, _first(plan, dice))]
    last, recent = FIRST + plan.hours * HOUR, list[str]()
    while (at := found[-1].published_at + dice.choice((5, 10, 15, 30)) * MINUTE) < last:
        slots = dict(found[-1].slots)
        coming = [title for title, slot in slots.items() if slot.starts_at > at and not slot.is_off]
        again = [title for title in recent if title in coming]
        moved = dice.sample(coming, min(plan.moves, len(coming)))
        moved += dice.sample(again, min(plan.moves // 3, len(again)))
        for title in moved:
            slots[title] = _moved(slots[title], at, last, dice)
        for title in dice.sample(coming, min(plan.cancellations, len(coming))):
            slots[title] = replace(slots[title], is_off=True)
        recent = moved
        found.append(Version(at, slots))
    return found


def _first(plan: DayPlan, dice: Random) -> dict[str, Slot]:
    starts = [FIRST + dice.randrange(plan.hours * HOUR // STEP) * STEP for _ in range(plan.sessions)]
    return {
        f"S{number:04}": Slot(start, start + dice.choice((20, 45, 60, 90)) * MINUTE, _hall(dice))
        for number, start in enumerate(sorted(starts))
    }


def _moved(slot: Slot, now: int, last: int, dice: Random) -> Slot:
    """To another hall, or to another time that is still to come, or both."""
    hall = _hall(dice) if dice.random() < 0.5 else slot.hall
    if hall != slot.hall and dice.random() < 0.4:
        return replace(slot, hall=hall)
    soonest = (now // STEP + 2) * STEP
    start = max(soonest, slot.starts_at + dice.choice((-12, -6, -3, -1, 1, 2, 3, 6, 12, 24)) * STEP)
    start = min(start, max(soonest, last))
    return Slot(start, start + slot.ends_at - slot.starts_at, hall)


def _hall(dice: Random) -> str:
    return f"Hall {dice.randrange(HALLS)}"


class Feed:
    """Serves the latest version as schedule JSON v2, which has a word for "cancelled"."""

    def __init__(self) -> None:
        self.url = ""
        self._body = b""
        self._runner: web.ServerRunner | None = None

    async def start(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/schedule.json"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def publish(self, number: int, version: Version) -> None:
        self._body = written(number, version)

    async def _answer(self, _request: web.BaseRequest) -> web.Response:
        return web.Response(body=self._body, content_type="application/json")


def written(number: int, version: Version) -> bytes:
    rooms = [{"guid": f"Hall {hall}", "name": f"Hall {hall}"} for hall in range(HALLS)]
    conference = {"title": NAME, "time_zone_name": VENUE, "rooms": rooms}
    events = [_event(title, slot) for title, slot in version.slots.items()]
    return orjson.dumps({"schedule": {"version": str(number), "conference": conference, "events": events}})


def _event(title: str, slot: Slot) -> dict[str, object]:
    start, end = (datetime.fromtimestamp(at, UTC).isoformat() for at in (slot.starts_at, slot.ends_at))
    state = "CANCELED" if slot.is_off else "CONFIRMED"
    return {
        "guid": title,
        "title": title,
        "start": start,
        "end": end,
        "room": {"guid": slot.hall},
        "state": state,
    }


def moments(count: int, between: Sequence[int], dice: Random) -> list[int]:
    """So many, in order."""
    return sorted(dice.randrange(*between) for _ in range(count))
