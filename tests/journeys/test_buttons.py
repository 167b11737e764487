"""Buttons pressed at once, twice, late, and by those who make up their own."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from bot.sandbox import Phone
from tests.house import Play
from tests.journeys.steps import send_concern, taken_case
from tests.journeys.watching import all_is_calm, all_routes, ever_pressable, find_route, press_route

BODY = "There is somebody at the bus stop."
AT_ONCE = 50


async def press_twice(phone: Phone, route: str) -> Counter[str | None]:
    """Both presses are on their way before the bot sees the first; what the answers show."""
    found = find_route(phone, route)
    assert found is not None, route
    return Counter(await asyncio.gather(phone.presses_data(*found), phone.presses_data(*found)))


async def draft(youth: Phone, *texts: str) -> None:
    await youth.says("/concern")
    await draft_words(youth, *texts)


async def draft_words(youth: Phone, *texts: str) -> None:
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    for text in texts:
        await youth.says(text)
        await youth.hears("not sent yet")


def times_heard(phone: Phone, words: str) -> int:
    return sum(words in message.text for message in phone.messages)


async def test_send_pressed_twice_sends_once(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await draft(youth, BODY)
    await youth.presses("See what the officer will see")
    await youth.hears("That was all")
    answers = await press_twice(youth, "concern.send")
    assert answers == {None: 1, "This was sent or cancelled already. /cases shows what you sent.": 1}
    await officer.hears("Concern")
    await officer.hears_nothing()
    assert times_heard(youth, "Your case code:") == 1
    await youth.says("/cases")
    assert len((await youth.hears("1\u2069 case")).buttons) == 3


async def test_two_officers_take_at_once_and_one_has_the_case(play: Play) -> None:
    officers, youth = [await play.officer("Olaf"), await play.officer("Otto")], play.person()
    await send_concern(youth, BODY)
    for officer in officers:
        await officer.hears("Concern")
    await asyncio.gather(*(press_route(officer, "case.take") for officer in officers))
    await youth.hears("has taken")
    await youth.hears_nothing()
    has = [(times_heard(officer, BODY), times_heard(officer, "Taken by another")) for officer in officers]
    assert sorted(has) == [(0, 1), (1, 0)]


async def test_take_pressed_twice_by_one_officer_leaves_the_case_with_them(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await send_concern(youth, BODY)
    card = await officer.hears("Concern")
    assert await press_twice(officer, "case.take") == {None: 2}
    await officer.hears(BODY)
    await officer.hears_nothing()
    shown = officer.message(card.message_id)
    assert "You have this case" in shown.text
    assert "Close with an outcome" in shown.buttons
    assert times_heard(officer, BODY) == 1


async def test_erasing_and_closing_twice_do_it_once(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await officer.presses("Close with an outcome")
    assert await press_twice(officer, "case.closed") == {None: 1, "It is closed already.": 1}
    await youth.hears("closed")
    await youth.says("/erase")
    await youth.hears("Erase everything about you?")
    answers = await press_twice(youth, "privacy.erase")
    assert answers == {None: 1, "There is nothing to erase: nothing is stored about you.": 1}
    await youth.hears("Proof of erasure")
    await youth.hears_nothing()
    assert times_heard(youth, "Erased.") == 1


async def test_held_words_sent_twice_arrive_once(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await officer.says("Are you safe?")
    await officer.hears("Not sent")
    assert await press_twice(officer, "case.to") == {None: 1, "This was sent or discarded already.": 1}
    await youth.hears("Are you safe?")
    await youth.hears_nothing()


async def test_a_preview_sends_only_what_it_shows(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await draft(youth, BODY)
    await youth.presses("See what the officer will see")
    old = await youth.hears("That was all")
    await youth.says("And something I would rather not send.")
    await youth.hears("2\u2069 messages")
    assert "Look at it again" in str(await youth.presses("Send", message=old))
    await officer.hears_nothing()
    await youth.presses("See what the officer will see")
    new = await youth.hears("That was all")
    await youth.presses("Take the last message out", message=new)
    await youth.presses("Send", message=old)  # which is what would be sent, once more
    await officer.hears("Concern")


async def test_old_choices_keep_what_was_written_and_old_cancels_say_what_is_so(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await youth.says("/concern")
    left = await youth.hears("What is it about?")
    await youth.says("/concern")
    await youth.hears("What is it about?")
    await draft_words(youth, BODY)
    await youth.presses("Cancel", message=left)
    await youth.hears("You have begun to write")
    await youth.presses_data("concern.topic|online", left.message_id)
    await youth.presses("North district", message=left)
    again = await youth.hears("Write it down")
    assert "1\u2069 message so far" in again.text
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Your case code")
    assert "Online" in (await officer.hears("Concern")).text
    assert "sent or cancelled already" in str(await press_route(youth, "concern.cancel"))
    await officer.presses("Take")
    await officer.hears(BODY)


async def test_every_button_there_ever_was_may_be_pressed_later(
    play: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    await draft(youth, "Begun.")
    await youth.presses("See what the officer will see")
    for command in "menu learn programme agenda reminders cases privacy now language".split():  # noqa: SIM905
        await youth.says(f"/{command}")
        await youth.hears()
    await officer.says("For whom?")
    await officer.hears("Not sent")
    await officer.says("/desk")
    await officer.hears()
    await youth.presses("My cases")
    await press_route(youth, "concern.show")
    await press_route(youth, "concern.erase")
    for _ in range(2):
        for phone in (officer, youth):
            for data, number in ever_pressable(play, phone):
                assert "went wrong" not in str(await phone.presses_data(data, number)), data
    assert not any("went wrong" in message.text for phone in (officer, youth) for message in phone.messages)
    all_is_calm(capsys)


async def test_forged_buttons_open_nothing(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    stranger = play.person("S")
    await stranger.says("/start")
    shown = await stranger.hears()
    showing, _ = find_route(youth, "concern.show") or ("", 0)
    case = showing.split("|")[1]
    nonsense = ("", "|", "|x", "|x|y", "|a|b|c|d|e", "|\0|\x1b", "|²|-1", f"|{'9' * 40}")
    senseless = [*_forged(nonsense), "", "|", "\0", "x" * 64, "🙈" * 16, "concern.show" + "|" * 52]
    naming_it = _forged((f"|{case}", f"|{case}|x", f"|x|{case}"))
    await _press_all(stranger, [*senseless, *naming_it], shown.message_id)
    await _press_all(officer, [data for data in senseless if data != "privacy.erase"], shown.message_id)
    for words in (BODY, case):
        assert not any(words in str(message.raw) for message in stranger.messages)
    await officer.says("Still here.", thread=next(iter(officer.topics)))
    await youth.hears("Still here.")
    await _press_all(officer, naming_it, shown.message_id)  # it is theirs: they may even let it go
    all_is_calm(capsys)


def _forged(values: tuple[str, ...]) -> list[str]:
    return [(route + value)[:64] for route in all_routes() for value in values]


async def _press_all(phone: Phone, forged: list[str], message_id: int) -> None:
    """Some at a time: one person's presses are answered one after the other, and each is waited for."""
    for start in range(0, len(forged), AT_ONCE):
        some = forged[start : start + AT_ONCE]
        answers = await asyncio.gather(*(phone.presses_data(data, message_id) for data in some))
        assert not any("went wrong" in str(answer) for answer in answers)


HOSTILE = [
    *("i-", "i", "l-", "s-", "-", "--", "i--", "x-1", "s-x", "l-..", "l-%2e%2e", "case-8KSGS", "A" * 64),
    *("i-" + "A" * 62, "l-../../../etc/passwd", "s-' OR 1=1--", "l-<b>", "s-🙈", f"i-{'я' * 60}"),
    "l-" + "a" * 4000,
]


async def test_links_that_lead_nowhere_say_so(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    someone = play.person(language="fr")
    used, expired = await play.invite(), await play.invite()
    await play.person("O").opens(used)
    play.clock.advance(4 * 24 * 3600)
    for link in [used, expired]:
        await someone.opens(link)
        await someone.hears("invitation")
    for payload in HOSTILE:
        await someone.says(f"/start {payload}")
        assert "un problème de notre côté" not in (await someone.hears()).text
    await someone.hears_nothing()
    await someone.says("/desk")
    await someone.hears("Je ne connais pas")
    all_is_calm(capsys)
