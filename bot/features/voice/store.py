"""What is kept of consultations. Who has answered and what was answered stand apart, and cannot be joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

import orjson

from bot.core.context import Keys
from bot.core.ids import AddressId, KeyId, random_id
from bot.core.language import Language
from bot.features.voice.rules import TOLD_WITHIN, Consultation, ConsultationId, Form, WhatCame, Wording
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__)

PAGE, WORDS_PAGE = 6, 3
"""What is on one screen: so much of the longest that Telegram takes it."""
AT_ONCE = 100


async def open_consultation(tx: Transaction, keys: Keys, asked: Consultation) -> None:
    key = await keys.new(tx) if asked.form is Form.WORDS else None
    wordings = {language.value: asdict(wording) for language, wording in asked.wordings.items()}
    await queries.keep_consultation(
        tx,
        consultation_id=asked.consultation_id,
        organisation=asked.organisation,
        form=asked.form.value,
        area=asked.area,
        age=asked.age,
        wordings=orjson.dumps(wordings).decode(),
        opened_at=asked.opened_at,
        closes_at=asked.closes_at,
        is_demonstration=int(asked.is_demonstration),
        key_id=key,
    )


async def find(tx: Transaction, consultation: str) -> Consultation | None:
    row = await queries.consultation(tx, consultation_id=consultation)
    return read_consultation(row) if row else None


async def open_to(tx: Transaction, area: str, age: str, now: int, page: int) -> list[Consultation]:
    """One more than fits a page, where there is more."""
    return _read(await queries.open_to(tx, area=area, age=age, now=now, **_stretch(page)))


async def ended(tx: Transaction, page: int) -> list[Consultation]:
    return _read(await queries.ended(tx, **_stretch(page)))


async def of_organisation(tx: Transaction, organisation: str | None, page: int) -> list[Consultation]:
    """The newest first; None: those of all."""
    if organisation is None:
        return _read(await queries.of_all(tx, **_stretch(page)))
    return _read(await queries.of_organisation(tx, organisation=organisation, **_stretch(page)))


async def take(tx: Transaction, keys: Keys, asked: Consultation, alias: str, now: int) -> bool:
    """Note that somebody answers, once; False when they have, or it has just ended.

    Their alias is hashed with the consultation: nobody sees that two consultations were answered by one.
    """
    here = asked.consultation_id
    if not await queries.keep_taker(tx, voter=voter(keys, here, alias), consultation_id=here):
        return False
    return bool(await queries.one_more_voice(tx, consultation_id=here, now=now))


async def count_taken(tx: Transaction, keys: Keys, alias: str) -> int:
    """Of how many consultations it is still known that somebody answered."""
    voters = "".join(voter(keys, each, alias) for each in await running(tx))
    counted: int = await queries.count_takers(tx, voters=voters)
    return counted


async def forget_taken(tx: Transaction, keys: Keys, alias: str) -> None:
    """They could answer again, so they count no more: nobody reaches the fewest voices alone."""
    if rows := [{"voter": voter(keys, each, alias)} for each in await running(tx)]:
        await queries.one_voice_less(tx, rows)
        await queries.forget_taker(tx, rows)


async def running(tx: Transaction) -> list[str]:
    """In one order for everybody."""
    return [row["consultation_id"] for row in await queries.running(tx)]


async def count(tx: Transaction, consultation: ConsultationId, answer: int) -> None:
    await queries.count_voice(tx, consultation_id=consultation, answer=answer)


async def counts(tx: Transaction, asked: Consultation) -> list[int]:
    """Of each answer."""
    rows = await queries.counts(tx, consultation_id=asked.consultation_id)
    found = {row["answer"]: row["voices"] for row in rows}
    answers = next(iter(asked.wordings.values())).answers
    return [found.get(answer, 0) for answer in range(len(answers))]


async def write(tx: Transaction, keys: Keys, consultation: ConsultationId, words: str) -> None:
    """Sealed with the consultation's key. Raises KeyError when that is destroyed."""
    words_id = random_id()
    sealer = await keys.sealer(tx, await _key(tx, consultation))
    sealed = sealer.seal(words, f"voice:{words_id}")
    await queries.keep_words(tx, words_id=words_id, consultation_id=consultation, sealed=sealed)


async def words(tx: Transaction, keys: Keys, consultation: ConsultationId, page: int) -> list[str]:
    """In the order of their random ids, which says nothing about when they came."""
    rows = await queries.words(tx, consultation_id=consultation, **_stretch(page, WORDS_PAGE))
    if not rows:
        return []
    sealer = await keys.sealer(tx, await _key(tx, consultation))
    return [sealer.open(row["sealed"], f"voice:{row['words_id']}") for row in rows]


async def listen(tx: Transaction, consultation: ConsultationId, address: AddressId) -> None:
    await queries.keep_listener(tx, address_id=address, consultation_id=consultation)


async def awaited(tx: Transaction, now: int) -> set[str]:
    """Consultations of which something is yet to be told, or may be on its way."""
    rows = await queries.awaited(tx, since=now - TOLD_WITHIN)
    return {row["consultation_id"] for row in rows}


async def due_to_close(tx: Transaction, now: int) -> list[Consultation]:
    return _read(await queries.due_to_close(tx, now=now, most=AT_ONCE))


async def close(tx: Transaction, consultation: ConsultationId, at: int) -> bool:
    """Who answered is forgotten: nobody can answer any more. False when it was closed already."""
    if not await queries.close(tx, consultation_id=consultation, closes_at=at):
        return False
    await queries.forget_takers(tx, consultation_id=consultation)
    await queries.mix_words(tx, consultation_id=consultation)
    await queries.mix_counts(tx, consultation_id=consultation)
    return True


async def keep_outcome(
    tx: Transaction, consultation: ConsultationId, outcome: Mapping[Language, WhatCame], now: int
) -> bool:
    """False when there was one already."""
    written = {language.value: asdict(came) for language, came in outcome.items()}
    kept = orjson.dumps(written).decode()
    return bool(await queries.keep_outcome(tx, consultation_id=consultation, outcome=kept, now=now))


async def to_tell(tx: Transaction) -> tuple[Consultation, list[tuple[AddressId, Language | None]]] | None:
    """The oldest outcome not told to all, held for this transaction, and some who wait for it.

    None: no language, nobody is reached.
    """
    row = await queries.to_tell(tx)
    if row is None:
        return None
    asked = read_consultation(row)
    waiting = await queries.waiting_for(tx, consultation_id=asked.consultation_id, most=AT_ONCE)
    found = [(AddressId(each["address_id"]), each["language"]) for each in waiting]
    return asked, [(address, Language(code) if code else None) for address, code in found]


async def heard(tx: Transaction, addresses: Iterable[AddressId]) -> None:
    """They wait no more."""
    await queries.forget_listener(tx, [{"address_id": address} for address in addresses])


async def told(tx: Transaction, consultation: ConsultationId) -> None:
    await queries.told(tx, consultation_id=consultation)


async def destroy_words(tx: Transaction, keys: Keys, ended_before: int) -> bool:
    """What was written to consultations long over; whether there may be more."""
    due = await queries.words_to_destroy(tx, before=ended_before, most=AT_ONCE)
    for row in due:
        await queries.destroy_words(tx, consultation_id=row["consultation_id"])
        await queries.without_key(tx, consultation_id=row["consultation_id"])
        await keys.destroy(tx, KeyId(row["key_id"]))
    return len(due) == AT_ONCE


async def drop_old(tx: Transaction, ended_before: int) -> list[AddressId] | None:
    """All that is left of a consultation long over. Where some still waited; None: there is none."""
    here = await queries.old(tx, before=ended_before)
    if here is None:
        return None
    waited = [AddressId(row["address_id"]) for row in await queries.listeners(tx, consultation_id=here)]
    await queries.forget_listeners(tx, consultation_id=here)
    await queries.forget_counts(tx, consultation_id=here)
    await queries.forget(tx, consultation_id=here)
    return waited


def voter(keys: Keys, consultation: str, alias: str) -> str:
    return keys.lookup("voice", f"{consultation}:{alias}")


def read_consultation(row: Row) -> Consultation:
    wordings = {
        Language(code): Wording(each["question"], tuple(each["answers"]))
        for code, each in orjson.loads(row["wordings"]).items()
    }
    outcome = None
    if row["outcome"]:
        outcome = {Language(code): WhatCame(**each) for code, each in orjson.loads(row["outcome"]).items()}
    return Consultation(
        ConsultationId(row["consultation_id"]),
        row["organisation"],
        Form(row["form"]),
        row["area"],
        row["age"],
        wordings,
        row["opened_at"],
        row["closes_at"],
        row["voices"],
        bool(row["is_closed"]),
        bool(row["is_demonstration"]),
        outcome,
        row["outcome_at"],
    )


async def _key(tx: Transaction, consultation: ConsultationId) -> KeyId:
    row = await queries.consultation(tx, consultation_id=consultation)
    if row is None or row["key_id"] is None:
        raise KeyError(consultation)
    return KeyId(row["key_id"])


def _read(rows: Sequence[Row]) -> list[Consultation]:
    return [read_consultation(row) for row in rows]


def _stretch(page: int, size: int = PAGE) -> dict[str, int]:
    return {"most": size + 1, "skipped": page * size}
