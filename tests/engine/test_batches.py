"""Letters of one batch: each is counted once, and what has not left can be withdrawn."""

from __future__ import annotations

from bot.core.ids import Batch
from bot.core.outcome import Delivery, Ending, Lane, Letter, Tally
from tests.engine.post_office import PostOffice, post, texts

BATCH = Batch("news of November")


def one_of(to: object, **more: object) -> Letter:
    return post(to, "news", lane=Lane.BULK, batch=BATCH, **more)  # type: ignore[arg-type]


async def tally(office: PostOffice) -> Tally:
    async with office.database.transaction() as tx:
        return await office.outbox.tally(tx, BATCH)


async def test_what_became_of_each_is_counted_and_nothing_else_is_kept(office: PostOffice) -> None:
    (glad, here), (gone, blocked), (silent, lost) = [await office.reader(name) for name in "abc"]
    gone.blocks()
    office.sandbox.faults.add("sendMessage", chat_id=silent.chat_id, kind="drop_after")
    once = {"delivery": Delivery.AT_MOST_ONCE}
    await office.posts(one_of(here), one_of(blocked), one_of(lost, **once), one_of(here, expires_in=0))
    await office.posts(post(here, "another letter", lane=Lane.BULK))
    await office.until_all_is_sent()
    assert await tally(office) == Tally(
        0, {Ending.SENT: 1, Ending.UNREACHABLE: 1, Ending.UNKNOWN: 1, Ending.EXPIRED: 1}
    )
    assert texts(glad) == ["news", "another letter"]
    assert {row["state"] for row in await office.letters()} == {3, 4}
    async with office.database.transaction() as tx:
        await office.outbox.forget_batch(tx, BATCH)
    assert (await tally(office)).ended == {}


async def test_what_has_not_left_is_withdrawn_and_nothing_else(office: PostOffice) -> None:
    mira, address = await office.reader()
    await office.posts(*(one_of(address, leaves_in=3600) for _ in range(3)), post(address, "another letter"))
    await mira.hears("another letter")
    assert await tally(office) == Tally(3, {})
    async with office.database.transaction() as tx:
        await office.outbox.withdraw_batch(tx, BATCH)
    assert await tally(office) == Tally(0, {})
    office.passes(3601)
    await mira.hears_nothing(0.2)


async def test_what_has_not_left_is_put_off_and_leaves_later(office: PostOffice) -> None:
    mira, address = await office.reader()
    await office.posts(one_of(address, leaves_in=60), post(address, "another letter"))
    await mira.hears("another letter")
    async with office.database.transaction() as tx:
        await office.outbox.put_off_batch(tx, BATCH, office.now + 600)
    office.passes(61)
    await mira.hears_nothing(0.2)
    async with office.database.transaction() as tx:
        await office.outbox.put_off_batch(tx, BATCH, office.now)
    office.rings()
    await mira.hears("news")
    await office.until_all_is_sent()
    assert await tally(office) == Tally(0, {Ending.SENT: 1})


async def test_one_left_behind_by_a_stopped_bot_is_counted(office: PostOffice) -> None:
    _, address = await office.reader()
    await office.closes()
    await office.posts(one_of(address, delivery=Delivery.AT_MOST_ONCE))
    async with office.database.transaction() as tx:
        await tx.execute("UPDATE outbox SET state = 1", {})
    await office.opens()
    assert await tally(office) == Tally(0, {Ending.UNKNOWN: 1})
