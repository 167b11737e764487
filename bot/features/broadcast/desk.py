"""`/broadcast`: what was written, its approval by a second person, and how far it has come."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.ids import Batch
from bot.core.incoming import Command, Press
from bot.core.journal import Deed
from bot.core.language import Language
from bot.core.outcome import Letter, Outcome, Rows, Screen, Show, Turn, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import paragraphs
from bot.features.broadcast import letters, store, views
from bot.features.broadcast.deeds import write
from bot.features.broadcast.office import Desk
from bot.features.broadcast.rules import KEPT_FOR, LASTS, MOVES, Broadcast, Move, State

LISTED = 10
_DEEDS = {
    Move.APPROVE: Deed.BROADCAST_APPROVED,
    Move.DECLINE: Deed.BROADCAST_DECLINED,
    Move.PAUSE: Deed.BROADCAST_PAUSED,
    Move.GO_ON: Deed.BROADCAST_WENT_ON,
    Move.STOP: Deed.BROADCAST_STOPPED,
}


class BroadcastDesk:
    """Whoever may approve sees all of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def feature(self) -> Feature:
        return Feature(
            "broadcast",
            [
                OnCommand("broadcast", self.show_latest, Action.APPROVE_BROADCAST),
                OnPress("broadcast.list", self.show_latest, Action.APPROVE_BROADCAST),
                OnPress("broadcast.show", self.show_one, Action.APPROVE_BROADCAST),
                OnPress("broadcast.read", self.show_text, Action.APPROVE_BROADCAST),
                OnPress("broadcast.move", self.got_move, Action.APPROVE_BROADCAST),
            ],
        )

    async def show_latest(self, context: Context, event: Command | Press) -> Outcome:
        t = context.t
        found = await store.latest(context.tx, LISTED)
        rows: Rows = tuple(
            (press(views.row(t, each), "broadcast.show", each.broadcast_id),) for each in found
        )
        if context.may(Action.BROADCAST):
            rows += ((press(t.label("broadcast.new"), "broadcast.new", style="primary"),),)
        text = paragraphs(t("broadcast.about"), "" if found else t("broadcast.none_yet"))
        return (turn if isinstance(event, Press) else reply)(text, *rows)

    async def show_one(self, context: Context, pressed: Press) -> Outcome:
        return Outcome((Turn(await self._card(context, await _found(context, pressed.argument))),))

    async def show_text(self, context: Context, pressed: Press) -> Outcome:
        """As its readers see it."""
        broadcast = await _found(context, pressed.argument)
        language = Language.from_code((*pressed.arguments, "", "")[1])
        if language is None:
            raise UserError("engine.old_button")
        texts = await store.texts_of(context.tx, context.keys, broadcast)
        t = context.texts_for(language)
        return Outcome((Show(letters.message(t, broadcast.audience, broadcast.kind, texts)),))

    async def got_move(self, context: Context, pressed: Press) -> Outcome:
        broadcast = await _found(context, pressed.argument)
        move = (*pressed.arguments, "", "")[1]
        after = MOVES.get(broadcast.state, {}).get(Move(move)) if move in list(Move) else None
        if after is None or not await store.move(
            context.tx, broadcast, after, _expiry(context, broadcast, after)
        ):
            raise UserError("broadcast.moved_on")
        batch = Batch(broadcast.broadcast_id)
        match Move(move):
            case Move.APPROVE:
                await self._approve(context, broadcast)
            case Move.PAUSE:
                await context.sent.put_off_batch(context.tx, batch, broadcast.expires_at)
            case Move.GO_ON:
                await context.sent.put_off_batch(context.tx, batch, context.now)
            case Move.STOP:
                await store.close_rounds(context.tx, broadcast)
                await context.sent.withdraw_batch(context.tx, batch)
        await write(context, _DEEDS[Move(move)], broadcast.kind)
        moved = await _found(context, broadcast.broadcast_id)
        owed = await _tell_author(context, moved)
        return Outcome((Turn(await self._card(context, moved)),), letters=tuple(owed))

    async def _approve(self, context: Context, broadcast: Broadcast) -> None:
        """Raises UserError when it was not for this person to do, or the same has been sent meanwhile."""
        if context.staff is None or context.staff.address == broadcast.author:
            raise UserError("broadcast.second_person")
        texts = await store.texts_of(context.tx, context.keys, broadcast)
        where = (broadcast.audience, broadcast.readers)
        if not await store.claim_texts(context.tx, context.keys, *where, texts.values(), context.now):
            raise UserError("broadcast.same_again")
        zones = await self._desk.sizes(context.tx, *where, broadcast.languages)
        await store.open_rounds(context.tx, broadcast, zones, context.now)

    async def _card(self, context: Context, broadcast: Broadcast) -> Screen:
        t, about = context.t, (broadcast.audience, broadcast.readers, broadcast.languages)
        readers = await self._desk.found(context.tx, t, *about[:2]) or t.label("broadcast.readers_unknown")
        texts = await store.texts_of(context.tx, context.keys, broadcast)
        if broadcast.state is State.WAITING:
            numbers = views.in_words(t, await self._desk.estimate(context.tx, *about, context.now))
        else:
            tally = await context.sent.tally(context.tx, Batch(broadcast.broadcast_id))
            numbers = views.progress(t, broadcast, tally)
        heading = views.heading(t, readers, broadcast.languages, broadcast.kind)
        is_author = context.staff is not None and context.staff.address == broadcast.author
        read: Rows = tuple(
            (press(t.label("broadcast.read", language=t.language_name(each)), "broadcast.read",
                   broadcast.broadcast_id, each),)
            for each in texts
        )  # fmt: skip
        moves = views.move_rows(t, broadcast, is_author=is_author)
        back = (press(t.label("broadcast.back"), "broadcast.list"),)
        return Screen(paragraphs(heading, views.standing(t, broadcast), numbers), (*read, *moves, back))


async def _found(context: Context, broadcast_id: str) -> Broadcast:
    """Raises UserError when it is not kept any more."""
    broadcast = await store.find(context.tx, broadcast_id)
    if broadcast is None:
        raise UserError("broadcast.not_there")
    return broadcast


def _expiry(context: Context, broadcast: Broadcast, after: State) -> int:
    if after is State.DECLINED:
        return context.now + KEPT_FOR
    return context.now + LASTS if broadcast.state is State.WAITING else broadcast.expires_at


async def _tell_author(context: Context, broadcast: Broadcast) -> list[Letter]:
    """What somebody else did with it."""
    t = await context.texts_at(broadcast.author)
    if t is None or context.staff is None or context.staff.address == broadcast.author:
        return []
    news = t("broadcast.news", what=views.standing(t, broadcast))
    return [letters.to_staff(broadcast.author, t, news, broadcast.broadcast_id)]
