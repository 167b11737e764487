"""Help now: the card and its steps, other countries, numbers that failed, and the file to keep."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from bot.core.language import Language
from bot.core.roles import Role
from bot.features.support.jobs import SupportJobs
from bot.features.support.rules import DAY, REPORTS_KEPT_FOR, Situation
from bot.sandbox import Phone
from bot.sandbox.seen import Message
from tests.house import Play
from tests.programme import add_to_agenda, bring_programme


async def card(phone: Phone, command: str = "/now") -> Message:
    phone.skips()
    await phone.says(command)
    return await phone.hears("Call")


async def reports(phone: Phone, number: str) -> Message:
    await card(phone)
    await phone.presses("A number failed")
    await phone.hears("Which number didn’t work?")
    await phone.presses(f"{number}:")
    return await phone.hears("noted")


async def test_the_card_is_the_number_and_three_lines_and_turns_into_steps(play: Play) -> None:
    youth = play.person()
    first = await card(youth)
    heading, lines, *_ = first.text.split("\n\n")
    assert heading == "Call \u2068112\u2069 now."
    assert len(lines.splitlines()) == 3
    await youth.presses("Copy 112")
    assert youth.clipboard == "112"
    for button, said in (
        ("Not breathing", "chest compressions"),
        ("Won’t wake up", "on their side, head tilted back, chin up"),
        ("Very drowsy", "Nothing to eat or drink"),
        ("Panicking", "quiet place"),
        ("Much too hot", "cool place"),
        ("What to say", "Where you are"),
    ):
        await youth.presses(button)
        steps = await youth.hears(said)
        assert steps.message_id == first.message_id, "it turns in place"
        assert "Call \u2068112\u2069 now." in steps.text
        assert "sleep it off" in steps.text
        assert "Not yet checked by a clinician" in steps.text
    await youth.presses("Sources")
    sources = await youth.hears("knowthescore.info")
    assert "2026" in sources.text
    await youth.presses("Back to the card")
    await youth.hears("step by step")


async def test_somebody_elsewhere_finds_their_country_in_their_own_language(play: Play) -> None:
    youth = play.person(language="de")
    await youth.says("/now")
    await youth.presses("Anderes Land")
    await youth.hears("In welchem Land")
    await youth.presses("F")
    await youth.presses("Frankreich")
    france = await youth.hears("Frankreich")
    assert "112" in france.text
    await youth.presses("Anderes Land")
    await youth.presses("A")
    await youth.presses("Afghanistan")
    afghanistan = await youth.hears("konnten wir sie nicht bestätigen")
    assert "Polizei" in afghanistan.text
    assert "119" in afghanistan.text
    await youth.presses("Anderes Land")
    await youth.presses("Mein Land fehlt hier")
    nowhere = await youth.hears("konnten wir sie nicht bestätigen")
    assert "Nummern für" not in nowhere.text


async def test_where_no_helpline_is_known_none_is_named(play: Play) -> None:
    youth = play.person()
    await card(youth)
    await youth.presses("Talk to someone")
    shown = await youth.hears("I know no helpline here")
    assert "no emergency line" in shown.text
    assert "Find services near me" in shown.buttons
    await youth.presses("talk to an officer")
    await youth.hears("What is it about?")


async def test_a_number_three_people_could_not_reach_goes_until_somebody_has_looked(play: Play) -> None:
    coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    other = await play.officer("Cosimo", "it", organisation="city", role=Role.COORDINATOR)
    officer = await play.officer("Olaf")
    youth, second, third = (play.person(name) for name in ("Mira", "Noor", "Pia"))
    for _ in range(3):
        assert "144" in (await reports(youth, "144")).text, "one person is one voice"
    assert "144" in (await reports(second, "144")).text
    await coordinator.hears_nothing()
    assert "144" not in (await reports(third, "144")).text
    assert "144" not in (await card(youth)).text
    task = await coordinator.hears("several people say they could not reach it")
    assert "Never call an emergency number" in task.text
    assert "Austria" in task.text
    assert "ambulance" in task.text
    await other.hears("più persone")
    await officer.says("/numbers")
    await officer.hears("don’t know this command")
    await coordinator.presses("Keep it hidden")
    await coordinator.hears("stays as it is now")
    assert "144" not in (await card(youth)).text
    await other.presses("Verificato: funziona")
    await other.hears("viene mostrato di nuovo")
    assert "144" in (await card(youth)).text
    await coordinator.says("/numbers")
    await coordinator.hears("No number is in doubt")
    await coordinator.says("/audit")
    await coordinator.hears("confirmed that a number works")
    await youth.says("/privacy")
    await youth.hears("Nothing is stored")


async def test_the_number_for_a_life_in_danger_stays_with_a_warning(play: Play) -> None:
    coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    for name in ("Mira", "Noor", "Pia"):
        await reports(play.person(name), "112")
    task = await coordinator.hears("several people say")
    assert "It stays on the cards" in task.text
    shown = await card(play.person())
    assert "Call \u2068112\u2069 now." in shown.text
    assert "Others could not reach \u2068112\u2069" in shown.text
    await coordinator.presses("All doubtful numbers")
    await coordinator.hears("Numbers that several people could not reach")
    await coordinator.presses("112")
    await coordinator.presses("Keep the warning")
    await coordinator.hears("stays as it is now")


async def test_a_voice_is_shown_and_erased_and_forgotten_after_ninety_days(play: Play) -> None:
    youth, other = play.person(), play.person("Noor")
    await reports(youth, "133")
    await reports(other, "133")
    await youth.says("/privacy")
    await youth.hears("that a number did not work for you")
    await youth.says("/erase")
    await youth.presses("Yes, erase everything")
    await youth.hears("Erased.")
    await youth.says("/privacy")
    await youth.hears("Nothing is stored")
    play.clock.advance(REPORTS_KEPT_FOR + DAY)
    await SupportJobs(play.house.database, play.house.doubts, play.clock).drop_expired()
    await other.says("/privacy")
    await other.hears("Nothing is stored")


MADE_UP = (
    *("support.failed", "support.failed|AT", "support.failed|AT|911", "support.steps", "support.steps|AT|x"),
    *("support.letter", "support.letter|", "support.card|??", "support.task|AT|144", "support.works|AT|144"),
)


@pytest.mark.parametrize("data", MADE_UP)
async def test_made_up_buttons_do_nothing(play: Play, data: str) -> None:
    youth = play.person()
    shown = await card(youth)
    await youth.presses_data(data, shown.message_id)
    await youth.says("/now")
    await youth.hears("Call \u2068112\u2069 now.")


def file_in(play: Play, message: Message) -> tuple[str, bytes]:
    document = message.raw["document"]
    file = play.sandbox.world.files.find(document["file_id"])
    assert file is not None
    return document["file_name"], file.content


SAFE_TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "section",
        "p",
        "small",
        "b",
        "i",
        "br",
        "a",
        "bdi",
    )
}


def read_page(text: str) -> ET.Element:
    """As XML, once the tags that HTML leaves open are closed."""
    return ET.fromstring(re.sub(r"<(meta|br)\b([^>]*)>", r"<\1\2/>", text).partition("\n")[2])


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_file_to_keep_opens_without_a_net_and_says_all(play: Play, language: str) -> None:
    await bring_programme(play.house.database, play.clock.now())
    youth = play.person(language="en")
    await add_to_agenda(youth)
    await youth.hears()
    await youth.says("/language")
    await youth.presses_data(f"start.language|{language}", (await youth.hears()).message_id)
    await youth.hears()
    await youth.says("/offline")
    while "document" not in (message := await youth.hears()).raw:
        pass
    name, content = file_in(play, message)
    t = play.house.texts_for(Language(language))
    assert name == "notes.html"
    assert len(content) < 60_000
    text = content.decode()
    assert text.startswith("<!DOCTYPE html>")
    page = read_page(text)
    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert [each.get("href") for each in page.iter("a")] == ["tel:112", "tel:144", "tel:133", "tel:122"]
    assert {each.tag for each in page.iter()} == SAFE_TAGS
    words = "".join(page.itertext())
    for situation in Situation:
        heading = t.label(f"support.steps.{situation}").partition("\n")[0]
        assert re.sub("<.*?>", "", heading) in words
    assert t.label("support.offline_title") in words
    assert t.zone_name("Europe/Vienna") in words, "the venue's time of a session"
    assert "knowthescore.info" in words
