"""What the privacy slice asks of this one."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.outcome import Letter
from bot.features.questions import feedback_store, own, votes
from bot.features.questions.store import queries


class QuestionKeeper:
    """Keeps questions with a way to whoever asked; votes and what somebody thought only under hashes, so all
    that they could have given are tried."""

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        attendee = _attendee(context)
        return [
            ("questions.held", len(await own.tidied(context))),
            ("questions.held_votes", len(await votes.all_given(context))),
            ("questions.held_feedback", await feedback_store.count_given(context)),
            ("questions.held_asked", await queries.asked_of(context.tx, attendee=attendee)),
            ("questions.held_refusal", await queries.refuses(context.tx, attendee=attendee)),
        ]

    async def erase(self, context: Context) -> list[Letter]:
        """Nothing is owed because of it. What has closed is nobody's: it cannot be found."""
        await votes.forget_all(context)
        for each in await own.tidied(context):
            await votes.withdraw(context.tx, context.keys, each.question_id)
            await context.people.unlink(each.address)
        await feedback_store.forget_given(context)
        attendee = _attendee(context)
        await queries.forget_asked_of(context.tx, attendee=attendee)
        await queries.want_again(context.tx, attendee=attendee)
        return []


def _attendee(context: Context) -> str:
    return context.people.alias(Purpose.ATTENDANCE)
