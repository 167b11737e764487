"""What is kept of questions: their words under a key of their session, which goes when all of it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.agenda import Session
from bot.core.context import Keys, Sealer
from bot.core.ids import AddressId, KeyId
from bot.core.language import Language
from bot.core.participant_roles import ParticipantRole
from bot.features.questions.rules import KEPT_FOR, MOST_WAITING, Question, QuestionId, State
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__)

PAGE = 5
"""Questions on one screen: so much of the longest that Telegram takes it."""
DESK_PAGE = 6


@dataclass(frozen=True, slots=True)
class Own:
    """A question of the person at hand. `standing`: its state, or that of the one it was merged into."""

    question_id: QuestionId
    address: AddressId
    session_id: str
    standing: State


async def sealer_of(tx: Transaction, keys: Keys, session: Session) -> Sealer:
    """Of all that is said in a session; its key is made when it is first needed."""
    here, expires_at = session.session_id, session.programme_ends_at + KEPT_FOR
    room = await queries.room(tx, session_id=here)
    if room is None or room["expires_at"] < expires_at:
        row = {"session_id": here, "expires_at": expires_at, "feedback_ends_at": None}
        await queries.keep_rooms(tx, [row])
    if room is None or room["key_id"] is None:
        made = await keys.new(tx)
        if not await queries.keep_key(tx, session_id=here, key_id=made):
            await keys.destroy(tx, made)
        room = await queries.room(tx, session_id=here)
    return await keys.sealer(tx, KeyId(room["key_id"]))


async def ask(tx: Transaction, sealer: Sealer, question: Question) -> None:
    await queries.keep_question(
        tx,
        question_id=question.question_id,
        session_id=question.session_id,
        role=question.role or "",
        address_id=question.address,
        sealed=sealer.seal(question.words, _words(question.question_id)),
    )


async def find(tx: Transaction, keys: Keys, question: str) -> Question | None:
    row = await queries.question(tx, question_id=question)
    return await _opened(tx, keys, row) if row else None


async def hold(tx: Transaction, keys: Keys, question: str) -> Question | None:
    """As `find`; nobody else changes it, or votes for it, before this transaction is over."""
    row = await queries.held_question(tx, question_id=question)
    return await _opened(tx, keys, row) if row else None


async def visible(tx: Transaction, keys: Keys, session_id: str, page: int) -> list[Question]:
    """What everybody sees: most wanted first, then what was answered. One more than fits, if there is."""
    rows = await queries.visible(tx, session_id=session_id, most=PAGE + 1, skipped=page * PAGE)
    return await _read(tx, keys, session_id, rows)


async def takers(tx: Transaction, keys: Keys, question: Question, page: int) -> list[Question]:
    """Those it could be a duplicate of."""
    rows = await queries.takers(
        tx,
        session_id=question.session_id,
        question_id=question.question_id,
        least=int(State.WAITING if question.state is State.WAITING else State.SHOWN),
        most=PAGE + 1,
        skipped=page * PAGE,
    )
    return await _read(tx, keys, question.session_id, rows)


async def next_waiting(tx: Transaction, keys: Keys, session_id: str, after: str) -> Question | None:
    """In the order of their random ids: the first of all comes behind the last."""
    row = await queries.next_waiting(tx, session_id=session_id, after=after)
    if row is None and after:
        row = await queries.next_waiting(tx, session_id=session_id, after="")
    return await _opened(tx, keys, row) if row else None


async def waiting_in(tx: Transaction, session_id: str) -> int:
    counted: int = await queries.waiting_in(tx, session_id=session_id)
    return counted


async def waiting(tx: Transaction, page: int) -> Mapping[str, int]:
    """How many wait, by session."""
    rows = await queries.waiting_by_session(tx, most=DESK_PAGE + 1, skipped=page * DESK_PAGE)
    return {row["session_id"]: row["questions"] for row in rows}


async def own(tx: Transaction, ids: Iterable[str]) -> list[Own]:
    """Those that are still there."""
    return [
        Own(
            QuestionId(row["question_id"]),
            AddressId(row["address_id"]),
            row["session_id"],
            State(row["standing"]),
        )
        for row in await queries.own(tx, ids="".join(ids))
    ]


def asks_too_often(questions: Iterable[Own]) -> bool:
    return sum(each.standing is State.WAITING for each in questions) >= MOST_WAITING


async def change(tx: Transaction, sealer: Sealer, question: Question, state: State, answer: str = "") -> None:
    sealed = seal_answer(sealer, question.question_id, answer)
    await queries.set_state(tx, question_id=question.question_id, state=int(state), answer=sealed)


async def askers(tx: Transaction, question: QuestionId) -> list[tuple[AddressId, Language]]:
    """Of it and of those merged into it: where they are told of it, and in which language."""
    rows = await queries.askers(tx, question_id=question)
    return [(AddressId(row["address_id"]), Language(row["language"])) for row in rows if row["language"]]


async def sealer_in(tx: Transaction, keys: Keys, session_id: str) -> Sealer:
    """Where something was said. Raises KeyError when it is all gone."""
    room = await queries.room(tx, session_id=session_id)
    if room is None or room["key_id"] is None:
        raise KeyError(session_id)
    return await keys.sealer(tx, KeyId(room["key_id"]))


def read_question(row: Row, sealer: Sealer) -> Question:
    named = QuestionId(row["question_id"])
    return Question(
        named,
        row["session_id"],
        State(row["state"]),
        ParticipantRole.named(row["role"]),
        row["votes"],
        AddressId(row["address_id"]),
        sealer.open(row["sealed"], _words(named)),
        sealer.open(row["answer"], _answer(named)) if row["answer"] else "",
    )


def seal_answer(sealer: Sealer, question: QuestionId, answer: str) -> bytes | None:
    return sealer.seal(answer, _answer(question)) if answer else None


async def _opened(tx: Transaction, keys: Keys, row: Row) -> Question:
    return read_question(row, await sealer_in(tx, keys, row["session_id"]))


async def _read(tx: Transaction, keys: Keys, session_id: str, rows: Sequence[Row]) -> list[Question]:
    if not rows:
        return []
    sealer = await sealer_in(tx, keys, session_id)
    return [read_question(row, sealer) for row in rows]


def _words(question: QuestionId) -> str:
    return f"question:{question}"


def _answer(question: QuestionId) -> str:
    return f"answer:{question}"
