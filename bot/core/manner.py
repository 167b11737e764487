"""How somebody wants to be written to, whose phone others look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_HOURS = 24


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of every day, as the clocks of `zone` (IANA) show them. It begins when it ends: all the time."""

    begins: int
    ends: int
    zone: str

    @property
    def is_always(self) -> bool:
        return self.begins == self.ends

    def include(self, at: float) -> bool:
        """`at`: UTC seconds."""
        since = datetime.fromtimestamp(at, ZoneInfo(self.zone)).hour - self.begins
        return self.is_always or since % _HOURS < (self.ends - self.begins) % _HOURS

    def over_at(self, at: int) -> int | None:
        """When they end, if `at` is in them; else None. Not for those that never do."""
        if not self.include(at):
            return None
        place = ZoneInfo(self.zone)
        local = datetime.fromtimestamp(at, place)
        day = local.date() + timedelta(days=local.hour >= self.ends)
        return int(datetime.combine(day, time(self.ends), place).timestamp())


@dataclass(frozen=True, slots=True)
class Manner:
    """All of discreet mode that one person chose; as it stands here, nothing of it."""

    is_neutral: bool = False
    """A letter arrives as a neutral message, behind which it waits until they want to see it."""
    quiet: QuietHours | None = None
    """Letters make no sound then. They are not held up."""
    wipe_after: int | None = None
    """Seconds after which messages leave the chat, whoever wrote them."""

    def is_quiet(self, at: float) -> bool:
        return self.quiet is not None and self.quiet.include(at)
