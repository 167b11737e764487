"""Finding a session: by words, by room, by language, by what is on; and what is in the way of it."""

from __future__ import annotations

from dataclasses import replace

from bot.core.language import Language
from bot.core.outcome import Screen, Step
from bot.features.programme.model import Localized
from tests.features.programme.hall import DAY, HOUR, MINUTE, Hall, plain, planned, programme, vienna

NINE = vienna(2026, 9, 2, 9)
MIRA = 1001


def labels(screen: Screen) -> list[str]:
    return [plain(button.label) for row in screen.rows for button in row]


def data(screen: Screen, label: str) -> str:
    return next(
        button.press for row in screen.rows for button in row if button.press and label in plain(button.label)
    )


async def asks(hall: Hall, words: str, language: Language = Language.EN) -> Screen:
    days = await hall.does(MIRA, "/programme")
    step = (await hall.acts(MIRA, data(days, "Search"))).step
    assert isinstance(step, Step)
    return await hall.writes(MIRA, words, step, language)


async def test_words_are_found_in_titles_first_and_in_everything_that_is_said(hall: Hall) -> None:
    title = Localized.of({"en": "School climate", "ru": "Атмосфера в школе"})
    await hall.imports(
        programme(
            replace(planned("a", NINE + DAY), title=title, speakers=("Renée Čapková",)),
            replace(planned("b", NINE), abstract=Localized.of("What a school can do")),
            planned("c", NINE, room="Café"),
        )
    )
    found = await asks(hall, "SCHOOL")
    assert [label for label in labels(found) if "09:00" in label] == [
        "09:00 School climate",
        "09:00 Session b",
    ]
    assert "School climate" in (await asks(hall, "capkova renee")).text
    assert "Session c" in (await asks(hall, "cafe")).text
    assert "Атмосфера" in (await asks(hall, "школ", Language.RU)).text
    assert "Nothing found for “zebra”" in plain((await asks(hall, "zebra")).text)
    assert "Nothing found" in (await asks(hall, "…")).text


async def test_whoever_goes_back_searches_no_more(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    days = await hall.does(MIRA, "/programme")
    question = await hall.does(MIRA, data(days, "Search"))
    assert (await hall.acts(MIRA, data(question, "Days"))).ends == "programme"
    assert (await hall.acts(MIRA, "programme.reminders")).ends == "programme"


async def test_what_changed_is_found_as_it_is_now(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE, title="Opening"), planned("b", NINE)))
    assert "Opening" in (await asks(hall, "opening")).text
    hall.at(hall.now + MINUTE)
    await hall.imports(programme(planned("a", NINE, title="Welcome"), planned("b", NINE)))
    assert "Nothing found" in (await asks(hall, "opening")).text
    assert "Welcome" in (await asks(hall, "welcome")).text


async def test_by_room_and_by_language(hall: Hall) -> None:
    await hall.imports(
        programme(
            replace(planned("a", NINE, room="Blue Room"), language="ru"),
            planned("b", NINE + DAY, room="Blue Room"),
            planned("c", NINE),
        )
    )
    days = await hall.does(MIRA, "/programme")
    rooms = await hall.does(MIRA, data(days, "Rooms"))
    assert labels(rooms)[:2] == ["Blue Room", "Hall A"]
    blue = await hall.does(MIRA, data(rooms, "Blue Room"))
    assert [label for label in labels(blue) if "09:00" in label] == ["09:00 Session a", "09:00 Session b"]
    assert "Thursday 3 September" in plain(blue.text)
    languages = await hall.does(MIRA, data(days, "Languages"))
    assert labels(languages)[0] == "Russian"
    assert "Session a" in (await hall.does(MIRA, data(languages, "Russian"))).text


async def test_what_is_on_now_and_what_comes_next(hall: Hall) -> None:
    await hall.imports(programme(*(planned(key, NINE + n * HOUR) for n, key in enumerate("abcdef"))))
    days = await hall.does(MIRA, "/programme")
    assert "Nothing is on" in (await hall.does(MIRA, data(days, "Now and next"))).text
    hall.at(NINE + HOUR + 5 * MINUTE)
    shown = plain((await hall.does(MIRA, data(days, "Now and next"))).text)
    now, following = shown.split("Next")
    assert "Session b" in now
    assert "Session a" not in shown
    assert "Session c" in following
    assert "Session d" in following
    assert "Session e" not in following


async def test_too_little_time_to_change_rooms_is_said(hall: Hall) -> None:
    await hall.imports(
        programme(
            planned("a", NINE),
            planned("b", NINE + HOUR + 5 * MINUTE, room="Hall B"),
            planned("c", NINE + HOUR),
            planned("d", NINE + HOUR + 10 * MINUTE, room="Hall B"),
        )
    )
    await hall.adds(MIRA, "a")
    for key, is_said in (("b", True), ("c", False), ("d", False)):
        session = await hall.session(key)
        shown = await hall.does(MIRA, f"programme.session|{session.session_id}|a")
        assert ("Little time to change rooms:\n<b>09:00</b> Session a" in plain(shown.text)) == is_said
