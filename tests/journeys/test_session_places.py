"""A participant registers for a session, waits in line, comes with a code; a coordinator keeps the door."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.language import Language
from bot.core.participant_roles import ParticipantRole
from bot.core.places.codes import Begins
from bot.core.roles import Role
from bot.features.programme import registering, registrations
from bot.features.programme.kept import SessionId
from bot.features.programme.rules import SETTLING
from bot.sandbox import Phone
from bot.sandbox.seen import visible
from tests.activities import bring, row
from tests.features.programme.hall import plain
from tests.house import Play, playing
from tests.journeys.test_buttons import press_twice
from tests.journeys.test_programme import Timetable, session_id
from tests.journeys.watching import find_route

VIENNA = ZoneInfo("Europe/Vienna")
MORNING = datetime(2026, 6, 2, 10, tzinfo=VIENNA)
"""A Tuesday."""
_CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z*~$=]")


@dataclass(frozen=True)
class Congress:
    """Two workshops tomorrow afternoon, and whoever looks after them."""

    timetable: Timetable
    coordinator: Phone
    start: datetime

    @property
    def play(self) -> Play:
        return self.timetable.play

    async def workshop(self) -> SessionId:
        return await session_id(self.play, "Workshop")

    async def gives_places(self, number: str, said: str) -> None:
        """What the coordinator hears then."""
        self.coordinator.skips()
        await self.coordinator.opens(f"s-{await self.workshop()}")
        await self.coordinator.presses("Change this session")
        await self.coordinator.presses("Places")
        await self.coordinator.hears("How many places")
        if number:
            await self.coordinator.says(number)
        else:
            await self.coordinator.presses("No registration")
        await self.coordinator.hears(said)

    async def comer(self, name: str, role: str = "Civil society", wish: str = "Sign up") -> Phone:
        phone = self.play.person(name)
        await phone.opens(f"s-{await self.workshop()}")
        await phone.presses(wish)
        await phone.hears("As what do you take part?")
        await phone.presses(role)
        await phone.hears("Workshop")
        return phone


@pytest.fixture
async def congress(database_url: str, tmp_path: Path) -> AsyncIterator[Congress]:
    async with playing(database_url, start=MORNING.timestamp()) as play:
        timetable = Timetable(play, tmp_path / "programme.ics")
        start = timetable.moment(15)
        await timetable.imports(("Workshop", start), ("Elsewhere", start + timedelta(hours=2)))
        coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
        yield Congress(timetable, coordinator, start)


async def test_a_place_a_line_and_a_door(congress: Congress) -> None:
    await congress.gives_places("none", "send a number")
    await congress.gives_places("٢", "2 places")
    pavel = await congress.comer("Pavel", "Ministry of health")
    assert "You take part as: Ministry of health" in visible(pavel.last.text)
    code = code_in(pavel)
    await pavel.presses("Copy the code")
    assert pavel.clipboard == code
    await pavel.says("/agenda")
    await pavel.hears("Workshop")
    jonas = await congress.comer("Jonas", "Rather not say")
    assert "You take part" not in visible(jonas.last.text)
    nora = await congress.comer("Nora", wish="Join the waiting list")
    assert "number 1" in visible(nora.last.text)
    await nora.says("/agenda")
    await nora.hears("nothing on your agenda")

    await pavel.opens(f"s-{await congress.workshop()}")
    await pavel.presses("Remove from my agenda")
    await pavel.hears("goes to the next in line")
    await pavel.presses("No, keep it")
    assert code_in(pavel) == code
    await jonas.presses("Remove from my agenda")
    await jonas.presses("Yes, give it back")
    await jonas.hears("Places: all taken")
    offer = await nora.hears("A place is free")
    assert "15:00" in plain(offer.text)
    await nora.presses("Yes, I take the place")
    noras = code_in(nora)

    congress.timetable.wait_until(congress.start - timedelta(hours=4))
    door = congress.coordinator
    door.skips()
    await door.opens(f"s-{await congress.workshop()}")
    await door.presses("Change this session")
    await door.presses("Places")
    assert "By role" not in (await door.hears("2 places")).text
    await door.presses("Check people in")
    await door.hears("Send me the codes")
    await door.says(code)
    await door.hears("from three hours before")
    congress.timetable.wait_until(congress.start - timedelta(minutes=5))
    for typed, said in (
        (code.lower().replace("-", " "), "✓ In."),
        (code, "✓ In already"),
        (noras, "here: 2"),
        ("QQQQQ-Q", "✗ Not registered"),
        ("hello", "✗ Not registered"),
    ):
        await door.says(typed)
        await door.hears(said)
    await door.presses("Done")
    await door.hears("Signed up: 2 · here: 2 · waiting: 0")
    await nora.hears("Starts in")


async def test_an_offer_answered_twice_or_late_costs_nobody_their_place(congress: Congress) -> None:
    await congress.gives_places("1", "1 place")
    jonas = await congress.comer("Jonas")
    nora = await congress.comer("Nora", wish="Join the waiting list")
    await jonas.presses("Remove from my agenda")
    await jonas.presses("Yes, give it back")
    offer = await nora.hears("A place is free")
    no = find_route(nora, "programme.decline")
    assert no is not None
    assert await press_twice(nora, "programme.take") == {None: 2}
    code = code_in(nora)
    await nora.presses_data(no[0], offer.message_id)
    await nora.hears("goes to the next in line")
    await nora.presses("No, keep it")
    assert code_in(nora) == code


async def test_a_code_of_another_session_and_of_somebody_who_waits(congress: Congress) -> None:
    elsewhere = await session_id(congress.play, "Elsewhere")
    await congress.gives_places("1", "1 place")
    async with congress.play.house.database.transaction() as tx:
        await registering.set_places(congress.play.house.workshop.work_in(tx), elsewhere, 5)
    pavel = await congress.comer("Pavel")
    await pavel.opens(f"s-{elsewhere}")
    await pavel.presses("Sign up")
    other = code_in(pavel)
    assert "As what" not in visible(pavel.last.text), "asked once per programme"
    await pavel.presses("My role")
    await pavel.presses("Local institution")
    await pavel.hears("You take part as: Local institution")
    assert code_in(pavel) == other
    await congress.comer("Nora", wish="Join the waiting list")
    congress.timetable.wait_until(congress.start - timedelta(minutes=5))
    door = congress.coordinator
    door.skips()
    await door.presses("Check people in")
    await door.hears("Send me the codes")
    await door.says(other)
    assert "Elsewhere" in (await door.hears("Another session")).text


async def test_lists_say_which_sessions_are_full(congress: Congress) -> None:
    """To those who have no place in them."""
    await congress.gives_places("1", "1 place")
    pavel, nora = await congress.comer("Pavel"), congress.play.person("Nora")
    for phone, is_full in ((nora, True), (pavel, False)):
        await phone.says("/programme")
        await phone.presses(f"{congress.start.day} ")
        day = visible((await phone.hears("Elsewhere")).text)
        assert ("15:00 Workshop · Blue Room · full" in day) is is_full
        assert "17:00 Elsewhere · Blue Room\n" in f"{day}\n"
        await phone.presses("Days")
        await phone.presses("Search")
        await phone.says("workshop")
        assert ("· full" in (await phone.hears("Found")).text) is is_full
        await phone.presses("Days")
        await phone.presses("Now and next")
        assert ("· full" in (await phone.hears("Workshop")).text) is is_full
        await phone.presses("Days")
        await phone.presses("Rooms")
        await phone.presses("Blue Room")
        assert ("· full" in (await phone.hears("Workshop")).text) is is_full
    await nora.presses("15:00 Workshop")
    await nora.presses("Add to my agenda")
    for phone, is_full in ((nora, True), (pavel, False)):
        await phone.says("/agenda")
        assert ("· full" in (await phone.hears("Your agenda")).text) is is_full
    await congress.gives_places("2", "2 places")
    await nora.says("/programme")
    await nora.presses("Now and next")
    assert "full" not in (await nora.hears("Workshop")).text


async def test_one_command_lets_people_into_sessions_and_activities(
    congress: Congress, tmp_path: Path
) -> None:
    await bring(congress.play.house, tmp_path, row("basketball", congress.start))
    await congress.gives_places("1", "1 place")
    pavel = await congress.comer("Pavel")
    nora = await congress.comer("Nora", wish="Join the waiting list")
    await nora.says("/activities")
    await nora.presses("Basketball")
    await nora.presses("Sign up")
    await nora.presses("Without a name")
    await nora.hears("You have a place")
    code, other = code_in(pavel), code_in(nora)
    assert code[0] in Begins.SESSION
    assert other[0] in Begins.ACTIVITY

    door, officer = congress.coordinator, await congress.play.officer("Olaf")
    door.skips()
    await door.says(f"/checkin {code}")
    await door.hears("from three hours before")
    congress.timetable.wait_until(congress.start - timedelta(minutes=5))
    await officer.says(f"/checkin {code}")
    await officer.hears("No activity or session of yours has this code")
    await door.says(f"/checkin {code.lower().replace('-', ' ')}")
    shown = visible((await door.hears("✓ In.")).text)
    assert "Workshop" in shown
    assert "here: 1" in shown
    await door.says(f"/checkin {code}")
    await door.hears("✓ In already")
    await door.says(f"/checkin {other}")
    await door.hears("is here: Basketball")
    await door.says("/checkin QQQQQ-Q")
    await door.hears("No activity or session of yours has this code")
    await officer.says("/checkin")
    assert "Workshop" not in (await officer.hears("Activities of your organisation")).text
    await door.says("/checkin")
    assert "Workshop" in (await door.hears("Sessions people come to now")).text
    await door.presses("Workshop")
    await door.hears("Send me the codes")


async def test_somebody_let_in_by_mistake_is_not_there_after_all(congress: Congress) -> None:
    await congress.gives_places("2", "2 places")
    pavels, jonas = [code_in(await congress.comer(name)) for name in ("Pavel", "Jonas")]
    congress.timetable.wait_until(congress.start - timedelta(minutes=5))
    door = congress.coordinator
    door.skips()
    await door.presses("Check people in")
    await door.hears("Send me the codes")
    await door.says(pavels)
    await door.hears("here: 1")
    await door.says(jonas)
    await door.hears("here: 2")
    await door.presses("Not there after all")
    undone = visible((await door.hears("Taken back")).text)
    assert "here: 1" in undone
    await door.says(pavels)
    await door.hears("✓ In already")
    await door.says(jonas)
    await door.hears("✓ In.")
    await door.presses("Done")
    await door.hears("here: 2")

    await door.says(f"/checkin {jonas}")
    await door.hears("✓ In already")
    await door.presses("Not there after all")
    await door.hears("here: 1")
    await door.presses("Check people in")
    await door.hears("Send me the codes")


async def test_what_is_cancelled_is_told_to_those_inside_and_to_those_who_wait(congress: Congress) -> None:
    await congress.gives_places("1", "1 place")
    pavel = await congress.comer("Pavel")
    nora = await congress.comer("Nora", wish="Join the waiting list")
    congress.coordinator.skips()
    await congress.coordinator.presses("Back")
    await congress.coordinator.presses("Cancel the session")
    await congress.coordinator.presses("Yes, cancel it")
    congress.play.clock.advance(SETTLING)
    await pavel.hears("on your agenda has changed")
    await nora.hears("is not taking place, so its waiting list is closed")
    pavel.skips()
    await pavel.opens(f"s-{await congress.workshop()}")
    assert "Show this code" not in (await pavel.hears("This session is cancelled")).text


async def test_fewer_places_and_none_needed(congress: Congress) -> None:
    await congress.gives_places("2", "2 places")
    pavel, _ = await congress.comer("Pavel"), await congress.comer("Jonas")
    nora = await congress.comer("Nora", wish="Join the waiting list")
    await congress.gives_places("1", "Nobody loses theirs")
    await congress.gives_places("", "Nobody has to register")
    await nora.hears("A place is free")
    await pavel.opens(f"s-{await congress.workshop()}")
    await pavel.hears("You have a place")
    late = congress.play.person("Late")
    await late.opens(f"s-{await congress.workshop()}")
    assert "Sign up" not in (await late.hears("Workshop")).buttons


async def test_numbers_by_role_are_round_and_never_small(congress: Congress) -> None:
    await congress.gives_places("20", "20 places")
    for number in range(6):
        await congress.comer(f"Guest {number}", "Local institution")
    for number in range(4):
        await congress.comer(f"Doctor {number}", "Ministry of health")
    await congress.coordinator.opens(f"s-{await congress.workshop()}")
    await congress.coordinator.presses("Change this session")
    await congress.coordinator.presses("Places")
    shown = visible((await congress.coordinator.hears("By role")).text)
    assert "Local institution: 5" in shown
    assert "health" not in shown


async def test_whoever_erases_everything_gives_their_place_to_the_next(congress: Congress) -> None:
    await congress.gives_places("1", "1 place")
    pavel = await congress.comer("Pavel")
    nora = await congress.comer("Nora", wish="Join the waiting list")
    await pavel.says("/privacy")
    stored = visible((await pavel.hears("stored")).text)
    assert "1 place in a session" in stored
    assert "as what you take part" in stored
    await pavel.says("/erase")
    await pavel.presses("Yes, erase everything")
    await pavel.hears("Proof of erasure")
    await nora.hears("A place is free")
    async with congress.play.house.database.transaction() as tx:
        assert len(await tx.rows("SELECT * FROM session_places", {})) == 1
        assert len(await tx.rows("SELECT * FROM attendee_roles", {})) == 1


async def test_an_officer_keeps_no_door_of_the_programme(congress: Congress) -> None:
    await congress.gives_places("1", "1 place")
    officer, workshop = await congress.play.officer("Olaf"), await congress.workshop()
    for route in ("places", "no_places", "door", "door_done", "take_back"):
        await officer.says("/menu")
        await officer.hears()
        await officer.presses_data(f"programme.{route}|{workshop}", officer.last.message_id)
        assert "Places" not in visible(officer.last.text)
    async with congress.play.house.database.transaction() as tx:
        at = await registrations.find(tx, workshop)
    assert at is not None
    assert at.capacity == 1


async def test_in_arabic(congress: Congress) -> None:
    await congress.gives_places("1", "1 place")
    arabic = congress.play.house.texts_for(Language.AR)
    mira, nora = (congress.play.person(name, "ar") for name in ("Mira", "Nora"))
    for phone, wish in ((mira, "places.sign_up"), (nora, "places.wait")):
        await phone.opens(f"s-{await congress.workshop()}")
        await phone.presses(arabic.label(wish))
        await phone.presses(arabic.label(f"role.{ParticipantRole.YOUTH}"))
        await phone.hears("Workshop")
    assert "شابة أو شاب" in mira.last.text
    await mira.presses(arabic.label("programme.remove"))
    await mira.presses(arabic.label("places.leave_yes"))
    await nora.hears("مكان")
    await nora.presses(arabic.label("places.take"))
    assert code_in(nora)


def code_in(phone: Phone) -> str:
    found = _CODE.search(visible(phone.last.text))
    assert found, phone.last.text
    return found.group()
