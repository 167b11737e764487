"""Who votes for what: one vote per person and question, which cannot be joined with another vote of theirs.

A vote is kept under a keyed hash of a *token* and the question; the token is a keyed hash of the person and
the session. Beside it lies the token, sealed anew each time, so that it looks different in every row: without
the session's key nobody sees which votes are one person's. It is opened for one thing only: when a question
is merged into another, its votes go there, and whoever had voted for both has one vote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.core.context import Context, Keys, Purpose, Sealer
from bot.features.questions import store
from bot.features.questions.rules import Question, QuestionId, State
from bot.features.questions.store import queries
from bot.storage.database import Transaction


async def give(context: Context, question: Question) -> None:
    """For a question that is held; a second time, nothing happens."""
    token = _token(context, question.session_id)
    sealer = await store.sealer_in(context.tx, context.keys, question.session_id)
    row = _row(context.keys, sealer, token, question.question_id)
    if await queries.keep_vote(context.tx, **row):
        await queries.add_votes(context.tx, question_id=question.question_id, votes=1)


async def take_back(context: Context, question: Question) -> None:
    """From a question that is held; if there is no vote, nothing happens."""
    vote = _vote(context.keys, _token(context, question.session_id), question.question_id)
    if await queries.drop_vote(context.tx, vote=vote):
        await queries.add_votes(context.tx, question_id=question.question_id, votes=-1)


async def given(context: Context, questions: Iterable[Question]) -> set[QuestionId]:
    """Those of these questions the person at hand voted for."""
    voted = {
        _vote(context.keys, _token(context, each.session_id), each.question_id): each.question_id
        for each in questions
    }
    return {voted[vote] for vote in await _kept(context.tx, voted)}


async def all_given(context: Context) -> list[str]:
    """Of the person at hand, in the order of the questions: all that they could have given are tried."""
    asked = await queries.voted_for(context.tx)
    tokens = {row["session_id"]: "" for row in asked}
    tokens = {session: _token(context, session) for session in tokens}
    votes = [_vote(context.keys, tokens[row["session_id"]], row["question_id"]) for row in asked]
    kept = await _kept(context.tx, votes)
    return [vote for vote in votes if vote in kept]


async def forget_all(context: Context) -> None:
    if rows := [{"vote": vote} for vote in await all_given(context)]:
        await queries.one_vote_less(context.tx, rows)
        await queries.drop_votes(context.tx, rows)


async def merge(tx: Transaction, keys: Keys, gone: str, into: str) -> tuple[Question, Question] | None:
    """A duplicate goes into another question, with its votes. None when one of them is not there any more,
    or not to be merged."""
    pair = await _hold_pair(tx, keys, gone, into)
    if pair is None:
        return None
    sealer, duplicate, taker = pair
    if not (duplicate.may_become(State.MERGED) and taker.takes(duplicate)):
        return None
    await queries.merge(tx, question_id=gone, into=into)
    await queries.follow(tx, gone=gone, into=into)
    await _move_votes(tx, keys, sealer, duplicate.question_id, taker.question_id)
    return duplicate, taker


async def withdraw(tx: Transaction, keys: Keys, question: str) -> None:
    """Whoever asked it wants it gone. If others asked the same, theirs takes its place."""
    heir = await queries.first_merged(tx, question_id=question)
    pair = await _hold_pair(tx, keys, question, heir["question_id"]) if heir else None
    if pair:
        sealer, gone, next_one = pair
        answer = store.seal_answer(sealer, next_one.question_id, gone.answer)
        await queries.take_place(tx, question_id=next_one.question_id, state=int(gone.state), answer=answer)
        await queries.follow(tx, gone=question, into=next_one.question_id)
        await _move_votes(tx, keys, sealer, gone.question_id, next_one.question_id)
    else:
        await queries.held_question(tx, question_id=question)
        await queries.drop_votes_of(tx, question_id=question)
    await queries.drop_question(tx, question_id=question)


async def _hold_pair(
    tx: Transaction, keys: Keys, one: str, other: str
) -> tuple[Sealer, Question, Question] | None:
    """Both, in the order given, opened with the key of their session."""
    rows = {row["question_id"]: row for row in await queries.held_pair(tx, one=one, other=other)}
    if len(rows) != 2 or len({row["session_id"] for row in rows.values()}) != 1:
        return None
    sealer = await store.sealer_in(tx, keys, rows[one]["session_id"])
    return sealer, store.read_question(rows[one], sealer), store.read_question(rows[other], sealer)


async def _move_votes(
    tx: Transaction, keys: Keys, sealer: Sealer, gone: QuestionId, into: QuestionId
) -> None:
    tokens = [
        sealer.open(row["sealed"], f"vote:{row['vote']}")
        for row in await queries.votes_of(tx, question_id=gone)
    ]
    if tokens:
        await queries.keep_votes(tx, [_row(keys, sealer, token, into) for token in tokens])
        await queries.drop_votes_of(tx, question_id=gone)
    await queries.count_anew(tx, question_id=into)


async def _kept(tx: Transaction, votes: Collection[str]) -> set[str]:
    return {row["vote"] for row in await queries.given(tx, votes="".join(votes))} if votes else set()


def _token(context: Context, session_id: str) -> str:
    alias = context.people.alias(Purpose.QUESTION)
    return context.keys.lookup("questions.voter", f"{alias}:{session_id}")


def _vote(keys: Keys, token: str, question: QuestionId | str) -> str:
    return keys.lookup("questions.vote", f"{token}:{question}")


def _row(keys: Keys, sealer: Sealer, token: str, question: QuestionId) -> dict[str, object]:
    vote = _vote(keys, token, question)
    return {"vote": vote, "question_id": question, "sealed": sealer.seal(token, f"vote:{vote}")}
