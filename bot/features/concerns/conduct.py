"""Strikes against whoever misuses this: counted by a token that nobody sees, and soon forgotten.

How many they are and when they came stands nowhere readable: it would tell which cases are of one person.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum

from bot.core.context import Context, Keys, Purpose, Work
from bot.core.errors import UserError
from bot.core.ids import KeyId
from bot.features.concerns.store import queries
from bot.storage.database import Row, Transaction

DAY = 24 * 3600
FORGOTTEN_AFTER = 30 * DAY
"""Seconds after the last strike."""
SLOWED_FOR = 7 * DAY
GAP = 10 * 60
"""Seconds between two messages of somebody who is slowed."""
PAUSES = (3 * DAY, 7 * DAY, 14 * DAY)
"""After the third strike, the fourth, and every later one."""
STEPS = 2 + len(PAUSES)
_SEALED_CHARACTERS = 80
"""Room for the moments of all steps: the length of what is sealed tells nothing either."""


class Standing(IntEnum):
    """What a person may do."""

    GOOD = 0
    WARNED = 1
    """Nothing is kept from them."""
    SLOWED = 2
    PAUSED = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """What holds now, and until when (UTC seconds); None: nothing holds."""

    standing: Standing
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """How far somebody has climbed: the moments (UTC seconds) of their strikes, oldest first."""

    strikes: tuple[int, ...] = ()

    def climbed(self, now: int) -> Ladder:
        """One strike more; what is forgotten by now does not count. There are no steps above the last."""
        before = () if self.is_forgotten(now) else self.strikes
        return Ladder((*before, now)[-STEPS:])

    def lifted(self, at: int) -> Ladder:
        """Without the strike of that moment."""
        strikes = list(self.strikes)
        if at in strikes:
            strikes.remove(at)
        return Ladder(tuple(strikes))

    def is_forgotten(self, now: int) -> bool:
        return not self.strikes or now >= self.strikes[-1] + FORGOTTEN_AFTER

    def measure(self, now: int) -> Measure:
        if self.is_forgotten(now):
            return Measure(Standing.GOOD)
        standing, until = self._step()
        return Measure(standing, until) if now < until else Measure(Standing.WARNED, self._forgotten_at)

    def _step(self) -> tuple[Standing, int]:
        match len(self.strikes):
            case 1:
                return Standing.WARNED, self._forgotten_at
            case 2:
                return Standing.SLOWED, self.strikes[-1] + SLOWED_FOR
            case steps:
                return Standing.PAUSED, self.strikes[-1] + PAUSES[steps - 3]

    @property
    def _forgotten_at(self) -> int:
        return self.strikes[-1] + FORGOTTEN_AFTER


async def require_standing(context: Context, *, is_urgent: bool) -> None:
    """To be asked once for every message that is about to be sent: who is slowed has then spoken.

    Raises UserError for somebody who is paused, or slowed and too early. The urgent lane is closed to nobody.
    """
    if is_urgent:
        return
    token, now = context.people.alias(Purpose.CONDUCT), context.now
    ladder = Ladder(await _moments(context.tx, context.keys, token))
    measure = ladder.measure(now)
    if measure.standing is Standing.PAUSED and measure.until is not None:
        raise UserError("concerns.paused", hours=-(-(measure.until - now) // 3600))
    if measure.standing is Standing.SLOWED:
        await _speak(context.tx, context.keys, context.keys.lookup("spoke", token), now)


async def strike(work: Work, token: str) -> Measure:
    """One more strike; what holds from now on."""
    key, moments = await _to_change(work.tx, work.keys, token)
    ladder = Ladder(moments).climbed(work.now)
    await _keep(work.tx, work.keys, token, key, ladder.strikes)
    return ladder.measure(work.now)


async def lift(work: Work, token: str, at: int) -> Measure:
    """The strike of that moment is taken back; what still holds."""
    key, moments = await _to_change(work.tx, work.keys, token)
    ladder = Ladder(moments).lifted(at)
    await _keep(work.tx, work.keys, token, key, ladder.strikes)
    return ladder.measure(work.now)


async def drop_old(work: Work) -> None:
    """Run every hour. What is left is sealed anew: copies of the database do not tell whose has changed."""
    tx, keys = work.tx, work.keys
    for row in await queries.all_strikes(tx):
        token, key = row["token"], KeyId(row["key_id"])
        moments = await _opened(tx, keys, row)
        if Ladder(moments).is_forgotten(work.now):
            await keys.destroy(tx, key)
            await queries.drop_strikes(tx, token=token)
        else:
            await _keep(tx, keys, token, key, moments)


async def _speak(tx: Transaction, keys: Keys, token: str, now: int) -> None:
    """Kept under a token of its own: whoever writes and an officer who strikes never wait for each other."""
    key, moments = await _to_change(tx, keys, token)
    if moments and (left := moments[-1] + GAP - now) > 0:
        raise UserError("concerns.slowed", minutes=-(-left // 60))
    await _keep(tx, keys, token, key, (now,))


async def _moments(tx: Transaction, keys: Keys, token: str) -> tuple[int, ...]:
    row = await queries.strikes(tx, token=token)
    return await _opened(tx, keys, row) if row else ()


async def _to_change(tx: Transaction, keys: Keys, token: str) -> tuple[KeyId, tuple[int, ...]]:
    """What is kept under the token, and a new key to seal it with; nobody else changes it meanwhile."""
    key = await keys.new(tx)
    sealed = await _sealed(tx, keys, token, key, ())
    row = await queries.strikes_to_change(tx, token=token, key_id=key, sealed=sealed)
    moments = await _opened(tx, keys, row)
    if row["key_id"] != key:
        await keys.destroy(tx, KeyId(row["key_id"]))
    return key, moments


async def _keep(tx: Transaction, keys: Keys, token: str, key: KeyId, moments: tuple[int, ...]) -> None:
    sealed = await _sealed(tx, keys, token, key, moments)
    await queries.keep_strikes(tx, token=token, key_id=key, sealed=sealed)


async def _sealed(tx: Transaction, keys: Keys, token: str, key: KeyId, moments: tuple[int, ...]) -> bytes:
    return (await keys.sealer(tx, key)).seal(json.dumps(moments).ljust(_SEALED_CHARACTERS), _place(token))


async def _opened(tx: Transaction, keys: Keys, row: Row) -> tuple[int, ...]:
    """Nothing where the key was destroyed: an old backup brings no strikes back."""
    try:
        sealer = await keys.sealer(tx, KeyId(row["key_id"]))
    except KeyError:
        return ()
    return tuple(json.loads(sealer.open(row["sealed"], _place(row["token"]))))


def _place(token: str) -> str:
    return f"strikes.sealed:{token}"
