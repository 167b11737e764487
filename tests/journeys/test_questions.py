"""Participants ask a session, vote, and say what they thought; one question is more than a question."""

from __future__ import annotations

import pytest

from bot.core.roles import Role
from bot.features.questions.rules import DAY, FEEDBACK_FOR, HOUR, KEPT_FOR, MOST_WAITING, Reason
from bot.sandbox import Phone
from bot.sandbox.seen import visible
from tests.house import Play
from tests.journeys.casework import comes_true
from tests.journeys.watching import press_route
from tests.kept import dump
from tests.programme import add_to_agenda, bring_programme

WANTED = "How do you reach those who never come to school?"
SAME = "What about young people who left school?"
OTHER = "Who pays for the buses?"
LABELS = {
    Reason.ELSEWHERE: "It belongs to another session",
    Reason.SOMEBODY: "It is about somebody who could be known",
    Reason.WORDING: "Its words could hurt somebody",
    Reason.TIME: "There is no time left",
}


async def begin(play: Play) -> Phone:
    """A programme from tomorrow on, and somebody who moderates."""
    await bring_programme(play.house.database, play.clock.now())
    return await play.officer("Lena", organisation="city", role=Role.COORDINATOR)


async def starts(phone: Phone, heading: str = "Which session") -> None:
    phone.skips()
    await phone.says("/ask")
    await phone.hears(heading)


async def opens_first(phone: Phone, heading: str = "Which session") -> None:
    """The first session that is at hand."""
    await starts(phone, heading)
    await press_route(phone, "questions.session")


async def asks(phone: Phone, words: str) -> None:
    await opens_first(phone)
    await phone.presses("Ask a question")
    await phone.hears("Please no names")
    await phone.says(words)
    assert words in visible((await phone.hears("what others will see")).text)
    await phone.presses("Send the question")
    await phone.hears("Thank you for your question")


async def moderates(staff: Phone) -> None:
    await starts(staff)
    await staff.presses("Waiting questions")
    await press_route(staff, "moderate.session")


async def shows_all(staff: Phone) -> None:
    await moderates(staff)
    await staff.presses("Look at what waits")
    while "Show it" in staff.last.buttons:
        await staff.presses("Show it")


async def rows(play: Play, table: str) -> list[dict[str, object]]:
    return (await dump(play.house.database))[table]


async def test_a_question_is_looked_at_shown_voted_for_and_answered(play: Play) -> None:
    staff, youth, other = await begin(play), play.person(), play.person("Noah")
    await asks(youth, WANTED)
    await asks(other, OTHER)
    await opens_first(youth)
    assert "no question here yet" in visible(youth.last.text), "nobody sees what waits"
    await shows_all(staff)
    assert "Nothing is waiting" in visible(staff.last.text)
    for asker in (youth, other):
        await asker.hears("Your question is shown now")
    await opens_first(other)
    board = visible(other.last.text)
    assert WANTED in board
    assert OTHER in board
    number = next(str(n) for n in (1, 2) if f"{n}. {WANTED}" in board)
    await other.presses(f"▲ {number}")
    assert f"1. {WANTED}\nAnonymous · 1 vote" in visible(other.last.text), "most wanted first"
    assert "✓ 1" in other.last.buttons
    await other.presses("✓ 1")
    assert "1 vote" not in visible(other.last.text)
    await other.presses(f"▲ {number}" if f"{number}. {WANTED}" in visible(other.last.text) else "▲ 1")
    await moderates_shown(staff, WANTED)
    await staff.presses("Answered, with a line")
    await staff.hears("Write the answer")
    await staff.says("By going to where they are.")
    await staff.hears("all will see")
    await staff.presses("Publish")
    told = visible((await youth.hears("The answer to your question")).text)
    assert "By going to where they are." in told
    assert WANTED in told
    await opens_first(other)
    assert "Answer: By going to where they are." in visible(other.last.text)
    await starts(youth)
    await youth.presses("My questions")
    assert "answered" in visible(youth.last.text)


async def test_a_coordinator_is_called_once_until_all_that_waits_is_decided(play: Play) -> None:
    staff, mira, noah = await begin(play), play.person("Mira"), play.person("Noah")
    await asks(mira, WANTED)
    called = await staff.hears("A question waits to be looked at: ")
    await asks(noah, OTHER)
    await staff.hears_nothing()
    await staff.presses("Look at what waits", message=called)
    await press_route(staff, "moderate.show")
    await press_route(staff, "moderate.show")
    staff.skips()
    await asks(mira, SAME)
    await staff.hears("A question waits to be looked at: ")


async def moderates_shown(staff: Phone, words: str) -> None:
    """From the questions that are shown."""
    await opens_first(staff)
    await staff.presses("Moderate")
    text = visible(staff.last.text)
    await staff.presses(next(str(n) for n in range(1, 6) if f"{n}. {words}" in text))


async def test_duplicates_are_joined_and_whoever_voted_for_both_has_one_vote(play: Play) -> None:
    staff, youth, other = await begin(play), play.person(), play.person("Noah")
    await asks(youth, WANTED)
    await asks(other, SAME)
    await shows_all(staff)
    for voter in (youth, other, play.person("Zoe")):
        await opens_first(voter)
        await voter.presses("▲ 1")
        if voter is not other:
            await voter.presses("▲ 2")
    await moderates_shown(staff, SAME)
    await staff.presses("Same as another")
    await staff.presses("1")
    await other.hears("Others ask the same")
    await opens_first(youth)
    board = visible(youth.last.text)
    assert SAME not in board
    assert f"1. {WANTED}\nAnonymous · 3 votes" in board
    await moderates_shown(staff, WANTED)
    await press_route(staff, "moderate.answered")
    for asker in (youth, other):
        await asker.hears("was answered at the session")


async def test_the_journal_says_what_moderators_did_and_not_with_which_question(play: Play) -> None:
    staff, youth = await begin(play), play.person()
    for words in (WANTED, SAME, OTHER):
        await asks(youth, words)
    await moderates(staff)
    await staff.presses("Look at what waits")
    await staff.presses("Show it")
    await staff.presses("Show it")
    await staff.presses("Set it aside")
    await staff.presses(LABELS[Reason.SOMEBODY])
    await opens_first(staff)
    await staff.presses("Moderate")
    await staff.presses("1")
    await staff.presses("Same as another")
    await staff.presses("1")
    await opens_first(staff)
    await staff.presses("Moderate")
    await staff.presses("1")
    await press_route(staff, "moderate.answered")
    staff.skips()
    await staff.says("/audit")
    journal = visible((await staff.hears("showed a question to a session")).text)
    assert journal.count("showed a question to a session") == 2
    assert "set a question to a session aside (about somebody who could be known)" in journal
    assert "joined a question to a session with another" in journal
    assert journal.count("marked a question to a session as answered") == 1
    assert not [words for words in (WANTED, SAME, OTHER) if words in journal]
    kept = [row for row in await rows(play, "journal") if str(row["deed"]).startswith("question")]
    assert len(kept) == 5
    assert not [row for row in kept if row["subject"]]


async def test_who_is_not_shown_is_told_kindly_why(play: Play) -> None:
    staff, youth = await begin(play), play.person()
    for reason, because in zip(
        Reason, ("another session", "protect them", "in other words", "no time left"), strict=True
    ):
        await asks(youth, f"A question, {reason}.")
        await moderates(staff)
        await staff.presses("Look at what waits")
        await staff.presses("Set it aside")
        await staff.presses(LABELS[reason])
        assert because in visible((await youth.hears("Thank you for your question.")).text)
    await starts(youth)
    await youth.presses("My questions")
    assert visible(youth.last.text).count("set aside") == len(Reason)


async def test_by_ones_role_or_anonymously_as_one_likes(play: Play) -> None:
    staff, youth = await begin(play), play.person()
    await opens_first(youth)
    await youth.presses("Ask a question")
    await youth.says("My name is Xaver Quendel, who can help me with my thesis?")
    await youth.hears("may say who you")
    await youth.says(WANTED)
    assert "Xaver" not in visible((await youth.hears("what others will see")).text)
    await youth.presses("Ask by my role")
    await youth.presses("Young woman or man")
    assert "From: Young woman or man" in visible(youth.last.text)
    await youth.presses("Ask anonymously")
    assert "Anonymous" in visible(youth.last.text)
    await youth.presses("Ask by my role")
    await youth.presses("Civil society")
    await youth.presses("Send the question")
    await shows_all(staff)
    other = play.person("Noah")
    await opens_first(other)
    assert "From: Civil society" in visible(other.last.text)


async def test_a_call_for_help_is_asked_about_and_becomes_a_concern_only_on_yes(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await begin(play)
    await opens_first(youth)
    await youth.presses("Ask a question")
    await youth.says("What if I want to kill myself?")
    asked = await youth.hears("what others will see")
    assert "somebody may need help" in visible(asked.text)
    await youth.presses("This is about me: talk to somebody")
    assert "Nobody at the session sees it" in visible(youth.last.text)
    await youth.presses("Back")
    assert "what others will see" in visible(youth.last.text), "nothing is lost by saying no"
    await youth.presses("This is about me: talk to somebody")
    await youth.presses("Yes, talk to somebody")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    assert "1 message so far" in visible(youth.last.text)
    await youth.presses("See what the officer will see")
    await youth.hears("That was all")
    await press_route(youth, "concern.send")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears("What if I want to kill myself?")
    assert not await rows(play, "questions")
    assert not await rows(play, "session_rooms")


async def test_what_was_begun_elsewhere_takes_it_in(play: Play) -> None:
    """Words of a concern that is being written are neither lost nor sent."""
    await play.officer()
    await begin(play)
    youth = play.person()
    await youth.says("/concern")
    await youth.presses("Online")
    await youth.presses("Riverside")
    await youth.says("They write to me.")
    await youth.hears("1 message so far")
    await opens_first(youth)
    await youth.presses("Ask a question")
    await youth.says("What can I do?")
    await youth.hears("what others will see")
    await youth.presses("This is about me: talk to somebody")
    await youth.presses("Yes, talk to somebody")
    assert "2 messages so far" in visible(youth.last.text)


async def test_what_is_too_long_too_much_or_made_up_is_refused(play: Play) -> None:
    staff, youth = await begin(play), play.person()
    await opens_first(youth)
    await youth.presses("Ask a question")
    for words in ("😀" * 151, "x" * 301):
        await youth.says(words)
        await youth.hears("between 1 and")
    await youth.says("😀" * 150)
    await youth.hears("what others will see")
    for number in range(MOST_WAITING):
        await asks(youth, f"Question {number}?")
    await opens_first(youth)
    await youth.presses("Ask a question")
    await youth.says("One more?")
    await youth.hears("what others will see")
    assert "are waiting" in str(await youth.presses("Send the question"))
    question, message = (await rows(play, "questions"))[0]["question_id"], youth.last.message_id
    for data in (
        f"questions.vote|{question}|0|1",
        "questions.vote|nothing",
        "questions.session|nothing|0",
        "questions.send|nothing",
        f"questions.own|{'x' * 16}",
        f"moderate.show|{question}",
        "feedback.rate|nothing|5",
        "moderate.results|0",
    ):
        assert await youth.presses_data(data, message), data
    await moderates(staff)
    assert await staff.presses_data(f"moderate.merge|{question}|{question}", staff.last.message_id)
    assert await staff.presses_data(f"moderate.reason|{question}|rude", staff.last.message_id)
    assert all(row["votes"] == 0 and row["state"] == 0 for row in await rows(play, "questions"))


async def ends(play: Play, people: list[Phone]) -> str:
    """The session on everybody's agenda is over, for some time."""
    session = str((await rows(play, "agenda"))[0]["session_id"])
    ends_at = next(row["ends_at"] for row in await rows(play, "sessions") if row["session_id"] == session)
    assert isinstance(ends_at, int)
    for person in people:
        person.skips()
    play.clock.advance(ends_at + HOUR - play.clock.now())
    return session


async def test_what_people_thought_is_asked_once_and_told_only_together(play: Play) -> None:
    staff = await begin(play)
    people = [play.person(f"P{number}") for number in range(7)]
    for person in people:
        await add_to_agenda(person)
    session = await ends(play, people)
    for number, person in enumerate(people[:6]):
        await person.hears("How was it?")
        await person.presses("2" if number else "5")
        assert ("others have answered" in visible(person.last.text)) == (number >= 5)
        await person.presses("Add a line of my own")
        await person.says(f"More time, says number {number}.")
        await person.hears("the organisers will read")
        await person.presses("Give this line")
    await people[0].presses_data(f"feedback.rate|{session}|2", people[0].last.message_id)
    await starts(staff)
    await staff.presses("What people thought")
    await press_route(staff, "moderate.result")
    assert "About 5 answers" in visible(staff.last.text)
    assert "three days after" in visible(staff.last.text)
    play.clock.advance(FEEDBACK_FOR)

    async def closed() -> bool:
        return not await rows(play, "feedback") and not await rows(play, "feedback_asked")

    await comes_true(closed)
    await press_route(staff, "moderate.results")
    await press_route(staff, "moderate.result")
    shown = visible(staff.last.text)
    assert "2: about 5" in shown
    assert "5: fewer than 5" in shown
    await staff.presses("Read what was written")
    assert all(f"says number {number}." in visible(staff.last.text) for number in range(6))
    asked = sum("How was it?" in message.text for message in people[6].messages)
    assert asked == 1
    assert "is over" in str(await people[6].presses_data(f"feedback.rate|{session}|1", 1))
    play.clock.advance(KEPT_FOR + 8 * DAY)

    async def gone() -> bool:
        held = await dump(play.house.database)
        return not any(held[table] for table in ("session_rooms", "feedback_counts", "feedback_words"))

    await comes_true(gone)


async def test_whoever_wants_not_to_be_asked_or_reminded_is_not(play: Play) -> None:
    await begin(play)
    tired, silent, other = play.person("Tired"), play.person("Silent"), play.person("Other")
    for person in (tired, silent, other):
        await add_to_agenda(person)
    session = str((await rows(play, "agenda"))[0]["session_id"])
    await tired.presses_data("feedback.no_more", tired.last.message_id)
    await silent.presses_data(f"programme.lead|{session}|0", silent.last.message_id)
    await ends(play, [tired, silent, other])
    await other.hears("How was it?")
    await tired.hears_nothing()
    await silent.hears_nothing()


@pytest.mark.parametrize("way", ["take back", "erase"])
async def test_what_is_taken_back_or_erased_is_gone(play: Play, way: str) -> None:
    staff, youth, other = await begin(play), play.person(), play.person("Noah")
    await asks(youth, WANTED)
    await asks(other, SAME)
    await shows_all(staff)
    await opens_first(youth)
    await youth.presses("▲ 1")
    await youth.presses("▲ 2")
    await moderates_shown(staff, SAME)
    await staff.presses("Same as another")
    await staff.presses("1")
    await youth.says("/privacy")
    stored = visible((await youth.hears("stored")).text)
    assert "1 question to a session" in stored
    assert "1 locked vote" in stored
    if way == "erase":
        youth.skips()
        await youth.says("/erase")
        await youth.presses("Yes, erase everything")
        await youth.hears("Proof of erasure")
    else:
        await starts(youth)
        await youth.presses("My questions")
        await youth.presses("1")
        await youth.presses("Take it back")
        assert "Taken back" in visible(youth.last.text)
    (left,) = await rows(play, "questions")
    assert left["state"] == 1, "what others asked too is shown in their words"
    assert left["votes"] == len(await rows(play, "question_votes")) == (way != "erase")
    await opens_first(other)
    assert SAME in visible(other.last.text)
    assert WANTED not in visible(other.last.text)


async def test_in_arabic(play: Play) -> None:
    staff, youth = await begin(play), play.person("Leila", "ar")
    await opens_first(youth, "إلى أي جلسة")
    await youth.presses("طرح سؤال")
    await youth.says("كيف نصل إلى من لا يأتي إلى المدرسة؟")
    await youth.hears("هذا ما سيراه الآخرون")
    await youth.presses("السؤال بصفتي")
    await youth.presses("شابة أو شاب")
    assert "السائل: شابة أو شاب" in visible(youth.last.text)
    await youth.presses("إرسال السؤال")
    await shows_all(staff)
    await youth.hears("سؤالك ظاهر الآن")
    await opens_first(youth, "إلى أي جلسة")
    assert "دون اسم" not in visible(youth.last.text)
    await youth.presses("▲ 1")
    assert "صوت واحد" in visible(youth.last.text)
