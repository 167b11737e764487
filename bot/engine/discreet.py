"""Discreet mode for the person at hand: the manner they chose, what waits for them, what can be wiped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.context import Context, Purpose
from bot.core.ids import AddressId, MessageId
from bot.core.incoming import Attachment, Command, Event, Press, Text, Unsupported
from bot.core.manner import Manner
from bot.core.outcome import Lane, Letter
from bot.engine.discretion import (
    TRACED_FOR,
    Veil,
    keep_traces,
    move_traces,
    queries,
    read_manner,
    traced,
    wipe_letters,
)
from bot.engine.outbox import KEPT_AFTER_SENDING, LetterState
from bot.engine.people import Registry, Sender, Visitor
from bot.engine.people import queries as people_queries
from bot.engine.vault import Box
from bot.engine.workshop import Workshop
from bot.storage.database import Transaction


class DiscreetMode:
    """Implements `features.privacy.discreet.Mode`."""

    def manner(self, context: Context) -> Manner:
        return _visitor(context).manner

    async def choose(self, context: Context, manner: Manner) -> None:
        """While messages are to leave the chat by themselves, there is a way to reach it for that alone."""
        visitor = _visitor(context)
        before = visitor.manner
        await visitor.choose_manner(manner)
        await move_traces(context.tx, context.person, before, manner)
        kept = await visitor.links(Purpose.DISCRETION)
        if manner.wipe_after and not kept:
            await visitor.keep_address(Purpose.DISCRETION, "")
        for link in kept if not manner.wipe_after else ():
            await visitor.unlink(link.address)

    async def lift(self, context: Context, letter: str, message: MessageId) -> bool:
        """The letter behind the pressed message is owed again, as itself. False: it is not there any more."""
        visitor = _visitor(context)
        row = await queries.veiled_letter(context.tx, letter_id=letter)
        if row is None or row["veil"] == Veil.EMPTY or row["state"] > LetterState.SENT:
            return False
        whose = visitor.registry.open_address(AddressId(row["address_id"]), row["address_sealed"])
        if whose != visitor.sender.chat_id:
            return False
        if await queries.lift_veil(context.tx, letter_id=letter, message_id=message, now=context.now):
            visitor.lifted.add(Lane(row["lane"]))
        return True

    async def count(self, context: Context) -> int:
        """How many messages can be wiped."""
        return int(await queries.count_traces(context.tx, person=context.person))

    async def wipe(self, context: Context, pressed: MessageId) -> list[Letter]:
        """All that can be deleted, neutral messages among it and the latest first, by letters to an address
        that is forgotten with the last of them. A pressed message may be too old: it goes alone, or stays.

        What waits behind a neutral message goes with it; whoever wrote it is told that it was not seen.
        """
        numbers = set(await self._standing(context))
        to = await context.people.parting_address()
        letters = wipe_letters(to, sorted(numbers, reverse=True), Lane.URGENT)
        if pressed not in numbers:
            letters += wipe_letters(to, [pressed], Lane.URGENT)
        return [*letters[:-1], replace(letters[-1], is_last=True)]

    async def _standing(self, context: Context) -> Sequence[MessageId]:
        visitor = _visitor(context)
        if visitor.box is None:
            return ()
        numbers = list(await traced(context.tx, context.person, visitor.box))
        since = context.now - TRACED_FOR + KEPT_AFTER_SENDING
        for link in await visitor.all_links():
            veils = await queries.veils_at(context.tx, address_id=link.address, kept_until=since)
            numbers += [MessageId(row["message_id"]) for row in veils]
            fall = [{"letter_id": row["letter_id"], "now": context.now} for row in veils]
            await queries.let_veil_fall(context.tx, fall)
        await people_queries.drop_traces(context.tx, person=context.person)
        return numbers


async def came_back(visitor: Visitor) -> None:
    """Who let the bot in again can have their chat wiped again."""
    for link in await visitor.links(Purpose.DISCRETION):
        await visitor.reach_again(link.address)


async def trace_written(visitor: Visitor, event: Event, now: int, *, was_known: bool) -> None:
    """What somebody wrote can be wiped, if something is kept about them anyway. Never for staff."""
    match event:
        case Command(message=message) | Text(message=message):
            pass
        case Attachment(message=message) | Unsupported(message=message):
            pass
        case Press(message=message) if not was_known:  # when it was sent, nothing was kept yet
            pass
        case _:
            return
    if visitor.box is not None and not visitor.is_staff:
        await keep_traces(visitor.tx, visitor.sender.person, visitor.box, [message], visitor.manner, now)


async def trace_sent(
    tx: Transaction,
    registry: Registry,
    sender: Sender,
    messages: Sequence[MessageId],
    now: int,
    sent_at: int | None = None,
) -> None:
    """What the bot wrote, likewise. `sent_at`: when it came to stand there, if that is not now."""
    row = await queries.traced_person(tx, person=sender.person)
    if row is not None:
        box = Box(registry.vault.open(row["key_sealed"], f"data_key:{row['key_id']}"))
        manner = read_manner(box, sender.person, row["manner"])
        await keep_traces(tx, sender.person, box, messages, manner, now, sent_at)


async def trace_said(
    workshop: Workshop, registry: Registry, sender: Sender, messages: Sequence[MessageId]
) -> None:
    """What has just been sent, in a transaction of its own."""
    async with workshop.database.transaction() as tx:
        await trace_sent(tx, registry, sender, messages, int(workshop.clock.now()))


def _visitor(context: Context) -> Visitor:
    assert isinstance(context.people, Visitor)
    return context.people
