"""Places in sessions: never overbooked, given in a fair order; and what becomes of a line."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core.errors import UserError
from bot.core.language import Language
from bot.core.participant_roles import ParticipantRole
from bot.core.places.rules import Standing
from bot.features.programme import attendance, place_jobs, registering, registrations
from bot.features.programme.registering import MOST_HELD
from bot.features.programme.registrations import SessionPlace
from bot.features.programme.rules import SETTLING
from bot.storage.database import Database
from tests.conftest import ENGINES
from tests.contracts.test_screens import mistakes
from tests.features.programme.auditorium import Auditorium
from tests.features.programme.hall import DAY, HOUR, TEXTS, Hall, planned, programme
from tests.turns import NOON, PEOPLE, live


@pytest.mark.parametrize("engine", ENGINES)
def test_places_are_never_overbooked_and_given_in_a_fair_order(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    live(Auditorium, engine, tmp_path, request)


async def full_house(database: Database, capacity: int = 1) -> Auditorium:
    """In three days; everybody wants to come, one after the other."""
    room = await Auditorium.open(database, NOON)
    await room.offers(capacity, 72 * HOUR)
    for person in PEOPLE:
        await room.joins(person)
    return room


def told(room: Auditorium) -> list[str]:
    return [letter.kind.partition(".")[2] for letter in room.letters]


async def standings(room: Auditorium) -> list[Standing]:
    _, found = await room.found()
    return [place.standing for place in sorted(found, key=lambda place: place.position)]


async def test_those_who_wait_are_told_of_a_cancellation_when_it_has_settled(database: Database) -> None:
    room = await full_house(database)
    await room.leaves(PEOPLE[0])
    await room.is_called_off(is_off=True)
    with pytest.raises(UserError, match="offer_gone"):
        await room.accepts(PEOPLE[1])
    room.letters.clear()
    await room.clock_strikes()
    assert told(room) == []
    room.hall.clock.advance(SETTLING)
    await room.clock_strikes()
    assert told(room) == ["line_closed"] * 5
    assert await standings(room) == []


async def test_who_waits_keeps_their_turn_when_a_cancellation_was_a_slip(database: Database) -> None:
    room = await full_house(database)
    await room.leaves(PEOPLE[0])
    await room.is_called_off(is_off=True)
    room.hall.clock.advance(SETTLING - 1)
    await room.clock_strikes()
    await room.is_called_off(is_off=False)
    room.hall.clock.advance(SETTLING)
    await room.clock_strikes()
    assert await standings(room) == [Standing.OFFERED] + [Standing.WAITING] * 4
    await room.accepts(PEOPLE[1])


async def test_fewer_places_put_nobody_out_and_more_are_offered_in_turn(database: Database) -> None:
    room = await full_house(database, capacity=3)
    await room.changes_capacity(1)
    await room.leaves(PEOPLE[0])
    assert await standings(room) == [Standing.GOING] * 2 + [Standing.WAITING] * 3
    assert told(room) == []
    await room.changes_capacity(3)
    assert await standings(room) == [Standing.GOING] * 2 + [Standing.OFFERED] + [Standing.WAITING] * 2
    await room.changes_capacity(None)
    assert told(room) == ["offer"] * 3


async def test_a_session_that_moves_takes_its_line_along(database: Database) -> None:
    room = await full_house(database)
    await room.leaves(PEOPLE[0])
    room.starts_at = room.hall.now + 3 * HOUR
    await room.imports()
    _, found = await room.found()
    assert [each.offer_ends_at for each in found if each.offer_ends_at] == [room.hall.now + HOUR]
    room.hall.clock.advance(HOUR)
    room.letters.clear()
    await room.clock_strikes()
    assert sorted(told(room)) == ["line_closed"] * 4 + ["offer_over"]


async def test_a_place_is_on_the_agenda_and_a_turn_is_not(database: Database) -> None:
    room = await full_house(database)
    assert await room.hall.count("agenda") == 1
    await room.leaves(PEOPLE[0])
    assert await room.hall.count("agenda") == 0
    await room.accepts(PEOPLE[1])
    assert await room.hall.count("agenda") == 1


async def test_one_code_lets_in_once_however_many_look_at_it(database: Database) -> None:
    room = await full_house(database)
    _, found = await room.found()
    (going,) = (each for each in found if each.standing is Standing.GOING)
    assert isinstance(going, SessionPlace)

    async def looks() -> bool:
        async with room.workshop.working() as work:
            return await registrations.check_in(work.tx, going)

    assert sorted(await asyncio.gather(*(looks() for _ in range(4)))) == [False, False, False, True]


async def test_of_what_is_over_nothing_is_kept(database: Database) -> None:
    room = await full_house(database)
    session = await room.hall.session(room.key)
    for person in PEOPLE:
        async with room.hall.visit(person) as context:
            who = attendance.attendee(context)
            await registrations.keep_role(context.tx, who, session.programme_id, ParticipantRole.HEALTH)
    keys = await room.hall.count("data_keys")
    for days, places, roles in ((3 + 7, 6, 6), (1, 0, 6), (30, 0, 0)):
        room.hall.clock.advance(days * DAY)
        for piece in (place_jobs.drop_places, place_jobs.drop_roles):
            while await room.does(piece):
                pass
        assert (await room.hall.count("session_places"), await room.hall.count("attendee_roles")) == (
            places,
            roles,
        )
    assert await room.hall.count("registrations") == 0
    assert await room.hall.count("data_keys") == keys - 1


async def test_nobody_takes_all_the_places(hall: Hall) -> None:
    keys = [f"s{number}" for number in range(MOST_HELD + 1)]
    await hall.imports(programme(*(planned(key, hall.now + DAY + n * HOUR) for n, key in enumerate(keys))))
    sessions = [await hall.session(key) for key in keys]
    for session in sessions:
        async with hall.database.transaction() as tx:
            await registrations.keep(tx, session, 5, session.starts_at)
    async with hall.visit(PEOPLE[0]) as context:
        for session in sessions[:-1]:
            await registering.join(context, session.session_id)
        with pytest.raises(UserError, match="too_many"):
            await registering.join(context, sessions[-1].session_id)


@pytest.mark.parametrize(
    "forged",
    [
        "programme.register|x",
        "programme.register|{session}",
        "programme.role|{session}",
        "programme.role|{session}|coordinator",
        "programme.role|x|health",
        "programme.take|{session}",
        "programme.take|",
        "programme.decline|x",
    ],
)
async def test_a_forged_button_is_answered_with_a_sentence(hall: Hall, forged: str) -> None:
    """Nobody registers for this session."""
    await hall.imports(programme(planned("a", hall.now + DAY)))
    session = await hall.session("a")
    async with hall.visit(PEOPLE[0]) as context:
        known = await attendance.known(context)
        await registrations.keep_role(
            context.tx, known.attendee, session.programme_id, ParticipantRole.UNSAID
        )
    with pytest.raises(UserError) as refused:
        await hall.does(PEOPLE[0], forged.format(session=session.session_id))
    assert TEXTS(Language.EN).label(refused.value.key)
    assert await hall.count("session_places") == 0


async def test_a_forged_way_back_from_the_roles_leads_to_the_first_page(hall: Hall) -> None:
    await hall.imports(programme(planned("a", hall.now + DAY)))
    session = await hall.session("a")
    shown = await hall.does(PEOPLE[0], f"programme.ask_role|{session.session_id}|{'9' * 14}|{'x' * 14}")
    pressed = [button.press or "" for row in shown.rows for button in row]
    assert all(data.endswith(f"|0|{'x' * 8}") for data in pressed)
    assert len(pressed) == len(ParticipantRole) + 1


@pytest.mark.parametrize("language", list(Language))
async def test_every_button_of_a_place_fits(hall: Hall, language: Language) -> None:
    await hall.imports(programme(planned("a", hall.now + DAY), planned("b", hall.now + DAY)))
    a, b = await hall.session("a"), await hall.session("b")
    async with hall.database.transaction() as tx:
        await registrations.keep(tx, a, 1, a.starts_at)
        await registrations.keep(tx, b, 1, b.starts_at)
    first, second = PEOPLE[:2]
    seen = [await hall.does(first, f"programme.register|{a.session_id}|0", language)]
    for person in (first, second):
        seen += [
            await hall.does(person, f"programme.role|{a.session_id}|international|0", language),
            await hall.does(person, f"programme.register|{b.session_id}|0", language),
        ]
    seen.append(await hall.does(first, f"programme.remove|{a.session_id}|0", language))
    await hall.acts(first, f"programme.give_back|{a.session_id}|0", language)
    (offer,) = [letter.screen for letter in await hall.owed() if letter.kind == "programme.offer"]
    wrong = [what for screen in (*seen, offer) for what in mistakes(screen, language)]
    assert not wrong, "\n".join(wrong)
    assert max(len(screen.rows) for screen in seen) <= 8
