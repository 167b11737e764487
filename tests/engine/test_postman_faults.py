"""What goes wrong on the way: nothing that must arrive is lost, nothing that must not is sent twice."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.ids import Ref
from bot.core.outcome import Delivery, Lane
from bot.engine.outbox import LetterState
from bot.engine.postman import LEASE
from tests.engine.post_office import PostOffice, post, texts

LONG = 3600


async def test_answers_pass_while_bulk_has_been_told_to_wait(office: PostOffice) -> None:
    mira, address = await office.reader()
    office.sandbox.faults.add("sendMessage", retry_after=LONG)
    await office.posts(post(address, "news", lane=Lane.BULK))

    async def is_refused() -> bool:
        return office.sandbox.faults.happened == 1 and (await office.letters())[0]["state"] == LetterState.DUE

    await office.until(is_refused)
    await office.posts(post(address, "answer"), post(address, "urgent", lane=Lane.URGENT))
    await mira.hears("answer")
    await office.posts(post(address, "more news", lane=Lane.BULK))
    await asyncio.sleep(0.1)
    assert sorted(texts(mira)) == ["answer", "urgent"]
    office.passes(LONG - 60)
    await asyncio.sleep(0.1)
    assert sorted(texts(mira)) == ["answer", "urgent"]
    office.passes(61)
    await mira.hears("more news")
    assert texts(mira)[2:] == ["news", "more news"]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 502},
        {"kind": "drop_before"},
        {"status": 429, "retry_after": 2},
    ],
    ids=str,
)
async def test_letters_to_one_person_stay_in_order_though_one_is_held_up(
    office: PostOffice, fault: dict[str, object]
) -> None:
    mira, address = await office.reader()
    other, elsewhere = await office.reader("Otto")
    office.sandbox.faults.add("sendMessage", chat_id=mira.chat_id, times=2, **fault)  # type: ignore[arg-type]
    await office.posts(*(post(address, f"{n}") for n in range(4)), post(elsewhere, "for Otto"))
    await office.until_all_is_sent(seconds=2)
    assert texts(mira) == ["0", "1", "2", "3"]
    assert texts(other) == ["for Otto"]


async def test_a_message_that_must_arrive_is_sent_again_when_nobody_knows_whether_it_did(
    office: PostOffice,
) -> None:
    mira, address = await office.reader()
    office.sandbox.faults.add("sendMessage", kind="drop_after")
    await office.posts(post(address, "relayed"), post(address, "and the next"))
    await office.until_all_is_sent(seconds=2)
    assert texts(mira) == ["relayed", "relayed", "and the next"]


async def test_a_reminder_is_not_sent_again_when_nobody_knows_whether_it_arrived(office: PostOffice) -> None:
    mira, address = await office.reader()
    office.sandbox.faults.add("sendMessage", kind="drop_after")
    once = Delivery.AT_MOST_ONCE
    await office.posts(post(address, "reminder", delivery=once), post(address, "another", delivery=once))
    await office.until_all_is_sent(seconds=2)
    assert texts(mira) == ["reminder", "another"]
    assert [row["state"] for row in await office.letters()] == [LetterState.UNKNOWN]


async def test_a_reminder_that_surely_was_not_sent_is_tried_again(office: PostOffice) -> None:
    mira, address = await office.reader()
    office.sandbox.faults.add("sendMessage", status=503)
    await office.posts(post(address, "reminder", delivery=Delivery.AT_MOST_ONCE))
    await office.until_all_is_sent(seconds=2)
    assert texts(mira) == ["reminder"]


async def test_a_lease_begins_when_the_letter_is_claimed_however_long_the_database_was_busy(
    office: PostOffice,
) -> None:
    """Else it would count as left behind while it is on its way."""
    mira, address = await office.reader()
    office.sandbox.faults.latency = 0.3
    async with office.database.transaction() as tx:
        await office.outbox.post(tx, [post(address, "relayed")])
        office.rings()
        await asyncio.sleep(0.1)
        office.passes(LEASE + 1)
        await asyncio.sleep(0.1)
    await mira.hears("relayed")
    await office.until_all_is_sent()
    assert texts(mira) == ["relayed"]


async def test_what_comes_too_late_is_not_sent(office: PostOffice) -> None:
    mira, address = await office.reader()
    office.sandbox.faults.add("sendMessage", retry_after=600)
    await office.posts(post(address, "in five minutes", expires_in=300), post(address, "still true"))
    await office.until_none_is_on_its_way(1)
    office.passes(601)
    await office.until_all_is_sent()
    assert texts(mira) == ["still true"]
    assert [row["state"] for row in await office.letters()] == [LetterState.EXPIRED]
    assert all(row["sealed"] is None for row in await office.letters())


@pytest.mark.parametrize(
    "refusal",
    [
        {"status": 403},
        {"status": 403, "description": "Forbidden: user is deactivated"},
        {"status": 400, "description": "Bad Request: chat not found"},
    ],
    ids=str,
)
async def test_who_cannot_be_reached_any_more_is_owed_nothing_and_the_sender_is_told(
    office: PostOffice, refusal: dict[str, object]
) -> None:
    mira, address = await office.reader()
    officer, desk = await office.reader("Olaf")
    office.owed_for_undelivered.append(post(desk, "it did not arrive"))
    office.sandbox.faults.add("sendMessage", chat_id=mira.chat_id, **refusal)  # type: ignore[arg-type]
    await office.posts(
        post(address, "answer", kind="concerns.answer", ref=Ref("given:1")),
        post(address, "and more", kind="concerns.answer", ref=Ref("given:2")),
    )
    await officer.hears("it did not arrive")
    await office.until_all_is_sent()
    assert office.undelivered == [("concerns.answer", "given:1"), ("concerns.answer", "given:2")]
    assert await office.letters() == []
    assert await office.addresses() == [desk]
    assert texts(mira) == []


async def test_a_message_that_is_refused_for_good_does_not_hold_up_the_next(office: PostOffice) -> None:
    mira, address = await office.reader()
    office.sandbox.faults.add("sendMessage", status=400, description="Bad Request: message text is empty")
    await office.posts(post(address, "bad", ref=Ref("bad")), post(address, "good"))
    await mira.hears("good")
    await office.until_all_is_sent()
    (left,) = await office.letters()
    assert (left["state"], left["sealed"]) == (LetterState.REFUSED, None)
    assert office.undelivered == [("tests.note", "bad")]


async def test_a_token_that_is_not_known_just_now_costs_no_letter(office: PostOffice) -> None:
    mira, address = await office.reader()
    office.sandbox.faults.add("sendMessage", status=401)
    await office.posts(post(address, "patience"))
    await office.until_all_is_sent(seconds=2)
    assert texts(mira) == ["patience"]


@pytest.mark.parametrize("status", [400, 403])
async def test_an_address_for_one_last_letter_is_forgotten_whatever_becomes_of_it(
    office: PostOffice, status: int
) -> None:
    mira, address = await office.reader()
    office.sandbox.faults.add(
        "sendMessage", status=status, description="Bad Request: no" if status == 400 else ""
    )
    await office.posts(post(address, "proof", is_last=True))

    async def is_forgotten() -> bool:
        return await office.addresses() == []

    await office.until(is_forgotten)
    assert texts(mira) == []


async def test_an_address_for_one_last_letter_is_forgotten_when_it_has_arrived(office: PostOffice) -> None:
    mira, address = await office.reader()
    await office.posts(post(address, "proof", is_last=True))
    await mira.hears("proof")

    async def is_forgotten() -> bool:
        return await office.addresses() == [] and await office.letters() == []

    await office.until(is_forgotten)
