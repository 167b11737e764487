"""A version that waits: a coordinator sees what it would change, and says yes or no."""

from __future__ import annotations

import asyncio

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.journal import Deed, Entry
from bot.core.outcome import Outcome, Rows, press, turn
from bot.core.roles import Action
from bot.core.routes import OnPress, Route
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.programme import proposals, store, views
from bot.features.programme.difference import Difference
from bot.features.programme.importer import compare, import_programme
from bot.features.programme.ledger_views import ledger_line
from bot.features.programme.model import Programme
from bot.features.programme.proposals import Proposal, ProposalId

MOST_LINES = 20


class Deciding:
    """What is shown is what an accepted version does: a person's word leaves nothing in doubt."""

    def routes(self) -> list[Route]:
        return [
            OnPress("programme.proposal", self.show, Action.IMPORT),
            OnPress("programme.accept", self.accept, Action.IMPORT),
            OnPress("programme.refuse", self.refuse, Action.IMPORT),
        ]

    async def show(self, context: Context, pressed: Press) -> Outcome:
        proposal, programme = await _waiting(context, pressed.argument)
        text, rows = await proposal_screen(context, proposal.proposal_id, proposal.name, programme)
        return turn(text, *rows)

    async def accept(self, context: Context, pressed: Press) -> Outcome:
        proposal, programme = await _waiting(context, pressed.argument)
        done = await import_programme(
            context.tx, programme, context.now, proposal.name, cause=proposal.cause, is_final=True
        )
        await proposals.drop(context.tx, proposal.proposal_id)
        await note_in_journal(context, Deed.IMPORTED)
        desk = press(context.t.label("programme.desk_button"), "programme.desk", done.programme_id)
        return turn(context.t("programme.applied"), (desk,))

    async def refuse(self, context: Context, pressed: Press) -> Outcome:
        proposal, _ = await _waiting(context, pressed.argument)
        await proposals.refuse(context.tx, proposal.proposal_id)
        return turn(context.t("programme.refused"))


async def proposal_screen(
    context: Context, proposal: ProposalId, name: str, programme: Programme
) -> tuple[Html, Rows]:
    """What would change, and the choice."""
    t, kept = context.t, await store.programme_named(context.tx, name)
    found = await compare(context.tx, kept, programme, context.now, is_final=True)
    title = views.brief(t, programme.title, views.TITLE) or name
    rows: Rows = (
        (press(t.label("programme.accept"), "programme.accept", proposal, style="primary"),),
        (press(t.label("programme.refuse"), "programme.refuse", proposal),),
    )
    if kept is None:
        return t.count("programme.proposal_new", len(found.new), title=title), rows
    if found.is_empty:
        return t("programme.proposal_same", title=title), ()
    lost = t.count("programme.proposal_lost", len(found.lost)) if found.lost else ""
    return paragraphs(t("programme.proposal", title=title), _lines(t, found, programme.zone), lost), rows


def _lines(t: Texts, found: Difference, zone: str) -> Html:
    entries = sorted(found.entries, key=lambda entry: found.about(entry.session_id).starts_at)
    shown = [ledger_line(t, entry, found.about(entry.session_id), zone) for entry in entries[:MOST_LINES]]
    more = len(entries) - len(shown)
    return lines(*shown, t.count("programme.proposal_more", more) if more else "")


async def note_in_journal(context: Context, deed: Deed) -> None:
    """That a programme was changed, and by whom."""
    staff = context.staff
    assert staff is not None, "the route is for staff only"
    entry = Entry(context.now, deed, staff.role, staff.organisation, staff.address)
    await context.journal.write(context.tx, entry)


async def _waiting(context: Context, proposal: str) -> tuple[Proposal, Programme]:
    """Raises UserError for one that waits no more."""
    found = await proposals.find_proposal(context.tx, ProposalId(proposal))
    if found is None:
        raise UserError("programme.proposal_gone")
    return found[0], await asyncio.to_thread(proposals.unpacked, found[1])
