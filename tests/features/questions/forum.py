"""A session people ask and vote at: the real flows, store, people and clock; nothing is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

from bot.core.context import Purpose, StaffMember
from bot.core.errors import UserError
from bot.core.ids import AddressId, MessageId
from bot.core.incoming import Incoming, Press
from bot.core.language import Language
from bot.core.outcome import Letter, Outcome
from bot.core.roles import Role
from bot.engine.clockwork import Piece
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal
from bot.engine.router import Router
from bot.engine.workshop import Workshop
from bot.features.programme.sessions import ProgrammeSessions
from bot.features.questions import store, votes
from bot.features.questions.deciding import Deciding
from bot.features.questions.desk import ModeratorsDesk
from bot.features.questions.feedback import Feedback
from bot.features.questions.flow import QuestionsFlow
from bot.features.questions.jobs import QuestionJobs
from bot.features.questions.keeper import QuestionKeeper
from bot.features.questions.lent import Lent
from bot.features.questions.own import OwnQuestions
from bot.features.questions.results import Results
from bot.features.questions.rules import Question, QuestionId, State
from bot.storage.database import Database
from tests.features.programme.hall import TEXTS, Hall
from tests.roster import FewWorkHere

PER_SECOND = 30


async def _nobody_listens(*_: object) -> Outcome:
    raise AssertionError("no question here is about whoever asks it")


LENT = Lent(
    ProgrammeSessions(),
    lambda _: False,
    lambda _: False,
    lambda _: False,
    begin_concern=_nobody_listens,
    roster=FewWorkHere(),
)
DESK = ModeratorsDesk(LENT)
ROUTER = Router(
    each.feature()
    for each in (
        QuestionsFlow(LENT),
        OwnQuestions(LENT),
        DESK,
        Deciding(DESK),
        Feedback(LENT),
        Results(LENT),
    )
)
MODERATOR = StaffMember(
    AddressId("moderator"), Role.COORDINATOR, "city", areas=frozenset(), topics=frozenset()
)


@dataclass(slots=True)
class Forum:
    """People are their chat ids."""

    hall: Hall
    workshop: Workshop

    @classmethod
    async def open(cls, database: Database, now: int) -> Forum:
        hall = await Hall.open(database, now)
        files, journal = FileStore(hall.keyring, hall.clock), ChainedJournal(hall.registry.pepper)
        workshop = Workshop(database, hall.keyring, hall.outbox, files, journal, TEXTS, hall.clock)
        return cls(hall, workshop)

    async def asks(self, chat_id: int, session_id: str, named: str, words: str = "Why?") -> QuestionId:
        """`named`: the question's id, so that tests can speak of it."""
        question = QuestionId(named.ljust(16, "."))
        async with self.hall.visit(chat_id) as context:
            session = await LENT.session(context, session_id)
            address = await context.people.keep_address(Purpose.QUESTION, question)
            sealer = await store.sealer_of(context.tx, context.keys, session)
            asked = Question(question, session_id, State.WAITING, None, 0, address, words)
            await store.ask(context.tx, sealer, asked)
        return question

    async def presses(self, chat_id: int, *data: object, is_staff: bool = False) -> Outcome | None:
        """None: it could not be done any more."""
        name, *arguments = map(str, data)
        pressed = Press(name, tuple(arguments), MessageId(1), "query")
        try:
            async with self.hall.visit(chat_id) as context:
                context.staff = MODERATOR if is_staff else None
                outcome = await ROUTER.route(context, Incoming(context.person, Language.EN, pressed), [])
                await self.hall.outbox.post(context.tx, outcome.letters)
                return outcome
        except UserError:
            return None

    async def moderates(self, *data: object, moderator: int = 1) -> Outcome | None:
        return await self.presses(moderator, *data, is_staff=True)

    async def erases(self, chat_id: int) -> None:
        async with self.hall.visit(chat_id) as context:
            await QuestionKeeper().erase(context)

    async def holdings(self, chat_id: int) -> dict[str, int]:
        async with self.hall.visit(chat_id) as context:
            return dict(await QuestionKeeper().holdings(context))

    async def given(self, chat_id: int, questions: Iterable[Question]) -> set[QuestionId]:
        async with self.hall.visit(chat_id) as context:
            return await votes.given(context, questions)

    async def questions(self) -> dict[QuestionId, Question]:
        """All there are, opened."""
        async with self.hall.database.transaction() as tx:
            rows = await tx.rows("SELECT question_id FROM questions ORDER BY question_id", {})
            found = [await store.find(tx, self.hall.keyring, row["question_id"]) for row in rows]
        return {each.question_id: each for each in found if each}

    async def clock_strikes(self) -> list[Letter]:
        """All that is due is done; what is owed because of it."""
        owed: list[Letter] = []

        async def run(piece: Piece) -> None:
            there_is_more = True
            while there_is_more:
                async with self.workshop.working() as work:
                    there_is_more, letters = await piece(work)
                    await self.hall.outbox.post(work.tx, letters)
                owed.extend(letters)

        jobs = QuestionJobs(ProgrammeSessions(), PER_SECOND, run)
        await jobs.open_and_close()
        await jobs.ask()
        await jobs.tidy()
        return owed

    async def all_at_once(self, deeds: Iterable[Coroutine[Any, Any, Any]]) -> list[Any]:
        """What came of each."""
        return await asyncio.gather(*deeds)
