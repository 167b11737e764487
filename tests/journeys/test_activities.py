"""A young person finds something to do, signs up without a name, waits in a fair line, and comes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.roles import Role
from bot.sandbox import Phone
from bot.sandbox.seen import visible
from tests.activities import VIENNA, bring, row
from tests.house import Play, playing
from tests.journeys.casework import none_is_on_its_way
from tests.waiting import until

MORNING = datetime(2026, 6, 2, 10, tzinfo=VIENNA)
"""A Tuesday."""
_CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z*~$=]")


@dataclass(frozen=True)
class Town:
    """A town in which something takes place the day after tomorrow at five."""

    play: Play
    folder: Path

    @property
    def start(self) -> datetime:
        return MORNING.replace(hour=17) + timedelta(days=2)

    async def offers(self, *rows: dict[str, str]) -> str:
        return await bring(self.play.house, self.folder, *rows)

    async def offers_basketball(self, **more: str) -> str:
        return await self.offers(row("basketball", self.start, **more))

    def wait_until(self, moment: datetime) -> None:
        self.play.clock.advance(moment.timestamp() - self.play.clock.now())

    async def comer(self, name: str, nickname: str = "", title: str = "Basketball") -> Phone:
        """Somebody who signs up, or joins the line."""
        phone = self.play.person(name)
        await phone.says("/activities")
        await phone.hears("Things to do")
        await phone.presses(title)
        await phone.hears("Organiser")
        await phone.presses_data(f"activities.sign|{await self.activity(title)}", phone.last.message_id)
        await phone.hears("What should they call you")
        if nickname:
            await phone.says(nickname)
        else:
            await phone.presses("Without a name")
        await phone.hears("Places:")
        return phone

    async def activity(self, title: str = "Basketball") -> str:
        async with self.play.house.database.transaction() as tx:
            rows = await tx.rows("SELECT activity_id, content FROM activities", {})
        return next(str(each["activity_id"]) for each in rows if f'"{title}"' in each["content"])


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with playing(database_url, start=MORNING.timestamp()) as play:
        yield Town(play, tmp_path)


async def test_somebody_finds_signs_up_and_is_checked_in_by_a_code(town: Town) -> None:
    await town.offers_basketball(capacity="5", demonstration="yes", bring_en="Water")
    staff, stranger = await town.play.officer("Carl", organisation="city"), await town.play.officer("Olaf")
    youth = await town.comer("Mira", "Fox")
    card = visible(youth.last.text)
    assert "this activity is made up" in card
    assert "The organiser knows you as Fox" in card
    code = code_in(card)
    assert any(entity["type"] == "date_time" for entity in youth.last.entities)
    await youth.presses("Copy the code")
    assert youth.clipboard == code

    town.wait_until(town.start - timedelta(hours=4))
    await staff.says(f"/checkin {code}")
    await staff.hears("from three hours before")
    town.wait_until(town.start - timedelta(minutes=10))
    await staff.says("/checkin")
    await staff.presses("Basketball")
    guests = await staff.hears("Signed up: 1 · here: 0 · waiting: 0")
    assert f"Fox · {code}" in visible(guests.text)
    await stranger.says(f"/checkin {code}")
    await stranger.hears("No activity or session of yours has this code")
    await stranger.says("/checkin")
    await stranger.hears("There are none")
    await staff.says(f"/checkin {code.lower().replace('-', ' ')}")
    await staff.hears("Fox is here")
    await staff.says(f"/checkin {code}")
    await staff.hears("already marked as here")
    await staff.presses("Who has signed up")
    await staff.hears("✓ Fox")
    await staff.presses("Fox is not here")
    await staff.hears("here: 0")

    coordinator = await town.play.officer("Cora", organisation="schools", role=Role.COORDINATOR)
    await coordinator.says(f"/checkin {code}")
    await coordinator.hears("Fox is here")
    await youth.says("/checkin")
    await youth.hears("don’t know this command")

    town.wait_until(town.start + timedelta(days=9))
    await youth.hears_nothing(0.5)
    await youth.says("/privacy")
    assert "place in an activity" not in (await youth.hears("stored")).text
    async with town.play.house.database.transaction() as tx:
        assert not await tx.rows("SELECT * FROM activity_places", {})
        (counted,) = await tx.rows("SELECT came, taken, key_id FROM activities", {})
    assert tuple(counted) == (1, 0, None)


async def test_filters_turn_the_list_and_say_how_many_there_are(town: Town) -> None:
    await town.offers(
        row("basketball", town.start, access="step_free quiet", ages="10-12"),
        row("painting", town.start, kind="art", area="old-town", cost="3 EUR", ages="13-17"),
        row("chess", MORNING.replace(hour=15), kind="meeting", ages="16+"),
        row("camp", MORNING + timedelta(days=20), kind="nature"),
    )
    youth = town.play.person()
    await youth.says("/activities")
    assert (await youth.hears("4 activities")).text.index("Chess") > 0
    for pressed, choice, left in (
        ("Where: anywhere", "North district (3)", "3 activities"),
        ("✓ North district", "Old Town (1)", "1 activity"),
        ("✓ Old Town", "Anywhere (4)", "4 activities"),
        ("When: any day", "In the next 7 days (3)", "3 activities"),
        ("✓ In the next 7 days", "Today (1)", "1 activity"),
        ("✓ Today", "Later (1)", "1 activity"),
        ("✓ Later", "Any day (4)", "4 activities"),
        ("Age: any", "13 to 17 (3)", "3 activities"),
        ("Cost: any", "Free of charge (2)", "2 activities"),
        ("What: anything", "Outdoors (1)", "1 activity"),
        ("✓ Outdoors", "Anything (2)", "2 activities"),
        ("✓ 13 to 17", "Any age (3)", "3 activities"),
        ("Access: no wishes", "Step-free (1)", "1 activity"),
    ):
        await youth.presses(pressed)
        await youth.presses(choice)
        assert left in visible(youth.last.text), (pressed, choice, youth.last.text)
    await youth.presses("Basketball")
    await youth.hears("Accessibility: Step-free and Quiet place")
    await youth.presses("Back")
    assert "✓ Step-free" in map(visible, youth.last.buttons)
    assert len(youth.messages) == 2


async def test_a_place_that_gets_free_is_offered_in_the_order_of_the_line(town: Town) -> None:
    await town.offers_basketball()
    first = await town.comer("Mira")
    second, third = await town.comer("Noah"), await town.comer("Lena")
    assert "number 1" in visible(second.last.text)
    assert "number 2" in visible(third.last.text)
    await first.presses("Give the place back")
    await first.presses("Yes, give it back")
    await first.hears("not signed up any more")
    offer = await second.hears("A place is free: Basketball")
    assert not second.was_silent(offer)
    await second.presses("Yes, I take the place")
    await second.hears("You have a place")
    await third.hears_nothing(0.3)
    await third.says("/activities")
    await third.presses("My places")
    await third.presses("Basketball")
    await third.hears("number 1")
    await second.presses("Give the place back")
    await second.presses("Yes, give it back")
    await third.hears("A place is free")
    await third.presses("No, give it to others")
    await third.hears("not signed up any more")
    await second.says("/activities")
    await second.presses("Basketball")
    await second.hears("Places: the last ones")


async def test_an_offer_nobody_takes_goes_on_and_never_runs_out_at_night(town: Town) -> None:
    await town.offers_basketball()
    first = await town.comer("Mira")
    second, third = await town.comer("Noah"), await town.comer("Lena")
    town.wait_until(MORNING.replace(hour=22))
    await first.presses("Give the place back")
    await first.presses("Yes, give it back")
    offer = await second.hears("A place is free")
    assert second.was_silent(offer)
    assert "12:00" in visible(offer.text)
    town.wait_until(MORNING.replace(hour=11) + timedelta(days=1))
    await third.hears_nothing(0.5)
    town.wait_until(MORNING.replace(hour=12, minute=1) + timedelta(days=1))
    await second.hears("went to the next in line")
    await third.hears("A place is free")
    await second.presses("Yes, I take the place", message=offer)
    await third.presses("Yes, I take the place")
    await third.hears("You have a place")
    await second.presses("Show the activity")
    await second.presses("Join the waiting list")
    await second.presses("Without a name")
    await second.hears("number 1")
    town.wait_until(town.start - timedelta(hours=1, minutes=59))
    await second.hears("the waiting list is closed")


async def test_two_at_once_on_the_last_place_get_one_between_them(town: Town) -> None:
    await town.offers_basketball(capacity="3")
    phones = await asyncio.gather(*(town.comer(f"Comer {number}") for number in range(8)))
    shown = [visible(phone.last.text) for phone in phones]
    assert sum("You have a place" in text for text in shown) == 3
    numbers = sorted(int(found[1]) for text in shown if (found := re.search(r"number (\d)", text)))
    assert numbers == [1, 2, 3, 4, 5]


async def test_what_changes_is_told_and_nobody_loses_their_place(town: Town) -> None:
    await town.offers_basketball(capacity="2")
    mira, noah = await town.comer("Mira"), await town.comer("Noah")
    said = await town.offers_basketball(capacity="1", place_en="Red Hall")
    assert "0 new, 1 changed, 0 cancelled, 0 withdrawn, 0 unchanged" in said
    assert "basketball: fewer places than people signed up: nobody loses theirs" in said
    town.wait_until(MORNING + timedelta(minutes=1))
    for phone in (mira, noah):
        notice = visible((await phone.hears("has moved")).text)
        assert notice.index("Blue Hall") < notice.index("Red Hall")
        await phone.presses("Show the activity")
        await phone.hears("You have a place")
    lena = await town.comer("Lena")
    assert "number 1" in visible(lena.last.text)
    later = town.start + timedelta(days=1)
    assert "1 changed" in await town.offers(row("basketball", later, capacity="3", place_en="Red Hall"))
    town.wait_until(MORNING + timedelta(minutes=2))
    assert "Friday 5 June, 17:00" in visible((await noah.hears("has moved")).text)
    await lena.hears("A place is free")
    said = await town.offers(row("basketball", later, status="cancelled", place_en="Red Hall"))
    assert "1 cancelled" in said
    town.wait_until(MORNING + timedelta(minutes=3))
    for phone in (mira, noah, lena):
        await phone.hears("has been called off")
    town.wait_until(later - timedelta(hours=1))
    await mira.hears_nothing(0.5)


async def test_reminders_come_the_day_before_and_shortly_before(town: Town) -> None:
    await town.offers_basketball(capacity="2", bring_en="Water")
    youth, other = await town.comer("Mira"), await town.comer("Noah")
    town.wait_until(town.start - timedelta(hours=23))
    reminder = visible((await youth.hears("Tomorrow: Basketball")).text)
    assert "Thursday 4 June, 17:00–18:00 (Vienna time)" in reminder
    assert "Bring: Water" in reminder
    await other.hears("Tomorrow")
    await other.presses("Show the activity")
    await other.presses("Give the place back")
    await other.presses("Yes, give it back")
    town.wait_until(town.start - timedelta(hours=1, minutes=59))
    await youth.hears("Soon: Basketball")
    await youth.hears_nothing(0.5)
    await other.hears("not signed up any more")


async def telegram_takes_nothing(town: Town, phone: Phone, hours: int) -> None:
    """The reminder of the day before is put off."""
    faults = town.play.sandbox.faults
    faults.add("sendMessage", chat_id=phone.chat_id, retry_after=hours * 3600)
    town.wait_until(town.start - timedelta(hours=24))
    await until(lambda: faults.happened == 1)
    await none_is_on_its_way(town.play)


async def test_a_reminder_that_had_to_wait_does_not_say_tomorrow_on_the_day(town: Town) -> None:
    await town.offers_basketball()
    youth = await town.comer("Mira")
    await telegram_takes_nothing(town, youth, hours=20)
    town.play.clock.advance(20 * 3600 + 1)
    await youth.hears("Soon: Basketball")
    town.wait_until(town.start - timedelta(hours=2))
    await youth.hears("Soon: Basketball")


async def test_of_two_reminders_that_had_to_wait_one_is_enough(town: Town) -> None:
    await town.offers_basketball()
    youth = await town.comer("Mira")
    await telegram_takes_nothing(town, youth, hours=23)
    town.play.clock.advance(23 * 3600 + 1)
    await youth.hears("Soon: Basketball")
    await youth.hears_nothing(0.5)


async def test_a_reminder_that_had_to_wait_is_not_about_a_time_that_has_gone(town: Town) -> None:
    await town.offers_basketball()
    youth, later = await town.comer("Mira"), town.start + timedelta(days=2)
    await telegram_takes_nothing(town, youth, hours=5)
    await town.offers(row("basketball", later))
    town.play.clock.advance(5 * 3600 + 1)
    await youth.hears("has moved")
    town.wait_until(later - timedelta(hours=24))
    assert "Saturday 6 June" in visible((await youth.hears("Tomorrow: Basketball")).text)


async def test_erasing_gives_the_place_to_the_next(town: Town) -> None:
    await town.offers_basketball()
    first, second = await town.comer("Mira", "Fox"), await town.comer("Noah")
    await first.says("/privacy")
    await first.hears("1 place in an activity")
    await first.says("/erase")
    await first.hears("places in activities go too")
    await first.presses("Yes, erase everything")
    await first.hears("Proof of erasure")
    await second.hears("A place is free")


async def test_a_link_leads_to_an_activity_and_can_be_shared(town: Town) -> None:
    await town.offers_basketball()
    youth, friend = town.play.person(), town.play.person("Noah", "ar")
    await youth.opens(f"a-{await town.activity()}")
    await youth.hears("Organiser: Municipality")
    await youth.presses("Copy a link to share")
    await friend.opens(youth.clipboard)
    await friend.hears("الجهة المنظمة")
    await youth.opens("a-nothing")
    await youth.hears("not there any more")


async def test_who_goes_back_signs_up_for_nothing(town: Town) -> None:
    await town.offers_basketball()
    youth = town.play.person()
    await youth.opens(f"a-{await town.activity()}")
    await youth.presses("Sign up")
    await youth.hears("What should they call you")
    await youth.presses("Back")
    await youth.hears("Organiser")
    youth.skips()
    await youth.says("Help")
    assert "You have a place" not in visible((await youth.hears()).text)


async def test_what_could_say_who_somebody_is_is_no_nickname(town: Town) -> None:
    await town.offers_basketball()
    youth = town.play.person()
    await youth.opens(f"a-{await town.activity()}")
    await youth.presses("Sign up")
    for nickname, problem in (
        ("Mira Novak", "One word only"),
        ("MiraNovak", "One word only"),
        ("@mira", "One word only"),
        ("t.me/mira", "One word only"),
        ("0664123", "phone number"),
        ("Abcdefghijklmnopq", "too long"),
    ):
        await youth.says(nickname)
        await youth.hears(problem)
    await youth.says("Ворон🦊7")
    await youth.hears("knows you as Ворон🦊7")


async def test_whoever_blocked_the_bot_is_passed_over_until_they_come_back(town: Town) -> None:
    await town.offers_basketball()
    first = await town.comer("Mira")
    second, third = await town.comer("Noah"), await town.comer("Lena")
    second.blocks()
    await first.presses("Give the place back")
    await first.presses("Yes, give it back")
    town.wait_until(MORNING + timedelta(minutes=1))
    await third.hears("A place is free")
    second.unblocks()
    second.skips()
    await second.says("/activities")
    await second.presses("My places")
    await second.presses("Basketball")
    await second.hears("number 1")


def code_in(text: str) -> str:
    found = _CODE.search(text)
    assert found is not None, text
    return found[0]
