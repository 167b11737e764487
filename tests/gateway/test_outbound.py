"""What goes out: screens become calls, and each refusal becomes the engine's word for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.core.clock import FastClock
from bot.core.ids import AddressId, FileId, MessageId, Ref, ThreadId
from bot.core.incoming import Command, Press
from bot.core.media import CleanFile, MediaKind
from bot.core.outcome import (
    Bare,
    Button,
    Delete,
    Notice,
    OpenTopic,
    Post,
    RenameTopic,
    Revise,
    Screen,
    SentMessage,
    Show,
    Turn,
    Wipe,
    below,
    press,
)
from bot.core.text import Html
from bot.engine.carrier import NotCarried, NotSent, PlaceGone, RateLimited, Refused, Uncertain, Unreachable
from bot.gateway.api import Api
from bot.gateway.outbound import Outbound
from bot.sandbox import Phone, Sandbox
from bot.sandbox.contents import DOT

HELLO = Screen(Html("<b>hello</b>"))
CARD = Ref("card")
DAY = 86400
ONE, TWO, GONE, VOICE = (FileId(name) for name in ("one", "two", "gone", "voice"))
PHOTO = CleanFile(MediaKind.PHOTO, "image/jpeg", DOT, 1, 1)
CONTENTS = {
    ONE: PHOTO,
    TWO: PHOTO,
    VOICE: CleanFile(MediaKind.VOICE, "audio/ogg", b"OggS" + bytes(40), 0, 0, 3),
}


@dataclass(slots=True)
class Line:
    """A person, and the way to them."""

    sandbox: Sandbox
    clock: FastClock
    phone: Phone
    outbound: Outbound

    def place(self, message: int | None, thread: int | None = None) -> dict[Ref, SentMessage]:
        number = None if message is None else MessageId(message)
        return {CARD: SentMessage(CARD, AddressId("a"), number, None if thread is None else ThreadId(thread))}

    async def fails(self, **fault: object) -> NotCarried:
        self.sandbox.faults.add("sendMessage", **fault)  # type: ignore[arg-type]
        with pytest.raises(NotCarried) as raised:
            await self.outbound.carry(self.phone.chat_id, Post(HELLO), {}, {})
        return raised.value

    async def pressed(self, *replies: Show | Turn | Bare | Notice, message: int) -> dict[str, object]:
        """How a press on a message was answered."""
        query, pressed = self.sandbox.world.ask_press(self.sandbox.world.chats[self.phone.chat_id])
        event = Press("x", (), MessageId(message), query)
        await self.outbound.answer(self.phone.chat_id, event, replies, {})
        return dict(await pressed.answered)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    clock = FastClock(200)
    sandbox = Sandbox(clock, topics_can_be_closed=False)
    await sandbox.start()
    phone = sandbox.person("Mira")
    await phone.says("/start")
    api = Api(sandbox.url, sandbox.token)
    await api.open()
    yield Line(sandbox, clock, phone, Outbound(api, clock))
    await api.close()
    await sandbox.stop()


async def test_a_screen_arrives_as_it_was_drawn(line: Line) -> None:
    rows = (
        (press("Take", "case.take", "id", style="success"), Button("Copy", copy="ABC")),
        (Button("Open", url="https://example.org/"),),
    )
    carried = await line.outbound.carry(
        line.phone.chat_id, Post(Screen(HELLO.text, rows, is_protected=True, is_silent=True)), {}, {}
    )
    message = line.phone.message(carried.message or 0)
    assert message.text == "hello"
    assert message.entities[0]["type"] == "bold"
    assert message.buttons == ["Take", "Copy", "Open"]
    assert message.raw["has_protected_content"]
    call = line.sandbox.calls[-1].params
    assert call["disable_notification"] is True
    assert call["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ({"status": 429, "retry_after": 9}, RateLimited),
        ({"status": 403}, Unreachable),
        ({"status": 403, "description": "Forbidden: user is deactivated"}, Unreachable),
        ({"status": 400}, Unreachable),
        ({"status": 400, "description": "Bad Request: PEER_ID_INVALID"}, Unreachable),
        ({"status": 400, "description": "Bad Request: message thread not found"}, PlaceGone),
        ({"status": 400, "description": "Bad Request: TOPIC_CLOSED"}, PlaceGone),
        ({"status": 400, "description": "Bad Request: can't parse entities"}, Refused),
        ({"status": 401}, NotSent),
        ({"status": 500}, NotSent),
        ({"status": 502}, Uncertain),
        ({"status": 503}, NotSent),
        ({"kind": "drop_before"}, Uncertain),
        ({"kind": "drop_after"}, Uncertain),
    ],
    ids=str,
)
async def test_each_refusal_has_its_word(line: Line, fault: dict[str, object], word: type) -> None:
    assert type(await line.fails(**fault)) is word


async def test_a_rate_limit_says_how_long(line: Line) -> None:
    limit = await line.fails(status=429, retry_after=9)
    assert isinstance(limit, RateLimited)
    assert limit.seconds == 9


async def test_a_server_that_is_gone_got_nothing(line: Line) -> None:
    await line.sandbox.stop()
    with pytest.raises(NotSent):
        await line.outbound.carry(line.phone.chat_id, Post(HELLO), {}, {})


async def test_an_edit_that_changes_nothing_is_done(line: Line) -> None:
    sent = await line.outbound.carry(line.phone.chat_id, Post(HELLO), {}, {})
    for _ in range(2):
        carried = await line.outbound.carry(
            line.phone.chat_id, Revise(CARD, HELLO), line.place(sent.message), {}
        )
        assert carried == sent


async def test_an_edit_of_a_message_that_is_gone_says_so(line: Line) -> None:
    with pytest.raises(PlaceGone):
        await line.outbound.carry(line.phone.chat_id, Revise(CARD, HELLO), line.place(999), {})


async def test_a_topic_that_is_gone_says_so(line: Line) -> None:
    topic = await line.outbound.carry(line.phone.chat_id, OpenTopic("Case"), {}, {})
    assert topic.message is None
    renamed = await line.outbound.carry(
        line.phone.chat_id, RenameTopic(CARD, "Other"), line.place(None, topic.thread), {}
    )
    assert renamed.thread == topic.thread
    line.phone.topics.clear()
    for body in (RenameTopic(CARD, "Third"), Post(HELLO, topic=CARD)):
        with pytest.raises(PlaceGone):
            await line.outbound.carry(line.phone.chat_id, body, line.place(None, topic.thread), {})


async def test_a_reply_to_a_message_that_is_gone_still_arrives(line: Line) -> None:
    carried = await line.outbound.carry(line.phone.chat_id, Post(HELLO, reply_to=CARD), line.place(999), {})
    assert line.phone.message(carried.message or 0).reply_to is None


async def test_a_press_turns_its_message(line: Line) -> None:
    sent = await line.outbound.carry(line.phone.chat_id, Post(HELLO), {}, {})
    for text in ("turned", "turned"):
        answer = await line.pressed(Turn(Screen(Html(text))), message=sent.message or 0)
        assert not answer["text"]
    assert line.phone.last.text == "turned"


async def test_a_press_on_a_message_that_is_gone_gets_a_new_one(line: Line) -> None:
    await line.pressed(Turn(Screen(Html("turned"))), message=999)
    assert line.phone.last.text == "turned"


async def test_a_message_that_cannot_be_had_again_stays_and_what_turns_it_comes_below(line: Line) -> None:
    screen = Screen(HELLO.text, ((below("Open", "x", "id"),),))
    sent = await line.outbound.carry(line.phone.chat_id, Post(screen), {}, {})
    (button,) = line.phone.message(sent.message or 0).rows[0]
    event = Press.of(button["callback_data"], MessageId(sent.message or 0), "q")
    assert (event.name, event.arguments) == ("x", ("id",))
    (new,) = await line.outbound.answer(line.phone.chat_id, event, [Turn(Screen(Html("below")))], {})
    assert line.phone.message(new).text == "below"
    assert line.phone.message(sent.message or 0).text == "hello"


async def test_a_message_loses_its_buttons_and_nothing_else(line: Line) -> None:
    sent = await line.outbound.carry(
        line.phone.chat_id, Post(Screen(HELLO.text, ((press("Read", "x"),),))), {}, {}
    )
    for number in (sent.message or 0, sent.message or 0, 999):
        await line.pressed(Bare(), message=number)
    assert (line.phone.last.text, line.phone.last.buttons) == ("hello", [])
    assert "bold" in str(line.phone.last.entities)


async def test_a_press_is_always_answered(line: Line) -> None:
    assert not (await line.pressed(message=1))["text"]
    assert (await line.pressed(Notice("a word", is_alert=True), message=1)) == {
        "text": "a word",
        "alert": True,
    }
    line.sandbox.faults.add("sendMessage", status=400, description="Bad Request: no", times=4)
    assert not (await line.pressed(Show(HELLO), message=1))["text"]


async def test_a_notice_without_a_press_is_a_message(line: Line) -> None:
    await line.outbound.answer(
        line.phone.chat_id, Command("x", "", MessageId(1)), [Notice("a <word> & more")], {}
    )
    assert line.phone.last.text == "a <word> & more"


async def test_replies_are_tried_again_in_their_order(line: Line) -> None:
    line.sandbox.faults.add("sendMessage", status=500)
    line.sandbox.faults.add("sendMessage", status=429, retry_after=2)
    line.sandbox.faults.add("sendMessage", kind="drop_before")
    replies = [Show(Screen(Html(text))) for text in ("one", "two")]
    await line.outbound.answer(line.phone.chat_id, Command("x", "", MessageId(1)), replies, {})
    assert [message.text for message in line.phone.messages if message.is_from_bot] == ["one", "two"]


@pytest.mark.parametrize(
    "fault",
    [{"status": 403}, {"status": 429, "retry_after": 3600}, {"status": 400}, {"status": 500}],
    ids=str,
)
async def test_a_reply_is_given_up_in_the_end(line: Line, fault: dict[str, object]) -> None:
    line.sandbox.faults.add("sendMessage", times=4, **fault)  # type: ignore[arg-type]
    await line.outbound.answer(line.phone.chat_id, Command("x", "", MessageId(1)), [Show(HELLO)], {})
    assert not [message for message in line.phone.messages if message.is_from_bot]


def _with_files(*files: FileId) -> Post:
    return Post(Screen(Html(""), is_protected=True, files=files))


async def test_files_arrive_veiled_together_and_in_their_order(line: Line) -> None:
    carried = await line.outbound.carry(line.phone.chat_id, _with_files(ONE, TWO, VOICE), {}, CONTENTS)
    numbers = (carried.message, *carried.more)
    first, second, voice = (line.phone.message(number or 0).raw for number in numbers)
    assert first["media_group_id"] == second["media_group_id"]
    assert "media_group_id" not in voice
    assert voice["voice"]["duration"] == 3
    for message in (first, second):
        assert message["has_media_spoiler"]
        assert message["has_protected_content"]
        assert "caption" not in message


async def test_a_file_that_is_gone_is_left_out_and_the_others_arrive(line: Line) -> None:
    carried = await line.outbound.carry(line.phone.chat_id, _with_files(GONE, ONE), {}, CONTENTS)
    assert carried.more == ()
    assert "photo" in line.phone.message(carried.message or 0).raw


async def test_a_message_that_is_to_go_goes_with_all_its_files(line: Line) -> None:
    sent = await line.outbound.carry(line.phone.chat_id, _with_files(ONE, TWO), {}, CONTENTS)
    place = {CARD: SentMessage(CARD, AddressId("a"), sent.message, None, more=sent.more)}
    for _ in range(2):  # once more does no harm
        await line.outbound.carry(line.phone.chat_id, Delete(CARD, HELLO), place, {})
    assert not [message for message in line.phone.messages if message.is_from_bot]


@pytest.mark.parametrize("files", [(), (ONE, TWO)], ids=["words", "pictures"])
async def test_what_telegram_lets_go_no_more_is_overwritten(line: Line, files: tuple[FileId, ...]) -> None:
    body = _with_files(*files) if files else Post(Screen(Html("secret words")))
    sent = await line.outbound.carry(line.phone.chat_id, body, {}, CONTENTS)
    place = {CARD: SentMessage(CARD, AddressId("a"), sent.message, None, more=sent.more)}
    line.clock.advance(3 * DAY)
    await line.outbound.carry(line.phone.chat_id, Delete(CARD, Screen(Html("erased"))), place, {})
    left = [message for message in line.phone.messages if message.is_from_bot]
    assert len(left) == max(1, len(files))
    for message in left:
        assert (message.raw.get("caption") or message.text) == "erased"
        if files:
            file = line.sandbox.world.files.find(message.raw["photo"][-1]["file_id"])
            assert file is not None
            assert file.content != DOT


async def test_a_chat_is_wiped_as_far_as_telegram_lets_it(line: Line) -> None:
    sent = [await line.outbound.carry(line.phone.chat_id, Post(HELLO), {}, {}) for _ in range(3)]
    numbers = tuple(carried.message for carried in sent if carried.message)
    await line.outbound.carry(line.phone.chat_id, Wipe((MessageId(999), *numbers[:2])), {}, {})
    assert [message.message_id for message in line.phone.messages if message.is_from_bot] == [numbers[2]]


async def test_the_numbers_of_what_is_new_in_the_chat_are_told(line: Line) -> None:
    replies = [Show(HELLO), Show(Screen(Html(""), files=(ONE, TWO))), Notice("a word")]
    told = await line.outbound.answer(line.phone.chat_id, Command("x", "", MessageId(1)), replies, CONTENTS)
    assert list(told) == [message.message_id for message in line.phone.messages if message.is_from_bot]
    assert len(told) == 4
