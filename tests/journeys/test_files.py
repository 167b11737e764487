"""Pictures, voices and documents: asked about, cleaned, previewed, veiled for the officer, and taken back."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.media import MediaKind
from bot.features.concerns.drafts import MOST_ENTRIES
from bot.sandbox import Phone, Sandbox
from bot.sandbox.seen import Message
from tests.house import Play
from tests.journeys.steps import case_code, send_concern
from tests.planted import Planted, holds, planted_files

KINDS = {kind.value for kind in MediaKind}
MARK = "quagmire-lantern-7000000042"


@pytest.fixture(scope="module")
def planted() -> dict[str, Planted]:
    return {file.name.rpartition(".")[2]: file for file in planted_files(MARK)}


def content_of(sandbox: Sandbox, message: Message) -> bytes:
    """The bytes of the file in a message, as the phone that got it would download them."""
    raw = message.raw
    kind = next(iter(KINDS & raw.keys()))
    card = raw[kind][-1] if kind == "photo" else raw[kind]
    file = sandbox.world.files.find(card["file_id"])
    assert file is not None
    return file.content


async def begin(youth: Phone) -> None:
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.hears("Write it down")


async def hears_file(phone: Phone, kind: str) -> Message:
    """The next message with a file of this kind."""
    while True:
        message = await phone.hears()
        if kind in message.raw:
            return message


async def test_a_photo_is_asked_about_cleaned_previewed_and_arrives_veiled(
    play: Play, planted: dict[str, Planted]
) -> None:
    officer, youth = await play.officer(), play.person()
    await begin(youth)
    await youth.sends("photo", content=planted["jpg"].content, caption="This was in the yard.")
    await youth.hears("A picture can show who you are")
    await youth.presses("Send it, cleaned")
    await youth.hears("all hidden data is gone")
    await youth.presses("See what the officer will see")
    preview = await hears_file(youth, "photo")
    await youth.hears("This was in the yard.")
    await youth.presses("Send")
    await youth.hears("Your case code:")
    await officer.hears("Concern")
    await officer.presses("Take")
    photo = await hears_file(officer, "photo")
    assert photo.raw["has_media_spoiler"] is True
    assert photo.raw.get("has_protected_content") is True
    assert "caption" not in photo.raw
    assert (await officer.hears("This was in the yard.")).text == "This was in the yard."
    for message in (preview, photo):
        content = content_of(play.sandbox, message)
        assert content.startswith(b"\xff\xd8")
        assert not holds(content, MARK)


async def test_what_was_not_agreed_to_is_never_fetched(play: Play, planted: dict[str, Planted]) -> None:
    officer, youth = await play.officer(), play.person()
    await begin(youth)
    await youth.sends("photo", content=planted["jpg"].content, caption="See the yard.")
    await youth.hears("A picture can show who you are")
    await youth.presses("Leave it out")
    await youth.hears("1 message so far")
    assert not [call for call in play.sandbox.calls if call.method == "getFile"]
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Your case code:")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears("See the yard.")
    assert not any("photo" in message.raw for message in officer.messages)


async def test_a_preview_waits_for_an_answer_about_the_file(play: Play, planted: dict[str, Planted]) -> None:
    youth = play.person()
    await play.officer()
    await begin(youth)
    await youth.says("Look at this.")
    await youth.hears("1 message so far")
    await youth.sends("photo", content=planted["jpg"].content)
    await youth.hears("A picture can show who you are")
    assert await youth.presses("See what the officer will see") == (
        "Say first whether the picture or voice message goes along."
    )


async def test_an_album_stays_together(play: Play, planted: dict[str, Planted]) -> None:
    officer, youth = await play.officer(), play.person()
    await begin(youth)
    for caption in ("Three of them.", "", ""):
        more = {"caption": caption} if caption else {}
        await youth.sends("photo", content=planted["jpg"].content, media_group_id="77", **more)
    await youth.hears("A picture can show who you are")
    await youth.presses("Send it, cleaned")
    await youth.hears("all hidden data is gone")
    await youth.presses("See what the officer will see")
    await youth.hears("That was all")
    await youth.presses("Send")
    await youth.hears("Your case code:")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears("Three of them.")
    photos = [message.raw for message in officer.messages if "photo" in message.raw]
    assert len(photos) == 3
    assert len({raw["media_group_id"] for raw in photos}) == 1
    assert len([each for each in youth.messages if "Hidden data is being removed" in each.text]) == 1


async def test_a_voice_is_warned_about_and_can_be_changed(play: Play, planted: dict[str, Planted]) -> None:
    officer, youth = await play.officer(), play.person()
    voice = planted["ogg"].content
    for choice in ("Send it, cleaned", "Send it with my voice changed"):
        await begin(youth)
        await youth.sends("voice", content=voice)
        await youth.hears("Somebody may know your voice")
        await youth.presses(choice)
        await youth.hears("all hidden data is gone")
        await youth.presses("See what the officer will see")
        await hears_file(youth, "voice")
        await youth.presses("Send")
        await youth.hears("Your case code:")
        await officer.hears("Concern")
        await officer.presses("Take")
        heard = content_of(play.sandbox, await hears_file(officer, "voice"))
        assert heard.startswith(b"OggS")
        assert not holds(heard, MARK)


@pytest.mark.parametrize("half", [0, 1])
async def test_every_kind_of_file_arrives_without_what_was_planted_in_it(play: Play, half: int) -> None:
    officer, youth = await play.officer(), play.person()
    files = planted_files(MARK)
    assert len(files) == 2 * MOST_ENTRIES
    await begin(youth)
    sent = 0
    for file in files[half::2]:
        await youth.sends(file.kind.value, content=file.content, file_name=file.name)
        answer = await youth.hears()
        if "Send it all the same?" in answer.text:
            await youth.presses("Send it, cleaned", message=answer)
        await youth.hears("all hidden data is gone")
        sent += 1
    await youth.presses("See what the officer will see")
    await youth.hears("That was all")
    await youth.presses("Send")
    await youth.hears("Your case code:")
    await officer.hears("Concern")
    await officer.presses("Take")
    arrived = 0
    while arrived < sent:
        message = await officer.hears()
        if KINDS & message.raw.keys():
            assert not holds(content_of(play.sandbox, message), MARK)
            assert MARK not in str(message.raw)
            arrived += 1


async def test_what_cannot_be_cleaned_is_refused_with_a_reason_and_a_way_out(play: Play) -> None:
    await play.officer()
    youth = play.person()
    await begin(youth)
    await youth.sends("document", content=b"PK\x03\x04 not a picture", file_name="notes.docx")
    refused = await youth.hears("can’t be cleaned")
    assert "Send it as a photo or as a PDF" in refused.text
    await youth.sends("document", content=b"%PDF-1.7 broken", file_name="x.pdf")
    await youth.hears("can’t be read")
    await youth.sends("document", content=b"%PDF-1.7", file_name="big.pdf", file_size=21 * 1024 * 1024)
    await youth.hears("too big")
    await youth.says("Then in words.")
    await youth.hears("1 message so far")


async def test_a_file_in_an_open_case_is_previewed_too(play: Play, planted: dict[str, Planted]) -> None:
    officer, youth = await play.officer(), play.person()
    await send_concern(youth, "Something is going on behind the school yard wall.")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears("behind the school yard wall")
    await youth.hears("has taken")
    await youth.sends("photo", content=planted["jpg"].content)
    await youth.hears("A picture can show who you are")
    await youth.presses("Send it, cleaned")
    await youth.hears("all hidden data is gone")
    await youth.presses("See what the officer will see")
    await hears_file(youth, "photo")
    await youth.presses("Send")
    await youth.hears("Passed on to the officer")
    assert not holds(content_of(play.sandbox, await hears_file(officer, "photo")), MARK)


async def test_without_a_case_a_file_is_not_taken_and_several_cases_are_not_guessed(play: Play) -> None:
    await play.officer()
    youth = play.person()
    await youth.sends("photo")
    await youth.hears("begin with /concern")
    await send_concern(youth, "One thing.")
    await send_concern(youth, "Another thing.", topic="Online")
    await youth.sends("photo")
    await youth.hears("You have several cases")


async def test_unsend_takes_words_and_files_off_the_officers_phone(
    play: Play, planted: dict[str, Planted]
) -> None:
    officer, youth = await play.officer(), play.person()
    code = await send_concern(youth, "It begins with this.")
    assert code == case_code(code)
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears("It begins with this.")
    await youth.hears("has taken")
    await youth.says("I regret this sentence.")
    passed = await youth.hears("Passed on to the officer")
    regretted = await officer.hears("I regret this sentence.")
    await youth.presses("Take it back", message=passed)
    await youth.hears("Taken back")
    await gone(officer, regretted)
    button = passed.rows[0][0]["callback_data"]
    assert await youth.presses_data(button, passed.message_id) == "This was taken back already."
    assert "I regret this sentence." not in str([message.raw for message in officer.messages])


async def gone(phone: Phone, message: Message) -> None:
    """The message leaves the phone, within some seconds."""
    for _ in range(1000):
        if all(each.message_id != message.message_id for each in phone.messages):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"still there: {message.text}")


async def test_a_sticker_goes_as_its_emoji_and_a_place_as_an_area(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await begin(youth)
    await youth.sends("sticker")
    await youth.hears("1 message so far")
    await youth.sends("location", location={"latitude": 48.2081743, "longitude": 16.3738189})
    await youth.hears("An exact place is never passed on")
    await youth.presses("North district")
    await youth.hears("2 messages so far")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Your case code:")
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears("👍")
    await officer.hears("North district")
    assert "48.2" not in str([message.raw for message in officer.messages])
