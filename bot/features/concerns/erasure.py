"""Erasing a concern: its key is destroyed, the officer's copies are blanked, a proof and a count remain."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.core.codes import spell_code
from bot.core.context import Context, Purpose, Work
from bot.core.errors import UserError
from bot.core.ids import AddressId, Ref
from bot.core.journal import Deed
from bot.core.outcome import Button, Letter, Post, Revise, Screen
from bot.core.roles import Role
from bot.features.concerns import appeals, held, letters, letting_go, remains, store
from bot.features.concerns.office import Office
from bot.features.concerns.own_cases import held_cases
from bot.features.concerns.relations import note_deed
from bot.features.concerns.rules import Concern, card_ref
from bot.features.concerns.store import queries
from bot.features.concerns.writing import let_go


class ConcernKeeper:
    """What the privacy slice asks of this one."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        """Catalogue keys of what is kept about the person at hand, and how many of each."""
        cases = await held_cases(context)
        draft = context.steps.get("concerns", {}).get("entries", ())
        return [("concerns.held_cases", len(cases)), ("concerns.held_draft", len(draft))]

    async def erase(self, context: Context) -> list[Letter]:
        """Raises UserError while an officer has cases in hand: somebody waits for them."""
        if context.staff and await store.cases_in_hand(context.tx, context.staff.address):
            raise UserError("concerns.close_cases_first")
        await let_go(context)
        owed: list[Letter] = []
        for link in await context.people.links(Purpose.CONCERN):
            concern = await store.find_concern(context.tx, link.subject)
            if concern is not None and concern.reporter == link.address:
                owed += await erase_case(context, self._office, concern, Role.ANYONE)
        return owed


async def erase_case(
    work: Work, office: Office, concern: Concern, by: Role | None, deed: Deed = Deed.ERASED
) -> list[Letter]:
    """What officers were shown goes from their chats too; Telegram's own copies are Telegram's.

    `by`: ANYONE is the young person; None the clock, or whoever runs the bot.
    """
    owed: list[Letter] = []
    if concern.officer and (t := await work.texts_at(concern.officer)):
        written = await queries.copies_of_case(work.tx, case_id=concern.case_id)
        owed += letting_go.copies(concern.officer, written, Screen(t("concerns.message_erased")))
        owed.append(letters.close_topic(concern, concern.officer))
    for officer in await store.cards_of(work.tx, concern.case_id):
        if t := await work.texts_at(officer):
            screen = Screen(t("concerns.card_erased", reference=office.title(t, concern)))
            owed.append(_overwrite(officer, card_ref(concern.case_id, officer), screen))
    owed += await appeals.overwrite_cards(work, office, concern)
    await note_deed(work, concern, deed, by)
    await remains.leave_tombstone(work.tx, concern, work.now)
    if concern.training is None:
        month = datetime.fromtimestamp(work.now, UTC).strftime("%Y-%m")
        await remains.count(work.tx, concern, month)
    await held.drop_of_case(work.tx, work.keys, concern.case_id)
    await store.erase(work.tx, work.keys, concern)
    return owed


async def erase_by_code(work: Work, office: Office, code: str) -> list[Letter] | None:
    """For whoever runs the bot, at the wish of the person who has the code. None: there is no such case."""
    concern = await store.concern_by_code(work.tx, work.keys, code)
    if concern is None:
        return None
    owed = await erase_case(work, office, concern, None)
    return owed + await told_erased(work, office, concern, "concerns.erased_for_you")


async def told_erased(work: Work, office: Office, concern: Concern, key: str) -> list[Letter]:
    """The last word of a case to whoever wrote it; their address for it is forgotten with it."""
    if (t := await work.texts_at(concern.reporter)) is None:
        return []
    told = Screen(t(key, reference=office.title(t, concern)))
    return [Letter(concern.reporter, "concerns.erased", Post(told), is_last=True)]


async def proof_letter(context: Context) -> Letter:
    """The tombstone's code, to an address that is forgotten with it."""
    code = spell_code(await remains.keep_proof(context.tx, context.keys, context.now))
    t = context.t
    screen = Screen(t("concerns.proof", code=code), ((Button(t.label("concerns.copy_proof"), copy=code),),))
    return Letter(await context.people.parting_address(), "concerns.proof", Post(screen), is_last=True)


def _overwrite(officer: AddressId, target: Ref, screen: Screen) -> Letter:
    """The last thing that is ever done to a message."""
    return Letter(officer, "concerns.erased", Revise(target, screen, is_final=True))
