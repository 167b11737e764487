"""Messages of every kind that may reach a bot: plausible examples to send from a phone.

A kind is the name of the field of the Bot API's Message that makes the message what it is. What happens
in groups only is here too: a bot must live through whatever comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.pictures import photo_sizes
from bot.sandbox.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.chats import Chat
    from bot.sandbox.files import File, Files
    from bot.sandbox.wire import Json
    from bot.sandbox.world import World

# A JPEG of one grey dot that any decoder takes, segment by segment.
DOT = bytes.fromhex(
    "ffd8"  # start
    f"ffdb004300{'01' * 64}"  # quantisation: none
    "ffc0000b080001000101011100"  # baseline frame: 8 bits, 1 x 1, one component
    f"ffc400140001{'00' * 15}00"  # one code for "no difference"
    f"ffc400141001{'00' * 15}00"  # one code for "end of block"
    "ffda0008010100003f003f"  # scan: both codes, padded
    "ffd9"  # end
)
ELSEWHERE: Json = {
    "id": -1002000000001,
    "title": "News of the town",
    "username": "town_news_demo",
    "type": "channel",
}
SOMEBODY: Json = {
    "id": 7900000001,
    "is_bot": False,
    "first_name": "Somebody",
    "last_name": "Else",
    "username": "somebody_else_demo",
}

ABOUT_FILES = frozenset({"content", "file_name", "mime_type", "file_size"})


@dataclass(frozen=True, slots=True)
class Sample:
    """A file as it comes from a phone."""

    kind: str
    mime: str
    name: str
    content: bytes
    about: Json

    def card(self, files: Files, given: Json) -> Json:
        file = self.add(files, given)
        named = {"file_name": file.name} if self.name else {}
        return {**file.card(), "mime_type": file.mime, **named, **self.about}

    def add(self, files: Files, given: Json) -> File:
        return files.add(
            self.kind,
            given.get("content", self.content),
            given.get("file_name", self.name),
            given.get("mime_type", self.mime),
            given.get("file_size"),
        )


_PICTURE = {"width": 640, "height": 360, "duration": 3}
SAMPLES = {
    "photo": Sample("photo", "image/jpeg", "", DOT, {}),
    "document": Sample("document", "application/pdf", "my report.pdf", b"%PDF-1.4\n%%EOF\n", {}),
    "video": Sample("video", "video/mp4", "holiday.mp4", b"\0\0\0\x18ftypmp42", _PICTURE),
    "animation": Sample("animation", "video/mp4", "wave.mp4", b"\0\0\0\x18ftypmp42", _PICTURE),
    "audio": Sample(
        "audio", "audio/mpeg", "song.mp3", b"ID3", {"duration": 3, "performer": "A Singer", "title": "A Song"}
    ),
    "voice": Sample("voice", "audio/ogg", "", b"OggS", {"duration": 3}),
    "video_note": Sample(
        "video_note", "video/mp4", "", b"\0\0\0\x18ftypmp42", {"duration": 3, "length": 240}
    ),
    "sticker": Sample(
        "sticker",
        "image/webp",
        "",
        b"RIFF\0\0\0\0WEBP",
        {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "👍",
            "set_name": "demo",
        },
    ),
    "live_photo": Sample("live_photo", "video/mp4", "", b"\0\0\0\x18ftypmp42", _PICTURE),
}
WITHOUT_MIME = frozenset({"video_note", "sticker"})


def example(world: World, chat: Chat, kind: str, given: Json) -> Json:
    """The content of a message of this kind; `given` fields replace those of the example."""
    fields = {name: value for name, value in given.items() if name not in ABOUT_FILES}
    content = _content(world, chat, kind, given)
    for words, marks in (("text", "entities"), ("caption", "caption_entities")):
        if words in fields and marks not in fields:
            plain, entities = world.texts.plain(fields[words])
            fields |= {words: plain, **({marks: entities} if entities else {})}
    return {**content, **fields}


def _content(world: World, chat: Chat, kind: str, given: Json) -> Json:
    files = world.files
    if kind == "photo":
        return {"photo": photo_sizes(files, SAMPLES["photo"].add(files, given))}
    if kind in SAMPLES:
        card = SAMPLES[kind].card(files, given)
        if kind in WITHOUT_MIME:
            del card["mime_type"]
        if kind == "animation":  # comes with a document of the same file, for clients that know no animations
            names = ("file_id", "file_unique_id", "file_size", "file_name", "mime_type")
            return {kind: card, "document": {name: card[name] for name in names}}
        return {kind: card}
    if kind in CARDS:
        return CARDS[kind](world, chat)
    assert kind in SERVICES, f"no kind of message: {kind}"
    return {kind: SERVICES[kind]}


def _forwarded(world: World, _chat: Chat) -> Json:
    origin = {"type": "user", "date": world.now() - 3600, "sender_user": SOMEBODY}
    return {"text": "Look what I got", "forward_origin": origin}


def _reply_elsewhere(world: World, _chat: Chat) -> Json:
    origin = {"type": "channel", "date": world.now() - 3600, "chat": ELSEWHERE, "message_id": 12}
    return {
        "text": "What about this?",
        "external_reply": {"origin": origin, "chat": ELSEWHERE, "message_id": 12},
        "quote": {"text": "what they wrote", "position": 0, "is_manual": True},
    }


def _poll(world: World, _chat: Chat) -> Json:
    options = [
        {"persistent_id": str(number), "text": text, "voter_count": 0}
        for number, text in enumerate(("Yes", "No"))
    ]
    return {
        "poll": {
            "id": str(world.now()),
            "question": "Shall we?",
            "options": options,
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    }


def _game(world: World, _chat: Chat) -> Json:
    sample = SAMPLES["photo"]
    photo = photo_sizes(world.files, sample.add(world.files, {}))
    return {"game": {"title": "A game", "description": "Play it", "photo": photo}, "via_bot": _other_bot()}


def _paid_media(world: World, _chat: Chat) -> Json:
    photo = photo_sizes(world.files, SAMPLES["photo"].add(world.files, {}))
    return {"paid_media": {"star_count": 5, "paid_media": [{"type": "photo", "photo": photo}]}}


def _other_bot() -> Json:
    return {"id": 7900000002, "is_bot": True, "first_name": "Games", "username": "games_demo_bot"}


def _contact(_world: World, chat: Chat) -> Json:
    names = {name: chat.user[name] for name in ("first_name", "last_name") if name in chat.user}
    return {"contact": {"phone_number": "+12025550123", **names, "user_id": chat.id}}


def _pinned(_world: World, chat: Chat) -> Json:
    return {
        "pinned_message": next(
            reversed(chat.messages.values()), {"message_id": 0, "date": 0, "chat": chat.card}
        )
    }


CARDS: dict[str, Callable[[World, Chat], Json]] = {
    "text": lambda _world, _chat: {"text": "Hello"},
    "forwarded": _forwarded,
    "external_reply": _reply_elsewhere,
    "contact": _contact,
    "poll": _poll,
    "game": _game,
    "paid_media": _paid_media,
    "pinned_message": _pinned,
}
