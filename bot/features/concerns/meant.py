"""Which case an officer means: whose topic they write in, or whose message they answer; never a guess."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.ids import MessageId, ThreadId
from bot.features.concerns import messages
from bot.features.concerns.relations import member_of
from bot.features.concerns.rules import named_in

_OF_A_MESSAGE = ("seen", "files", "told")
_OF_A_CASE = ("card", "topic")


async def case_here(context: Context, thread: ThreadId | None, reply_to: MessageId | None) -> str | None:
    """The case's id, whoever has it; None where nothing says which."""
    ref, address = None, member_of(context).address
    if thread is not None:
        ref = await context.sent.by_thread(context.tx, address, thread)
    if ref is None and reply_to is not None:
        ref = await context.sent.by_message(context.tx, address, reply_to)
    if ref is None:
        return None
    kind, name = named_in(ref)
    if kind in _OF_A_MESSAGE:
        return await messages.case_of_message(context.tx, name)
    return name if kind in _OF_A_CASE else None
