"""Takes a file of activities in, all or none; whoever signed up keeps their place and is told of changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import orjson

from bot.core.errors import OperatorError
from bot.core.ids import random_id
from bot.core.places.rules import line_closes_at
from bot.features.activities.kept import ActivityId, KeptActivity, read_activity, write_content
from bot.features.activities.model import Activity
from bot.features.activities.rules import Lead, News, State, reminder_due_at
from bot.features.activities.store import book, queries
from bot.storage.database import Transaction

_OFF = frozenset({News.CANCELLED, News.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Imported:
    """How many activities a file made new, different or gone."""

    new: int
    changed: int
    cancelled: int
    withdrawn: int
    unchanged: int
    overfull: tuple[str, ...]
    """Keys of those with fewer places now than people signed up: nobody loses theirs."""


@dataclass(slots=True)
class _Difference:
    written: dict[ActivityId, Activity] = field(default_factory=dict)
    """New and changed."""
    timed: dict[ActivityId, Activity] = field(default_factory=dict)
    """Those whose reminders come at another time than before."""
    withdrawn: list[ActivityId] = field(default_factory=list)
    news: dict[ActivityId, tuple[News, Activity]] = field(default_factory=dict)
    """What is told, and how it was before."""
    new: int = 0
    cancelled: int = 0
    unchanged: int = 0
    overfull: list[str] = field(default_factory=list)


async def import_activities(tx: Transaction, file: str, found: Iterable[Activity], now: int) -> Imported:
    """`file`: what the next version of it is known by. Raises OperatorError; then nothing was changed."""
    rows = await queries.activities_of_file(tx, file=file)
    kept = {activity.about.key: activity for activity in map(read_activity, rows)}
    difference = _compare(kept, {activity.key: activity for activity in found}, now)
    await _write(tx, file, difference, now)
    changed = len(difference.written) - difference.new - difference.cancelled
    return Imported(
        difference.new,
        changed,
        difference.cancelled,
        len(difference.withdrawn),
        difference.unchanged,
        tuple(difference.overfull),
    )


def _compare(kept: Mapping[str, KeptActivity], found: Mapping[str, Activity], now: int) -> _Difference:
    """Activities are matched by key. One that has begun and is not in the file any more simply stays."""
    coming = {key for key, each in kept.items() if each.starts_at > now and not each.is_off}
    if coming and coming.isdisjoint(found):
        raise OperatorError(
            f"the file has none of the {len(coming)} activities that are still to come: nothing was changed"
        )
    difference = _Difference()
    for key, activity in found.items():
        _compare_one(difference, kept.get(key), activity, now)
    for key, before in kept.items():
        if key not in found and before.starts_at > now and before.state is not State.WITHDRAWN:
            difference.withdrawn.append(before.activity_id)
            if not before.is_off:
                difference.news[before.activity_id] = (News.WITHDRAWN, before.about)
    return difference


def _compare_one(difference: _Difference, before: KeptActivity | None, after: Activity, now: int) -> None:
    if before is None:
        activity_id = ActivityId(random_id())
        difference.new += 1
        difference.written[activity_id] = difference.timed[activity_id] = after
        return
    if before.about == after and before.state is not State.WITHDRAWN:
        difference.unchanged += 1
        return
    difference.written[before.activity_id] = after
    difference.cancelled += after.is_cancelled and not before.is_off
    if before.starts_at != after.starts_at or before.is_off:
        difference.timed[before.activity_id] = after
    if news := _news(before, after, now):
        difference.news[before.activity_id] = (news, before.about)
    if after.capacity is not None and before.taken > after.capacity:
        difference.overfull.append(after.key)


def _news(before: KeptActivity, after: Activity, now: int) -> News | None:
    """None where there is nothing to tell, or too late to act on it."""
    if max(before.starts_at, after.starts_at) <= now or (before.is_off and after.is_cancelled):
        return None
    if after.is_cancelled:
        return News.CANCELLED
    if before.is_off:
        return News.RESTORED
    has_moved = (before.starts_at, before.about.place) != (after.starts_at, after.place)
    return News.MOVED if has_moved else None


async def _write(tx: Transaction, file: str, difference: _Difference, now: int) -> None:
    """Statements that take many rows at once refuse to take none."""
    await book.call_off(tx, [each for each, (news, _) in difference.news.items() if news in _OFF])
    for statement, rows in (
        (queries.keep_activities, [_row(file, *each) for each in difference.written.items()]),
        (queries.withdraw_activities, [{"activity_id": each} for each in difference.withdrawn]),
        (
            queries.keep_rounds,
            [_round(*each, lead, now) for each in difference.timed.items() for lead in Lead],
        ),
        (queries.keep_news, [_news_row(*each, now) for each in difference.news.items()]),
    ):
        if rows:
            await statement(tx, rows)
    closing = [
        (each, line_closes_at(about.starts_at, about.zone)) for each, about in difference.timed.items()
    ]
    await book.close_lines_at(tx, closing)


def _row(file: str, activity_id: ActivityId, about: Activity) -> dict[str, object]:
    return {
        "activity_id": activity_id,
        "file": file,
        "activity_key": about.key,
        "organisation": about.organisation,
        "area": about.area,
        "kind": about.kind.value,
        "zone": about.zone,
        "starts_at": about.starts_at,
        "ends_at": about.ends_at,
        "closes_at": line_closes_at(about.starts_at, about.zone),
        "youngest": about.youngest,
        "oldest": about.oldest,
        "is_free": int(about.is_free),
        "access": int(about.access),
        "capacity": about.capacity,
        "state": (State.CANCELLED if about.is_cancelled else State.ON).value,
        "content": write_content(about),
    }


def _round(activity_id: ActivityId, about: Activity, lead: Lead, now: int) -> dict[str, object]:
    """One whose moment has passed already is done: whoever signs up now has just read when it is."""
    due_at = reminder_due_at(about.starts_at, lead, about.zone)
    return {
        "activity_id": activity_id,
        "lead_hours": int(lead),
        "due_at": due_at,
        "is_done": int(due_at <= now),
    }


def _news_row(activity_id: ActivityId, told: tuple[News, Activity], now: int) -> dict[str, object]:
    news, before = told
    return {
        "activity_id": activity_id,
        "kind": news.value,
        "before_at": before.starts_at,
        "before_place": orjson.dumps(dict(before.place)).decode(),
        "changed_at": now,
    }
