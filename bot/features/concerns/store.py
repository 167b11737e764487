"""What is kept of concerns. Whatever a person wrote is sealed under its case's own key."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace

from bot.core.codes import new_code
from bot.core.context import Keys, Tier
from bot.core.ids import AddressId, KeyId
from bot.core.language import Language
from bot.features.concerns.drafts import Draft
from bot.features.concerns.rules import Concern, Label, Result, State, Urgency
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__)

MOST_LISTED = 20
"""Cases in one list; Telegram allows 100 buttons under a message."""
AT_ONCE = 100
"""Cases the clock deals with in one transaction."""
_REFERENCE_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_NAMES = 2048


async def open_concern(
    tx: Transaction,
    keys: Keys,
    case_id: str,
    reporter: AddressId,
    draft: Draft,
    language: Language,
    urgency: Urgency,
    now: int,
    answer_by_at: int,
    conduct: str,
    training: str | None,
) -> tuple[Concern, str]:
    """The new case and its code, which is kept nowhere but as a keyed hash."""
    key, code = draft.key or await keys.new(tx), new_code()
    sealer = await keys.sealer(tx, key)
    await queries.open_concern(
        tx,
        case_id=case_id,
        key_id=key,
        code_lookup=keys.lookup("case code", code),
        reference="".join(secrets.choice(_REFERENCE_ALPHABET) for _ in range(4)),
        name_number=secrets.randbelow(_NAMES),
        topic=draft.topic,
        area=draft.area,
        language=language,
        kinds=" ".join(sorted(draft.kinds)),
        is_about_staff=int(draft.is_about_staff),
        urgency=int(urgency),
        reporter=reporter,
        now=now,
        answer_by_at=answer_by_at,
        conduct=sealer.seal(conduct, f"concerns.conduct:{case_id}"),
        training=training,
    )
    concern = await find_concern(tx, case_id)
    assert concern is not None
    return concern, code


async def find_concern(tx: Transaction, case_id: str) -> Concern | None:
    row = await queries.concern(tx, case_id=case_id)
    return concern_from(row) if row else None


async def concern_by_code(tx: Transaction, keys: Keys, code: str) -> Concern | None:
    row = await queries.concern_by_code(tx, code_lookup=keys.lookup("case code", code))
    return concern_from(row) if row else None


async def concerns_called(tx: Transaction, reference: str) -> list[Concern]:
    """Four letters are not enough to be the only one."""
    return _concerns(await queries.concerns_called(tx, reference=reference, most=MOST_LISTED))


async def concerns_of(tx: Transaction, case_ids: Iterable[str]) -> list[Concern]:
    """Read, and so locked, in one order for everybody: nobody waits in a circle."""
    found = [await find_concern(tx, case_id) for case_id in sorted(case_ids)]
    return sorted((each for each in found if each), key=lambda concern: concern.opened_at)


async def cases_in_hand(tx: Transaction, officer: AddressId) -> list[Concern]:
    """What presses first, unread before read."""
    return _concerns(await queries.concerns_of_officer(tx, officer=officer, most=MOST_LISTED))


async def cases_waiting(tx: Transaction) -> list[Concern]:
    """What presses first, then the oldest; enough of them to find one page of those somebody may take."""
    return await _pressing(tx, State.NEW, 10 * MOST_LISTED)


async def cases_of_organisation(tx: Transaction, organisation: str | None) -> list[Concern]:
    """Cases somebody has, none of a training; None: in the whole house."""
    if organisation is None:
        found = await _pressing(tx, State.TAKEN, MOST_LISTED)
    else:
        rows = await queries.concerns_of_organisation(tx, organisation=organisation, most=MOST_LISTED)
        found = _concerns(rows)
    return [concern for concern in found if concern.training is None]


async def take(tx: Transaction, case_id: str, officer: AddressId, organisation: str, now: int) -> bool:
    """False when somebody else was faster."""
    return bool(await queries.take(tx, case_id=case_id, officer=officer, organisation=organisation, now=now))


async def pass_on(
    tx: Transaction, concern: Concern, officer: AddressId, organisation: str, now: int
) -> Concern:
    """Somebody else is responsible from now on."""
    await queries.pass_on(tx, case_id=concern.case_id, officer=officer, organisation=organisation, now=now)
    await queries.forget_sources(tx, case_id=concern.case_id, from_officer=1)
    return replace(concern, officer=officer, organisation=organisation)


async def called(tx: Transaction, concern: Concern, tier: Tier, call_at: int | None) -> None:
    await queries.called(tx, case_id=concern.case_id, tier=int(tier), call_at=call_at)


async def to_call(tx: Transaction, now: int) -> list[Concern]:
    """Cases nobody took in time."""
    return _concerns(await queries.to_call(tx, now=now, most=AT_ONCE))


async def promise(tx: Transaction, case_id: str, answer_by_at: int | None, *, is_late: bool = False) -> None:
    await queries.promise(tx, case_id=case_id, answer_by_at=answer_by_at, is_late=int(is_late))


async def promises_missed(tx: Transaction, now: int) -> list[Concern]:
    return _concerns(await queries.promises_missed(tx, now=now, most=AT_ONCE))


async def looked_at(tx: Transaction, case_id: str, now: int) -> None:
    """The officer has seen all that was written."""
    await queries.looked_at(tx, case_id=case_id, now=now)


async def written_to(tx: Transaction, case_id: str, now: int) -> None:
    """The young person has written."""
    await queries.written_to(tx, case_id=case_id, now=now)


async def answered(tx: Transaction, case_id: str, now: int) -> None:
    """Nobody waits for an answer any more."""
    await queries.answered(tx, case_id=case_id, now=now)


async def set_urgency(tx: Transaction, case_id: str, urgency: Urgency) -> None:
    await queries.set_urgency(tx, case_id=case_id, urgency=int(urgency))


async def set_labels(tx: Transaction, case_id: str, labels: Iterable[Label]) -> None:
    chosen = set(labels)
    await queries.set_labels(tx, case_id=case_id, labels=" ".join(each for each in Label if each in chosen))


async def close(tx: Transaction, case_id: str, outcome: Result, now: int, expires_at: int) -> bool:
    """False when it was closed already. What was being asked about it is over."""
    await queries.end_offers(tx, case_id=case_id)
    await queries.end_handover(tx, case_id=case_id)
    return bool(await queries.close(tx, case_id=case_id, outcome=outcome, now=now, expires_at=expires_at))


async def reopen(
    tx: Transaction, case_id: str, officer: AddressId | None, now: int, answer_by_at: int
) -> bool:
    """With the officer who had it, or as new; False when it is open already."""
    state = State.NEW if officer is None else State.TAKEN
    return bool(
        await queries.reopen(
            tx, case_id=case_id, state=int(state), officer=officer, now=now, answer_by_at=answer_by_at
        )
    )


async def move_to(tx: Transaction, case_id: str, reporter: AddressId) -> None:
    """The case is answered at another address of the same person from now on."""
    await queries.set_reporter(tx, case_id=case_id, reporter=reporter)
    await queries.forget_sources(tx, case_id=case_id, from_officer=0)


async def give_back(tx: Transaction, concern: Concern, now: int) -> Concern:
    """Nobody is responsible: it waits to be taken again."""
    await queries.give_back(tx, case_id=concern.case_id, now=now)
    await queries.forget_sources(tx, case_id=concern.case_id, from_officer=1)
    await queries.end_handover(tx, case_id=concern.case_id)
    return replace(concern, state=State.NEW, officer=None, tier=Tier.DUTY)


async def remember_card(tx: Transaction, case_id: str, officer: AddressId) -> None:
    await queries.add_card(tx, case_id=case_id, officer=officer)


async def cards_of(tx: Transaction, case_id: str) -> list[AddressId]:
    return [AddressId(row["officer"]) for row in await queries.cards_of(tx, case_id=case_id)]


async def cards_shown_to(tx: Transaction, officer: AddressId) -> list[str]:
    return [row["case_id"] for row in await queries.cards_shown_to(tx, officer=officer)]


async def drop_card(tx: Transaction, case_id: str, officer: AddressId) -> None:
    await queries.drop_card(tx, case_id=case_id, officer=officer)


async def exclude(tx: Transaction, case_id: str, officer: AddressId) -> None:
    """They never get this case."""
    await queries.exclude(tx, case_id=case_id, officer=officer)


async def excluded(tx: Transaction, case_id: str) -> frozenset[AddressId]:
    return frozenset(AddressId(row["officer"]) for row in await queries.excluded(tx, case_id=case_id))


async def excluded_from(tx: Transaction, officer: AddressId) -> frozenset[str]:
    """Cases they never get."""
    return frozenset(row["case_id"] for row in await queries.excluded_from(tx, officer=officer))


async def conduct_of(tx: Transaction, keys: Keys, concern: Concern) -> str:
    """By which strikes against whoever wrote it are counted, and nothing else can be found."""
    sealed = await queries.conduct(tx, case_id=concern.case_id)
    return (
        (await keys.sealer(tx, concern.key)).open(sealed, f"concerns.conduct:{concern.case_id}")
        if sealed
        else ""
    )


async def set_conduct(tx: Transaction, keys: Keys, concern: Concern, conduct: str) -> None:
    """Whoever goes on with the case from another account is who writes it now."""
    place = f"concerns.conduct:{concern.case_id}"
    sealed = (await keys.sealer(tx, concern.key)).seal(conduct, place)
    await queries.set_conduct(tx, case_id=concern.case_id, conduct=sealed)


async def silent_since(tx: Transaction, before: int) -> list[Concern]:
    """Answered cases in which nobody has written since."""
    return _concerns(await queries.silent_since(tx, before=before, most=AT_ONCE))


async def expired(tx: Transaction, now: int) -> list[Concern]:
    return _concerns(await queries.expired(tx, now=now, most=AT_ONCE))


async def erase(tx: Transaction, keys: Keys, concern: Concern) -> None:
    """Destroy the case's key, and with it every copy of what was written, in backups too."""
    await keys.destroy(tx, concern.key)
    for query in (
        queries.erase_messages,
        queries.erase_notes,
        queries.erase_cards,
        queries.erase_exclusions,
        queries.erase_limits,
        queries.end_handover,
        queries.erase_concern,
    ):
        await query(tx, case_id=concern.case_id)


async def _pressing(tx: Transaction, state: State, most: int) -> list[Concern]:
    """Urgency by urgency, so that each is read in the order of its index."""
    found: list[Concern] = []
    for urgency in sorted(Urgency, reverse=True):
        if len(found) < most:
            left = most - len(found)
            found += _concerns(
                await queries.concerns_pressing(tx, state=int(state), urgency=int(urgency), most=left)
            )
    return found


def _concerns(rows: Iterable[Row]) -> list[Concern]:
    return [concern_from(row) for row in rows]


def concern_from(row: Row) -> Concern:
    return Concern(
        case_id=row["case_id"],
        key=KeyId(row["key_id"]),
        reference=row["reference"],
        name_number=row["name_number"],
        topic=row["topic"],
        area=row["area"],
        language=Language(row["language"]),
        kinds=frozenset(row["kinds"].split()),
        is_about_staff=bool(row["is_about_staff"]),
        state=State(row["state"]),
        urgency=Urgency(row["urgency"]),
        tier=Tier(row["tier"]),
        outcome=Result(row["outcome"]) if row["outcome"] else None,
        reporter=AddressId(row["reporter"]),
        officer=AddressId(row["officer"]) if row["officer"] else None,
        organisation=row["organisation"],
        opened_at=row["opened_at"],
        call_at=row["call_at"],
        answer_by_at=row["answer_by_at"],
        is_late=bool(row["is_late"]),
        seen_at=row["seen_at"],
        unseen=row["unseen"],
        labels=tuple(Label(each) for each in row["labels"].split()),
        training=row["training"],
        is_rated=bool(row["is_rated"]),
        expires_at=row["expires_at"],
    )
