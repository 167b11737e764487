"""What is kept of numbers that did not work. Times are UTC seconds."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.support.rules import DAY, REPORTS_KEPT_FOR, VOICES
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number several people could not reach."""

    country: str
    number: str
    is_decided: bool
    """Somebody has looked, and it stays out."""


async def add_voice(tx: Transaction, voice: str, country: str, number: str, now: int) -> bool:
    """Whether the number is doubted because of it, and was not before. A second time, nothing happens."""
    if await doubt_about(tx, country, number):
        return False
    which = {"country": country, "number": number}
    expires_at = (now // DAY + 1) * DAY + REPORTS_KEPT_FOR  # by the day: the second would say too much
    await queries.add_report(tx, voice=voice, **which, expires_at=expires_at)
    await queries.voices(tx, **which)
    if await queries.count_voices(tx, **which, now=now) < VOICES:
        return False
    return bool(await queries.begin_doubt(tx, **which, now=now))


async def doubts(tx: Transaction) -> list[Doubt]:
    """Those nobody has looked at first."""
    return [_doubt(row) for row in await queries.doubts(tx)]


async def doubt_about(tx: Transaction, country: str, number: str) -> Doubt | None:
    row = await queries.doubt(tx, country=country, number=number)
    return _doubt(row) if row else None


async def keep_out(tx: Transaction, country: str, number: str) -> bool:
    """False when there is nothing to decide any more. What people said is not needed then."""
    await queries.drop_reports_of_number(tx, country=country, number=number)
    return bool(await queries.decide_doubt(tx, country=country, number=number))


async def end_doubt(tx: Transaction, country: str, number: str) -> bool:
    await queries.drop_reports_of_number(tx, country=country, number=number)
    return bool(await queries.end_doubt(tx, country=country, number=number))


async def reports_by(tx: Transaction, voice: str) -> int:
    count: int = await queries.count_reports_of(tx, voice=voice)
    return count


async def forget_reports_by(tx: Transaction, voice: str) -> None:
    await queries.drop_reports_of(tx, voice=voice)


async def drop_expired(tx: Transaction, now: int) -> None:
    await queries.drop_expired_reports(tx, now=now)


def _doubt(row: Row) -> Doubt:
    return Doubt(row["country"], row["number"], bool(row["is_decided"]))
