"""Whatever a person sees is in their language, from the first word to the last.

On SQLite alone: which engine keeps the words has nothing to do with what they are.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.core.language import Language
from bot.features.concerns.identifying.findings import MASK as MASKED
from bot.house import LOCALES
from bot.i18n import catalogue_path
from bot.sandbox import Phone
from bot.sandbox.seen import Message, visible
from tests.house import Play, playing
from tests.journeys.test_programme import Timetable, session_id
from tests.journeys.watching import ever_shown, press_route

BODY, ANSWER = "1 2 3 🚌?", "4 5 6 🙂!"
"""Words that are in no language."""
PHONE = "+43 660 1234567"
KEY = re.compile(r"\b(concerns|engine|learn|privacy|programme|staff|start|support|command)\.[a-z_]+\b")
LATIN_WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]{3,}")
NAMES = re.compile(r"Prevention week|Opening|Blue Room|Know the Score|St John|https://\S+")
NOT_WORDS = re.compile(r"<[^<>]+>|\{[a-z_]+\}|/[a-z_]+|\n")
LETTERS = 12
"""Shorter stretches may well be the same in two languages."""


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    async with playing(f"sqlite:///{tmp_path}/trustline.db") as running:
        yield running


@pytest.fixture
async def timetable(play: Play, tmp_path: Path) -> Timetable:
    made = Timetable(play, tmp_path / "programme.ics")
    await made.imports(("Opening", made.moment(9)))
    return made


@pytest.mark.parametrize("language", list(Language))
async def test_a_whole_stay_in_one_language(play: Play, timetable: Timetable, language: Language) -> None:
    officer, youth = await play.officer(), play.person(language=language)
    notices = [
        *await reads_and_loses_the_way(youth),
        *await has_a_concern(youth, officer),
        *await attends(youth, play, timetable),
        *await closes_and_erases(youth),
    ]
    shown = ever_shown(play, youth)
    words = [*texts_in(shown), *notices, *youth.commands.values()]
    assert len(notices) == 4
    assert [text for text in words if KEY.search(text) or "{" in text or "}" in text] == []
    if language is not Language.EN:
        assert left_in_english(words) == []
    if language in (Language.AR, Language.RU):
        assert [text for text in words if LATIN_WORDS.search(NAMES.sub("", text))] == []
    if language is Language.AR:
        place = next(iter(play.house.directory.areas.values())).named(language)
        own = visible(play.house.texts_for(language).label("concerns.place", area=place))
        lines = [line for line in lines_in(shown) if line != own]
        assert [line for line in lines if not line.startswith("\u200f")] == []


async def reads_and_loses_the_way(youth: Phone) -> list[str]:
    """Welcome, help, reading, searching, and all the ways to be misunderstood."""
    links = [f"/start {link}" for link in ("x-y", "s-x", "l-x", "i-x")]
    lost = ["/nowhere", "?", "/search", "zzzz", "/resume", "0", "/cancel", "/settings"]
    for said in ("/start", "/help", "/menu", "/now", "/privacy", "/erase", *links, *lost):
        await youth.says(said)
        await youth.hears()
    await youth.sends("voice")
    await youth.hears()
    await youth.says("/learn")
    for route in ("learn.topic|", "learn.read|", "learn.sources|"):
        await press_route(youth, route)
    return [str(await youth.presses_data("no.such|button", youth.last.message_id))]


async def has_a_concern(youth: Phone, officer: Phone) -> list[str]:
    await youth.says("/concern")
    for route in ("concern.topic|safety", "concern.area|safety|north"):
        await press_route(youth, route)
    await youth.says(BODY)
    await press_route(youth, "concern.readers")
    await press_route(youth, "concern.reader|all")
    for kind, route in (
        ("photo", "concern.file_no"),
        ("voice", "concern.file_no"),
        ("location", "concern.place"),
    ):
        await youth.sends(kind)
        await press_route(youth, route)
    for route in ("concern.preview", "concern.drop_last"):
        await press_route(youth, route)
    youth.skips()
    await youth.sends("document")
    for _ in ("is being cleaned", "cannot be read"):
        await youth.hears()
    await youth.says(PHONE)
    for route in ("concern.preview", "concern.hide", "concern.drop_last"):
        await press_route(youth, route)
    first = await youth.says("Not that")
    await youth.edits(first.message_id, "!")
    await youth.says("/concern")
    await press_route(youth, "concern.continue")
    for route in ("concern.preview", "concern.drop_last", "concern.preview"):
        await press_route(youth, route)
    stale = str(await youth.presses_data("concern.send|stale", youth.last.message_id))
    await press_route(youth, "concern.send")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears(BODY)
    thread = next(iter(officer.topics))
    await officer.says(ANSWER, thread=thread)
    answer = await youth.hears(ANSWER)
    mine = await youth.says("?", reply_to=answer.message_id)
    await officer.hears("?")
    await youth.edits(mine.message_id, "??")
    await officer.hears("??")
    await press_route(youth, "concern.unsend")
    await youth.says(PHONE)
    for route in ("concern.preview", "concern.cancel"):
        await press_route(youth, route)
    await officer.presses("Close with an outcome")
    await officer.presses("Advice given")
    for route in (
        *(
            "concern.rate",
            "concern.reopen",
            "concern.show",
            "concern.who",
            "concern.show",
            "concern.close",
            "concern.reopen",
        ),
        "concern.mine",
    ):
        await press_route(youth, route)
    return [stale, str(await youth.presses_data("concern.send", youth.last.message_id))]


async def attends(youth: Phone, play: Play, timetable: Timetable) -> list[str]:
    await youth.says("/agenda")
    await youth.hears()
    await youth.says("/programme")
    await press_route(youth, "programme.day|")
    await press_route(youth, "programme.session|")
    await press_route(youth, f"programme.add|{await session_id(play, 'Opening')}")
    for said in ("/reminders", "/agenda"):
        await youth.says(said)
        await youth.hears()
    timetable.wait_until(timetable.moment(9) - timedelta(minutes=10))
    await press_route(youth, "programme.session|")
    await timetable.imports(("Opening", timetable.moment(11)))
    return [str(await youth.presses_data("programme.session|x", youth.last.message_id))]


async def closes_and_erases(youth: Phone) -> list[str]:
    await youth.says("/privacy")
    await press_route(youth, "privacy.ask")
    await press_route(youth, "privacy.erase")
    await youth.hears("-")
    return []


async def test_who_speaks_another_language_gets_english_and_the_choice(play: Play) -> None:
    youth = play.person(language="pt-br")
    await youth.says("/start")
    welcome = await youth.hears("Hello, good that you are here")
    assert {"English", "Español", "Русский", "العربية"} <= set(welcome.buttons)
    await youth.presses("Español")
    await youth.hears("A partir de ahora")
    await youth.says("/menu")
    await youth.hears("¿Qué")
    assert youth.language == "pt-br"


async def test_another_language_midway_holds_for_all_that_comes(play: Play, timetable: Timetable) -> None:
    officer, youth = await play.officer(), play.person()
    t = play.house.texts_for(Language.RU)
    await has_begun_in_english(youth, officer)
    session = await session_id(play, "Opening")
    await youth.opens(f"s-{session}")
    await youth.presses("Add to my agenda")
    await youth.says("/language")
    await youth.presses("Русский")
    await youth.hears(t("start.language_chosen"))
    await officer.says(ANSWER, thread=next(iter(officer.topics)))
    answer = await youth.hears(ANSWER)
    mark, _, words = visible(answer.text).partition("\n")
    assert mark.endswith(" · Участковая полиция")
    assert not LATIN_WORDS.search(mark), "a case is called by a name of its reader's language"
    assert words == ANSWER
    assert answer.buttons == [t.label("concerns.show_case")]
    await officer.presses("Close with an outcome")
    await officer.presses("Advice given")
    await youth.hears(t("concerns.closed_advised"))
    timetable.wait_until(timetable.moment(9) - timedelta(minutes=10))
    await youth.hears(visible(t.count("programme.starts_in", 10)))
    await officer.says("/language")
    await officer.presses("Deutsch")
    await press_route(youth, "concern.reopen")
    await officer.hears("geöffnet")


async def has_begun_in_english(youth: Phone, officer: Phone) -> None:
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.says(BODY)
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await officer.hears("Concern")
    await officer.presses("Take")
    await youth.hears("has taken")


def texts_in(shown: Iterable[Message]) -> Iterator[str]:
    """All that can be read. Where an article comes from is named as it is called there."""
    for message in shown:
        yield from map(visible, message.buttons)
        if "https://" not in message.text:
            yield visible(message.text)


def lines_in(shown: Iterable[Message]) -> Iterator[str]:
    """Without what people wrote themselves."""
    own = (BODY, ANSWER, PHONE, MASKED, "!")
    return (line for message in shown for line in message.text.splitlines() if line and line not in own)


def left_in_english(words: Iterable[str]) -> list[str]:
    """Stretches of the English catalogue that stand in other words."""
    said = "\n".join(words)
    with catalogue_path(LOCALES, Language.EN).open("rb") as file:
        entries = [entry.string for entry in read_po(file) if entry.id]
    forms = (form for entry in entries for form in ([entry] if isinstance(entry, str) else entry))
    stretches = (stretch.strip(" .,:") for form in forms for stretch in NOT_WORDS.split(form))
    return sorted({each for each in stretches if sum(map(str.isalpha, each)) > LETTERS and each in said})
