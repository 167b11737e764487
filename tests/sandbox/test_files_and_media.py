"""Files up and down, albums, polls and the other things a bot sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.contents import DOT

if TYPE_CHECKING:
    import aiohttp

    from bot.sandbox import Phone, Sandbox
    from tests.sandbox.bare_api import Api


async def test_a_photo_goes_up_and_its_file_comes_down(
    api: Api, ann: Phone, sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    answer = await api.upload(
        "sendPhoto", {"photo": DOT}, chat_id=ann.chat_id, caption="<b>dot</b>", parse_mode="HTML"
    )
    photo = answer["result"]["photo"]
    assert answer["result"]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert photo[-1]["file_size"] == len(DOT)
    path = (await api.call("getFile", file_id=photo[-1]["file_id"]))["file_path"]
    async with session.get(f"{sandbox.url}/file/bot{sandbox.token}/{path}") as response:
        assert await response.read() == DOT
    again = await api.call("sendPhoto", chat_id=ann.chat_id, photo=photo[-1]["file_id"])
    assert again["photo"][-1]["file_id"] == photo[-1]["file_id"]


async def test_files_that_are_refused(api: Api, ann: Phone) -> None:
    assert await api.refused("sendPhoto", chat_id=ann.chat_id) == "there is no photo in the request"
    assert (
        await api.refused("sendPhoto", chat_id=ann.chat_id, photo="x")
        == "wrong file identifier/HTTP URL specified"
    )
    assert (
        await api.refused("sendPhoto", chat_id=ann.chat_id, photo="https://example.org/a.jpg")
        == "failed to get HTTP URL content"
    )
    for content, words in [(b"", "file must be non-empty"), (b"text", "IMAGE_PROCESS_FAILED")]:
        answer = await api.upload("sendPhoto", {"photo": content}, chat_id=ann.chat_id)
        assert answer["description"] == f"Bad Request: {words}"
    assert await api.refused("getFile", file_id="x") == "invalid file_id"
    big = await ann.sends("video", file_size=21 * 1024 * 1024)
    assert await api.refused("getFile", file_id=big.raw["video"]["file_id"]) == "file is too big"


async def test_a_larger_file_than_frameworks_take_by_default(
    api: Api, ann: Phone, sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    answer = await api.upload("sendDocument", {"document": bytes(3_000_000)}, chat_id=ann.chat_id)
    document = answer["result"]["document"]
    assert document["file_size"] == 3_000_000
    path = (await api.call("getFile", file_id=document["file_id"]))["file_path"]
    async with session.get(f"{sandbox.url}/file/bot{sandbox.token}/{path}") as response:
        assert len(await response.read()) == 3_000_000


async def test_every_file_kind_can_be_sent_back(api: Api, ann: Phone) -> None:
    for kind, method in [
        ("document", "sendDocument"), ("video", "sendVideo"), ("animation", "sendAnimation"),
        ("audio", "sendAudio"),
        ("voice", "sendVoice"), ("video_note", "sendVideoNote"), ("sticker", "sendSticker"),
    ]:  # fmt: skip
        got = await ann.sends(kind)
        sent = await api.call(method, chat_id=ann.chat_id, **{kind: got.raw[kind]["file_id"]})
        assert sent[kind]["file_unique_id"] == got.raw[kind]["file_unique_id"]


async def test_an_album_is_one_group(api: Api, ann: Phone) -> None:
    media = '[{"type": "photo", "media": "attach://a", "caption": "one"}, {"type": "photo", "media": "attach://b"}]'
    answer = await api.upload("sendMediaGroup", {"a": DOT, "b": DOT}, chat_id=ann.chat_id, media=media)
    first, second = answer["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("one", False)
    lone = [{"type": "photo", "media": first["photo"][0]["file_id"]}]
    assert (
        await api.refused("sendMediaGroup", chat_id=ann.chat_id, media=lone)
        == "album must include 2-10 items"
    )


async def test_captions_and_media_are_edited(api: Api, ann: Phone) -> None:
    sent = (await api.upload("sendPhoto", {"photo": DOT}, chat_id=ann.chat_id, caption="one"))["result"]
    place = {"chat_id": ann.chat_id, "message_id": sent["message_id"]}
    assert (await api.call("editMessageCaption", **place, caption="two"))["caption"] == "two"
    assert (
        await api.refused("editMessageCaption", **place, caption="x" * 1025) == "message caption is too long"
    )
    assert (
        await api.refused("editMessageText", **place, text="x") == "there is no text in the message to edit"
    )
    document = (await ann.sends("document")).raw["document"]["file_id"]
    edited = await api.call(
        "editMessageMedia", **place, media={"type": "document", "media": document, "caption": "three"}
    )
    assert ("photo" in edited, edited["document"]["file_id"], edited["caption"]) == (False, document, "three")


async def test_polls_places_and_dice(api: Api, ann: Phone) -> None:
    poll = (await api.call("sendPoll", chat_id=ann.chat_id, question="Q?", options=["a", {"text": "b"}]))[
        "poll"
    ]
    assert [option["text"] for option in poll["options"]] == ["a", "b"]
    assert poll["is_anonymous"]
    for wrong, words in [
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"options": ["x"] * 13}, "poll must have 1-12 options"),
        ({"options": ["x" * 101]}, "poll options length must not exceed 100"),
        ({"open_period": 4}, "POLL_OPEN_PERIOD_INVALID"),
        ({"type": "quiz"}, "wrong correct option ID specified"),
    ]:
        assert (
            await api.refused(
                "sendPoll", **{"chat_id": ann.chat_id, "question": "Q?", "options": ["a"], **wrong}
            )
            == words
        )
    assert (await api.call("sendLocation", chat_id=ann.chat_id, latitude=48.2, longitude="16.4"))["location"][
        "longitude"
    ] == 16.4
    assert (
        await api.refused("sendLocation", chat_id=ann.chat_id, latitude=91, longitude=0)
        == "wrong latitude or longitude specified"
    )
    venue = await api.call(
        "sendVenue", chat_id=ann.chat_id, latitude=1, longitude=2, title="Hall", address="1 Road"
    )
    assert venue["venue"]["title"] == "Hall"
    assert (await api.call("sendContact", chat_id=ann.chat_id, phone_number="112", first_name="SOS"))[
        "contact"
    ]
    assert 1 <= (await api.call("sendDice", chat_id=ann.chat_id))["dice"]["value"] <= 6
    assert await api.refused("sendDice", chat_id=ann.chat_id, emoji="🧿") == "emoji is not a dice emoji"
