"""What discreet mode offers to choose from."""

from __future__ import annotations

from dataclasses import replace

from bot.core.manner import Manner, QuietHours

_HOUR = 3600
HOURS = {"21-7": (21, 7), "22-7": (22, 7), "20-8": (20, 8), "always": (0, 0)}
"""Silent hours, by what their button carries."""
OFF = "off"
WIPES = (1, 12, 47)
"""Hours after which messages leave the chat; Telegram lets nothing be deleted after 48."""


def everything(manner: Manner, zone: str) -> Manner:
    """A sensible whole: what was chosen already stays."""
    quiet = manner.quiet or QuietHours(*HOURS["21-7"], zone)
    return Manner(is_neutral=True, quiet=quiet, wipe_after=manner.wipe_after or 12 * _HOUR)


def is_everything(manner: Manner) -> bool:
    return manner.is_neutral and manner.quiet is not None and manner.wipe_after is not None


def with_hours(manner: Manner, chosen: str, zone: str) -> Manner | None:
    """None: there is no such choice."""
    if chosen == OFF:
        return replace(manner, quiet=None)
    if chosen not in HOURS:
        return None
    return replace(manner, quiet=QuietHours(*HOURS[chosen], manner.quiet.zone if manner.quiet else zone))


def with_wipe(manner: Manner, chosen: str) -> Manner | None:
    """None: there is no such choice."""
    if chosen == OFF:
        return replace(manner, wipe_after=None)
    hours = next((each for each in WIPES if str(each) == chosen), None)
    return replace(manner, wipe_after=hours * _HOUR) if hours else None


def wipe_hours(manner: Manner) -> int | None:
    return manner.wipe_after // _HOUR if manner.wipe_after else None
