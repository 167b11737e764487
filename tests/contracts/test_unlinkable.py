"""Nothing that one person does here shares a value by which anybody could join it with the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from bot.core.directory import read_directory
from bot.core.ids import random_id
from bot.core.language import Language
from bot.core.places.rules import Standing
from bot.core.roles import Role
from bot.features.voice.rules import DAY, Consultation, ConsultationId, Form, Wording
from bot.features.voice.store import open_consultation
from bot.sandbox import Phone
from tests import activities
from tests.house import REPOSITORY, Play, playing
from tests.journeys.steps import send_concern
from tests.journeys.watching import press_route
from tests.kept import Dump, dump, long_values
from tests.programme import add_to_agenda, bring_programme, give_places, register

WHERE_A_PERSON_IS_WHOLE = {"people", "links"}
"""What one person holds is listed here, sealed with their own key: the only tables that may know."""
FIRST, SECOND = "The first of two.", "The second of two."
NOON = datetime(2026, 6, 2, 12, tzinfo=activities.VIENNA).timestamp()
"""In the evening the line for the next morning is closed."""


async def test_nothing_joins_what_one_person_does_here(database_url: str, tmp_path: Path) -> None:
    async with playing(database_url, start=NOON) as play:
        await bring_programme(play.house.database, play.clock.now())
        await give_places(play.house, 1, sessions=2)
        start = datetime.fromtimestamp(play.clock.now(), activities.VIENNA).replace(hour=12) + timedelta(
            days=2
        )
        await activities.bring(
            play.house, tmp_path, *(activities.row(name, start) for name in ("basketball", "chess"))
        )
        officers = [await play.officer("Olaf"), await play.officer("Otto", organisation="youth-health")]
        questions = [await ask(play, form) for form in (Form.CHOICE, Form.WORDS)]
        youth = play.person()
        before = await dump(play.house.database)
        for officer, words, topic in zip(officers, (FIRST, SECOND), ("Drugs", "Online"), strict=True):
            await send_concern(youth, words, topic=topic)
            await officer.hears(topic)
            await officer.presses("Take")
            await officer.hears(words)
        await add_to_agenda(youth)
        offered = await sign_up(play, youth, nickname="Foxglove")
        other = play.person("Noah")
        await sign_up(play, other, nickname="Foxglove")
        await youth.presses("Give the place back")
        await youth.presses("Yes, give it back")
        await other.hears("A place is free")
        await sign_up(play, youth, nickname="Foxglove")
        workshops = [row["session_id"] for row in before["registrations"]]
        await register(other, workshops[0])
        for workshop in workshops:
            await register(youth, workshop)
        await answer(youth, *questions)
        held = await dump(play.house.database)
    known = long_values(before) | catalogue(held)
    first, second = (together(held, case["case_id"], known) for case in held["concerns"])
    attending = {row["attendee"] for row in held["agenda"]} & {
        row["attendee"] for row in held["session_places"] if row["standing"] == Standing.WAITING
    }
    (attendee,) = attending
    attendance = together(held, attendee, known)
    known |= {each.encode() for each in offered}
    places = [together(held, each["address_id"], known) for each in held["activity_places"]]
    voices = [
        together(held, str(row[name]), known)
        for table, name in (
            ("voice_takers", "voter"),
            ("voice_listeners", "address_id"),
            ("voice_words", "words_id"),
        )
        for row in held[table]
    ]
    assert len(places) == 4
    assert len(voices) == 5
    assert {"concerns", "concern_messages", "addresses", "data_keys", "outbox"} <= first.keys()
    assert {"attendees", "agenda", "addresses", "session_places", "attendee_roles"} == attendance.keys()
    assert len(attendance["attendees"]) == 1, "places in the same session join nobody"
    assert all({"activity_places", "addresses"} <= place.keys() for place in places)
    assert all({"voice_takers"} == voice.keys() for voice in voices[:2])
    assert all({"voice_listeners", "addresses"} == voice.keys() for voice in voices[2:4])
    assert {"voice_words"} == voices[4].keys()
    for one, other in combinations((first, second, attendance, *places, *voices), 2):
        shared = (long_values(one) & long_values(other)) - known
        assert not shared, f"joined by {shared}"
    assert not any(said in value for said in (b"Foxglove", b"fountain") for value in long_values(held))


async def test_nothing_joins_questions_votes_and_opinions_with_each_other_or_with_a_concern(
    database_url: str,
) -> None:
    """One person asks, votes for two questions, says how two sessions were, and takes a third question to
    somebody who listens."""
    async with playing(database_url) as play:
        await bring_programme(play.house.database, play.clock.now())
        await play.officer("Olaf")
        moderator = await play.officer("Lena", organisation="city", role=Role.COORDINATOR)
        sessions = {row["session_id"] for row in (await dump(play.house.database))["sessions"]}
        youth, other = play.person(), play.person("Noah")
        before = await dump(play.house.database)
        await ask_session(other, "Who pays for the buses?")
        await ask_session(youth, "How do you reach those who left school?")
        asked = {row["question_id"]: row for row in (await dump(play.house.database))["questions"]}
        for question in asked:
            await moderator.presses_data(f"moderate.show|{question}", 1)
            await youth.presses_data(f"questions.vote|{question}|0|1", 1)
        await ask_session(youth, "And who helps me?", is_concern=True)
        await add_to_agenda(youth)
        await rate(play, youth, 4)
        held = await dump(play.house.database)
    known = long_values(before) | catalogue(held) | {each.encode() for each in asked}
    (case,) = (together(held, each["case_id"], known) for each in held["concerns"])
    (attendance,) = (together(held, each["attendee"], known) for each in held["attendees"])
    questions = [together(held, each["address_id"], known) for each in held["questions"]]
    votes = [together(held, each["vote"], known) for each in held["question_votes"]]
    (opinion,) = (together(held, each["giver"], known) for each in held["feedback"])
    assert {"concerns", "concern_messages", "addresses"} <= case.keys()
    assert {"attendees", "agenda", "addresses", "feedback_asked"} <= attendance.keys()
    assert all({"questions", "addresses"} <= each.keys() for each in questions)
    assert [each.keys() for each in votes] == [{"question_votes"}] * 2
    assert opinion.keys() == {"feedback"}
    for one, two in combinations((case, attendance, *questions, *votes, opinion), 2):
        shared = (long_values(one) & long_values(two)) - known
        assert not shared, f"joined by {shared}"
    said = long_values(case)
    assert not any(session.encode() in value for session in sessions for value in said)
    assert not any(words in value for words in (b"buses", b"helps me") for value in long_values(held))


async def ask_session(phone: Phone, words: str, *, is_concern: bool = False) -> None:
    """The first there is; or it becomes a concern."""
    phone.skips()
    await phone.says("/ask")
    await phone.hears("Which session")
    await press_route(phone, "questions.session")
    await phone.presses("Ask a question")
    await phone.says(words)
    await phone.hears("what others will see")
    if not is_concern:
        await phone.presses("Send the question")
        await phone.hears("A moderator reads it")
        return
    await phone.presses("This is about me: talk to somebody")
    await phone.presses("Yes, talk to somebody")
    await phone.presses("Drugs")
    await phone.presses("Old Town")
    await phone.presses("See what the officer will see")
    await phone.hears("That was all")
    await phone.presses("Send")
    await phone.hears("Your case code")


async def rate(play: Play, phone: Phone, rating: int) -> None:
    """The session on their agenda, when it is over."""
    held = await dump(play.house.database)
    (session,) = (row["session_id"] for row in held["agenda"])
    ends_at = next(row["ends_at"] for row in held["sessions"] if row["session_id"] == session)
    phone.skips()
    play.clock.advance(ends_at + 3600 - play.clock.now())
    await phone.hears("How was it?")
    await phone.presses_data(f"feedback.rate|{session}|{rating}", phone.last.message_id)


async def sign_up(play: Play, phone: Phone, nickname: str) -> list[str]:
    """In all activities there are; returns their ids, which are as public as the activities."""
    async with play.house.database.transaction() as tx:
        found = [each["activity_id"] for each in await tx.rows("SELECT activity_id FROM activities", {})]
    for activity in sorted(found):
        phone.skips()
        await phone.opens(f"a-{activity}")
        await phone.hears("Organiser")
        if any(button in phone.last.buttons for button in ("Sign up", "Join the waiting list")):
            await phone.presses_data(f"activities.sign|{activity}", phone.last.message_id)
            await phone.says(nickname)
            await phone.hears("Places:")
    return found


async def ask(play: Play, form: Form) -> ConsultationId:
    """Everybody, for a day."""
    now, question = int(play.clock.now()), Wording("What is missing?", ("Light", "Trees"))
    wordings = {Language.EN: question if form is Form.CHOICE else replace(question, answers=())}
    asked = Consultation(ConsultationId(random_id()), "city", form, "", "", wordings, now, now + DAY)
    async with play.house.database.transaction() as tx:
        await open_consultation(tx, play.house.keyring, asked)
    return asked.consultation_id


async def answer(phone: Phone, choice: ConsultationId, words: ConsultationId) -> None:
    phone.skips()
    await phone.opens(f"c-{choice}")
    await phone.presses("1")
    await phone.presses("Give my answer")
    await phone.hears("Your answer counts")
    await phone.opens(f"c-{words}")
    await phone.presses("Write an answer")
    await phone.says("A fountain.")
    await phone.presses("Give my answer")
    await phone.hears("Your answer counts")


def together(held: Dump, value: str, known: set[bytes]) -> dict[str, list[dict[str, Any]]]:
    """All rows that can be reached from a value, from row to row, by any value that stands in both, in any
    column and as part of any text. What was there before the person came says nothing about them."""
    found: dict[str, list[dict[str, Any]]] = {}
    reached, looked_for = set[bytes](), {value.encode()}
    while fresh := looked_for - reached:
        reached |= fresh
        for table, row in rows_with(held, fresh):
            if row not in found.setdefault(table, []):
                found[table].append(row)
                looked_for |= parts_of(row) - known
    return found


def rows_with(held: Dump, values: set[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    for table, rows in held.items():
        if table not in WHERE_A_PERSON_IS_WHOLE:
            yield from ((table, row) for row in rows if values & parts_of(row))


def parts_of(row: dict[str, Any]) -> set[bytes]:
    """The values of a row, and the parts of those that are put together (`card:case:officer`)."""
    whole = long_values({"": [row]})
    return whole | {part for each in whole for part in each.split(b":") if len(part) >= 8}


def catalogue(held: Dump) -> set[bytes]:
    """Values that many rows share because there are few: topics, areas, organisations, kinds of letters."""
    directory = read_directory(REPOSITORY / "config")
    named = [*directory.topics, *directory.areas, *directory.organisations, *Language]
    kinds = {row["kind"] for row in held["outbox"]} | {row["dialogue"] for row in held["steps"]}
    return {each.encode() for each in (*named, *kinds)}
