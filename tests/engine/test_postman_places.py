"""Letters that belong to others: into a topic, as a reply, in place of what was said before."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.ids import AddressId, Ref
from bot.core.outcome import DeleteTopic, Delivery, Lane, Letter, OpenTopic, Post, RenameTopic, Revise
from bot.engine.outbox import LetterState
from tests.engine.post_office import PostOffice, post, texts, written

TOPIC, CARD = Ref("topic:1"), Ref("card:1")


def _topic(to: AddressId, name: str = "Case 1") -> Letter:
    return Letter(to, "tests.topic", OpenTopic(name), ref=TOPIC)


def _in_topic(to: AddressId, text: str) -> Letter:
    return Letter(to, "tests.note", Post(written(text), topic=TOPIC, reply_to=CARD))


def _revise(to: AddressId, text: str) -> Letter:
    return Letter(to, "tests.revised", Revise(CARD, written(text)))


async def test_a_letter_waits_for_the_topic_it_belongs_to(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    office.sandbox.faults.add("createForumTopic", status=500, times=2)
    await office.posts(_topic(desk), _in_topic(desk, "inside"), post(desk, "urgent", lane=Lane.URGENT))
    await olaf.hears("urgent")
    await office.until_all_is_sent(seconds=2)
    (topic,) = olaf.topics.values()
    assert topic.name == "Case 1"
    assert (await olaf.hears("inside")).thread == topic.thread


async def test_what_an_officer_writes_in_a_topic_is_traced_to_it(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    await office.posts(_topic(desk), post(desk, "card", ref=CARD))
    card = await olaf.hears("card")
    await office.until_all_is_sent()
    (thread,) = olaf.topics
    async with office.database.transaction() as tx:
        assert await office.outbox.by_thread(tx, desk, thread) == TOPIC  # type: ignore[arg-type]
        assert await office.outbox.by_message(tx, desk, card.message_id) == CARD  # type: ignore[arg-type]
        assert await office.outbox.by_thread(tx, desk, thread + 1) is None  # type: ignore[arg-type]
        assert await office.outbox.by_message(tx, AddressId("else"), card.message_id) is None  # type: ignore[arg-type]


async def test_a_message_arrives_though_the_officer_deleted_its_topic(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    await office.posts(_topic(desk))
    await office.until_all_is_sent()
    olaf.topics.clear()
    await office.posts(_in_topic(desk, "still for you"))
    assert (await olaf.hears("still for you")).thread is None
    await office.until_all_is_sent()


async def test_a_message_arrives_though_its_topic_was_refused(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    office.sandbox.faults.add("createForumTopic", status=400, description="Bad Request: no topics here")
    await office.posts(_topic(desk), _in_topic(desk, "without a topic"))
    assert (await olaf.hears("without a topic")).thread is None


async def test_a_topic_is_renamed_and_goes(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    await office.posts(_topic(desk), Letter(desk, "tests.topic", RenameTopic(TOPIC, "Closed")))
    await office.until_all_is_sent()
    assert [topic.name for topic in olaf.topics.values()] == ["Closed"]
    await office.posts(Letter(desk, "tests.topic", DeleteTopic(TOPIC)))
    await office.until_all_is_sent()
    assert not olaf.topics
    await office.posts(Letter(desk, "tests.topic", DeleteTopic(TOPIC)), post(desk, "next"))
    await olaf.hears("next")


async def test_a_correction_waits_for_what_it_corrects(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    office.sandbox.faults.add("sendMessage", status=500)
    await office.posts(post(desk, "new", ref=CARD, lane=Lane.URGENT), _revise(desk, "taken"))
    await office.until_all_is_sent(seconds=2)
    assert texts(olaf) == ["taken"]


async def test_a_correction_that_changes_nothing_is_done(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    await office.posts(post(desk, "same", ref=CARD), _revise(desk, "same"), post(desk, "next"))
    await olaf.hears("next")
    await office.until_all_is_sent()
    assert office.undelivered == []


async def test_a_correction_of_a_message_that_was_deleted_holds_nothing_up(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    await office.posts(post(desk, "card", ref=CARD))
    card = await olaf.hears("card")
    await office.until_all_is_sent()
    office.sandbox.world.remove_message(office.sandbox.world.chats[olaf.chat_id], card.message_id)
    await office.posts(_revise(desk, "taken"), post(desk, "next"))
    await olaf.hears("next")
    assert texts(olaf) == ["next"]


async def test_what_was_withdrawn_before_it_left_does_not_leave(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    office.sandbox.faults.add("sendMessage", retry_after=60)
    await office.posts(post(desk, "first"), post(desk, "withdrawn", ref=CARD), _revise(desk, "of it"))
    await asyncio.sleep(0.1)
    async with office.database.transaction() as tx:
        await office.outbox.withdraw(tx, [CARD])
    office.passes(61)
    await office.until_all_is_sent()
    assert texts(olaf) == ["first"]
    assert await office.letters() == []


async def test_a_letter_under_a_key_that_was_destroyed_is_not_sent(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    async with office.database.transaction() as tx:
        key = await office.keyring.new(tx)
    office.sandbox.faults.add("sendMessage", retry_after=60)
    await office.posts(
        post(desk, "first"),
        post(desk, "about a case", sealed_with=key),
        post(desk, "about another"),
    )
    await asyncio.sleep(0.1)
    async with office.database.transaction() as tx:
        await office.keyring.destroy(tx, key)
    office.passes(61)
    await office.until_all_is_sent()
    assert texts(olaf) == ["first", "about another"]


async def test_letters_are_sent_only_if_what_owes_them_is_kept(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")

    with pytest.raises(ZeroDivisionError):
        await _owe_and_fail(office, post(desk, "never"))
    office.rings()
    await office.posts(post(desk, "kept"))
    await olaf.hears("kept")
    assert texts(olaf) == ["kept"]


async def test_what_was_on_the_way_when_the_bot_was_stopped(office: PostOffice) -> None:
    """Relayed words are sent again, a reminder is not: nobody knows whether they had arrived."""
    olaf, desk = await office.reader("Olaf")
    await office.closes()
    await office.posts(post(desk, "relayed"))
    await office.posts(post(desk, "reminder", delivery=Delivery.AT_MOST_ONCE, lane=Lane.REMINDERS, ref=CARD))
    async with office.database.transaction() as tx:
        claimed = {"claimed": int(LetterState.CLAIMED), "until": office.now - 1}
        await tx.execute("UPDATE outbox SET state = :claimed, tries = 1, try_at = :until", claimed)
    await office.opens()
    await olaf.hears("relayed")
    await office.until_all_is_sent()
    assert texts(olaf) == ["relayed"]
    assert [row["state"] for row in await office.letters()] == [LetterState.UNKNOWN]


async def test_a_letter_waits_on_disk_while_the_bot_is_away(office: PostOffice) -> None:
    olaf, desk = await office.reader("Olaf")
    await office.closes()
    await office.posts(post(desk, "written while away"))
    await office.opens()
    await olaf.hears("written while away")


async def _owe_and_fail(office: PostOffice, letter: Letter) -> float:
    async with office.database.transaction() as tx:
        await office.outbox.post(tx, [letter])
        return 1 / 0
