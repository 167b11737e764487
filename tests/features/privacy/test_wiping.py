"""What is left of a chat: what can be deleted is known, and goes at the chosen age, or at once when asked."""

from __future__ import annotations

from typing import Any

from bot.core.outcome import Lane
from bot.sandbox import Phone
from bot.sandbox.seen import Message
from tests.features.privacy.household import KEY, Household, letter

HOUR = 3600
WORDS = "The officer from the police has answered."


def numbers(phone: Phone) -> list[int]:
    return [message.message_id for message in phone.messages]


def wiped(house: Household) -> list[list[int]]:
    """The numbers named by each call that was carried out."""
    calls = [call for call in house.sandbox.calls if call.method == "deleteMessages" and not call.error]
    return [call.params["message_ids"] for call in calls]


async def ask(phone: Phone, words: str) -> Message:
    phone.skips()
    await phone.says(words)
    return await phone.hears()


async def traces(house: Household) -> list[dict[str, Any]]:
    return await house.rows("traces")


async def test_wipe_deletes_both_sides_at_once_and_leaves_a_line_that_tells_nothing(
    house: Household,
) -> None:
    phone = await house.youth()
    to = await house.address_of(phone)
    for lane in (Lane.URGENT, Lane.ANSWERS):
        await house.posts(letter(to, WORDS, lane=lane))
        await phone.hears(WORDS)
    await ask(phone, "/menu")
    await ask(phone, "What now?")
    await house.until_nothing_is_owed()
    asked = await phone.says("/wipe")
    done = await phone.hears("All clear")
    assert done.buttons == ["Menu"]
    first = numbers(phone)[:3]
    await house.until(lambda: asked.message_id not in numbers(phone))
    assert numbers(phone) == [*first, done.message_id], "before the first choice nothing was kept about them"
    await phone.presses("Menu")
    await phone.hears("What would you like")


async def test_the_button_deletes_itself(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone)
    screen = await phone.hears("Discreet mode")
    await phone.presses("Wipe this chat now")
    done = await phone.hears("All clear")
    await house.until(lambda: screen.message_id not in numbers(phone))
    assert numbers(phone)[-1] == done.message_id


async def test_neutral_messages_go_too(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "Neutral messages: off")
    await phone.hears("Discreet mode")
    await house.posts(letter(await house.address_of(phone), WORDS))
    neutral = await phone.hears("A new message is waiting.")
    await house.until_nothing_is_owed()
    await phone.says("/wipe")
    await house.until(lambda: neutral.message_id not in numbers(phone))


async def test_a_button_too_old_to_be_deleted_keeps_nothing_else_from_going(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone)
    screen = await phone.hears("Discreet mode")
    await house.passes(50 * HOUR)
    young = await ask(phone, "/menu")
    await house.lanes.drained()
    await phone.presses("Wipe this chat now", message=screen)
    await house.until(lambda: young.message_id not in numbers(phone))
    await house.until_nothing_is_owed()
    assert [len(each) for each in wiped(house)] == [2, 1]
    assert screen.message_id in numbers(phone)


async def test_somebody_unknown_wipes_what_they_just_wrote_and_stays_unknown(house: Household) -> None:
    phone = house.sandbox.person("Nobody")
    asked = await phone.says("/wipe")
    await phone.hears("All clear")
    await house.until(lambda: asked.message_id not in numbers(phone))
    await house.until_nothing_is_owed()
    for table in ("people", "traces", "addresses", "outbox"):
        assert await house.rows(table) == [], table


async def test_more_than_telegram_deletes_at_once_goes_in_batches_the_latest_first(house: Household) -> None:
    phone = await house.youth()
    for turn in range(60):
        await ask(phone, f"/menu {turn}")
    await phone.says("/wipe")
    done = await phone.hears("All clear")
    await house.until(lambda: len(wiped(house)) == 3)
    first, second, asked = wiped(house)
    assert len(asked) == 1
    assert len(first) == 100
    assert min(first) > max(second)
    assert numbers(phone)[3:] == [done.message_id]


async def test_a_wipe_survives_failures_and_a_restart(house: Household) -> None:
    phone = await house.youth()
    await ask(phone, "/menu")
    for fault in ({"status": 429, "retry_after": 1}, {"kind": "drop_after"}, {"status": 500}):
        house.sandbox.faults.add("deleteMessages", chat_id=phone.chat_id, **fault)
    house.sandbox.faults.add("deleteMessages", chat_id=phone.chat_id, status=500, times=2)
    asked = await phone.says("/wipe")
    await phone.hears("All clear")
    await house.closes()
    again = await Household.opens(house.database, house.sandbox, house.clock, KEY)
    house.clock.speed = 50
    try:
        await again.until_nothing_is_owed()
        assert asked.message_id not in numbers(phone)
        assert await again.rows("addresses") == []
    finally:
        await again.closes()


async def test_messages_leave_by_themselves_at_the_chosen_age(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "Delete messages", "after 1 hour")
    await house.posts(letter(await house.address_of(phone), WORDS, lane=Lane.REMINDERS))
    old = await phone.hears(WORDS)
    await house.until_nothing_is_owed()
    await house.passes(44 * 60)
    assert wiped(house) == []
    young = await ask(phone, "/menu")
    await house.passes(16 * 60)
    await house.until(lambda: old.message_id not in numbers(phone))
    await house.until_nothing_is_owed()
    assert young.message_id in numbers(phone)
    await house.passes(HOUR)
    await house.until(lambda: young.message_id not in numbers(phone))
    await house.until_nothing_is_owed()
    assert await traces(house) == []


async def test_what_stood_there_before_the_choice_goes_as_well(house: Household) -> None:
    phone = await house.youth()
    old = await ask(phone, "/menu")
    await house.passes(5 * HOUR)
    assert old.message_id in numbers(phone)
    await house.discreet(phone, "Delete messages", "after 1 hour")
    await house.passes(1)
    await house.until(lambda: old.message_id not in numbers(phone))


async def test_the_longest_age_is_still_soon_enough_for_telegram(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "Delete messages", "after 47 hours")
    late = await ask(phone, "/menu")
    await house.passes(46 * HOUR)
    assert late.message_id in numbers(phone)
    await house.passes(HOUR + 60)
    await house.until(lambda: late.message_id not in numbers(phone))


async def test_a_letter_nobody_opened_is_not_deleted_unread(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "Neutral messages: off", "Delete messages", "after 1 hour")
    await house.posts(letter(await house.address_of(phone), WORDS))
    neutral = await phone.hears("A new message is waiting.")
    await house.until_nothing_is_owed()
    await house.passes(5 * HOUR)
    await house.until_nothing_is_owed()
    assert neutral.message_id in numbers(phone)
    await phone.presses("Show")
    await phone.hears(WORDS)
    await house.until_nothing_is_owed()
    await house.passes(HOUR)
    await house.until(lambda: neutral.message_id not in numbers(phone))


async def test_one_opened_after_hours_still_leaves_in_time(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "Neutral messages: off", "Delete messages", "after 47 hours")
    await house.posts(letter(await house.address_of(phone), WORDS))
    neutral = await phone.hears("A new message is waiting.")
    await house.until_nothing_is_owed()
    await house.passes(20 * HOUR)
    await phone.presses("Show")
    await phone.hears(WORDS)
    await house.until_nothing_is_owed()
    await house.passes(27 * HOUR)
    await house.until(lambda: neutral.message_id not in numbers(phone))


async def test_without_it_numbers_are_forgotten_when_nothing_can_be_deleted_any_more(
    house: Household,
) -> None:
    phone = await house.youth()
    await ask(phone, "/menu")
    assert await traces(house)
    await house.passes(47 * HOUR)
    assert await traces(house) == []
    assert wiped(house) == []


async def test_turned_off_again_nothing_leaves(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "Delete messages", "after 1 hour")
    await phone.presses("Delete messages")
    await phone.presses("off")
    await house.passes(10 * HOUR)
    assert wiped(house) == []
    assert await house.rows("links") == []


async def test_who_blocked_the_bot_and_came_back_is_wiped_again(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "Delete messages", "after 1 hour")
    phone.blocks()
    await house.passes(2 * HOUR)
    await house.until_nothing_is_owed()
    phone.unblocks()
    written = await ask(phone, "/menu")
    await house.passes(HOUR)
    await house.until(lambda: written.message_id not in numbers(phone))


async def test_a_number_stands_in_no_table_and_none_is_kept_for_staff_or_strangers(house: Household) -> None:
    stranger = house.sandbox.person("Stranger")
    await ask(stranger, "/menu")
    assert await traces(house) == []
    phone = await house.youth()
    asked = await ask(phone, "/menu")
    await house.lanes.drained()
    kept = await traces(house)
    assert {row["wipe_at"] % 900 for row in kept} == {0}
    sealed = b"".join(row["sealed"] for row in kept)
    assert asked.message_id.to_bytes(8) not in sealed
    assert {len(row["sealed"]) for row in kept} == {12 + 8 + 16}
    await house.becomes_staff(phone)
    await ask(phone, "/help")
    await house.posts(letter(await house.address_of(phone), WORDS))
    await phone.hears(WORDS)
    await house.until_nothing_is_owed()
    assert await traces(house) == kept


async def test_presses_that_only_turn_a_message_add_nothing(house: Household) -> None:
    phone = await house.youth()
    await ask(phone, "/menu")
    await house.discreet(phone)
    await phone.hears("Discreet mode")
    await house.lanes.drained()
    before = len(await traces(house))
    for _ in range(3):
        await phone.presses("Delete messages")
        await phone.presses("Back")
    await house.lanes.drained()
    assert len(await traces(house)) == before > 0


async def test_privacy_names_it_and_erase_removes_it(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "All on")
    listed = await ask(phone, "/privacy")
    assert "what you chose in discreet mode" in listed.text
    assert "messages of this chat" in listed.text
    await phone.says("/erase")
    await phone.presses("Yes, erase everything")
    await phone.hears("Proof")
    await house.until_nothing_is_owed()
    for table in ("people", "traces", "addresses", "links", "data_keys", "outbox"):
        assert await house.rows(table) == [], table
    await ask(phone, "/menu")
    assert await traces(house) == []
