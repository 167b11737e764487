"""A case in the hands of many: whatever they do, in whatever order, one officer at most has it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from bot.core.codes import read_code
from bot.core.ids import AddressId, MessageId, random_id
from bot.core.language import Language
from bot.engine.keyring import Keyring
from bot.engine.people import Registry
from bot.engine.vault import Vault, new_key
from bot.features.concerns import messages, store
from bot.features.concerns.drafts import Draft, Entry
from bot.features.concerns.rules import OFFICER_RESULTS, Result, State, Urgency
from bot.storage.connect import open_database
from bot.storage.database import Transaction

OFFICERS = [AddressId(f"officer-{number}") for number in range(3)]
POLICE = "police"
NOW = 1_800_000_000
WORDS = "help"
PROMISED, EXPIRES = NOW + 3600, NOW + 7200
MOST_CASES = 4


@dataclass(slots=True)
class Known:
    """What a case must be."""

    code: str
    state: State = State.NEW
    officer: AddressId | None = None
    outcome: Result | None = None
    messages: int = 1
    unseen: int = 0
    """By whoever has it."""


class Cases(RuleBasedStateMachine):
    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.database = self.runner.run(open_database(f"sqlite:///{self.folder.name}/x.db"))
        self.keys = self.runner.run(self._unit(self._keyring))
        self.known: dict[str, Known] = {}

    async def _unit(self, work: Callable[[Transaction], Awaitable[Any]]) -> Any:
        async with self.database.transaction() as tx:
            return await work(tx)

    async def _keyring(self, tx: Transaction) -> Keyring:
        return Keyring(await Registry.load(tx, Vault([new_key()])))

    def _do(self, *units: Callable[[Transaction], Awaitable[Any]]) -> list[Any]:
        """Side by side, as when several press at once."""

        async def all_of_them() -> list[Any]:
            return await asyncio.gather(*map(self._unit, units))

        return self.runner.run(all_of_them())

    @precondition(lambda self: len(self.known) < MOST_CASES)
    @rule(target=cases)
    def opens(self) -> str:
        case_id, draft = random_id(), Draft("drugs", "old-town", (Entry(MessageId(1), WORDS),))

        async def unit(tx: Transaction) -> str:
            about = (draft, Language.EN, Urgency.NORMAL, NOW, PROMISED, "conduct", None)
            reporter = AddressId(random_id())
            concern, code = await store.open_concern(tx, self.keys, case_id, reporter, *about)
            await messages.add_message(
                tx, self.keys, concern, WORDS, draft.entries[0].number, from_officer=False
            )
            return code

        (code,) = self._do(unit)
        self.known[case_id] = Known(code)
        return case_id

    @rule(case_id=cases, officers=st.lists(st.sampled_from(OFFICERS), min_size=1, max_size=3, unique=True))
    def officers_take_at_once(self, case_id: str, officers: list[AddressId]) -> None:
        taken = self._do(*(self._taking(case_id, officer) for officer in officers))
        case = self.known[case_id]
        assert sum(taken) == (1 if case.state is State.NEW else 0)
        if any(taken):
            case.state, case.officer, case.unseen = State.TAKEN, officers[taken.index(True)], 0

    def _taking(self, case_id: str, officer: AddressId) -> Callable[[Transaction], Awaitable[bool]]:
        return lambda tx: store.take(tx, case_id, officer, POLICE, NOW)

    @rule(case_id=cases, outcome=st.sampled_from([*OFFICER_RESULTS, Result.BY_YOUTH]))
    def closes_twice_at_once(self, case_id: str, outcome: Result) -> None:
        async def unit(tx: Transaction) -> bool:
            return await store.close(tx, case_id, outcome, NOW, EXPIRES)

        done, case = self._do(unit, unit), self.known[case_id]
        assert sorted(done) == [False, case.state is not State.CLOSED]
        if any(done):
            case.state, case.outcome = State.CLOSED, outcome

    @rule(case_id=cases, is_to_wait=st.booleans())
    def reopens(self, case_id: str, is_to_wait: bool) -> None:
        """With whoever had it, or as new."""
        officer = None if is_to_wait else self.known[case_id].officer
        (done,) = self._do(lambda tx: store.reopen(tx, case_id, officer, NOW, PROMISED))
        case = self.known[case_id]
        assert done == (case.state is State.CLOSED)
        if done:
            case.state = State.TAKEN if officer else State.NEW
            case.officer, case.outcome = officer, None

    @rule(case_id=cases)
    def returns(self, case_id: str) -> None:
        """Whoever has it lets go of it: it waits again. Where nobody has it, nothing changes."""
        self._do(lambda tx: self._with(tx, case_id, store.give_back))
        case = self.known[case_id]
        if case.state is State.TAKEN:
            case.state, case.officer = State.NEW, None

    @rule(case_id=cases, officer=st.sampled_from(OFFICERS))
    def changes_hands(self, case_id: str, officer: AddressId) -> None:
        self._do(lambda tx: self._with(tx, case_id, store.pass_on, officer, POLICE))
        case = self.known[case_id]
        if case.state is State.TAKEN:
            case.officer, case.unseen = officer, 0

    async def _with(
        self, tx: Transaction, case_id: str, does: Callable[..., Awaitable[Any]], *more: object
    ) -> None:
        concern = await store.find_concern(tx, case_id)
        assert concern is not None
        await does(tx, concern, *more, NOW)

    @rule(case_id=cases)
    def is_looked_at(self, case_id: str) -> None:
        self._do(lambda tx: store.looked_at(tx, case_id, NOW))
        self.known[case_id].unseen = 0

    @rule(case_id=cases, from_officer=st.booleans())
    def writes(self, case_id: str, from_officer: bool) -> None:
        case = self.known[case_id]

        async def unit(tx: Transaction) -> None:
            concern = await store.find_concern(tx, case_id)
            assert concern is not None
            number = MessageId(case.messages + 1)
            await messages.add_message(tx, self.keys, concern, WORDS, number, from_officer=from_officer)
            if not from_officer:
                await store.written_to(tx, case_id, NOW)

        self._do(unit)
        case.messages += 1
        case.unseen += not from_officer

    @rule(case_id=consumes(cases))
    def erases(self, case_id: str) -> None:
        async def unit(tx: Transaction) -> None:
            concern = await store.find_concern(tx, case_id)
            assert concern is not None
            await store.erase(tx, self.keys, concern)

        self._do(unit)
        gone = self.known.pop(case_id)
        assert self._do(lambda tx: store.concern_by_code(tx, self.keys, gone.code)) == [None]
        assert self._do(self._taking(case_id, OFFICERS[0])) == [False]

    @invariant()
    def every_case_is_as_it_must_be_and_in_one_pair_of_hands(self) -> None:
        async def unit(tx: Transaction) -> None:
            hands = [await store.cases_in_hand(tx, officer) for officer in OFFICERS]
            held = [concern.case_id for hand in hands for concern in hand]
            assert len(held) == len(set(held))
            assert set(held) == {each for each, case in self.known.items() if case.state is State.TAKEN}
            waiting = {concern.case_id for concern in await store.cases_waiting(tx)}
            assert waiting == {each for each, case in self.known.items() if case.state is State.NEW}
            for case_id, case in self.known.items():
                concern = await store.concern_by_code(tx, self.keys, read_code(case.code.lower()) or "")
                assert concern is not None
                assert (concern.case_id, concern.state, concern.outcome) == (
                    case_id,
                    case.state,
                    case.outcome,
                )
                if case.state is State.TAKEN:
                    assert concern.officer == case.officer
                    assert concern.organisation == POLICE
                assert (concern.expires_at is None) is concern.is_open
                assert (concern.answer_by_at is None) is not concern.is_open
                assert concern.unseen == case.unseen
                assert len(await messages.messages_of(tx, self.keys, concern)) == case.messages

        self._do(unit)

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()


TestCases = Cases.TestCase
TestCases.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
