"""Reminders on their way: a letter says which activity it is about, and is written as it leaves, from what is
true then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.context import TextsFor
from bot.core.language import Language
from bot.core.outcome import Delivery, Lane, Letter, Screen, Unwritten
from bot.core.places.rules import WAKING
from bot.features.activities import letters, store
from bot.features.activities.kept import ActivityId, KeptActivity, Place
from bot.features.activities.rules import Lead, is_on_another_day, reminder_due_at
from bot.storage.database import Transaction

KIND = "activities.reminder"


def owed(to: Place, language: Language, activity: KeptActivity, lead: Lead, now: int) -> Letter:
    about = {
        "activity": activity.activity_id,
        "starts_at": activity.starts_at,
        "lead": int(lead),
        "language": language.value,
    }
    return Letter(
        to.address,
        KIND,
        Unwritten(about),
        lane=Lane.REMINDERS,
        delivery=Delivery.AT_MOST_ONCE,
        expires_in=activity.starts_at - now,
    )


class ActivityReminderWriter:
    """Implements `core.writers.Writer`."""

    def __init__(self, texts_for: TextsFor) -> None:
        self._texts_for = texts_for

    async def write(
        self, tx: Transaction, asked: Sequence[Mapping[str, Any]], now: int
    ) -> list[Screen | None]:
        """Nothing, of what is off, or has begun, or is at another time: then there is another reminder. There
        is, too, when the day before has become the last hours before."""
        activities = await store.named(tx, {ActivityId(about["activity"]) for about in asked})
        return [self._said(about, activities.get(about["activity"]), now) for about in asked]

    def _said(self, about: Mapping[str, Any], activity: KeptActivity | None, now: int) -> Screen | None:
        if activity is None or activity.is_off or not now < activity.starts_at == about["starts_at"]:
            return None
        starts_at, zone, is_day = activity.starts_at, activity.zone, about["lead"] == Lead.DAY
        if is_day and now >= reminder_due_at(starts_at, Lead.SOON, zone):
            return None
        t, is_silent = self._texts_for(Language(about["language"])), not WAKING.is_on(now, zone)
        is_tomorrow = is_day and is_on_another_day(starts_at, now, zone)
        return letters.reminder(t, activity, is_tomorrow=is_tomorrow, is_silent=is_silent)
