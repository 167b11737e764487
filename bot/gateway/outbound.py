"""What goes out: screens and letters become calls; the library's errors become the engine's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

import structlog
from telegram.error import BadRequest, TelegramError

from bot.core.clock import Clock
from bot.core.ids import MessageId, Ref, ThreadId
from bot.core.incoming import Event, Press
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
from bot.engine.carrier import Carried, Contents, NotSent, PlaceGone, RateLimited, Uncertain, Unreachable
from bot.gateway.api import Api
from bot.gateway.content import content_of
from bot.gateway.problems import is_so_already, problem_of
from bot.gateway.uploading import blank_file, send_document, send_files
from bot.logs import log_failure

log = structlog.get_logger(__name__)

Result = TypeVar("Result")

TRIES = 4
LONGEST_WAIT = 60
"""Seconds a reply waits for a rate limit to pass; the person can ask again."""


class Outbound:
    """Implements `engine.carrier.Carrier` over the Bot API."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    async def carry(
        self, chat_id: int, body: Body, places: Mapping[Ref, SentMessage], contents: Contents
    ) -> Carried:
        try:
            return await self._do(chat_id, body, places, contents)
        except TelegramError as error:
            raise problem_of(error) from error

    async def answer(
        self, chat_id: int, event: Event, replies: Sequence[Reply], contents: Contents
    ) -> Sequence[MessageId]:
        """A press is always answered, or its button would go on waiting."""
        press = event if isinstance(event, Press) else None
        thread = getattr(event, "thread", None)
        notice = next((reply for reply in replies if isinstance(reply, Notice)), None)
        sent: list[MessageId] = []
        for reply in replies:
            new = await self._persist(partial(self._reply, chat_id, reply, press, thread, contents))
            if new is not None and new.message is not None:
                sent += (new.message, *new.more)
        if press is not None:
            note = {} if notice is None else {"text": notice.text, "show_alert": notice.is_alert}
            await self._persist(
                lambda: self._api.call("answerCallbackQuery", callback_query_id=press.query, **note)
            )
        return sent

    async def _do(
        self, chat_id: int, body: Body, places: Mapping[Ref, SentMessage], contents: Contents
    ) -> Carried:
        match body:
            case Post(screen=screen, topic=topic, reply_to=reply_to):
                thread = places[topic].thread if topic and topic in places else None
                replied = places[reply_to].message if reply_to and reply_to in places else None
                return await self._send(chat_id, screen, thread, None if thread else replied, contents)
            case Revise(target=target, screen=screen):
                place = places[target]
                if place.message is not None:
                    await self._edit(chat_id, place.message, screen)
                return Carried(place.message, place.thread)
            case OpenTopic() | RenameTopic() | DeleteTopic():
                return await self._about_topic(chat_id, body, places)
            case Delete(target=target, instead=screen):
                place = places[target]
                for message in (place.message, *place.more):
                    if message is not None:
                        await self._delete(chat_id, message, screen)
                return Carried(place.message, place.thread, place.more)
            case Wipe(messages=messages):
                await self._api.call("deleteMessages", chat_id=chat_id, message_ids=list(messages))
                return Carried(None, None)

    async def _about_topic(
        self, chat_id: int, body: OpenTopic | RenameTopic | DeleteTopic, places: Mapping[Ref, SentMessage]
    ) -> Carried:
        match body:
            case OpenTopic(name=name):
                topic_made = await self._api.call("createForumTopic", chat_id=chat_id, name=name)
                return Carried(None, ThreadId(topic_made["message_thread_id"]))
            case RenameTopic(target=target, name=name):
                return await self._topic("editForumTopic", chat_id, places[target], name=name)
            case DeleteTopic(target=target):
                return await self._topic("deleteForumTopic", chat_id, places[target])

    async def _topic(self, method: str, chat_id: int, place: SentMessage, **more: str) -> Carried:
        if place.thread is not None:
            try:
                await self._api.call(method, chat_id=chat_id, message_thread_id=place.thread, **more)
            except BadRequest as error:
                if "not_modified" not in error.message.lower():
                    raise
        return Carried(None, place.thread)

    async def _delete(self, chat_id: int, message: MessageId, instead: Screen) -> None:
        """After 48 hours Telegram lets nothing go, but lets everything of ours be changed."""
        try:
            await self._api.call("deleteMessage", chat_id=chat_id, message_id=message)
        except BadRequest as error:
            if "not found" in error.message.lower():
                return
            await self._blank(chat_id, message, instead)

    async def _blank(self, chat_id: int, message: MessageId, instead: Screen) -> None:
        try:
            await self._edit(chat_id, message, instead)
        except BadRequest as error:
            if "no text in the message" not in error.message.lower():
                raise
            await blank_file(self._api, chat_id, message, instead.text)

    async def _reply(
        self,
        chat_id: int,
        reply: Reply,
        press: Press | None,
        thread: ThreadId | None,
        contents: Contents,
    ) -> Carried | None:
        """What is new in the chat."""
        match reply:
            case Show(screen=screen, reply_to=reply_to):
                return await self._send(chat_id, screen, thread, reply_to, contents)
            case Turn(screen=screen) if press is not None and not press.is_below:
                return await self._turn(chat_id, screen, press)
            case Turn(screen=screen):
                return await self._send(chat_id, screen, thread, None, contents)
            case Bare() if press is not None:
                await self._bare(chat_id, press)
                return None
            case QuizPoll():
                return await self._ask(chat_id, reply, thread)
            case Document():
                where = {} if thread is None else {"message_thread_id": thread}
                return Carried(await send_document(self._api, reply, chat_id=chat_id, **where), thread)
            case Notice(text=text) if press is None:
                sent = await self._api.call(
                    "sendMessage", chat_id=chat_id, text=text, message_thread_id=thread
                )
                return Carried(MessageId(sent["message_id"]), thread)
            case Notice() | Bare():
                return None

    async def _ask(self, chat_id: int, quiz: QuizPoll, thread: ThreadId | None) -> Carried:
        place = {} if thread is None else {"message_thread_id": thread}
        sent = await self._api.call(
            "sendPoll",
            chat_id=chat_id,
            type="quiz",
            is_anonymous=True,
            question=quiz.question,
            options=[{"text": answer} for answer in quiz.answers],
            correct_option_ids=[quiz.right],
            explanation=quiz.explanation,
            **place,
        )
        return Carried(MessageId(sent["message_id"]), thread)

    async def _turn(self, chat_id: int, screen: Screen, press: Press) -> Carried | None:
        try:
            await self._edit(chat_id, press.message, screen)
        except BadRequest as error:
            if not isinstance(problem_of(error), PlaceGone):
                raise
            return await self._send(chat_id, screen, press.thread, None, {})
        return None

    async def _bare(self, chat_id: int, press: Press) -> None:
        """One that is gone, or has no buttons any more, is as it should be."""
        try:
            await self._api.call("editMessageReplyMarkup", chat_id=chat_id, message_id=press.message)
        except BadRequest as error:
            if not is_so_already(error) and not isinstance(problem_of(error), PlaceGone):
                raise

    async def _send(
        self,
        chat_id: int,
        screen: Screen,
        thread: ThreadId | None,
        reply_to: MessageId | None,
        contents: Contents,
    ) -> Carried:
        extra: dict[str, Any] = {}
        if thread is not None:
            extra["message_thread_id"] = thread
        if reply_to is not None:
            extra["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        if screen.is_protected:
            extra["protect_content"] = True
        if screen.is_silent:
            extra["disable_notification"] = True
        if screen.files:
            files = [contents[file] for file in screen.files if file in contents]
            if not files:
                raise BadRequest("its files are gone")
            first, *more = await send_files(self._api, files, chat_id=chat_id, **extra)
            return Carried(first, thread, tuple(more))
        sent = await self._api.call("sendMessage", chat_id=chat_id, **content_of(screen), **extra)
        return Carried(MessageId(sent["message_id"]), thread)

    async def _edit(self, chat_id: int, message: MessageId, screen: Screen) -> None:
        try:
            await self._api.call("editMessageText", chat_id=chat_id, message_id=message, **content_of(screen))
        except BadRequest as error:
            if not is_so_already(error):
                raise

    async def _persist(self, call: Callable[[], Awaitable[Result]]) -> Result | None:
        """Try again while there is hope. Whatever is lost here (None), the person gets by asking again."""
        for tries in range(TRIES):
            try:
                return await call()
            except TelegramError as error:
                problem = problem_of(error)
                if isinstance(problem, RateLimited) and problem.seconds <= LONGEST_WAIT:
                    await self._clock.sleep(problem.seconds)
                elif isinstance(problem, NotSent | Uncertain):
                    await self._clock.sleep(2**tries / 4)
                else:
                    if not isinstance(problem, Unreachable) and "query is too old" not in str(problem):
                        log_failure(log, "reply_lost", problem)
                    return None
        log.warning("reply_given_up")
        return None
