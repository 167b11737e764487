"""Waiting for the bot: what a phone has heard, and how long it listens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.sandbox.seen import Message

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat

SHOWN_WHEN_MISSED = 15


class Ear:
    """Hears what the bot writes and edits in one chat, each time once. Waits in real seconds."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._cursor = 0

    async def hear(self, fragment: str, within: float) -> Message:
        """The next message that contains the fragment; what came before it is skipped."""
        try:
            async with asyncio.timeout(within):
                return await self._next(fragment)
        except TimeoutError:
            told = shown_chat(self._chat)
            raise AssertionError(f"nothing with {fragment!r} within {within:g} s\n{told}") from None

    async def hear_nothing(self, for_seconds: float) -> None:
        try:
            async with asyncio.timeout(for_seconds):
                message = await self._next("")
        except TimeoutError:
            return
        raise AssertionError(f"expected silence, heard {message}")

    def skip(self) -> None:
        """What was heard until now is not waited for any more."""
        self._cursor = self._chat.count

    async def _next(self, fragment: str) -> Message:
        while True:
            for count, raw in list(self._chat.heard):
                if count > self._cursor and Message(raw).contains(fragment):
                    self._cursor = count
                    return Message(raw)
            listener = asyncio.get_running_loop().create_future()
            self._chat.listeners.append(listener)
            await listener


def shown_chat(chat: Chat) -> str:
    """The end of a chat, for a message about what was missed in it."""
    shown = [str(Message(raw)) for raw in chat.messages.values()][-SHOWN_WHEN_MISSED:]
    return "\n".join(["the chat contains:", *shown]) if shown else "the chat is empty"
