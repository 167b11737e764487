"""Young people are asked, answer without being known, and hear what came of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.counts import SMALLEST, shown_counts
from bot.core.roles import Role
from bot.features.voice.rules import DAY, KEPT, WORDS_KEPT, read_answers
from bot.sandbox import Phone
from bot.sandbox.seen import visible
from tests.house import Play
from tests.journeys.casework import comes_true
from tests.kept import dump, long_values

QUESTION = "What would you like to have in the park?"
ANSWERS = ("A place to skate", "More light", "A quiet corner")
WEEK = 7 * DAY


async def lead(play: Play) -> Phone:
    return await play.officer("Lena", organisation="city", role=Role.LEAD)


async def consults(staff: Phone, form: str = "Choose an answer", area: str = "Old Town") -> str:
    """Asks in English, for a week; returns the link to it."""
    await staff.says("/voice")
    await staff.presses("Consultations")
    await staff.presses("Ask something")
    for choice in (form, area, "14–18", "1 week"):
        await staff.presses(choice)
    await staff.hears("Write the question in this language")
    await staff.says(QUESTION)
    if form == "Choose an answer":
        await staff.hears("Now the answers in this language")
        await staff.says("\n".join(f"- {answer}" for answer in ANSWERS))
    await staff.hears("This is how it will be shown")
    await staff.presses("Publish")
    await staff.hears("It is open now")
    await staff.presses("Open it")
    await staff.presses("Copy the link")
    return staff.clipboard


async def chooses(youth: Phone, link: str, number: int) -> None:
    await youth.opens(link)
    await youth.hears(QUESTION)
    await youth.presses(str(number))
    await youth.presses("Give my answer")
    await youth.hears("Your answer counts")


async def rows(play: Play, table: str) -> list[dict[str, object]]:
    return (await dump(play.house.database))[table]


async def test_young_people_are_asked_and_told_what_came_of_it(play: Play) -> None:
    staff = await lead(play)
    link = await consults(staff)
    youths = [play.person(f"Y{number}") for number in range(6)]
    await youths[0].says("/voice")
    await youths[0].presses("Old Town")
    await youths[0].presses("14–18")
    await youths[0].presses("1")
    asked = await youths[0].hears("counted without you")
    assert all(f"{number}. {answer}" in visible(asked.text) for number, answer in enumerate(ANSWERS, 1))
    for youth in youths:
        await chooses(youth, link, 2)
    await staff.says("/voice")
    await staff.presses("Consultations")
    await staff.presses("1")
    assert "Results come when it ends" in visible((await staff.hears("About 5 answers")).text)
    play.clock.advance(WEEK + 61)
    await staff.hears("A consultation has ended")
    await staff.presses("Open it")
    shown = await staff.hears("More light – about 5")
    assert "A place to skate – fewer than 5" in visible(shown.text)
    await staff.presses("Say what came of it")
    await staff.says("You would like more light.")
    await staff.hears("And what did you do")
    await staff.says("Ten lamps by May.")
    await staff.presses("Publish")
    for youth in youths:
        play.clock.advance(61)
        told = await youth.hears("this came of it")
        assert "You would like more light." in visible(told.text)
        assert "Ten lamps by May." in visible(told.text)
    await youths[0].presses("See the results")
    await youths[0].hears("More light – about 5")
    assert not await rows(play, "voice_listeners")
    assert not await rows(play, "voice_takers")


async def test_everybody_has_one_answer_and_few_are_not_shown(play: Play) -> None:
    staff = await lead(play)
    link = await consults(staff)
    youth = play.person()
    await chooses(youth, link, 1)
    await youth.opens(link)
    await youth.hears(QUESTION)
    await youth.presses("3")
    assert "Each person has one" in str(await youth.presses("Give my answer"))
    await staff.presses("End it now")
    await staff.presses("Yes, end it")
    shown = await staff.hears("Fewer than 5 answers")
    assert ANSWERS[0] + " –" not in visible(shown.text)
    await youth.opens(link)
    await youth.hears("Fewer than 5 answers")


async def test_words_of_ones_own_are_looked_at_before_and_read_only_together(play: Play) -> None:
    staff = await lead(play)
    link = await consults(staff, "In their own words")
    for number in range(5):
        youth = play.person(f"Y{number}")
        await youth.opens(link)
        await youth.presses("Write an answer")
        await youth.hears("Please no names")
        await youth.says("My name is Xaver Quendel, ask me.")
        assert "may say who you or somebody else is" in visible((await youth.hears("will read")).text)
        await youth.says(f"A fountain, number {number}. {'x' * 900}")
        assert "Xaver" not in visible((await youth.hears("will read")).text)
        await youth.presses("Give my answer")
        await youth.hears("Your answer counts")
    assert not any(b"fountain" in bytes(row["sealed"]) for row in await rows(play, "voice_words"))  # type: ignore[arg-type]
    staff.skips()
    await staff.presses("End it now")
    await staff.presses("Yes, end it")
    await staff.presses("Read the answers")
    read = visible((await staff.hears("Answers, in no order")).text)
    await staff.presses("Later")
    read += visible((await staff.hears("Answers, in no order")).text)
    assert all(f"A fountain, number {number}." in read for number in range(5))
    play.clock.advance(WORDS_KEPT + DAY)

    async def destroyed() -> bool:
        return not await rows(play, "voice_words")

    await comes_true(destroyed)
    play.clock.advance(KEPT)

    async def gone() -> bool:
        return not await rows(play, "consultations")

    await comes_true(gone)


async def test_whoever_does_not_want_to_hear_of_it_is_not_kept(play: Play) -> None:
    staff = await lead(play)
    link = await consults(staff)
    one, other = play.person("One"), play.person("Other")
    for youth in (one, other):
        await chooses(youth, link, 1)
    await one.presses("Don’t tell me")
    await one.hears("nothing will be sent")
    await one.says("/privacy")
    assert "locked way" not in visible((await one.hears("1 locked mark that you answered")).text)
    await one.presses("Erase")
    await one.presses("Yes, erase everything")
    await one.hears("Proof of erasure")
    await other.says("/privacy")
    await other.hears("locked way to tell you what came")
    await other.presses("Erase")
    await other.presses("Yes, erase everything")
    await other.hears("Proof of erasure")
    assert not await rows(play, "voice_listeners")
    assert not await rows(play, "voice_takers")


async def test_nobody_makes_up_for_five_by_erasing_and_answering_again(play: Play) -> None:
    staff, youth = await lead(play), play.person()
    link = await consults(staff)
    for _ in range(SMALLEST):
        youth.skips()
        await chooses(youth, link, 1)
        await youth.says("/erase")
        await youth.presses("Yes, erase everything")
        await youth.hears("Proof of erasure")
    staff.skips()
    await staff.presses("End it now")
    await staff.presses("Yes, end it")
    await staff.hears("Fewer than 5 answers")


async def test_who_goes_back_writes_no_answer_and_no_question(play: Play) -> None:
    staff, youth = await lead(play), play.person()
    link = await consults(staff, "In their own words")
    await youth.opens(link)
    await youth.presses("Write an answer")
    await youth.presses("Back")
    await youth.hears(QUESTION)
    youth.skips()
    await youth.says("Hello?")
    assert "will read" not in (await youth.hears()).text
    await staff.presses("Back")
    await staff.presses("Ask something")
    for choice in ("Choose an answer", "Old Town", "14–18", "1 week", "Give it up"):
        await staff.presses(choice)
    staff.skips()
    await staff.says("This is for somebody else.")
    assert "Now the answers" not in (await staff.hears()).text


async def test_a_look_gives_only_the_words_it_shows(play: Play) -> None:
    youth = play.person()
    await youth.opens(await consults(await lead(play), "In their own words"))
    await youth.presses("Write an answer")
    await youth.says("More light.")
    old = await youth.hears("More light")
    await youth.says("Less noise.")
    await youth.hears("Less noise")
    assert "older message" in str(await youth.presses("Give my answer", message=old))
    await youth.presses("Give my answer")
    await youth.hears("Your answer counts")


async def test_made_up_buttons_show_nothing_that_is_not_there(play: Play) -> None:
    youth, staff = play.person(), await lead(play)
    await youth.says("/voice")
    await youth.hears("Your voice")
    assert "older message" in str(await youth.presses_data(f"voice.list|{'x' * 40}||", youth.last.message_id))
    assert "older message" in str(await youth.presses_data("voice.list|north|12-12|0", youth.last.message_id))
    await youth.presses_data(f"voice.ended|{'9' * 30}", youth.last.message_id)
    await youth.hears("No question has ended yet")
    await staff.says("/voice")
    await staff.hears("Your voice")
    await staff.presses_data(f"consult.desk|{'9' * 30}", staff.last.message_id)
    await staff.hears("Ask young people, listen")


async def test_staff_write_in_several_languages_and_are_warned(play: Play) -> None:
    staff = await lead(play)
    await staff.says("/voice")
    for choice in ("Consultations", "Ask something", "Choose an answer", "all areas", "all ages", "1 week"):
        await staff.presses(choice)
    await staff.says("x" * 301)
    await staff.hears("between 1 and 300 characters")
    await staff.says("What is your name?")
    await staff.says("only one")
    await staff.hears("at least two")
    await staff.says("one\ntwo")
    assert "seems to ask for something that says who" in visible(
        (await staff.hears("how it will be shown")).text
    )
    await staff.presses("Write it anew")
    await staff.says("Where do you like to be?")
    await staff.hears("Now the answers")
    await staff.says("Park\nLibrary")
    await staff.presses("Add another language")
    await staff.presses("Arabic")
    await staff.says("أين نحب أن نكون؟")
    await staff.hears("up to 2")
    await staff.says("في الحديقة\nفي المكتبة\nفي البيت")
    await staff.hears("as many as in the other languages")
    await staff.says("في الحديقة\nفي المكتبة")
    await staff.hears("how it will be shown")
    await staff.presses("Publish")
    await staff.hears("It is open now")
    arab, german = play.person("Amal", "ar"), play.person("Gerd", "de")
    for youth, words in ((arab, "في الحديقة"), (german, "Library")):
        await youth.says("/voice")
        await youth.hears()
        await youth.presses_data("voice.list|north|10-13|0", youth.last.message_id)
        await youth.presses("1")
        await youth.hears(words)
    assert "Angezeigt auf" in visible(german.last.text)


async def test_an_officer_does_not_ask_and_other_organisations_do_not_read(play: Play) -> None:
    link = await consults(await lead(play), "In their own words")
    consultation = link.partition("=c-")[2]
    officer = await play.officer("Olaf")
    other = await play.officer("Hanna", organisation="youth-health", role=Role.LEAD)
    chief = await play.officer("Carla", organisation="schools", role=Role.COORDINATOR)
    await officer.says("/voice")
    assert "Consultations" not in (await officer.hears("Your voice")).buttons
    assert "older message" in str(await officer.presses_data(f"consult.open|{consultation}", 1))
    assert "not there any more" in str(await other.presses_data(f"consult.open|{consultation}", 1))
    await chief.says("/voice")
    await chief.presses("Consultations")
    await chief.presses("1")
    await chief.hears(QUESTION)


async def test_two_answers_of_one_person_share_nothing(play: Play) -> None:
    staff, youth = await lead(play), play.person()
    links = [await consults(staff), await consults(staff)]
    known = long_values(await dump(play.house.database))
    for link in links:
        await chooses(youth, link, 1)
    held = await dump(play.house.database)
    tables = ("voice_takers", "voice_listeners", "addresses")
    rows_of = [
        [{key: row[key] for key in row if key != "language"} for row in held[table]] for table in tables
    ]
    for rows in rows_of:
        new = [values for row in rows if (values := long_values({"": [row]}) - known)]
        first, second = new  # in whatever order they lie: it tells nothing
        assert not first & second


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_what_is_shown_is_rounded_and_never_few(counts: list[int]) -> None:
    shown = shown_counts(counts)
    assert (shown is None) == (sum(counts) < SMALLEST)
    for count, each in zip(counts, shown or (), strict=False):
        assert (each is None) == (count < SMALLEST)
        assert each is None or (each % SMALLEST == 0 and abs(each - count) <= 2)


def test_what_people_put_before_answers_is_no_part_of_them() -> None:
    assert read_answers("- 10 lamps\n2. A bench\n• 3.5 km of path\n\n3) None") == (
        "10 lamps",
        "A bench",
        "3.5 km of path",
        "None",
    )
