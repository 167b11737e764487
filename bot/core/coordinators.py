"""The coordinators: what nobody else covers is theirs, and they are written to all together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.core.context import Need, Roster, StaffMember, Tier, Work
from bot.core.language import Language
from bot.core.outcome import Letter, Post, Screen
from bot.core.text import Texts

_ANYTHING = Need(topic="", area="", language=Language.EN)


async def coordinators(work: Work, roster: Roster) -> Sequence[StaffMember]:
    return (await roster.able(work.tx, _ANYTHING, work.now))[Tier.COORDINATORS]


async def to_coordinators(
    work: Work, roster: Roster, kind: str, screen: Callable[[Texts], Screen]
) -> list[Letter]:
    """One to each who can be reached, in their language."""
    return [
        Letter(member.address, kind, Post(screen(t)))
        for member in await coordinators(work, roster)
        if (t := await work.texts_at(member.address)) is not None
    ]
