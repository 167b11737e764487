"""Phones as dictionaries: what the bot sends stands there at once; all that ever came is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from bot.core.ids import FileId, MessageId, Ref, ThreadId
from bot.core.incoming import Event, Press
from bot.core.media import CleanFile, MediaKind
from bot.core.outcome import (
    Bare,
    Body,
    Delete,
    DeleteTopic,
    Document,
    Notice,
    OpenTopic,
    Post,
    QuizPoll,
    RenameTopic,
    Reply,
    Revise,
    Screen,
    SentMessage,
    Show,
    Turn,
    Wipe,
)
from bot.core.text import escape
from bot.engine.carrier import Carried, Contents, PlaceGone


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot."""

    screen: Screen
    thread: ThreadId | None
    files: tuple[bytes, ...] = ()

    @property
    def words(self) -> str:
        """All that can be read in it, files too."""
        return "\n".join([self.screen.text, *(each.decode("latin-1") for each in self.files)])

    @property
    def buttons(self) -> list[str]:
        return [button.press for row in self.screen.rows for button in row if button.press]


@dataclass(slots=True)
class Phone:
    """One person's chat with the bot. Messages are numbered in each chat from 1, as Telegram does."""

    standing: dict[MessageId, Shown] = field(default_factory=dict)
    topics: dict[ThreadId, str] = field(default_factory=dict)
    came: list[str] = field(default_factory=list)
    """The words of everything that ever came, notices and names of topics too."""
    pressable: dict[str, MessageId] = field(default_factory=dict)
    """Every button that ever stood there, and under which message it stood last."""
    newest: int = 0

    def number(self) -> MessageId:
        self.newest += 1
        return MessageId(self.newest)

    def get(self, shown: Shown, number: MessageId | None = None) -> MessageId:
        """A new message, or another state of one."""
        number = number or self.number()
        self.standing[number] = shown
        self.came.append(shown.words)
        for data in shown.buttons:
            self.pressable.pop(data, None)
            self.pressable[data] = number
        return number

    def button(self, route: str) -> tuple[str, MessageId] | None:
        """The newest button whose data begins so, whether or not it still stands there."""
        return next((each for each in reversed(self.pressable.items()) if each[0].startswith(route)), None)


class Pockets:
    """Implements `engine.carrier.Carrier`: nothing is lost on the way, and nothing takes time."""

    def __init__(self) -> None:
        self.phones: dict[int, Phone] = {}

    def phone(self, chat_id: int) -> Phone:
        return self.phones.setdefault(chat_id, Phone())

    async def carry(  # noqa: C901 one case for each kind of body
        self, chat_id: int, body: Body, places: Mapping[Ref, SentMessage], contents: Contents
    ) -> Carried:
        phone = self.phone(chat_id)
        match body:
            case Post(screen=screen, topic=topic):
                thread = places[topic].thread if topic and topic in places else None
                if thread is not None and thread not in phone.topics:
                    raise PlaceGone("thread not found")
                return _post(phone, screen, thread, contents)
            case Revise(target=target, screen=screen):
                message = places[target].message
                if message not in phone.standing:
                    raise PlaceGone("message to edit not found")
                phone.get(replace(phone.standing[message], screen=screen), message)
                return Carried(message, places[target].thread)
            case OpenTopic(name=name):
                thread = ThreadId(phone.number())
                phone.topics[thread] = name
                phone.came.append(name)
                return Carried(None, thread)
            case RenameTopic(target=target, name=name):
                phone.topics[_thread(phone, places[target])] = name
                phone.came.append(name)
                return Carried(None, places[target].thread)
            case DeleteTopic(target=target):
                thread = _thread(phone, places[target])
                del phone.topics[thread]
                phone.standing = {n: each for n, each in phone.standing.items() if each.thread != thread}
                return Carried(None, thread)
            case Delete(target=target):
                place = places[target]
                for message in (place.message, *place.more):
                    phone.standing.pop(MessageId(message or 0), None)
                return Carried(place.message, place.thread, place.more)
            case Wipe(messages=messages):
                for message in messages:
                    phone.standing.pop(message, None)
                return Carried(None, None)

    async def answer(
        self, chat_id: int, event: Event, replies: Sequence[Reply], contents: Contents
    ) -> Sequence[MessageId]:
        phone, thread = self.phone(chat_id), getattr(event, "thread", None)
        new: list[MessageId] = []
        for reply in replies:
            match reply:
                case Turn(screen=screen) if _turns(phone, event):
                    phone.get(replace(phone.standing[event.message], screen=screen), event.message)
                case Bare() if isinstance(event, Press) and event.message in phone.standing:
                    shown = phone.standing[event.message]
                    phone.get(replace(shown, screen=replace(shown.screen, rows=())), event.message)
                case Show(screen=screen) | Turn(screen=screen):
                    sent = _post(phone, screen, thread if thread in phone.topics else None, contents)
                    new += (each for each in (sent.message, *sent.more) if each)
                case QuizPoll(question=question, answers=answers):
                    words = "\n".join((question, *answers))
                    new.append(phone.get(Shown(Screen(escape(words)), None)))
                case Document(content=content, caption=caption):
                    new.append(phone.get(Shown(Screen(caption), thread, (content,))))
                case Notice(text=text):
                    phone.came.append(text)
        return new


class Camera:
    """Implements `engine.carrier.Fetcher`: every file is a picture that shows the words of its handle."""

    async def fetch(self, handle: str, kind: MediaKind, *, disguise_voice: bool) -> CleanFile:  # noqa: ARG002
        return CleanFile(kind, "image/jpeg", handle.encode(), 640, 480)

    async def read(self, handle: str) -> bytes:
        return handle.encode()


def _turns(phone: Phone, event: Event) -> TypeGuard[Press]:
    return isinstance(event, Press) and not event.is_below and event.message in phone.standing


def _post(phone: Phone, screen: Screen, thread: ThreadId | None, contents: Contents) -> Carried:
    files = _files(screen.files, contents)
    first, *more = [phone.get(Shown(screen, thread, (each,))) for each in files] or [
        phone.get(Shown(screen, thread))
    ]
    return Carried(first, thread, tuple(more))


def _files(wanted: Sequence[FileId], contents: Contents) -> list[bytes]:
    return [contents[file].content for file in wanted if file in contents]


def _thread(phone: Phone, place: SentMessage) -> ThreadId:
    if place.thread is None or place.thread not in phone.topics:
        raise PlaceGone("thread not found")
    return place.thread
