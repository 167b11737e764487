"""What coordinators are asked and told about programmes without having asked."""

from __future__ import annotations

from bot.core.context import Roster, Work
from bot.core.coordinators import to_coordinators
from bot.core.outcome import Letter, Screen, press
from bot.core.text import Texts, paragraphs
from bot.features.programme.model import Programme
from bot.features.programme.proposals import ProposalId
from bot.features.programme.sources import KeptSource
from bot.features.programme.views import TITLE, brief


async def about_held(
    work: Work, roster: Roster, proposal: ProposalId, programme: Programme, lost: int
) -> list[Letter]:
    """A feed suddenly lacks much of what is still to come."""

    def screen(t: Texts) -> Screen:
        text = paragraphs(
            t("programme.held", title=brief(t, programme.title, TITLE)), t.count("programme.held_lost", lost)
        )
        return Screen(text, ((press(t.label("programme.show_proposal"), "programme.proposal", proposal),),))

    return await to_coordinators(work, roster, "programme.held", screen)


async def about_failing(work: Work, roster: Roster, source: KeptSource, since: int) -> list[Letter]:
    """A feed has not been reached or read for a day."""

    def screen(t: Texts) -> Screen:
        moment = t.moment(since, source.source.zone)
        return Screen(t("programme.failing", name=source.source.name, host=source.host, moment=moment))

    return await to_coordinators(work, roster, "programme.failing", screen)
