"""Reading: from the topics to an article and its sources, by a link, and by a search."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.sandbox.seen import Message
from tests.house import Play, playing


def formatted(message: Message, kind: str) -> list[str]:
    """The parts of the text that have an entity of this kind."""
    text = message.text.encode("utf-16-le")
    spans = (
        (entity["offset"] * 2, entity["length"] * 2) for entity in message.entities if entity["type"] == kind
    )
    return [text[start : start + length].decode("utf-16-le") for start, length in spans]


async def test_an_article_is_read_page_by_page_in_one_message(play: Play) -> None:
    youth = play.person(language="en")
    await youth.says("/learn")
    topics = await youth.hears("What would you like to read about?")
    await youth.presses("Friends and pressure")
    await youth.hears("How to say no in your own way")
    await youth.presses("Saying no and keeping your friends")
    first = await youth.hears("1 of 4")
    assert "Wanting to belong is normal" in formatted(first, "bold")
    assert "Previous" not in first.buttons
    await youth.presses("Next")
    second = await youth.hears("• What do I want")
    assert second.message_id == topics.message_id
    await youth.presses("Previous")
    await youth.hears("1 of 4")


async def test_the_last_page_has_no_next_and_back_leads_to_the_topic_and_the_menu(play: Play) -> None:
    youth = play.person(language="en")
    await youth.opens("l-saying-no")
    await youth.hears("1 of 4")
    for page in (2, 3, 4):
        await youth.presses("Next")
        last = await youth.hears(f"{page} of 4")
    assert "Next" not in last.buttons
    await youth.presses("Back")
    await youth.hears("Friends and pressure")
    await youth.presses("Menu")
    await youth.hears("What would you like to do?")


async def test_sources_are_named_with_their_addresses_and_the_state_of_review(play: Play) -> None:
    youth = play.person(language="en")
    await youth.opens("l-talking-to-police")
    await youth.hears("1 of 5")
    await youth.presses("Next")
    await youth.hears("2 of 5")
    await youth.presses("Sources")
    sources = await youth.hears("Not yet reviewed by a professional.")
    assert "Good Practices in Building Police-Public Partnerships" in sources.text
    assert "https://polis.osce.org/" in sources.text
    assert "Checked on" in sources.text
    await youth.presses("Back")
    await youth.hears("2 of 5")


async def test_what_has_expired_says_so_on_the_page_and_beside_the_sources(database_url: str) -> None:
    async with playing(database_url, start=datetime(2031, 1, 1, tzinfo=UTC).timestamp()) as play:
        youth = play.person(language="en")
        await youth.opens("l-saying-no")
        await youth.hears("may be out of date")
        await youth.presses("Sources")
        await youth.hears("may be out of date")


async def test_words_find_the_page_where_they_stand(play: Play) -> None:
    youth = play.person(language="en")
    await youth.says("/search")
    await youth.hears("What are you looking for?")
    await youth.says("can i get an interpreter <b>")
    found = await youth.hears("interpreter?”")
    assert "interpreter" in formatted(found, "bold")
    await youth.presses("Questions you can ask")
    await youth.hears("3 of 5")
    await youth.says("and a lawyer")
    assert "Found" not in (await youth.hears()).text


async def test_words_may_stand_beside_the_command_and_in_another_language(play: Play) -> None:
    youth = play.person(language="de")
    await youth.says("/search меня остановила полиция")
    found = await youth.hears("Russisch")
    assert "Mit der Polizei sprechen: was du erwarten darfst" in found.text


async def test_a_scenario_is_found_and_starts(play: Play) -> None:
    youth = play.person(language="en")
    await youth.says("/search easy money for a parcle")
    found = await youth.hears("Found for")
    await youth.presses("The parcel")
    started = await youth.hears("Would you keep a bag for me")
    assert started.message_id == found.message_id


async def test_who_finds_nothing_is_shown_help_and_may_ask_again(play: Play) -> None:
    youth = play.person(language="en")
    await youth.says("/search")
    await youth.hears("What are you looking for?")
    await youth.says("xqzwk")
    nothing = await youth.hears("I found nothing for “xqzwk”")
    assert {"Help now 🆘", "Talk to an officer", "All topics"} <= set(nothing.buttons)
    await youth.says("bored")
    await youth.hears("Found for “bored”")


async def test_arabic_pages_run_from_right_to_left(play: Play) -> None:
    youth = play.person(language="ar")
    await youth.opens("l-friend-not-ok")
    for page in range(1, 5):
        shown = await youth.hears()
        lines = [line for line in shown.text.splitlines() if line]
        assert all(line.startswith("\u200f") for line in lines), page
        await youth.presses_data(f"learn.read|friend-not-ok|{page}", shown.message_id)


async def test_buttons_and_links_to_what_is_gone_or_never_was_say_so(play: Play) -> None:
    youth = play.person(language="en")
    await youth.opens("l-no-such-article")
    gone = await youth.hears("This is no longer here")
    for data in (
        "learn.read|no-such-article|0",
        "learn.topic|sport",
        "learn.topic",
        "learn.sources|",
        "learn.read",
    ):
        assert "This is no longer here" in (await youth.presses_data(data, gone.message_id) or "")
    for number in ("99", "-1", "x", "²"):
        await youth.presses_data(f"learn.read|saying-no|{number}", gone.message_id)
        await youth.hears(" of 4")
        await youth.presses_data("learn.topics", gone.message_id)
        await youth.hears("What would you like to read about?")
