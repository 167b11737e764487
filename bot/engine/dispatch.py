"""Takes updates in, each safe before Telegram is told so, and sees them through to what is said."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

import structlog

from bot.core.context import Roster
from bot.core.ids import MessageId
from bot.core.incoming import Fetch, Read
from bot.core.outcome import Reply, Show
from bot.engine.bringing import Bringing
from bot.engine.carrier import Carrier, Contents, Fetcher
from bot.engine.discreet import trace_said
from bot.engine.handling import Handled, Handling
from bot.engine.inbox import Envelope, Inbox
from bot.engine.maintenance import Maintenance
from bot.engine.people import Registry, Sender
from bot.engine.postman import Postman
from bot.engine.reflexes import Reflexes
from bot.engine.router import Router
from bot.engine.scheduler import Lines
from bot.engine.workshop import Workshop
from bot.logs import log_failure

log = structlog.get_logger(__name__)

PAUSES = (0.5, 2.0, 8.0, 30.0, 120.0, 600.0)
"""Seconds between tries when nothing can be written down; after the last, the next start takes it up."""
LARGE_AT_ONCE = 2
"""Previews with files that are in memory side by side."""


class Dispatch:
    """From envelopes to effects and replies."""

    def __init__(
        self,
        workshop: Workshop,
        inbox: Inbox,
        postman: Postman,
        registry: Registry,
        roster: Roster,
        router: Router,
        carrier: Carrier,
        fetcher: Fetcher,
        lines: Lines,
        maintenance: Maintenance | None = None,
    ) -> None:
        self._workshop = workshop
        self._inbox = inbox
        self._postman = postman
        self._registry = registry
        self._router = router
        self._carrier = carrier
        self._lines = lines
        self._maintenance = maintenance
        self._bringing = Bringing(fetcher, router)
        self._handling = Handling(workshop, inbox, registry, roster, router)
        self._reflexes = Reflexes(workshop, registry, router, carrier, lines)
        self._is_unsure = False
        """It may be that updates are in the inbox which nobody has taken up."""
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def take(self, envelopes: Sequence[Envelope]) -> None:
        """Returns when the updates are safe with us: only then may Telegram be told so.

        Help does not wait for that. Raises what kept the updates from being safe.
        """
        self._reflexes.answer(envelopes)
        try:
            fresh = await self._inbox.receive(envelopes)
        except BaseException:
            self._reflexes.warn(envelopes)
            self._is_unsure = True
            raise
        if self._is_unsure:  # what was kept in spite of an error; doubles end when they are finished twice
            fresh = await self._inbox.left_over()
            self._is_unsure = False
        self._take_up(fresh)

    async def resume(self) -> None:
        """Handle what a stopped bot had received."""
        left_over = await self._inbox.left_over()
        await self._reflexes.remember()
        self._reflexes.answer(left_over)
        if self._maintenance is None:
            self._line_up(left_over)
        else:
            self._line_up(each for each in left_over if self._router.is_at_once(each.event))

    def _take_up(self, envelopes: Sequence[Envelope]) -> None:
        """While the bot is being looked after, only what is answered already goes on, to its end."""
        if self._maintenance is None:
            self._line_up(envelopes)
            return
        for envelope in envelopes:
            if self._router.is_at_once(envelope.event):
                self._line_up([envelope])
            else:
                self._reflexes.warn([envelope])
                person = self._registry.sender(envelope.chat_id).person
                answer = partial(self._maintenance.answer, person=person, event=envelope.event)
                self._reflexes.say(envelope, answer)

    def _line_up(self, envelopes: Iterable[Envelope]) -> None:
        """Files have lanes of their own: nobody's words wait for pictures, not even for their own."""
        for envelope in envelopes:
            sender = self._registry.sender(envelope.chat_id)
            lanes = self._lines.files if isinstance(envelope.event, Fetch | Read) else self._lines.words
            lanes.put(sender.person, partial(self._handle, envelope, sender))

    async def _handle(self, envelope: Envelope, sender: Sender) -> None:
        """Tried again, in the person's own lane, while not even the database answers."""
        brought = await self._bringing.bring(envelope.event)
        for pause in PAUSES:
            try:
                handled = await self._handling.handle(envelope, sender, brought)
            except Exception as error:  # noqa: BLE001 the update is in the inbox: it is not lost
                log_failure(log, "update_waits", error)
                self._reflexes.warn([envelope])
                await self._workshop.clock.sleep(pause)
                continue
            if handled is not None:
                await self._follow_up(envelope, sender, handled)
            return

    async def _follow_up(self, envelope: Envelope, sender: Sender, handled: Handled) -> None:
        self._reflexes.speaks(sender.person, handled.language if handled.is_known else None)
        self._postman.wake(handled.lanes)
        self._line_up(handled.owed)
        replies = (*self._alarms(envelope, handled), *handled.replies)
        if not replies or self._router.is_at_once(envelope.event):
            return
        sent = await self._answer(envelope, replies)
        if sent and handled.is_known and not handled.is_staff:
            await trace_said(self._workshop, self._registry, sender, sent)

    def _alarms(self, envelope: Envelope, handled: Handled) -> tuple[Reply, ...]:
        """Staff write of danger all day, and know whom to call."""
        if handled.is_staff or self._reflexes.has_answered(envelope):
            return ()
        return self._router.alarms(self._workshop.texts_for(handled.language), envelope.event)

    async def _answer(self, envelope: Envelope, replies: Sequence[Reply]) -> Sequence[MessageId]:
        """The numbers of what is new in the chat."""
        files = [file for reply in replies if isinstance(reply, Show) for file in reply.screen.files]
        if not files:
            return await self._say(envelope, replies, {})
        async with self._large:
            async with self._workshop.database.transaction() as tx:
                contents = await self._workshop.files.open(tx, files)
            return await self._say(envelope, replies, contents)

    async def _say(
        self, envelope: Envelope, replies: Sequence[Reply], contents: Contents
    ) -> Sequence[MessageId]:
        new = sum(isinstance(reply, Show) for reply in replies)
        with self._postman.pace.answering(new):
            return await self._carrier.answer(envelope.chat_id, envelope.event, replies, contents)
