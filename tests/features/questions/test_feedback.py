"""What people thought of a session is asked once, by day, and told only together."""

from __future__ import annotations

import pytest

from bot.core.counts import SMALLEST
from bot.core.language import Language
from bot.core.outcome import Lane
from bot.engine.clockwork import Piece
from bot.features.programme import attendance
from bot.features.programme.model import SessionState
from bot.features.questions.jobs import STRETCH, QuestionJobs
from bot.features.questions.rules import FEEDBACK_FOR, KEPT_FOR
from bot.features.questions.store import queries
from bot.storage.database import Database
from tests.features.programme.hall import DAY, HOUR, MINUTE, Owed, planned, programme, vienna
from tests.features.questions.forum import LENT, Forum

NINE = vienna(2026, 9, 2, 9)
TEN = NINE + HOUR
MIRA, JONAS, LEILA = 1001, 1002, 1003


@pytest.fixture
async def forum(database: Database) -> Forum:
    return await Forum.open(database, vienna(2026, 9, 1, 9))


async def asked(forum: Forum) -> list[Owed]:
    return [letter for letter in await forum.hall.owed() if letter.kind == "questions.feedback"]


async def people_asked(forum: Forum) -> list[int]:
    return sorted(letter.chat_id for letter in await asked(forum))


async def everybody(forum: Forum, *people: int) -> str:
    """Has the session on their agenda; and it is over."""
    await forum.hall.imports(programme(planned("a", NINE)))
    for person in people:
        await forum.hall.adds(person, "a")
    forum.hall.at(TEN + 10 * MINUTE)
    await forum.clock_strikes()
    return (await forum.hall.session("a")).session_id


async def test_each_is_asked_once_in_their_language_whatever_is_repeated(forum: Forum) -> None:
    await forum.hall.imports(programme(planned("a", NINE, title="Opening & welcome")))
    await forum.hall.adds(MIRA, "a")
    await forum.hall.adds(JONAS, "a", language=Language.RU)
    await forum.hall.adds(LEILA, "a", lead=None)
    forum.hall.at(TEN + 10 * MINUTE - 1)
    await forum.clock_strikes()
    assert await asked(forum) == []
    forum.hall.at(TEN + 10 * MINUTE)
    for _ in range(3):
        await forum.clock_strikes()
    assert await people_asked(forum) == [MIRA, JONAS], "whoever wants no reminders is not asked either"
    mira, jonas = sorted(await asked(forum), key=lambda letter: letter.chat_id)
    assert "Opening &amp; welcome" in mira.text
    assert mira.is_at_most_once
    assert mira.lane is Lane.BULK
    assert mira.screen.is_silent
    assert mira.expires_at == forum.hall.now + 2 * HOUR
    assert "Как прошло" in jonas.text


async def test_at_night_it_waits_for_the_morning_where_people_are(forum: Forum) -> None:
    await forum.hall.imports(programme(planned("a", vienna(2026, 9, 2, 20), 90)))
    await forum.hall.adds(MIRA, "a")
    await forum.hall.adds(JONAS, "a")
    async with forum.hall.visit(JONAS) as context:
        await attendance.choose_zone(context, "America/New_York")
    forum.hall.at(vienna(2026, 9, 2, 21, 40))
    await forum.clock_strikes()
    assert await people_asked(forum) == [JONAS], "it is afternoon there"
    forum.hall.at(vienna(2026, 9, 3, 9))
    await forum.clock_strikes()
    assert await people_asked(forum) == [MIRA, JONAS]


async def test_whoever_travels_meanwhile_is_asked_once(forum: Forum) -> None:
    await forum.hall.imports(programme(planned("a", vienna(2026, 9, 2, 20), 90)))
    for person in (MIRA, JONAS):
        await forum.hall.adds(person, "a")
    async with forum.hall.visit(JONAS) as context:
        await attendance.choose_zone(context, "America/New_York")
    forum.hall.at(vienna(2026, 9, 2, 21, 40))
    await forum.clock_strikes()
    async with forum.hall.database.transaction() as tx:  # the agenda says where they are now
        await tx.execute("UPDATE agenda SET zone = ''", {})
    forum.hall.at(vienna(2026, 9, 3, 9))
    await forum.clock_strikes()
    assert await people_asked(forum) == [MIRA, JONAS]


async def test_a_day_late_nobody_is_asked(forum: Forum) -> None:
    await forum.hall.imports(programme(planned("a", NINE), planned("b", NINE + 2 * DAY)))
    await forum.hall.adds(MIRA, "a")
    forum.hall.at(TEN + DAY)
    await forum.clock_strikes()
    assert await asked(forum) == []


async def test_what_did_not_take_place_is_not_asked_about(forum: Forum) -> None:
    await forum.hall.imports(programme(planned("a", NINE), planned("b", NINE)))
    await forum.hall.adds(MIRA, "a", "b")
    cancelled = planned("b", NINE, state=SessionState.CANCELLED)
    await forum.hall.imports(programme(planned("a", NINE), cancelled))
    forum.hall.at(TEN + HOUR)
    await forum.clock_strikes()
    assert len(await asked(forum)) == 1


async def test_one_that_goes_on_is_asked_about_when_it_has_ended(forum: Forum) -> None:
    await forum.hall.imports(programme(planned("a", NINE)))
    await forum.hall.adds(MIRA, "a")
    forum.hall.at(TEN + MINUTE)
    await forum.clock_strikes()
    await forum.hall.imports(programme(planned("a", NINE, 180)))
    forum.hall.at(TEN + HOUR)
    await forum.clock_strikes()
    assert await asked(forum) == []
    forum.hall.at(TEN + 2 * HOUR + 10 * MINUTE)
    await forum.clock_strikes()
    assert await people_asked(forum) == [MIRA]


async def test_stretch_by_stretch_and_never_more_than_the_postman_has_done_with(forum: Forum) -> None:
    """A stop in between undoes what is not committed: who was asked, and how far it had come, are one."""
    people = range(1, 3 * STRETCH // 2)
    await forum.hall.imports(programme(planned("a", NINE)))
    for person in people:
        await forum.hall.adds(person, "a")
    forum.hall.at(TEN + HOUR)

    async def once(piece: Piece) -> None:
        async with forum.workshop.working() as work:
            _, letters = await piece(work)
            await forum.hall.outbox.post(work.tx, letters)

    jobs = QuestionJobs(LENT.sessions, 10, once)
    await jobs.open_and_close()
    await jobs.ask()
    assert len(await asked(forum)) == STRETCH
    await jobs.ask()
    assert len(await asked(forum)) == STRETCH, "so many wait to be sent"
    more = QuestionJobs(LENT.sessions, 30, once)
    await more.ask()
    assert await people_asked(forum) == [*people]


async def test_one_answer_each_counted_and_told_only_together(forum: Forum) -> None:
    people = range(101, 101 + SMALLEST)
    session = await everybody(forum, *people)
    for person in people[1:]:
        assert await forum.presses(person, "feedback.rate", session, 4)
    result = ("moderate.result", session)
    assert await forum.moderates(*result) is None, "four could be known by it"
    for rating in (1, 2, 4):
        assert await forum.presses(people[0], "feedback.rate", session, rating)
    assert await forum.hall.count("feedback") == SMALLEST
    assert await forum.presses(MIRA, "feedback.rate", session, 5) is None, "only who was asked"
    assert await forum.presses(people[0], "feedback.rate", session, 6) is None
    assert await forum.moderates(*result)
    assert (await forum.holdings(people[0]))["questions.held_feedback"] == 1
    await forum.erases(people[0])
    assert await forum.moderates(*result) is None, "whoever erased it is not counted"
    assert sum((await forum.holdings(people[0])).values()) == 0


async def test_when_it_closes_it_is_nobodys_and_too_few_are_not_kept(forum: Forum) -> None:
    people = range(101, 102 + SMALLEST)
    session = await everybody(forum, *people)
    for person in people[: SMALLEST - 1]:
        assert await forum.presses(person, "feedback.rate", session, 4)
    forum.hall.at(TEN + FEEDBACK_FOR)
    assert await forum.presses(people[-1], "feedback.rate", session, 4) is None
    await forum.clock_strikes()
    for table in ("feedback", "feedback_counts", "feedback_asked", "feedback_words"):
        assert not await forum.hall.count(table), table
    forum.hall.at(TEN + KEPT_FOR)
    await forum.clock_strikes()
    for table in ("session_rooms", "feedback_rounds"):
        assert not await forum.hall.count(table), table


async def test_all_about_a_session_goes_and_the_ways_to_whoever_asked(forum: Forum) -> None:
    await forum.hall.imports(programme(planned("a", NINE)))
    session = (await forum.hall.session("a")).session_id
    question = await forum.asks(MIRA, session, "a")
    assert await forum.moderates("moderate.show", question)
    assert await forum.presses(JONAS, "questions.vote", question, 0, 1)
    forum.hall.at(TEN + KEPT_FOR)
    await forum.clock_strikes()
    for table in ("session_rooms", "questions", "question_votes", "addresses", "data_keys"):
        kept = 1 if table == "data_keys" else 0  # the person's own: a link they are still to let go of
        assert await forum.hall.count(table) == kept, table
    assert sum((await forum.holdings(MIRA)).values()) == 0
    assert not await forum.hall.count("links")


async def test_wanting_not_to_be_asked_is_kept_until_it_is_wanted_again(forum: Forum) -> None:
    await forum.presses(MIRA, "feedback.no_more")
    await forum.presses(MIRA, "feedback.no_more")
    assert (await forum.holdings(MIRA))["questions.held_refusal"] == 1
    await everybody(forum, MIRA, JONAS)
    assert await people_asked(forum) == [JONAS]
    await forum.presses(MIRA, "feedback.again")
    async with forum.hall.database.transaction() as tx:
        assert not await queries.refuses(tx, attendee="anybody")
    assert not await forum.hall.count("feedback_refusals")
