"""What was owed, computed from the diary alone, and compared with what arrived.

The rules are those that docs promise, in words of our own: a reminder comes once at most, at its time by the
clocks of whoever wanted it, the evening before rather than in their night, and until a quarter of an hour
after the start; a cancellation comes once at least, and a change as it is in the end, both settled for ten
minutes unless it is about the next hour, as is a reminder that a move has made late; nothing is told of what
has begun.

Nobody can say to the second when a busy bot does something. So what comes to its end within `SLACK` of being
owed may come or not, and what never came is excused only by something that is in the diary: a killed bot had
it in its hands; or no message could leave for as long as it was of use; or others waited as long.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.bench.day.accounts import Account, Fate
from tests.bench.day.diary import Diary, Holding, Line
from tests.bench.day.owed import Debt, Span, of_use, said, same_time, shown, spans, wished_for
from tests.bench.day.programme import HOUR, MINUTE

SLACK = 5 * MINUTE
SETTLES = 10 * MINUTE
WITNESSES = 3
"""Others who waited as long, before that explains anything."""
REMINDER, CHANGED = "programme.reminder", "programme.changed"
SECOND = 2.0
"""How exact moments are that were written down in whole seconds."""


class Reckoning:
    def __init__(self, diary: Diary) -> None:
        self._diary = diary
        self._spans = {title: list(spans(diary, title)) for title in diary.versions[0].slots}
        self._times = {title: list(same_time(found)) for title, found in self._spans.items()}
        """By time alone: another hall changes no reminder."""
        self._silences = _joined([*diary.storms, *diary.outages])
        self._in_hand: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for each in diary.on_their_way:
            self._in_hand[each.person].append((each.at, each.kind))
        self._waited: list[tuple[float, float]] = []
        """(owed since, arrived) of what came; not of what was wanted once more, which is too little to hold
        anything up."""
        self.reminders, self.again, self.cancellations, self.moves = (Account() for _ in range(4))
        self.after_block = sum(
            each.at > diary.blocked.get(each.person, diary.ends + 1)
            for each in (*diary.reminders, *diary.lines)
        )
        self._reckon()

    def _reckon(self) -> None:
        open_debts: list[tuple[Account, Debt]] = []
        open_debts += self._reckon_reminders()
        open_debts += self._reckon_news()
        self._waited.sort()
        for account, debt in open_debts:
            account.add(debt, self._fate(debt))

    # Reminders, and those that were wanted once more

    def _reckon_reminders(self) -> Iterator[tuple[Account, Debt]]:
        came: dict[tuple[int, str, int], list[float]] = defaultdict(list)
        for each in self._diary.reminders:
            came[each.person, each.title, each.starts_at].append(each.at)
        for holding in self._diary.holdings:
            for start, debt in self._debts_of(holding).items():
                times = came.pop((holding.person, holding.title, start), [])
                yield from self._settle(self.reminders, debt, times[:1])
                yield from self._settle_again(holding, start, times[1:])
        for (person, title, start), times in came.items():
            self.reminders.unasked += len(times)
            self.reminders.examples.append(f"unasked: P{person} {title} {start} at {times}")

    def _debts_of(self, holding: Holding) -> dict[int, Debt]:
        """By start: one for each time the session was to begin at."""
        found: dict[int, Debt] = {}
        if holding.lead is None:
            return found
        blocked = self._diary.blocked.get(holding.person, float("inf"))
        for span in self._times[holding.title]:
            if span.slot.is_off:
                continue
            start = span.slot.starts_at
            due = wished_for(start, holding.lead, holding.zone)
            since = max(due, span.begins, holding.since)
            settles = 0
            if due <= span.begins < start - HOUR:  # a move made it late, or it was late when the day began
                settles = SETTLES
            if span.begins > self._diary.begins:
                since = max(since, span.begins + settles)
            until = min(span.ends, of_use(span.slot), blocked)
            if since > until + SLACK:
                continue
            is_due = until - max(since, span.begins + settles) > SLACK
            debt = Debt(holding.person, holding.title, since, until, is_due, since, REMINDER)
            before = found.get(start)
            if before is not None:  # it was moved away meanwhile, or cancelled
                debt = replace(max(before, debt, key=lambda each: each.is_due), earliest=before.earliest)
            found[start] = debt
        return found

    def _settle_again(
        self, holding: Holding, start: int, times: Sequence[float]
    ) -> Iterator[tuple[Account, Debt]]:
        wish = self._diary.again.get((holding.person, holding.title))
        if wish is None or wish.starts_at != start:
            self._extra(self.reminders, holding, times)
            return
        self._extra(self.again, holding, times[1:])
        promised = wish.due or wish.pressed_at
        span = self._span_at(holding.title, promised)
        blocked = self._diary.blocked.get(holding.person, float("inf"))
        until = min(span.ends, of_use(span.slot), blocked)
        is_due = (
            wish.due is not None
            and until - promised > SLACK
            and span.slot.starts_at == start
            and not span.slot.is_off
        )
        debt = Debt(holding.person, holding.title, promised, until, is_due, promised, REMINDER)
        yield from self._settle(self.again, debt, times[:1])

    def _extra(self, account: Account, holding: Holding, times: Sequence[float]) -> None:
        account.twice += len(times)
        if times:
            account.examples.append(f"twice: {holding} at {times}")

    def _settle(self, account: Account, debt: Debt, times: Sequence[float]) -> Iterator[tuple[Account, Debt]]:
        """What has come; what has not is still open."""
        if not times:
            yield account, debt
            return
        account.add(debt, Fate.ARRIVED)
        if account is not self.again:
            self._waited.append((debt.since, times[0]))
        account.late.append(max(0.0, times[0] - debt.since))
        account.stale += times[0] > debt.until + SLACK
        if times[0] < debt.earliest - SECOND:
            account.early += 1
            account.examples.append(f"early: {debt} at {times[0]}")

    # News of changes

    def _reckon_news(self) -> Iterator[tuple[Account, Debt]]:
        told: dict[tuple[int, str], list[Line]] = defaultdict(list)
        for line in self._diary.lines:
            told[line.person, line.title].append(line)
        for holding in self._diary.holdings:
            lines = told.pop((holding.person, holding.title), [])
            yield from self._reckon_changes(holding, lines)
        for (person, title), lines in told.items():
            self.moves.unasked += len(lines)
            self.moves.examples.append(f"unasked: P{person} {title}: {lines}")

    def _reckon_changes(self, holding: Holding, lines: Sequence[Line]) -> Iterator[tuple[Account, Debt]]:
        known = [span for span in self._spans[holding.title] if span.ends > holding.since]
        self._check_lines(holding, known, lines)
        if len(known) < 2:
            return
        before, after = known[-2:]
        account = self.cancellations if after.slot.is_off else self.moves
        knows = said(lines[-1]) if lines else shown(known[0].slot)
        debt = self._debt_of_change(holding, before, after)
        is_right = knows == shown(after.slot)
        if is_right and (not lines or lines[-1].at < after.begins):
            return  # it is again as they know it
        yield from self._settle(account, debt, [lines[-1].at] if is_right else [])

    def _debt_of_change(self, holding: Holding, before: Span, after: Span) -> Debt:
        imported = after.begins
        first = min(before.slot.starts_at, after.slot.starts_at)
        since = max(imported, min(imported + SETTLES, first - HOUR))
        until = min(after.slot.starts_at, self._diary.blocked.get(holding.person, float("inf")))
        is_due = until - since > SLACK and holding.since < imported - SLACK
        return Debt(holding.person, holding.title, since, until, is_due, imported, CHANGED)

    def _check_lines(self, holding: Holding, known: Sequence[Span], lines: Sequence[Line]) -> None:
        """Each says what was so before it came, and nothing is said oftener than it came to be so.

        Whoever adds a session when it has changed already is not told of that; about the same moment, nobody
        can say which was first.
        """
        began = known[0].begins
        is_news = began > self._diary.begins and holding.since - began < SLACK
        news = known if is_news else known[1:]
        became = Counter(shown(span.slot) for span in news)
        flown = sum(kind == CHANGED for _, kind in self._in_hand[holding.person])
        for words, times in Counter(map(said, lines)).items():
            account = self.moves if words else self.cancellations
            first = min(line.at for line in lines if said(line) == words)
            if not any(shown(span.slot) == words and span.begins <= first + SECOND for span in news):
                account.wrong += 1
                account.examples.append(f"wrong: {holding} {words} {lines}")
            elif (more := times - became[words] - flown) > 0:
                account.twice += more
                account.examples.append(f"twice: {holding} {words} {lines}")

    # What became of it

    def _fate(self, debt: Debt) -> Fate:
        in_hand = (at for at, kind in self._in_hand[debt.person] if kind == debt.kind == REMINDER)
        if any(debt.since - SLACK <= at <= debt.until + SLACK for at in in_hand):
            return Fate.KILLED
        if any(
            begins - SLACK <= debt.since and debt.until <= ends + SLACK for begins, ends in self._silences
        ):
            return Fate.SILENCE
        earlier = self._waited[: bisect_right(self._waited, (debt.since + SLACK, float("inf")))]
        waited = sum(arrived >= debt.until - SLACK for _, arrived in earlier)
        return Fate.BEHIND if waited >= WITNESSES else Fate.LOST

    def _span_at(self, title: str, moment: float) -> Span:
        return next(span for span in self._times[title] if moment < span.ends)


def _joined(silences: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Those that overlap are one."""
    found: list[tuple[float, float]] = []
    for begins, ends in sorted(silences):
        if found and begins <= found[-1][1] + SLACK:
            found[-1] = found[-1][0], max(ends, found[-1][1])
        else:
            found.append((begins, ends))
    return found
