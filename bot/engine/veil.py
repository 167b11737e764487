"""Letters behind a veil: a neutral message stands in the chat, and the letter waits until it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.core.ids import AddressId, KeyId, MessageId, Ref
from bot.core.language import Language
from bot.core.manner import Manner
from bot.core.outcome import Body, Delete, Post, Revise, Screen, SentMessage, press
from bot.core.text import Texts
from bot.engine.carrier import Carried, Carrier, Contents, NotCarried, PlaceGone
from bot.engine.discretion import Veil, queries
from bot.engine.letters import write_body
from bot.engine.outbox import KEPT_AFTER_SENDING
from bot.engine.people import Registry, forget_address
from bot.engine.people import queries as people_queries
from bot.engine.workshop import Workshop
from bot.storage.database import Row, Transaction

WAITS_FOR = 7 * 24 * 3600
"""Seconds at most that a letter waits to be looked at."""
_TURNS_WITHIN = 24 * 3600
"""Seconds in which a neutral message turns in place. An older one could soon not be deleted any more, with
what it would say by then: the letter is sent anew instead."""
_NEUTRAL = Ref("neutral")


@dataclass(frozen=True, slots=True)
class Neutral:
    """The neutral message a letter is to take the place of."""

    message: MessageId
    sent_at: int
    turns: bool
    instead: Screen
    """What it becomes when it can neither turn nor be deleted."""


class Veils:
    """Puts letters behind neutral messages, changes them there, and lets them go when nobody looks."""

    def __init__(self, workshop: Workshop, registry: Registry) -> None:
        self._workshop = workshop
        self._registry = registry

    async def dress(
        self, tx: Transaction, row: Row, body: Body, manner: Manner, now: int
    ) -> tuple[Row, Body, Neutral | None]:
        """The letter as it leaves, and the neutral message whose place it takes, if there is one."""
        if not isinstance(body, Post):
            return row, body, None
        if manner.is_quiet(now):
            body = replace(body, screen=replace(body.screen, is_silent=True))
        if row["veil"] == Veil.LIFTED:
            return row, body, await self._neutral(tx, row, body, now)
        if manner.is_neutral:
            return *await self._cover(tx, row, body), None
        return {**row, "veil": Veil.NONE}, body, None

    async def reach_behind(self, tx: Transaction, row: Row, body: Revise | Delete, now: int) -> Body | None:
        """What a letter about an earlier one has still to do in the chat, when that one is behind a veil."""
        row_before = await queries.veil_before(tx, ref=body.target)
        if row_before is None:
            return body
        if isinstance(body, Delete):
            return replace(body, instead=await self.nothing_waits(tx, row))
        if row_before["veil"] == Veil.EMPTY or await self._change(tx, row_before["letter_id"], row, body):
            await people_queries.forget_letter(tx, letter_id=row["letter_id"])
        else:
            await people_queries.letter_waits(tx, letter_id=row["letter_id"], try_at=now + 1)
        return None

    async def stands(self, tx: Transaction, row: Row, carried: Carried) -> None:
        """The neutral message has arrived."""
        now = int(self._workshop.clock.now())
        await queries.letter_veiled(
            tx,
            letter_id=row["letter_id"],
            message_id=carried.message,
            thread_id=carried.thread,
            now=now,
            until=min(row["expires_at"], now + WAITS_FOR),
            keep_until=now + KEPT_AFTER_SENDING,
        )

    async def drop_old(self, tx: Transaction) -> Sequence[Row]:
        """What nobody has wanted to see for so long is not kept: these. Pressed, their messages say so."""
        fallen: Sequence[Row] = await queries.veils_fallen_due(tx, now=int(self._workshop.clock.now()))
        for row in fallen:
            if row["is_last"]:
                await forget_address(tx, AddressId(row["address_id"]))
            elif row["ref"] is None:
                await people_queries.forget_letter(tx, letter_id=row["letter_id"])
            else:
                await queries.nothing_behind_veil(tx, letter_id=row["letter_id"])
        return fallen

    async def _cover(self, tx: Transaction, row: Row, body: Post) -> tuple[Row, Post]:
        """A neutral message in place of the letter, with a button by which the person gets to see it.

        It is carried at least once, whatever the letter asks for: twice is no harm, never would be.
        """
        await queries.veil_letter(tx, letter_id=row["letter_id"])
        t = await self._texts(tx, row)
        show = press(t.label("privacy.show_letter"), "privacy.unveil", row["letter_id"])
        neutral = replace(body.screen, text=t("privacy.neutral"), rows=((show,),), files=())
        return {**row, "veil": Veil.DOWN, "at_most_once": 0}, Post(neutral, body.topic)

    async def _neutral(self, tx: Transaction, row: Row, body: Post, now: int) -> Neutral:
        sent_at = row["expires_at"] - KEPT_AFTER_SENDING
        turns = not body.screen.files and now - sent_at < _TURNS_WITHIN
        instead = await self.nothing_waits(tx, row)
        return Neutral(MessageId(row["message_id"]), sent_at, turns, instead)

    async def _change(self, tx: Transaction, letter_id: str, row: Row, body: Revise) -> bool:
        """What waits behind the veil says something else when it is shown. False: it is just being shown."""
        key = KeyId(row["key_id"]) if row["key_id"] else None
        box = self._workshop.keyring.unwrap(key, row["key_sealed"]) if key else self._registry.vault
        changed = await queries.change_behind_veil(
            tx,
            letter_id=letter_id,
            sealed=box.seal(write_body(Post(body.screen)), f"letter:{letter_id}"),
            key_id=key,
            ref=None if body.is_final else body.target,
        )
        return bool(changed)

    async def nothing_waits(self, tx: Transaction, row: Row) -> Screen:
        """What stands in place of a letter that is not shown any more."""
        return Screen((await self._texts(tx, row))("privacy.nothing_waits"))

    async def _texts(self, tx: Transaction, row: Row) -> Texts:
        language = await people_queries.address_language(tx, address_id=row["address_id"])
        return self._workshop.texts_for(Language(language))


async def take_place(
    carrier: Carrier,
    chat_id: int,
    body: Post,
    places: Mapping[Ref, SentMessage],
    contents: Contents,
    neutral: Neutral,
) -> Carried:
    """The letter in place of its neutral message; where that cannot be, below, and the neutral message goes.

    Raises NotCarried.
    """
    stood = {_NEUTRAL: SentMessage(_NEUTRAL, AddressId(""), neutral.message, None)}
    if neutral.turns:
        with suppress(PlaceGone):
            return await carrier.carry(chat_id, Revise(_NEUTRAL, body.screen), stood, {})
    carried = await carrier.carry(chat_id, body, places, contents)
    with suppress(NotCarried):
        await carrier.carry(chat_id, Delete(_NEUTRAL, neutral.instead), stood, {})
    return carried
