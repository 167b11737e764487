"""What happens by the clock: approved messages go out, some readers at a time; old ones are forgotten.

A broadcast has one *round* per zone. A round is gone through in stretches of readers, along an index, and
remembers how far it has come: nobody has a row that waits. No stretch is written before the postman has
nearly done with the one before it, so a pause and a stop have little to put off or to withdraw.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.core.audience import Audience, Reader
from bot.core.context import Work
from bot.core.ids import Batch
from bot.core.language import Language
from bot.core.outcome import Delivery, Lane, Letter, Post, Screen
from bot.features.broadcast import letters, store, views
from bot.features.broadcast.rules import KEPT_FOR, LAST_CALL, Broadcast, State, quiet_until
from bot.features.broadcast.store import Round

STRETCH = 100
"""Readers in one transaction: few enough that nobody who presses a button waits for it."""
OWED_FOR = 4
"""Seconds of sending that lie ready."""

Piece = Callable[[Work], Awaitable[tuple[bool, list[Letter]]]]


class BroadcastJobs:
    """`run`: carries out a piece of work again and again, while there is more of it."""

    def __init__(
        self,
        audiences: Mapping[str, Audience],
        per_second: int,
        run: Callable[[Piece], Awaitable[None]],
    ) -> None:
        self._audiences = audiences
        self._most_owed = per_second * OWED_FOR
        self._run = run

    async def send(self) -> None:
        """Run every second or so."""
        await self._run(self._send_some)
        await self._run(self._end_some)

    async def tidy(self) -> None:
        """Run every hour."""
        await self._run(self._forget_old)

    async def _send_some(self, work: Work) -> tuple[bool, list[Letter]]:
        """One stretch of the round longest due."""
        due = await store.next_round(work.tx, work.now)
        if due is None:
            return False, []
        if morning := quiet_until(work.now + LAST_CALL, due.zone):
            await store.hold(work.tx, due, morning)
            return True, []
        if (await work.sent.tally(work.tx, _batch(due.broadcast))).owed >= self._most_owed:
            return False, []
        return True, await self._write_to_some(work, due)

    async def _write_to_some(self, work: Work, due: Round) -> list[Letter]:
        broadcast = due.broadcast
        audience = self._audiences[broadcast.audience]
        found = await audience.readers(work.tx, broadcast.readers, due.zone, due.reached, STRETCH)
        meant = [each for each in found if _is_meant(broadcast, each)]
        refusing = await store.refusing(work.tx, broadcast.kind, found)
        wanted = [each for each in meant if each.alias not in refusing]
        reachable = [each for each in wanted if each.language]
        await store.advance(
            work.tx,
            due,
            found[-1].alias if found else due.reached,
            passed_over=len(meant) - len(wanted),
            unreachable=len(wanted) - len(reachable),
            is_done=len(found) < STRETCH,
        )
        return await _letters(work, broadcast, reachable) if reachable else []

    async def _end_some(self, work: Work) -> tuple[bool, list[Letter]]:
        """Those that have come to their end; whoever wrote one is told what became of it."""
        for broadcast in await store.late(work.tx, work.now):
            await store.close_rounds(work.tx, broadcast)
            await store.move(work.tx, broadcast, State.RUNNING, broadcast.expires_at)
        owed: list[Letter] = []
        for broadcast in await store.gone_through(work.tx):
            owed += await _end(work, broadcast)
        return False, owed

    async def _forget_old(self, work: Work) -> tuple[bool, list[Letter]]:
        for broadcast_id in await store.forget_old(work.tx, work.keys, work.now):
            await work.sent.forget_batch(work.tx, Batch(broadcast_id))
        return False, []


def _batch(broadcast: Broadcast) -> Batch:
    return Batch(broadcast.broadcast_id)


def _is_meant(broadcast: Broadcast, reader: Reader) -> bool:
    return not broadcast.languages or reader.language is None or reader.language in broadcast.languages


async def _letters(work: Work, broadcast: Broadcast, readers: Sequence[Reader]) -> list[Letter]:
    """One screen per language, a letter per person."""
    texts = await store.texts_of(work.tx, work.keys, broadcast)
    screens: dict[Language, Screen] = {}
    owed = []
    for reader in readers:
        assert reader.language is not None, "they can be reached"
        if reader.language not in screens:
            t = work.texts_for(reader.language)
            screens[reader.language] = letters.message(t, broadcast.audience, broadcast.kind, texts)
        owed.append(
            Letter(
                reader.address,
                "broadcast.message",
                Post(screens[reader.language]),
                lane=Lane.BULK,
                delivery=Delivery.AT_MOST_ONCE,
                expires_in=broadcast.expires_at - work.now,
                sealed_with=broadcast.key,
                batch=_batch(broadcast),
            )
        )
    return owed


async def _end(work: Work, broadcast: Broadcast) -> list[Letter]:
    """Once nothing is on its way any more; what came back is withdrawn after a stop."""
    batch = _batch(broadcast)
    if broadcast.state is State.STOPPING:
        await work.sent.withdraw_batch(work.tx, batch)
    tally = await work.sent.tally(work.tx, batch)
    if tally.owed:
        return []
    after = State.STOPPED if broadcast.state is State.STOPPING else State.DONE
    await store.move(work.tx, broadcast, after, work.now + KEPT_FOR)
    ended = await store.find(work.tx, broadcast.broadcast_id)
    t = await work.texts_at(broadcast.author)
    if t is None or ended is None:
        return []
    return [letters.to_staff(broadcast.author, t, views.result(t, ended, tally), broadcast.broadcast_id)]
