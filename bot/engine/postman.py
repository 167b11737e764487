"""Carries letters: claims them lane by lane, and sees each to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from bot.core.ids import AddressId
from bot.core.outcome import Lane, Post
from bot.core.writers import Writers
from bot.engine.carriage import Carriage
from bot.engine.carrier import Carried, Carrier, NotCarried, RateLimited, Refused
from bot.engine.discreet import trace_sent
from bot.engine.discretion import Veil
from bot.engine.errands import Errand, Errands
from bot.engine.letters import ended_by
from bot.engine.pacing import Pace
from bot.engine.people import Registry, queries
from bot.engine.scheduler import Supervisor
from bot.engine.settling import Settling, Undelivered
from bot.engine.together import Together
from bot.engine.veil import Veils
from bot.engine.workshop import Workshop
from bot.storage.database import Row, Transaction

AT_ONCE = 48
"""Letters of one lane that are on their way side by side."""
WORTH_CLAIMING = 8
"""Where there is much to do, one claim is for so many at least."""
PACED = (Lane.REMINDERS, Lane.BULK)
"""Lanes that can wait, each for those before it."""
GIVES_WAY = 0.1
"""Seconds until a lane looks again whether those before it have come to an end."""
MINUTE = 60.0
LEASE = 120
"""Seconds after which a claimed letter counts as left behind by a stopped worker."""


@dataclass(frozen=True, slots=True)
class _End:
    """What became of a letter."""

    lane: Lane
    errand: Errand
    result: Carried | NotCarried

    @property
    def leaves_nothing(self) -> bool:
        """It has arrived, nobody asks for it by name, and no trace of it is kept."""
        row = self.errand.row
        return (
            isinstance(self.result, Carried)
            and isinstance(self.errand.body, Post)
            and self.lane in PACED
            and row["veil"] == Veil.NONE
            and not (row["ref"] or row["is_last"] or self.errand.manner.wipe_after)
        )


class Postman:
    """One loop per lane, so that no lane waits for another."""

    def __init__(
        self,
        workshop: Workshop,
        registry: Registry,
        carrier: Carrier,
        supervisor: Supervisor,
        veils: Veils,
        undelivered: Undelivered,
        pace: Pace,
        writers: Writers,
    ) -> None:
        self.pace = pace
        self._workshop = workshop
        self._outbox = workshop.outbox
        self._clock = workshop.clock
        self._registry = registry
        self._supervisor = supervisor
        self._settling = Settling(workshop.outbox, veils, workshop.clock, undelivered)
        self._errands = Errands(workshop, registry, veils, self._settling, writers)
        self._carriage = Carriage(workshop.database, workshop.files, carrier)
        self._awake = {lane: asyncio.Event() for lane in Lane}
        self._on_the_way: dict[Lane, set[str]] = {lane: set() for lane in Lane}
        self._paused_until = dict.fromkeys(Lane, 0.0)
        self._ends = Together(self._write_ends)
        self._has_more = dict.fromkeys(Lane, False)

    async def start(self) -> None:
        async with self._workshop.database.transaction() as tx:
            await self._outbox.recover(tx, only_stale=self._workshop.database.engine != "sqlite")
        self._supervisor.every(LEASE / 2, "letters left behind", self._take_over)
        self._supervisor.every(MINUTE, "letters nobody looked at", self.let_go)
        for lane in Lane:
            self._supervisor.keep_running(f"letters {lane.name.lower()}", partial(self._serve, lane))

    async def let_go(self) -> None:
        """What has waited behind a neutral message for too long."""
        async with self._workshop.database.transaction() as tx:
            await self._settling.let_go(tx)
        self.wake([Lane.ANSWERS])

    def wake(self, lanes: Iterable[Lane]) -> None:
        """There are new letters in these lanes."""
        for lane in lanes:
            self._awake[lane].set()

    async def _serve(self, lane: Lane) -> None:
        awake = self._awake[lane]
        while True:
            awake.clear()
            if (wait := self._wait(lane)) > 0:
                await self._clock.sleep(wait)
                continue
            free = AT_ONCE - len(self._on_the_way[lane])
            if free >= WORTH_CLAIMING:
                self._has_more[lane] = await self._send_out(lane, free)
            if free < WORTH_CLAIMING or not self._has_more[lane]:
                await self._rest(awake)

    def _wait(self, lane: Lane) -> float:
        """Seconds until the lane may go on."""
        if (pause := self.pause(lane)) > 0 or lane not in PACED:
            return pause
        gives_way = any(self._has_more[each] and self.pause(each) <= 0 for each in PACED if each < lane)
        return GIVES_WAY if gives_way else self.pace.until_next()

    def pause(self, lane: Lane) -> float:
        """Seconds for which Telegram wants nothing more of this lane."""
        return self._paused_until[lane] - self._clock.now()

    async def _send_out(self, lane: Lane, most: int) -> bool:
        """Whether there may be more letters to claim."""
        turns = self.pace.turns(most) if lane in PACED else [0.0] * most
        errands, claimed = list[Errand](), 0
        try:
            errands, claimed = await self._claim(lane, len(turns))
        finally:
            if lane in PACED:
                self.pace.give_back(turns[len(errands) :])
        for errand, turn in zip(errands, turns, strict=False):
            self._on_the_way[lane].add(errand.row["letter_id"])
            self._supervisor.spawn(self._run(lane, errand, turn))
        return claimed == len(turns)

    async def _rest(self, awake: asyncio.Event) -> None:
        """Until somebody wakes the lane, or for a second: letters to be tried again have no bell."""
        try:
            async with asyncio.timeout(1.0):
                await awake.wait()
        except TimeoutError:
            pass

    async def _claim(self, lane: Lane, most: int) -> tuple[list[Errand], int]:
        """Those that can leave, and how many were claimed.

        Cancelled on the way, it gives back what it may have claimed already: nobody has sent that.
        """
        rows = list[Row]()
        try:
            async with self._workshop.database.transaction() as tx:
                now = int(self._clock.now())  # not before: a lease begins when the letters are claimed
                claimed = await queries.claim_letters(
                    tx, lane=int(lane), now=now, most=most, claimed_until=now + LEASE
                )
                rows += sorted(claimed, key=itemgetter("position"))
                errands = await self._errands.open(tx, rows, now)
        except asyncio.CancelledError:
            now = int(self._clock.now())
            async with self._workshop.database.transaction() as tx:
                await queries.give_back(tx, [{"letter_id": row["letter_id"], "now": now} for row in rows])
            raise
        return errands, len(rows)

    async def _take_over(self) -> None:
        """Letters claimed by a worker that was stopped, or whose end could not be written down."""
        in_hand = frozenset[str]().union(*self._on_the_way.values())
        async with self._workshop.database.transaction() as tx:
            await self._outbox.recover(tx, only_stale=True, but=in_hand)

    async def _run(self, lane: Lane, errand: Errand, turn: float = 0.0) -> None:
        try:
            result = await (self._carry_in(turn, lane, errand) if lane in PACED else self._carry(errand))
            if isinstance(result, RateLimited):
                self._paused_until[lane] = max(self._paused_until[lane], self._clock.now() + result.seconds)
            await self._ends.add(_End(lane, errand, result))
        finally:
            self._on_the_way[lane].discard(errand.row["letter_id"])
            self._awake[lane].set()

    async def _carry(self, errand: Errand) -> Carried | NotCarried:
        with self.pace.answering(1):
            return await self._carriage.carry(errand)

    async def _carry_in(self, turn: float, lane: Lane, errand: Errand) -> Carried | NotCarried:
        """When its turn has come, unless Telegram wants nothing more of this lane meanwhile."""
        at = self.pace.in_chat(errand.chat_id, turn)
        await self._clock.sleep(at - self._clock.now())
        if (pause := self.pause(lane)) > 0:
            self.pace.give_back([turn])
            return RateLimited(pause)
        with self.pace.on_its_way():
            return await self._carriage.carry(errand)

    async def _write_ends(self, ends: Sequence[_End]) -> None:
        async with self._workshop.database.transaction() as tx:
            await self._settling.forget(tx, [end.errand.row for end in ends if end.leaves_nothing])
            for end in ends:
                if not end.leaves_nothing:
                    await self._write_end(tx, end.lane, end.errand, end.result)

    async def _write_end(
        self, tx: Transaction, lane: Lane, errand: Errand, result: Carried | NotCarried
    ) -> None:
        await self._settling.settle(tx, errand.row, result)
        if isinstance(result, Carried):
            await self._trace(tx, lane, errand, result)
        if isinstance(result, Carried | Refused) and (done := ended_by(errand.body)):
            to = AddressId(errand.row["address_id"])
            await self._outbox.is_done(tx, to, done, errand.row["position"])

    async def _trace(self, tx: Transaction, lane: Lane, errand: Errand, carried: Carried) -> None:
        """What stands in somebody's chat now can be wiped; a neutral message tells nothing and stays."""
        if not isinstance(errand.body, Post) or errand.row["veil"] == Veil.DOWN or carried.message is None:
            return
        if lane <= Lane.ANSWERS or errand.manner.wipe_after:
            sender, stood = self._registry.sender(errand.chat_id), errand.neutral
            sent_at = stood.sent_at if stood and stood.message == carried.message else None
            messages, now = (carried.message, *carried.more), int(self._clock.now())
            await trace_sent(tx, self._registry, sender, messages, now, sent_at)
