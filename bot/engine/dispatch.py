"""Takes one update through: one transaction, the right handler, everything committed together."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from bot.core.clock import Clock
from bot.core.context import Context, Roster, TextsFor
from bot.core.errors import UserError
from bot.core.incoming import Event, Fetch, Fetched, Incoming, Press, Reachable, Read, WasRead
from bot.core.journal import Journal
from bot.core.media import CannotClean, CleanFile, Refusal
from bot.core.outcome import Notice, Outcome, Reply, Screen, Show
from bot.engine.carrier import Carrier, Contents, Fetcher
from bot.engine.discreet import came_back, trace_sent, trace_written
from bot.engine.files import FileStore
from bot.engine.inbox import Envelope, Inbox, own_number
from bot.engine.journal import ChainedJournal, DeferredJournal
from bot.engine.keyring import Keyring
from bot.engine.maintenance import Maintenance
from bot.engine.outbox import Outbox
from bot.engine.people import Registry, Sender, Visitor
from bot.engine.postman import Postman
from bot.engine.reflexes import Reflexes
from bot.engine.router import Router
from bot.engine.scheduler import Lanes
from bot.logs import log_failure
from bot.storage.database import Contended, Database, Transaction

log = structlog.get_logger(__name__)

PAUSES = (0.5, 2.0, 8.0, 30.0, 120.0, 600.0)
"""Seconds between tries when nothing can be written down; after the last, the next start takes it up."""


Brought = CleanFile | Refusal | WasRead | None

LARGE_AT_ONCE = 2
"""Previews with files that are in memory side by side."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to somebody when all else is done."""

    replies: tuple[Reply, ...] = ()
    is_traced: bool = False
    """Something is kept about them: the numbers of these messages too, so that they can be wiped."""


class Dispatch:
    """From envelopes to effects and replies."""

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        outbox: Outbox,
        postman: Postman,
        registry: Registry,
        keyring: Keyring,
        roster: Roster,
        router: Router,
        texts_for: TextsFor,
        files: FileStore,
        journal: ChainedJournal,
        carrier: Carrier,
        fetcher: Fetcher,
        clock: Clock,
        lanes: Lanes,
        file_lanes: Lanes,
        help_lanes: Lanes,
        maintenance: Maintenance | None = None,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._outbox = outbox
        self._postman = postman
        self._registry = registry
        self._keyring = keyring
        self._roster = roster
        self._router = router
        self._texts_for = texts_for
        self._files = files
        self._journal = journal
        self._carrier = carrier
        self._fetcher = fetcher
        self._clock = clock
        self._lanes = lanes
        self._file_lanes = file_lanes
        self._reflexes = Reflexes(
            database, registry, router, texts_for, carrier, clock, help_lanes, other_lanes=lanes
        )
        self._maintenance = maintenance
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
            lanes = self._file_lanes if isinstance(envelope.event, Fetch | Read) else self._lanes
            lanes.put(sender.person, partial(self._handle, envelope, sender))

    async def _handle(self, envelope: Envelope, sender: Sender) -> None:
        """Tried again, in the person's own lane, while not even the database answers."""
        fetched = await self._bring(envelope.event)
        for pause in PAUSES:
            try:
                answer = await self._settle(envelope, sender, fetched)
            except Exception as error:  # noqa: BLE001 the update is in the inbox: it is not lost
                log_failure(log, "update_waits", error)
                self._reflexes.warn([envelope])
                await self._clock.sleep(pause)
            else:
                await self._answer(envelope, sender, answer)
                return

    async def _answer(self, envelope: Envelope, sender: Sender, answer: Answer) -> None:
        if not answer.replies or self._router.is_at_once(envelope.event):
            return None
        files = [file for reply in answer.replies if isinstance(reply, Show) for file in reply.screen.files]
        if not files:
            return await self._say(envelope, sender, answer, {})
        async with self._large:
            async with self._database.transaction() as tx:
                contents = await self._files.open(tx, files)
            return await self._say(envelope, sender, answer, contents)

    async def _say(self, envelope: Envelope, sender: Sender, answer: Answer, contents: Contents) -> None:
        new = sum(isinstance(reply, Show) for reply in answer.replies)
        with self._postman.pace.answering(new):
            sent = await self._carrier.answer(envelope.chat_id, envelope.event, answer.replies, contents)
        if sent and answer.is_traced:
            async with self._database.transaction() as tx:
                await trace_sent(tx, self._registry, sender, sent, int(self._clock.now()))

    def _alarms(self, visitor: Visitor, envelope: Envelope) -> tuple[Reply, ...]:
        """Staff write of danger all day, and know whom to call."""
        if visitor.is_staff or self._reflexes.has_answered(envelope):
            return ()
        return self._router.alarms(self._texts_for(visitor.language), envelope.event)

    async def _bring(self, event: Event) -> Brought:
        """What must be fetched before there can be a transaction."""
        match event:
            case Fetch():
                return await self._fetch(event)
            case Read():
                content = await self._read(event)
                return WasRead(event.route, event.arguments, content, event.thread)
            case _:
                return None

    async def _read(self, read: Read) -> object:
        """None when the file is not to be had; whatever its reader fails with stays in the log."""
        try:
            content = await self._fetcher.read(read.handle)
            return await asyncio.to_thread(self._router.read, read, content)
        except CannotClean:
            return None
        except Exception as error:  # noqa: BLE001 whoever sent the file is told that it came to nothing
            log_failure(log, "file_not_read", error)
            return None

    async def _fetch(self, fetch: Fetch) -> CleanFile | Refusal:
        try:
            return await self._fetcher.fetch(fetch.handle, fetch.kind, disguise_voice=fetch.disguise_voice)
        except CannotClean as refused:
            return refused.reason

    async def _settle(self, envelope: Envelope, sender: Sender, fetched: Brought) -> Answer:
        try:
            return await self._commit(envelope, sender, fetched)
        except UserError as error:
            return await self._excuse(envelope, sender, error)
        except Contended:
            raise  # tried again: nothing of it has happened
        except Exception as error:  # noqa: BLE001 whatever happened, the person is told
            code = log_failure(log, "update_failed", error, event_kind=type(envelope.event).__name__)
            return await self._excuse(envelope, sender, UserError("engine.failed", code=code))

    async def _commit(self, envelope: Envelope, sender: Sender, fetched: Brought) -> Answer:
        async with self._database.transaction(serial=sender.person) as tx:
            if not await self._inbox.finish(tx, envelope.update_id):
                return Answer()
            journal = DeferredJournal(self._journal)
            visitor, context = await self._context(tx, envelope, sender, journal)
            was_known = visitor.is_known
            event = await self._event(tx, envelope.event, fetched)
            incoming = Incoming(sender.person, envelope.language, event)
            outcome = await self._router.route(context, incoming, visitor.latest_first())
            await self._keep(visitor, context, outcome)
            owed = [Envelope(own_number(), sender.chat_id, None, fetch) for fetch in outcome.fetches]
            for each in owed:
                await self._inbox.owe(tx, each)
            if isinstance(envelope.event, Reachable) and envelope.event.reachable:
                await came_back(visitor)
            await trace_written(visitor, envelope.event, context.now, was_known=was_known)
            await journal.flush(tx)
        self._reflexes.speaks(sender.person, visitor.language if visitor.is_known else None)
        self._postman.wake({letter.lane for letter in outcome.letters} | visitor.lifted)
        self._line_up(owed)
        replies = (*self._alarms(visitor, envelope), *outcome.replies)
        return Answer(replies, is_traced=visitor.is_known and not visitor.is_staff)

    async def _event(self, tx: Transaction, event: Event, fetched: Brought) -> Event | Fetched | WasRead:
        """A file that was fetched is kept before anybody is told of it; one that was read is not."""
        if isinstance(fetched, WasRead):
            return fetched
        if not isinstance(event, Fetch):
            return event
        name, arguments, thread = event.route, event.arguments, event.thread
        if not isinstance(fetched, CleanFile):
            return Fetched(name, arguments, None, None, fetched, 0, thread)
        try:
            file = await self._files.put(tx, event.key, fetched, event.expires_in)
        except KeyError:  # what it belonged to was given up meanwhile
            return Fetched(name, arguments, None, None, None, 0, thread)
        return Fetched(name, arguments, file, fetched.kind, None, len(fetched.content), thread)

    async def _context(
        self, tx: Transaction, envelope: Envelope, sender: Sender, journal: Journal
    ) -> tuple[Visitor, Context]:
        now = int(self._clock.now())
        visitor = await Visitor.load(tx, self._registry, sender, envelope.language, now)
        staff = await self._roster.of(tx, sender.person) if visitor.is_staff else None
        if staff is not None:
            await visitor.reach_again(staff.address)
        elif visitor.is_staff:  # they were once, and are somebody like everybody now
            await visitor.mark_staff(is_staff=False)
        context = Context(
            tx=tx,
            now=now,
            person=sender.person,
            speaks_ours=visitor.is_known or envelope.language is not None,
            t=self._texts_for(visitor.language),
            texts_for=self._texts_for,
            people=visitor,
            keys=self._keyring,
            sent=self._outbox,
            files=self._files,
            journal=journal,
            staff=staff,
            steps={step.dialogue: step.data for step in visitor.latest_first()},
        )
        return visitor, context

    async def _keep(self, visitor: Visitor, context: Context, outcome: Outcome) -> None:
        if outcome.ends:
            await visitor.end(outcome.ends)
        if outcome.step:
            await visitor.ask(outcome.step, context.now)
        if outcome.letters:
            await self._outbox.post(context.tx, outcome.letters)

    async def _excuse(self, envelope: Envelope, sender: Sender, error: UserError) -> Answer:
        """The update is over, though nothing came of it; the sentence that says why."""
        now = int(self._clock.now())
        async with self._database.transaction(serial=sender.person) as tx:
            await self._inbox.finish(tx, envelope.update_id)
            visitor = await Visitor.load(tx, self._registry, sender, envelope.language, now)
            await trace_written(visitor, envelope.event, now, was_known=visitor.is_known)
        t = self._texts_for(visitor.language)
        if isinstance(envelope.event, Press):
            return Answer((Notice(t.label(error.key, **error.values), is_alert=True),))
        replies = (*self._alarms(visitor, envelope), Show(Screen(t(error.key, **error.values))))
        return Answer(replies, is_traced=visitor.is_known and not visitor.is_staff)
