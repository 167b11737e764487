"""Picks the handler of an event: by button, command, open question, and who may."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import (
    Attachment,
    Command,
    Edited,
    Event,
    Fetch,
    Fetched,
    Incoming,
    Press,
    Reachable,
    Read,
    Text,
    Unsupported,
    WasRead,
)
from bot.core.outcome import Outcome, Reply
from bot.core.routes import (
    AtOnceCommand,
    AtOncePress,
    Feature,
    OnAnswer,
    OnAttachment,
    OnCommand,
    OnEdit,
    OnFetched,
    OnLink,
    OnPress,
    OnRead,
    OnText,
    OnUnsupported,
    OnWords,
)
from bot.core.text import Texts
from bot.engine.people import OpenStep


class Router:
    """The table of contents of all features, checked for doubles when it is built."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self._commands: dict[str, OnCommand | AtOnceCommand] = {}
        self._links: dict[str, OnLink] = {}
        self._presses: dict[str, OnPress | AtOncePress] = {}
        self._answers: dict[str, OnAnswer] = {}
        self._fetched: dict[str, OnFetched] = {}
        self._read: dict[str, OnRead] = {}
        self._texts: list[OnText] = []
        self._edits: list[OnEdit] = []
        self._attachments: list[OnAttachment] = []
        self._unsupported: list[OnUnsupported] = []
        self._words: list[OnWords] = []
        for feature in features:
            for route in feature.routes:
                self._add(feature.name, route)

    @property
    def commands(self) -> tuple[OnCommand | AtOnceCommand, ...]:
        return tuple(self._commands.values())

    async def route(self, context: Context, incoming: Incoming, steps: Sequence[OpenStep]) -> Outcome:
        """`steps`: the open questions, latest first. Nothing more comes of what is answered at once.

        Raises UserError with the sentence to show when there is nothing to be done.
        """
        if self.is_at_once(incoming.event):
            return Outcome()
        match incoming.event:
            case Command() as command:
                return await self._command(context, command)
            case Press() as press:
                return await self._press(context, press)
            case Text() as text:
                return await self._text(context, text, steps)
            case Edited() as edited:
                return await self._edit(context, edited)
            case Attachment() as attachment:
                return await self._attachment(context, attachment)
            case Fetched() | WasRead() as file:
                return await self._file(context, file)
            case Unsupported() as unsupported:
                return await self._kind_refused(context, unsupported)
            case Reachable() | Fetch() | Read():
                return Outcome()

    def is_at_once(self, event: Event | Fetched | WasRead) -> bool:
        return self._at_once(event) is not None

    def at_once(self, t: Texts, event: Event) -> tuple[Reply, ...]:
        """What is answered from memory, ahead of everything."""
        answer = self._at_once(event)
        return answer(t) if answer else ()

    def read(self, read: Read, content: bytes) -> object:
        """What the reader of its route makes of a file; takes as long as it takes."""
        return self._read[read.route].reader(content, read.arguments)

    def alarms(self, t: Texts, event: Event) -> tuple[Reply, ...]:
        """What must be said before anything else, whatever becomes of the event."""
        words = _words(event)
        return tuple(said for route in self._words for said in route.handler(t, words)) if words else ()

    def _add(self, feature: str, route: object) -> None:
        """Under its name, which no other may have; or at the end of those of its kind."""
        match route:
            case OnText():
                self._texts.append(route)
            case OnEdit():
                self._edits.append(route)
            case OnAttachment():
                self._attachments.append(route)
            case OnUnsupported():
                self._unsupported.append(route)
            case OnWords():
                self._words.append(route)
            case _ if not self._named(route):
                raise ValueError(f"{feature} names a route that is taken: {route}")

    def _named(self, route: object) -> bool:
        match route:
            case OnCommand(name=name) | AtOnceCommand(name=name) if name not in self._commands:
                self._commands[name] = route
            case OnLink(prefix=prefix) if prefix not in self._links:
                self._links[prefix] = route
            case OnPress(name=name) | AtOncePress(name=name) if name not in self._presses:
                self._presses[name] = route
            case OnAnswer(step=step) if step not in self._answers:
                self._answers[step] = route
            case OnFetched(name=name) if name not in self._fetched:
                self._fetched[name] = route
            case OnRead(name=name) if name not in self._read:
                self._read[name] = route
            case _:
                return False
        return True

    def _at_once(self, event: Event | Fetched | WasRead) -> Callable[[Texts], tuple[Reply, ...]] | None:
        match event:
            case Press(name=name) if isinstance(route := self._presses.get(name), AtOncePress):
                handler = route.handler
                return lambda t: handler(t, event)
            case Command():
                name, _, code = event.argument.partition("-")
                command = replace(event, name=name, argument=code) if event.name == "start" else event
                if isinstance(found := self._commands.get(command.name), AtOnceCommand):
                    answer = found.handler
                    return lambda t: answer(t, command)
        return None

    async def _command(self, context: Context, command: Command) -> Outcome:
        prefix, _, code = command.argument.partition("-")
        if command.name == "start" and code and (link := self._links.get(prefix)):
            return await link.handler(context, replace(command, argument=code))
        route = self._commands.get(command.name)
        if not isinstance(route, OnCommand) or not (route.action is None or context.may(route.action)):
            raise UserError("engine.unknown_command")
        return await route.handler(context, command)

    async def _press(self, context: Context, press: Press) -> Outcome:
        route = self._presses.get(press.name)
        if not isinstance(route, OnPress) or not (route.action is None or context.may(route.action)):
            raise UserError("engine.old_button")
        return await route.handler(context, press)

    async def _file(self, context: Context, file: Fetched | WasRead) -> Outcome:
        """What somebody sent, as it was asked for."""
        if isinstance(file, WasRead):
            return await self._was_read(context, file)
        return await self._fetched[file.name].handler(context, file)

    async def _was_read(self, context: Context, read: WasRead) -> Outcome:
        route = self._read[read.name]
        if not context.may(route.action):
            raise UserError("engine.unknown_command")
        return await route.handler(context, read)

    async def _text(self, context: Context, text: Text, steps: Sequence[OpenStep]) -> Outcome:
        for first in (route for route in self._texts if route.before_steps):
            if (outcome := await first.handler(context, text)) is not None:
                return outcome
        asked = next((self._answers[step.name] for step in steps if step.name in self._answers), None)
        if asked and (outcome := await asked.handler(context, text)) is not None:
            return outcome
        for other in (route for route in self._texts if not route.before_steps):
            if (outcome := await other.handler(context, text)) is not None:
                return outcome
        raise UserError("engine.not_understood")

    async def _edit(self, context: Context, edited: Edited) -> Outcome:
        for route in self._edits:
            if (outcome := await route.handler(context, edited)) is not None:
                return outcome
        return Outcome()

    async def _attachment(self, context: Context, attachment: Attachment) -> Outcome:
        for route in self._attachments:
            if (outcome := await route.handler(context, attachment)) is not None:
                return outcome
        raise UserError("engine.kind_refused", kind=context.t.label(f"engine.kind.{attachment.kind}"))

    async def _kind_refused(self, context: Context, unsupported: Unsupported) -> Outcome:
        for route in self._unsupported:
            if route.kind == unsupported.kind and (outcome := await route.handler(context, unsupported)):
                return outcome
        raise UserError("engine.kind_refused", kind=context.t.label(f"engine.kind.{unsupported.kind}"))


def _words(event: Event) -> str:
    match event:
        case Text(text=words) | Edited(text=words) | Attachment(caption=words) | Command(argument=words):
            return words
        case _:
            return ""
