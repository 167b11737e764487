"""Whatever somebody may send: it is relayed whole, or refused in one clear sentence, and they can go on."""

from __future__ import annotations

import pytest

from bot.core.language import Language
from bot.sandbox.contents import CARDS
from bot.sandbox.contents import SAMPLES as FILES
from bot.sandbox.services import SERVICES
from tests.house import Play
from tests.journeys.scripts import INVISIBLE, LONGEST, ODD, SAMPLES, longest
from tests.journeys.steps import send_concern, taken_case
from tests.journeys.watching import all_is_calm, hears_in_topic, press_route

BODY = "There is somebody at the bus stop."
MARK = " · \u2068Community police\u2069"
"""With what the line above an officer's words ends; it begins with the name of the case."""
WORDS = {"text", "forwarded", "external_reply"}
SEEN = ["photo", "video", "animation", "video_note"]
HEARD = ["audio", "voice"]
REFUSED = [
    "live_photo",
    *(CARDS.keys() - WORDS - {"pinned_message"}),
    *("dice", "story", "checklist", "rich_message", "invoice", "users_shared"),
    *("chat_shared", "web_app_data", "passport_data", "gift", "unique_gift", "giveaway", "giveaway_winners"),
]
UNHEARD_OF = ["user_shared", "community_chat_added", "community_chat_removed", "community_chat_joined"]
assert {*SEEN, *HEARD, "document", "sticker", "live_photo"} == FILES.keys()
PLACES = ["location", "venue"]
NOBODY_SPEAKS = [*(SERVICES.keys() - {*REFUSED, *UNHEARD_OF, *PLACES}), "pinned_message"]


async def test_the_longest_texts_of_every_script_arrive_whole_on_both_sides(
    play: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    officer, youth = await play.officer(), play.person()
    await send_concern(youth, *map(longest, SAMPLES.values()))
    await officer.hears("Concern")
    shown = [message.text for message in youth.messages if message.is_from_bot]
    assert [text for text in shown if len(text) == LONGEST] == [longest(each) for each in SAMPLES.values()]
    await officer.presses("Take")
    for sample in SAMPLES.values():
        assert (await officer.hears(sample)).text == longest(sample)
    thread = next(iter(officer.topics))
    await youth.hears("has taken")
    for sample in SAMPLES.values():
        await officer.says(longest(sample), thread=thread)
        mark = (await youth.hears()).text
        assert mark.endswith(MARK)
        assert "\n" not in mark
        answer = await youth.hears()
        assert answer.text == longest(sample)
        assert answer.buttons == ["My case"]
    all_is_calm(capsys)


async def test_the_longest_texts_full_of_numbers_can_be_hidden_and_sent(
    play: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    """What could say who somebody is is more than one message can hold."""
    officer, youth = await play.officer(), play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    for count in range(2):
        await youth.says(longest("Call my friend on +43 660 1234567, it happens here all the time. "))
        await youth.hears(f"{count + 1}\u2069 message")
    await youth.presses("See what the officer will see")
    await youth.hears("That was all")
    await youth.presses("Hide all of it")
    await youth.hears("That was all")
    await youth.presses("Send")
    await officer.hears("Concern")
    await officer.presses("Take")
    for _ in range(2):
        assert "1234567" not in (await officer.hears("Call my friend")).text
    all_is_calm(capsys)


async def test_odd_characters_pass_and_those_that_steer_or_cannot_be_shown_do_not(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await send_concern(youth, *(written for written, _ in ODD.values()))
    await officer.hears("Concern")
    await officer.presses("Take")
    for name, (_, passed) in ODD.items():
        assert (await hears_in_topic(officer)).text == passed, name
    named = (await youth.hears("has taken")).text.partition(" · ")[0].partition("taken ")[2] + "\u2069"
    thread = next(iter(officer.topics))
    for name, (written, passed) in ODD.items():
        await officer.says(written, thread=thread)
        assert (await youth.hears()).text.partition("\n")[::2] == (f"{named}{MARK}", passed), name


async def test_what_nobody_could_see_is_not_taken_for_words(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    thread = next(iter(officer.topics))
    await youth.hears("has taken")
    for nothing in INVISIBLE:
        await youth.says(nothing)
        await youth.hears("no words in this")
        await officer.says(nothing, thread=thread)
        assert (await officer.hears("no words in this")).thread == thread
    await youth.says("/concern")
    await youth.presses("Online")
    await youth.presses("Riverside")
    await youth.says(INVISIBLE[0])
    await youth.hears("no words in this")
    await youth.says("Now in words.")
    await youth.hears("1\u2069 message so far")


async def test_every_kind_that_cannot_go_through_is_refused_in_one_sentence_and_the_draft_goes_on(
    play: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    officer, youth = await play.officer(), play.person(language="de")
    t = play.house.texts_for(Language.DE)
    await youth.says("/concern")
    await press_route(youth, "concern.topic|drugs")
    await press_route(youth, "concern.area|drugs|old-town")
    await youth.says(BODY)
    await youth.hears("1\u2069 Nachricht")
    for kind in [*REFUSED, *UNHEARD_OF]:
        await youth.sends(kind)
        label = t.label(f"engine.kind.{'other' if kind in UNHEARD_OF else kind}")
        assert (await youth.hears()).text == t("engine.kind_refused", kind=label), kind
    for kind in NOBODY_SPEAKS:
        await youth.sends(kind)
    await youth.says("Und noch etwas.")
    assert "2\u2069 Nachrichten" in (await youth.hears()).text
    await press_route(youth, "concern.preview")
    await press_route(youth, "concern.send")
    await officer.hears("Concern")
    await officer.presses("Take")
    assert [(await hears_in_topic(officer)).text for _ in range(2)] == [BODY, "Und noch etwas."]
    await officer.hears_nothing()
    all_is_calm(capsys)


async def test_a_file_in_the_middle_is_asked_about_or_refused_with_a_reason_and_the_draft_goes_on(
    play: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is fetched before somebody said that it may go along; what cannot be cleaned stays outside."""
    officer, youth = await play.officer(), play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.hears("Write it down")
    for kind in (*SEEN, *HEARD):
        await youth.sends(kind)
        asked = await youth.hears("Send it all the same?")
        assert ("voice" in asked.text) is (kind in HEARD), kind
        await youth.presses("Leave it out", message=asked)
        await youth.hears("There is nothing in the draft now")
    assert not [call for call in play.sandbox.calls if call.method == "getFile"]
    await youth.sends("document")
    await youth.hears("can’t be read, so it was not sent")
    for kind in PLACES:
        await youth.sends(kind)
        await youth.hears("An exact place is never passed on")
    await youth.says(BODY)
    await youth.hears("1\u2069 message so far")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await officer.hears("Concern")
    await officer.presses("Take")
    assert (await hears_in_topic(officer)).text == BODY
    await officer.hears_nothing()
    all_is_calm(capsys)


async def test_an_album_is_asked_about_once_and_an_officers_file_stays_here(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    for album in ("1", "2"):
        for kind in ("photo", "video", "photo"):
            await youth.sends(kind, media_group_id=album, caption="Look at this")
        await youth.hears("Send it all the same?")
        await youth.hears_nothing()
    thread = next(iter(officer.topics))
    await officer.sends("voice", thread=thread)
    assert (await officer.hears("Only words go to young people")).thread == thread
    await youth.hears_nothing()
    assert not any("Look at this" in message.text for message in officer.messages)


async def test_what_is_forwarded_or_quoted_is_passed_on_without_where_it_came_from(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.sends("forwarded")
    await youth.sends("external_reply")
    assert [(await hears_in_topic(officer)).text for _ in range(2)] == ["Look what I got", "What about this?"]


COMMANDS = [
    *("/start", "/menu", "/help", "/language", "/settings", "/privacy", "/erase", "/now", "/learn", "/cases"),
    *("/programme", "/agenda", "/reminders", "/desk", "/staff", "/unheard_of", "/concern@trustline_demo_bot"),
]


async def test_no_command_in_the_middle_of_a_dialogue_loses_it(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    code = await send_concern(youth, "The first.")
    await send_concern(youth, "The second.", topic="Online")
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.says(BODY)
    await youth.hears("1\u2069 message so far")
    for command in COMMANDS:
        await youth.says(command)
        await youth.hears()
    await youth.says("And more.")
    await youth.hears("2\u2069 messages so far")
    await youth.says("/search")
    await youth.hears("What are you looking for?")
    await youth.says("/now")
    await youth.hears("Call")
    await youth.says("interpreter")
    await youth.hears("Found for")
    await youth.says("/resume")
    await youth.hears("Type or paste")
    await youth.says("/menu")
    await youth.hears("What would you like")
    await youth.says(code)
    await youth.hears("here already")
    await youth.says("And this.")
    await youth.hears("3\u2069 messages so far")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    for _ in range(3):
        await officer.hears("Concern")
    await officer.presses("Take")
    assert [(await hears_in_topic(officer)).text for _ in range(3)] == [BODY, "And more.", "And this."]


async def test_words_for_one_of_several_cases_wait_each_for_its_own_answer(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    for topic, text in (("Drugs", "The first."), ("Online", "The second.")):
        await send_concern(youth, text, topic=topic)
        await officer.hears(topic)
        await officer.presses("Take")
        await officer.hears(text)
    questions = []
    for text in ("This belongs to the drugs.", "This belongs online."):
        await youth.says(text)
        questions.append(await youth.hears("To which case"))
        await youth.says("/privacy")
        await youth.hears("Stored about you now")
    await youth.presses(" · Online", message=questions[1])
    arrived = await officer.hears("This belongs online.")
    assert "Online" in officer.topics[arrived.thread or 0].name
    await youth.presses(" · Drugs", message=questions[0])
    arrived = await officer.hears("This belongs to the drugs.")
    assert "Drugs" in officer.topics[arrived.thread or 0].name
    await youth.hears("Passed on")
