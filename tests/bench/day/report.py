"""What came out of a day: a line per kind of thing that was owed, and what is promised of each."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.bench.day.accounts import Account, Fate
from tests.bench.day.diary import Diary
from tests.bench.day.programme import HOUR
from tests.bench.day.reckoning import REMINDER, SLACK, Reckoning
from tests.bench.report import Target

SHOWN = 10
"""Things that went wrong that are printed."""


@dataclass(frozen=True, slots=True)
class DayReport:
    diary: Diary
    found: Reckoning
    refused_in_storms: int
    refused_for_haste: int
    """Messages refused outside of storms: what people ask for with a button does not wait for its turn."""
    seconds: float
    """Real ones, that the day has taken."""

    @property
    def accounts(self) -> Mapping[str, Account]:
        found = self.found
        return {
            "reminders": found.reminders,
            "once more": found.again,
            "cancellations": found.cancellations,
            "other changes": found.moves,
        }

    @property
    def targets(self) -> list[Target]:
        """What is late or was too late is told, not promised: it depends on the machine."""
        all_accounts = self.accounts.values()
        sums = {
            "owed and lost": sum(each.lost for each in all_accounts),
            "reminders lost to kills, beyond those that were on their way": self._lost_to_kills,
            "told twice": sum(each.twice for each in all_accounts),
            "told before it was due": sum(each.early for each in all_accounts),
            "told to somebody who had not asked, or had blocked the bot": self.found.after_block
            + sum(each.unasked for each in all_accounts),
            "told, and not so": sum(each.wrong for each in all_accounts),
            "letters that could not be read": len(self.diary.unread),
        }
        return [Target(name, count, 1) for name, count in sums.items()]

    @property
    def _lost_to_kills(self) -> int:
        """Each letter in the hands of a killed bot explains one."""
        lost = self.found.reminders.fates[Fate.KILLED] + self.found.again.fates[Fate.KILLED]
        return max(0, lost - sum(each.kind == REMINDER for each in self.diary.on_their_way))

    def lines(self) -> Iterator[str]:
        diary, people = self.diary, {each.person for each in self.diary.holdings}
        yield f"{len(people)} people, {len(diary.blocked)} of whom blocked the bot"
        hours, speed = (diary.ends - diary.begins) / HOUR, (diary.ends - diary.begins) / self.seconds
        yield f"{hours:.1f} hours in {self.seconds:.0f} s: × {speed:.0f}, with all waiting for the bot"
        yield f"{len(diary.versions[0].slots)} sessions, {len(diary.imports)} new versions of their programme"
        yield f"{len(diary.outages)} kills, with {len(diary.on_their_way)} letters in the bot's hands"
        yield (
            f"{len(diary.storms)} storms, in which {self.refused_in_storms} messages were refused; "
            f"{self.refused_for_haste} were outside of them"
        )
        yield ""
        columns = "".join(f"{name:>9}" for name in _COLUMNS)
        yield f"{'':15}{'owed':>8}{columns}   unsure, came  late p50/p99/max"
        for name, account in self.accounts.items():
            yield _line(name, account)
        stale = sum(account.stale for account in self.accounts.values())
        yield f"came when it had changed again, or was over: {stale}"
        yield (
            f"late by more than {SLACK // 60} minutes: {self._late()}; "
            f"reminders wrong by so much about the time that is left: {self._misleading()}"
        )
        for account in self.accounts.values():
            yield from account.examples[:SHOWN]

    def _late(self) -> int:
        return sum(seconds > SLACK for account in self.accounts.values() for seconds in account.late)

    def _misleading(self) -> int:
        """Reminders that said another time until the start than it was."""
        return sum(
            each.says is not None and abs(each.says * 60 - (each.starts_at - each.at)) > SLACK
            for each in self.diary.reminders
        )


_COLUMNS = {
    "arrived": Fate.ARRIVED,
    "killed": Fate.KILLED,
    "storm": Fate.SILENCE,
    "behind": Fate.BEHIND,
    "LOST": Fate.LOST,
}


def _line(name: str, account: Account) -> str:
    counts = "".join(f"{account.fates[fate]:9}" for fate in _COLUMNS.values())
    unsure = f"{account.unsure:9},{account.unsure_came:5}"
    return f"{name:15}{account.owed:8}{counts}{unsure}  {_late(account.late)}"


def _late(seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return "-"
    percentiles = statistics.quantiles(seconds, n=100, method="inclusive")
    return "/".join(f"{each:.0f} s" for each in (percentiles[49], percentiles[98], max(seconds)))
