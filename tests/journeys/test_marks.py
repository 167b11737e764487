"""What could say who somebody is: shown before it is sent, hidden by a tap, and then nowhere any more."""

from __future__ import annotations

from bot.sandbox import Phone
from bot.sandbox.seen import Message, visible
from tests.house import Play
from tests.journeys.casework import all_opened, callback, nothing_is_owed, the_case
from tests.journeys.steps import send_concern, taken_case

TELLING = "My name is Zsofia Kleinhappl. My number is 0660 1234567 and I live in Lindengasse 12."
HIDDEN = "My name is ▒▒▒. My number is ▒▒▒ and I live in ▒▒▒."
SECRETS = ("Zsofia", "Kleinhappl", "0660 123", "1234567", "Lindengasse")
BODY = "Somebody sells pills behind the kiosk."
CHANGED = "Something has changed since this was shown. Look at it again before you send it."


async def drafted(youth: Phone, *texts: str) -> Message:
    """Writes a concern and looks at it; returns the end of the preview, where the buttons are."""
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    for text in texts:
        await youth.says(text)
        await youth.hears("not sent yet")
    return await looks(youth)


async def looks(youth: Phone) -> Message:
    await youth.presses("See what the officer will see")
    return await youth.hears("Send it like this?")


def told(phone: Phone) -> list[str]:
    """Which secrets ever stood in this chat in the bot's own words."""
    words = "\n".join(message.text for message in phone.messages if message.is_from_bot)
    return [secret for secret in SECRETS if secret in words]


async def test_the_preview_lists_everything_that_could_say_who_somebody_is(play: Play) -> None:
    await play.officer()
    youth = play.person()
    end = await drafted(
        youth,
        TELLING,
        "I go to Goethe High School, class 4b.",
        "Write to zsofia@example.org or @zsofia_k or https://instagram.com/zsofia_k",
    )
    found = [line for line in visible(end.text).splitlines() if line.startswith("•")]
    assert found == [
        "• Zsofia Kleinhappl (a name)",
        "• 0660 1234567 (a phone number)",
        "• Lindengasse 12 (an address)",
        "• Goethe High School (a school or class)",
        "• class 4b (a school or class)",
        "• zsofia@example.org (an e-mail address)",
        "• @zsofia_k (an account)",
        "• https://instagram.com/zsofia_k (a link that may lead to an account)",
    ]
    assert len([label for label in end.buttons if label.startswith("Hide ")]) == len(found) + 1


async def test_words_that_tell_nothing_are_sent_without_a_question(play: Play) -> None:
    await play.officer()
    end = await drafted(play.person(), BODY)
    assert "This could say" not in end.text
    assert end.buttons == ["Send", "Take the last message out", "Cancel"]


async def test_one_thing_hidden_and_then_all_is_what_the_officer_gets_and_all_that_is_kept(
    play: Play,
) -> None:
    officer, youth = await play.officer(), play.person()
    await drafted(youth, TELLING)
    await youth.presses("Hide 0660 1234567")
    once = await youth.hears("Now it reads:")
    assert TELLING.replace("0660 1234567", "▒▒▒") in visible(once.text)
    assert [visible(label) for label in once.buttons if label.startswith("Hide ")] == [
        "Hide all of it",
        "Hide Zsofia Kleinhappl",
        "Hide Lindengasse 12",
    ]
    await youth.presses("Hide all of it")
    twice = await youth.hears(HIDDEN)
    assert "This could say" not in twice.text
    await youth.presses("Send")
    await youth.hears("The officer does not see what you hid.")
    await youth.hears("Your case code:")
    await officer.hears("Concern")
    await officer.presses("Take")
    assert (await officer.hears("My name is")).text == HIDDEN
    assert not told(officer)
    await nothing_is_owed(play)
    kept = await all_opened(play)
    assert HIDDEN.encode() in kept, "what was sent is kept; so the others were looked for in the right place"
    assert [secret for secret in SECRETS if secret.encode() in kept] == []


async def test_what_is_not_hidden_is_sent_as_it_was_shown(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await drafted(youth, TELLING)
    await youth.presses("Hide Zsofia Kleinhappl")
    shown = visible((await youth.hears("Now it reads:")).text).splitlines()[2]
    await youth.presses("Send")
    await officer.hears("Concern")
    await officer.presses("Take")
    assert (await officer.hears("My name is")).text == shown == TELLING.replace("Zsofia Kleinhappl", "▒▒▒")


async def test_the_send_button_from_before_the_hiding_sends_nothing(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    end = await drafted(youth, TELLING)
    send, hide = callback(end, "Send"), callback(end, "Hide all of it")
    await youth.presses("Hide Zsofia Kleinhappl")
    changed = await youth.hears("Now it reads:")
    assert await youth.presses_data(send, changed.message_id) == CHANGED
    assert await youth.presses_data(hide, changed.message_id) == CHANGED
    await officer.hears_nothing()
    await youth.presses("Hide all of it")
    await youth.presses("Send")
    await youth.hears("Your case code:")


async def test_what_is_written_after_the_look_is_looked_at_before_anything_is_sent(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    end = await drafted(youth, BODY)
    await youth.says(TELLING)
    await youth.hears("2\u2069 messages so far")
    assert await youth.presses_data(callback(end, "Send"), end.message_id) == CHANGED
    await officer.hears_nothing()
    assert "Lindengasse 12" in (await looks(youth)).text


async def test_telling_words_in_an_open_case_wait_for_a_second_look(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    await youth.says(TELLING)
    await youth.hears("Not sent yet.")
    await officer.hears_nothing()
    await looks(youth)
    await youth.presses("Hide all of it")
    await youth.hears("Now it reads:")
    await youth.presses("Send")
    await youth.hears("Passed on")
    assert (await officer.hears("My name is")).text == HIDDEN
    assert not told(officer)


async def test_a_second_telling_answer_does_not_slip_past_the_first(play: Play) -> None:
    """The first waits to be looked at; a reply to the officer's own message waits with it."""
    officer, youth, copy = await taken_case(play, BODY)
    await officer.says("How can I help?", thread=copy.thread)
    answer = await youth.hears("How can I help?")
    await officer.hears("Passed on")
    await youth.says(TELLING)
    await youth.hears("Not sent yet.")
    await youth.says("My mother's number is 0660 7654321.", reply_to=answer.message_id)
    await youth.hears("Not sent yet.")
    await officer.hears_nothing()
    end = await looks(youth)
    assert "0660 7654321" in visible(end.text)
    await youth.presses("Hide all of it")
    await youth.presses("Send")
    await officer.hears(HIDDEN)
    await officer.hears("My mother's number is ▒▒▒.")


async def test_words_of_danger_are_never_held_up_by_an_address_in_them(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    cry = "He is at Lindengasse 12 and he is not breathing!"
    await youth.says(cry)
    await youth.hears("Passed on")
    assert (await officer.hears(cry)).text == cry
    assert (await the_case(play)).is_urgent


async def test_the_preview_of_a_cry_for_help_says_that_it_is_urgent(play: Play) -> None:
    """The officer's card will, and the preview shows exactly that."""
    officer, youth = await play.officer(), play.person()
    await drafted(youth, "My brother is not breathing!")
    assert any("Urgent" in message.text for message in youth.messages if "New concern" in message.text)
    await youth.presses("Send")
    assert "Urgent" in (await officer.hears("Concern")).text


async def test_a_case_code_typed_as_a_message_is_pointed_out(play: Play) -> None:
    officer, youth, _ = await taken_case(play, BODY)
    await youth.hears("has taken")
    code = await send_concern(play.person("Another"), BODY)
    await youth.says(f"Is this it? {code}")
    await youth.hears("Not sent yet.")
    end = await looks(youth)
    assert f"• {code} (a case code" in visible(end.text)
    await youth.presses("Hide all of it")
    await youth.presses("Send")
    assert (await officer.hears("Is this it?")).text == "Is this it? ▒▒▒"
