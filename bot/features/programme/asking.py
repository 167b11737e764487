"""What coordinators are asked and told about programmes without having asked."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.context import Need, Roster, Tier, Work
from bot.core.language import Language
from bot.core.outcome import Letter, Post, Screen, press
from bot.core.text import Texts, paragraphs
from bot.features.programme.model import Programme
from bot.features.programme.proposals import ProposalId
from bot.features.programme.sources import KeptSource
from bot.features.programme.views import TITLE, brief

_ANYTHING = Need(topic="", area="", language=Language.EN)
"""What nobody else covers is the coordinators'."""


async def about_held(
    work: Work, roster: Roster, proposal: ProposalId, programme: Programme, lost: int
) -> list[Letter]:
    """A feed suddenly lacks much of what is still to come."""

    def screen(t: Texts) -> Screen:
        text = paragraphs(
            t("programme.held", title=brief(t, programme.title, TITLE)), t.count("programme.held_lost", lost)
        )
        return Screen(text, ((press(t.label("programme.show_proposal"), "programme.proposal", proposal),),))

    return await _to_coordinators(work, roster, "programme.held", screen)


async def about_failing(work: Work, roster: Roster, source: KeptSource, since: int) -> list[Letter]:
    """A feed has not been reached or read for a day."""

    def screen(t: Texts) -> Screen:
        moment = t.moment(since, source.source.zone)
        return Screen(t("programme.failing", name=source.source.name, host=source.host, moment=moment))

    return await _to_coordinators(work, roster, "programme.failing", screen)


async def _to_coordinators(
    work: Work, roster: Roster, kind: str, screen: Callable[[Texts], Screen]
) -> list[Letter]:
    coordinators = (await roster.able(work.tx, _ANYTHING, work.now))[Tier.COORDINATORS]
    return [
        Letter(staff.address, kind, Post(screen(t)))
        for staff in coordinators
        if (t := await work.texts_at(staff.address)) is not None
    ]
