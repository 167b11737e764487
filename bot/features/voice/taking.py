"""Somebody answers: once, and from then on nobody knows what."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context, Purpose
from bot.core.errors import UserError
from bot.core.outcome import Outcome, press, turn
from bot.features.voice import store, views
from bot.features.voice.rules import Consultation

DIALOGUE = "voice"
LINK_PREFIX = "c"
"""Of the deep link to a question."""


async def require(context: Context, consultation: str) -> Consultation:
    """Raises UserError when it is not there."""
    if found := await store.find(context.tx, consultation):
        return found
    raise UserError("voice.gone")


async def take(context: Context, asked: Consultation) -> None:
    """Note that the person at hand answers. Raises UserError when they have, or it is over."""
    if not asked.is_open(context.now):
        raise UserError("voice.over")
    alias = context.people.alias(Purpose.VOICE)
    if not await store.take(context.tx, context.keys, asked, alias, context.now):
        raise UserError("voice.already")
    address = await context.people.keep_address(Purpose.VOICE, asked.consultation_id)
    await store.listen(context.tx, asked.consultation_id, address)


async def thanked(context: Context, asked: Consultation) -> Outcome:
    t = context.t
    dont = (press(t.label("voice.dont_tell"), "voice.dont_tell", asked.consultation_id),)
    return replace(turn(t("voice.thanks"), dont, views.start_row(t)), ends=DIALOGUE)
