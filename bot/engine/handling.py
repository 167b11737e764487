"""One update in one transaction: the right handler, and everything committed together."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.core.context import Context, Roster
from bot.core.errors import UserError
from bot.core.incoming import Event, Fetch, Fetched, Incoming, Press, Reachable, WasRead
from bot.core.journal import Journal
from bot.core.language import Language
from bot.core.media import CleanFile
from bot.core.outcome import Lane, Notice, Outcome, Reply, Screen, Show
from bot.engine.bringing import Brought
from bot.engine.discreet import came_back, trace_written
from bot.engine.inbox import Envelope, Inbox, own_number
from bot.engine.journal import DeferredJournal
from bot.engine.people import Registry, Sender, Visitor
from bot.engine.router import Router
from bot.engine.workshop import Workshop
from bot.logs import log_failure
from bot.storage.database import Contended, Transaction

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Handled:
    """What an update came to, once it is committed."""

    language: Language
    is_known: bool
    is_staff: bool
    replies: tuple[Reply, ...]
    lanes: frozenset[Lane] = frozenset()
    """Where there are new letters."""
    owed: tuple[Envelope, ...] = ()
    """Files that are to be fetched now."""

    @classmethod
    def excused(cls, visitor: Visitor, reply: Reply) -> Handled:
        """Nothing came of it but the sentence that says why."""
        return cls(visitor.language, visitor.is_known, visitor.is_staff, (reply,))


class Handling:
    """Of updates that are in the inbox, each once."""

    def __init__(
        self, workshop: Workshop, inbox: Inbox, registry: Registry, roster: Roster, router: Router
    ) -> None:
        self._workshop = workshop
        self._inbox = inbox
        self._registry = registry
        self._roster = roster
        self._router = router

    async def handle(self, envelope: Envelope, sender: Sender, brought: Brought) -> Handled | None:
        """None: it was handled before. Raises Contended when nothing has happened yet; the rest is told."""
        try:
            return await self._commit(envelope, sender, brought)
        except UserError as error:
            return await self._excuse(envelope, sender, error)
        except Contended:
            raise
        except Exception as error:  # noqa: BLE001 whatever happened, the person is told
            code = log_failure(log, "update_failed", error, event_kind=type(envelope.event).__name__)
            return await self._excuse(envelope, sender, UserError("engine.failed", code=code))

    async def _commit(self, envelope: Envelope, sender: Sender, brought: Brought) -> Handled | None:
        async with self._workshop.database.transaction(serial=sender.person) as tx:
            if not await self._inbox.finish(tx, envelope.update_id):
                return None
            journal = DeferredJournal(self._workshop.journal)
            visitor, context = await self._context(tx, envelope, sender, journal)
            was_known = visitor.is_known
            event = await self._event(tx, envelope.event, brought)
            incoming = Incoming(sender.person, envelope.language, event)
            outcome = await self._router.route(context, incoming, visitor.latest_first())
            await self._keep(visitor, context, outcome)
            owed = tuple(Envelope(own_number(), sender.chat_id, None, each) for each in outcome.fetches)
            for each in owed:
                await self._inbox.owe(tx, each)
            if isinstance(envelope.event, Reachable) and envelope.event.reachable:
                await came_back(visitor)
            await trace_written(visitor, envelope.event, context.now, was_known=was_known)
            await journal.flush(tx)
        lanes = frozenset(letter.lane for letter in outcome.letters) | visitor.lifted
        return Handled(
            visitor.language, visitor.is_known, visitor.is_staff, tuple(outcome.replies), lanes, owed
        )

    async def _event(self, tx: Transaction, event: Event, brought: Brought) -> Event | Fetched | WasRead:
        """A file that was fetched is kept before anybody is told of it; one that was read is not."""
        if isinstance(brought, WasRead):
            return brought
        if not isinstance(event, Fetch):
            return event
        name, arguments, thread = event.route, event.arguments, event.thread
        if not isinstance(brought, CleanFile):
            return Fetched(name, arguments, None, None, brought, 0, thread)
        try:
            file = await self._workshop.files.put(tx, event.key, brought, event.expires_in)
        except KeyError:  # what it belonged to was given up meanwhile
            return Fetched(name, arguments, None, None, None, 0, thread)
        return Fetched(name, arguments, file, brought.kind, None, len(brought.content), thread)

    async def _context(
        self, tx: Transaction, envelope: Envelope, sender: Sender, journal: Journal
    ) -> tuple[Visitor, Context]:
        shop, now = self._workshop, int(self._workshop.clock.now())
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
            t=shop.texts_for(visitor.language),
            texts_for=shop.texts_for,
            people=visitor,
            keys=shop.keyring,
            sent=shop.outbox,
            files=shop.files,
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
            await self._workshop.outbox.post(context.tx, outcome.letters)

    async def _excuse(self, envelope: Envelope, sender: Sender, error: UserError) -> Handled:
        """The update is over, though nothing came of it; the sentence that says why."""
        now = int(self._workshop.clock.now())
        async with self._workshop.database.transaction(serial=sender.person) as tx:
            await self._inbox.finish(tx, envelope.update_id)
            visitor = await Visitor.load(tx, self._registry, sender, envelope.language, now)
            await trace_written(visitor, envelope.event, now, was_known=visitor.is_known)
        t = self._workshop.texts_for(visitor.language)
        if isinstance(envelope.event, Press):
            return Handled.excused(visitor, Notice(t.label(error.key, **error.values), is_alert=True))
        return Handled.excused(visitor, Show(Screen(t(error.key, **error.values))))
