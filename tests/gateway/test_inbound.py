"""What comes in: one event without a name, from a person in their private chat; anything else is nothing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.incoming import Attachment, Command, Edited, Event, Press, Reachable, Text, Unsupported
from bot.core.language import Language
from bot.core.media import MediaKind
from bot.gateway.inbound import MESSAGE_FIELDS, Inbound, Treatment
from bot.house import LOCALES
from bot.i18n import Catalogues

NUMBER = 4_398_046_579_247
PERSON: dict[str, Any] = {
    "id": NUMBER,
    "is_bot": False,
    "first_name": "Unique",
    "username": "unique_name",
    "language_code": "ru-RU",
}
CHAT = {"id": NUMBER, "type": "private", "first_name": "Unique", "username": "unique_name"}


def _message(**fields: Any) -> dict[str, Any]:
    return {"message_id": 5, "from": PERSON, "chat": CHAT, "date": 1_800_000_000, **fields}


def _event(kind: str = "message", inbound: Inbound | None = None, **fields: Any) -> Event | None:
    content = _message(**fields) if kind.endswith("message") else fields
    envelope = (inbound or Inbound()).read({"update_id": 1, kind: content})
    return envelope.event if envelope else None


def test_an_envelope_says_who_in_numbers_only() -> None:
    envelope = Inbound().read({"update_id": 9, "message": _message(text="hello")})
    assert envelope is not None
    assert (envelope.update_id, envelope.chat_id, envelope.language) == (9, NUMBER, Language.RU)
    assert "nique" not in repr(envelope.event)
    assert str(NUMBER) not in repr(envelope)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/start", Command("start", "", 5)),
        ("/start i-CODE", Command("start", "i-CODE", 5)),
        ("/Start@trustline_bot  a  b ", Command("start", "a  b", 5)),
        ("/" + "x" * 50, Command("x" * 32, "", 5)),
        ("/x " + "y" * 100, Command("x", "y" * 100, 5)),
        ("/", Text("/", 5)),
        ("/ start", Text("/ start", 5)),
        ("hello /start", Text("hello /start", 5)),
    ],
)
def test_commands_and_words(text: str, event: Event) -> None:
    assert _event(text=text) == event


def test_words_in_a_topic_in_reply_and_forwarded() -> None:
    origin = {"type": "user", "sender_user": PERSON}
    event = _event(
        text="x",
        message_thread_id=7,
        is_topic_message=True,
        reply_to_message={"message_id": 3, "text": "y"},
        forward_origin=origin,
    )
    assert event == Text("x", 5, 7, 3, was_forwarded=True)
    in_topic = {"message_id": 7, "forum_topic_created": {"name": "Case"}}
    assert _event(text="x", message_thread_id=7, is_topic_message=True, reply_to_message=in_topic) == Text(
        "x",
        5,
        7,
    )
    assert _event(text="x", message_thread_id=7) == Text("x", 5)


@pytest.mark.parametrize("kind", [name for name, what in MESSAGE_FIELDS.items() if what is Treatment.REFUSED])
def test_every_kind_that_cannot_go_through_is_refused_by_a_name_in_every_language(kind: str) -> None:
    assert _event(**{kind: {}}) == Unsupported(kind, 5)
    texts = Catalogues(LOCALES)
    for language in Language:
        assert texts(language).label(f"engine.kind.{kind}")


@pytest.mark.parametrize("kind", [name for name, what in MESSAGE_FIELDS.items() if what is Treatment.IGNORED])
def test_service_messages_say_nothing(kind: str) -> None:
    assert _event(**{kind: {}}) is None


def test_what_nobody_has_heard_of_is_refused_too() -> None:
    assert _event(hologram={"x": 1}) == Unsupported("other", 5)
    assert Catalogues(LOCALES)(Language.AR).label("engine.kind.other")
    assert _event() is None


def test_a_text_wins_over_what_comes_with_it() -> None:
    assert _event(text="see", link_preview_options={"url": "https://example.org"}) == Text("see", 5)


FILES = [name for name, what in MESSAGE_FIELDS.items() if what is Treatment.FETCHED]


@pytest.mark.parametrize("kind", FILES)
def test_of_a_file_come_in_its_handle_and_the_words_under_it(kind: str) -> None:
    names = {"file_name": "Unique.jpg", "mime_type": "unique/type", "title": "Unique", "performer": "Unique"}
    file = {"file_id": "handle", "file_unique_id": "unique", **names}
    content = [{"file_id": "small"}, file] if kind == "photo" else file
    event = _event(**{kind: content}, caption="see", caption_entities=[{"type": "mention", "user": PERSON}])
    assert event == Attachment(MediaKind(kind), "handle", "see", 5)
    assert "nique" not in repr(event)


def test_every_kind_of_file_the_house_knows_comes_in() -> None:
    assert sorted(FILES) == sorted(MediaKind)


def test_a_file_in_an_album_in_a_topic_in_reply_and_forwarded() -> None:
    event = _event(
        voice={"file_id": "handle"},
        media_group_id="7",
        message_thread_id=7,
        is_topic_message=True,
        reply_to_message={"message_id": 3},
        forward_origin={"type": "hidden_user", "sender_user_name": "Unique"},
    )
    assert event == Attachment(MediaKind.VOICE, "handle", "", 5, "7", 7, 3, was_forwarded=True)


def test_an_animation_is_told_from_the_document_that_comes_with_it() -> None:
    file = {"file_id": "handle"}
    assert _event(document=file, animation=file) == Attachment(MediaKind.ANIMATION, "handle", "", 5)


def test_a_sticker_says_what_it_means_and_nothing_of_its_set() -> None:
    sticker = {"file_id": "handle", "emoji": "😢", "set_name": "unique_set"}
    event = _event(sticker=sticker, reply_to_message={"message_id": 3})
    assert event == Text("😢", 5, None, 3)
    assert _event(sticker={"file_id": "handle"}) == Unsupported("sticker", 5)


def test_every_file_of_an_album_comes_in() -> None:
    inbound = Inbound()
    events = [_event(inbound=inbound, photo=[{"file_id": each}], media_group_id="1") for each in "abc"]
    assert [event.handle for event in events if isinstance(event, Attachment)] == ["a", "b", "c"]


def test_an_album_that_cannot_go_through_gets_one_answer() -> None:
    inbound = Inbound()
    events = [_event(inbound=inbound, live_photo={}, media_group_id=f"{album}") for album in (1, 1, 1, 2, 1)]
    assert [event is not None for event in events] == [True, False, False, True, False]


def test_only_the_latest_albums_are_remembered() -> None:
    inbound = Inbound()
    for album in range(1001):
        assert _event(inbound=inbound, live_photo={}, media_group_id=f"{album}") is not None
    assert _event(inbound=inbound, live_photo={}, media_group_id="0") is not None
    assert _event(inbound=inbound, live_photo={}, media_group_id="1000") is None


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel", "", None])
def test_groups_and_channels_are_not_listened_to(kind: str | None) -> None:
    assert _event(text="x", chat={"id": -5, "type": kind}) is None


def test_bots_and_posts_of_nobody_are_not_listened_to() -> None:
    assert _event(text="x", **{"from": {**PERSON, "is_bot": True}}) is None
    assert Inbound().read({"update_id": 1, "poll": {"id": "1"}}) is None
    assert Inbound().read({"update_id": 1}) is None


def test_edits() -> None:
    assert _event("edited_message", text="new") == Edited("new", 5)
    assert _event("edited_message", caption="new", photo=[{"file_id": "x"}]) == Edited("new", 5)
    assert _event("edited_message", photo=[{"file_id": "x"}]) == Edited("", 5)
    assert _event("edited_message", location={"latitude": 1, "longitude": 2}) is None


def test_presses() -> None:
    query = {"id": "q", "from": PERSON, "chat_instance": "1"}
    assert _event("callback_query", **query, data="case.take|id", message=_message(text="x")) == Press(
        "case.take",
        ("id",),
        5,
        "q",
    )
    inaccessible = {"message_id": 5, "chat": CHAT, "date": 0}
    assert _event("callback_query", **query, data="menu", message=inaccessible) == Press("menu", (), 5, "q")
    assert _event("callback_query", **query, game_short_name="x", message=inaccessible) == Press(
        "",
        (),
        5,
        "q",
    )
    assert _event("callback_query", **query, data="menu", inline_message_id="x") is None


@pytest.mark.parametrize(("status", "reachable"), [("member", True), ("kicked", False), ("left", False)])
def test_blocking(status: str, reachable: bool) -> None:
    change = {"chat": CHAT, "from": PERSON, "date": 1, "new_chat_member": {"status": status}}
    assert _event("my_chat_member", **change) == Reachable(reachable)


@pytest.mark.parametrize(
    "update",
    [
        {"message": _message(text="no number")},
        {"update_id": 1, "message": {"chat": CHAT, "from": PERSON, "text": "no number"}},
        {"update_id": 1, "message": "words"},
        {"update_id": 1, "message": {**_message(text=5)}},
        {"update_id": 1, "callback_query": {"from": PERSON, "message": {"chat": CHAT}}},
        {"update_id": 1, "my_chat_member": {"chat": CHAT, "from": PERSON}},
        {"update_id": 1, "message": _message(text="x", reply_to_message=5)},
        {"update_id": 1, "message": {**_message(text="x"), "chat": {"type": "private"}}},
        "words",
        None,
    ],
)
def test_an_update_that_is_not_as_described_is_left_and_the_next_goes_on(
    update: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"update_id": 2, "message": _message(text="good")}
    (envelope,) = Inbound().read_all([update, good])
    assert envelope.event == Text("good", 5)
    logged = "".join(capsys.readouterr())
    assert "update_unreadable" in logged
    assert "nique" not in logged
    assert "no number" not in logged
