"""The cases of the person at hand, and of nobody else."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.errors import UserError
from bot.features.concerns import store
from bot.features.concerns.rules import Concern


async def held_cases(context: Context) -> list[Concern]:
    """Only the person's own links lead there. Whoever had blocked the bot is reached about them again."""
    links = await context.people.links(Purpose.CONCERN)
    addresses = {link.address for link in links}
    found = await store.concerns_of(context.tx, {link.subject for link in links})
    held = [concern for concern in found if concern.reporter in addresses]
    for concern in held:
        await context.people.reach_again(concern.reporter)
    return held


async def own_case(context: Context, case_id: str) -> Concern:
    """Raises UserError for a case that is not theirs, exactly as for one that does not exist."""
    for concern in await held_cases(context):
        if concern.case_id == case_id:
            return concern
    raise UserError("concerns.not_there")
