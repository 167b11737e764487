"""Words and files of a young person on their way into a case that is open."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context
from bot.core.ids import FileId, MessageId
from bot.core.outcome import Letter, press
from bot.features.concerns import calling, letters, store
from bot.features.concerns.messages import Written, add_message
from bot.features.concerns.office import Office
from bot.features.concerns.rules import Concern, Urgency


async def pass_on(
    context: Context,
    office: Office,
    concern: Concern,
    words: str,
    source: MessageId,
    files: tuple[FileId, ...] = (),
) -> tuple[list[Letter], Concern, Written]:
    """To its officer, or kept until somebody takes it. What is owed, the case as it is now, and the message.

    An officer who cannot be reached any more has the case no more. Words of danger make it urgent; words that
    need no answer promise none.
    """
    owed: list[Letter] = []
    if concern.officer and await context.texts_at(concern.officer) is None:
        concern = await store.give_back(context.tx, concern, context.now)
        owed += await calling.recall(context, office, concern)
    is_alarming = bool(office.danger.found_in(words))
    if is_alarming:
        concern, called = await _press(context, office, concern)
        owed += called
    written = await add_message(
        context.tx, context.keys, concern, words, source, from_officer=False, files=files
    )
    if concern.officer and (t := await context.texts_at(concern.officer)):
        is_quiet = concern.unseen > 0 and not is_alarming
        owed += letters.to_officer(t, concern, concern.officer, written, is_quiet=is_quiet)
    await store.written_to(context.tx, concern.case_id, context.now)
    if concern.answer_by_at is None and (files or not office.thanks.is_only_thanks(words)):
        await store.promise(context.tx, concern.case_id, context.now + office.times.answer)
    return owed, replace(concern, unseen=concern.unseen + 1), written


async def changed(context: Context, office: Office, concern: Concern, words: str) -> list[Letter]:
    """Words that were sent say something else now: what follows is as if they had been sent so."""
    owed: list[Letter] = []
    if office.danger.found_in(words):
        concern, owed = await _press(context, office, concern)
    await store.written_to(context.tx, concern.case_id, context.now)
    if concern.answer_by_at is None and not office.thanks.is_only_thanks(words):
        await store.promise(context.tx, concern.case_id, context.now + office.times.answer)
    return owed


async def _press(context: Context, office: Office, concern: Concern) -> tuple[Concern, list[Letter]]:
    """It is urgent from now on. Where nobody has it, staff are called at once; whoever has it is told aloud,
    and has it no more unless they look at it soon."""
    was_urgent = concern.is_urgent
    await store.set_urgency(context.tx, concern.case_id, Urgency.URGENT)
    concern = replace(concern, urgency=Urgency.URGENT)
    if concern.officer is None:
        return concern, [] if was_urgent else await calling.call_further(context, office, concern)
    call_at = concern.call_at or context.now + office.times.acknowledge_urgent
    await store.called(context.tx, concern, concern.tier, call_at)
    t = await context.texts_at(concern.officer)
    return concern, (
        [
            letters.news_to_officer(
                t,
                office,
                concern,
                concern.officer,
                "concerns.became_urgent",
                (press(t.label("concerns.seen"), "case.seen", concern.case_id),),
            )
        ]
        if t
        else []
    )
