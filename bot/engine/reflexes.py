"""Help from memory, ahead of everything: nothing that waits, fails or is being looked after holds it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import structlog

from bot.core.ids import PersonId
from bot.core.incoming import Event
from bot.core.language import Language
from bot.core.outcome import Reply
from bot.core.text import Texts
from bot.engine.carrier import Carrier
from bot.engine.discreet import trace_said
from bot.engine.inbox import Envelope
from bot.engine.memory import Memory
from bot.engine.people import Registry, Sender, queries
from bot.engine.router import Router
from bot.engine.scheduler import Lines
from bot.engine.workshop import Workshop
from bot.logs import log_failure

log = structlog.get_logger(__name__)

MOST_PEOPLE = 10_000
"""Whose language is remembered; beyond that, the one of their Telegram has to do."""
MOST_UPDATES = 10_000
"""Answered ones that are remembered, so that none is answered twice."""
_SURE_AFTER = 3600
"""Seconds. What was handled longer ago is not offered again by Telegram, which had an hour to be told so."""


class Reflexes:
    """Answers before an update is even written down, in lanes of its own: nobody waits behind their own
    slow work.

    Not to be trusted with anything but help: an update that was just being answered when the bot was killed
    is answered again.
    """

    def __init__(
        self, workshop: Workshop, registry: Registry, router: Router, carrier: Carrier, lines: Lines
    ) -> None:
        self._workshop = workshop
        self._registry = registry
        self._router = router
        self._carrier = carrier
        self._lines = lines
        self._languages: Memory[PersonId, Language] = Memory(MOST_PEOPLE)
        self._answered: Memory[int, None] = Memory(MOST_UPDATES)

    async def remember(self) -> None:
        """What was known before the bot was stopped."""
        since = int(self._workshop.clock.now()) - _SURE_AFTER
        async with self._workshop.database.transaction() as tx:
            for row in await queries.some_languages(tx, most=MOST_PEOPLE):
                self._languages.keep(PersonId(row["person"]), Language(row["language"]))
            for row in await queries.handled_lately(tx, since=since, most=MOST_UPDATES):
                self._answered.keep(row["update_id"], None)

    def speaks(self, person: PersonId, language: Language | None) -> None:
        """None: nothing is kept about them, here neither."""
        if language is None:
            self._languages.forget(person)
        else:
            self._languages.keep(person, language)

    def answer(self, envelopes: Iterable[Envelope]) -> None:
        """What can be answered from memory is on its way when this returns."""
        for envelope in envelopes:
            self._once(envelope, self._router.at_once)

    def warn(self, envelopes: Iterable[Envelope]) -> None:
        """What may save a life is said even when nothing can be written down."""
        for envelope in envelopes:
            self._once(envelope, self._router.alarms)

    def has_answered(self, envelope: Envelope) -> bool:
        return envelope.update_id in self._answered

    def say(self, envelope: Envelope, what: Callable[[Texts], Sequence[Reply]]) -> None:
        """In the language of the person, as far as it is remembered."""
        if replies := what(self._texts(envelope)):
            self._carry_soon(envelope, replies)

    def _once(self, envelope: Envelope, what: Callable[[Texts, Event], Sequence[Reply]]) -> None:
        """Whatever goes wrong with one, it must not keep all the others from being written down."""
        try:
            replies = what(self._texts(envelope), envelope.event)
        except Exception as error:  # noqa: BLE001
            log_failure(log, "help_failed", error)
            return
        if replies and not self.has_answered(envelope):
            self._answered.keep(envelope.update_id, None)
            self._carry_soon(envelope, replies)

    def _carry_soon(self, envelope: Envelope, replies: Sequence[Reply]) -> None:
        sender = self._registry.sender(envelope.chat_id)
        self._lines.help.put(sender.person, partial(self._carry, envelope, sender, replies))

    async def _carry(self, envelope: Envelope, sender: Sender, replies: Sequence[Reply]) -> None:
        """What is to be written down about it must not hold up the next one."""
        sent = await self._carrier.answer(envelope.chat_id, envelope.event, replies, {})
        if sent:
            trace = partial(trace_said, self._workshop, self._registry, sender, sent)
            self._lines.words.put(sender.person, trace)

    def _texts(self, envelope: Envelope) -> Texts:
        person = self._registry.sender(envelope.chat_id).person
        return self._workshop.texts_for(self._languages.get(person) or envelope.language or Language.EN)
