"""However many vote, take back, decide and join at once: no vote is lost, none is doubled.

`LIVES=300` tries longer.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bot.features.questions import store
from bot.features.questions.rules import QuestionId, State
from bot.storage.connect import open_database
from tests.conftest import ENGINES, new_postgres_database
from tests.features.programme.hall import HOUR, planned, programme, vienna
from tests.features.questions.forum import Forum

NOON = vienna(2026, 6, 2, 12)
PEOPLE = range(101, 105)
NAMES = ("a", "b", "c", "d")
votes = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(NAMES), st.sampled_from((1, 1, 0)))
decisions = st.one_of(
    st.tuples(st.just("moderate.show"), st.sampled_from(NAMES)),
    st.tuples(st.just("moderate.answered"), st.sampled_from(NAMES)),
    st.tuples(st.just("moderate.reason"), st.sampled_from(NAMES)),
    st.tuples(st.just("moderate.merge"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("questions.take_back"), st.sampled_from(NAMES)),
)


class Room:
    """What must hold, from what was done. Questions that were joined are one *group* for good, also when some
    of them are taken back; whoever voted for one of them has one vote in it."""

    def __init__(self, forum: Forum, session: str) -> None:
        self.forum, self.session = forum, session
        self.group = {name.ljust(16, "."): name for name in NAMES}
        self.voted: set[tuple[int, str]] = set()
        """Who, in which group."""

    @classmethod
    async def open(cls, forum: Forum) -> Room:
        """Something new, at which everything is shown."""
        number = await forum.hall.count("sessions")
        starts_at = forum.hall.now + HOUR
        await forum.hall.imports(
            programme(planned(f"s{number}", starts_at, 600), title=f"Programme {number}")
        )
        session = (await forum.hall.session(f"s{number}")).session_id
        async with forum.hall.database.transaction() as tx:
            for table in ("questions", "question_votes"):
                await tx.execute(f"DELETE FROM {table}", {})
        for person, name in zip(PEOPLE, NAMES, strict=True):
            question = await forum.asks(person, session, name)
            if name != NAMES[-1]:
                await forum.moderates("moderate.show", question)
        return cls(forum, session)

    async def happens(self, voting: list[tuple[int, str, int]], deciding: list[tuple[str, ...]]) -> None:
        """All at once; whoever votes does one thing, and so do moderators and askers."""
        before, group = set(self.voted), dict(self.group)
        ways = [
            *(self.forum.presses(who, "questions.vote", _id(name), 0, give) for who, name, give in voting),
            *(self._decides(number, *deed) for number, deed in enumerate(deciding, 1)),
        ]
        came = await self.forum.all_at_once(ways)
        for deed, done in zip(deciding, came[len(voting) :], strict=True):
            if done and deed[0] == "moderate.merge":
                self._join(_id(deed[1]), _id(deed[2]))
        expected = {(who, self.group[_member(group, each)]) for who, each in before}
        unsure = set()
        for (who, name, give), done in zip(voting, came, strict=False):
            here = who, self.group[_id(name)]
            if done and give:
                expected.add(here)
            elif done:
                expected.discard(here)
                others = _had(before, group, who, self.group, here[1]) - {group[_id(name)]}
                unsure |= {here} if others else set()  # did they come before it was taken back, or after?
        await self._check(expected, unsure)

    async def _decides(self, moderator: int, route: str, *names: str) -> object:
        if route == "questions.take_back":
            asker = PEOPLE[NAMES.index(names[0])]
            return await self.forum.presses(asker, route, _id(names[0]))
        reason = ("time",) if route == "moderate.reason" else ()
        return await self.forum.moderates(route, *map(_id, names), *reason, moderator=moderator)

    def _join(self, one: str, other: str) -> None:
        gone, into = self.group[one], self.group[other]
        self.group = {each: into if named == gone else named for each, named in self.group.items()}

    async def _check(self, expected: set[tuple[int, str]], unsure: set[tuple[int, str]]) -> None:
        there = await self.forum.questions()
        rows = await self._votes()
        counted = Counter(question for question, _ in rows)
        assert len(set(rows)) == len(rows), "nobody has two votes"
        for question, each in there.items():
            assert each.votes == counted.get(question, 0), (question, each)
            assert each.state is not State.MERGED or not each.votes
        assert counted.keys() <= there.keys(), "no vote is for what is gone"
        heads = {self.group[each.question_id] for each in there.values() if each.state is not State.MERGED}
        assert len(heads) == sum(each.state is not State.MERGED for each in there.values())
        found = set()
        for person in PEOPLE:
            given = await self.forum.given(person, there.values())
            found |= {(person, self.group[each]) for each in given}
        assert len(found) == len(rows)
        left = {(who, named) for who, named in expected if named in heads}
        assert left - unsure <= found <= left | unsure, (left, found)
        self.voted = found

    async def _votes(self) -> list[tuple[QuestionId, str]]:
        """Each with the token in it, by which a person could be told."""
        async with self.forum.hall.database.transaction() as tx:
            sealer = await store.sealer_in(tx, self.forum.hall.keyring, self.session)
            kept = await tx.rows("SELECT vote, question_id, sealed FROM question_votes", {})
            return [
                (each["question_id"], sealer.open(each["sealed"], f"vote:{each['vote']}")) for each in kept
            ]


def _id(name: str) -> str:
    return name.ljust(16, ".")


def _member(group: dict[str, str], named: str) -> str:
    return next(each for each, other in group.items() if other == named)


def _had(
    before: set[tuple[int, str]], old: dict[str, str], who: int, new: dict[str, str], named: str
) -> set[str]:
    """The groups somebody had a vote in that are one now."""
    return {each for person, each in before if person == who and new[_member(old, each)] == named}


def life_in(forum: Forum, runner: asyncio.Runner) -> type[RuleBasedStateMachine]:
    class Life(RuleBasedStateMachine):
        @initialize()
        def begins(self) -> None:
            self.room = runner.run(Room.open(forum))

        @rule(
            voting=st.lists(votes, max_size=4, unique_by=lambda vote: vote[0]),
            deciding=st.lists(decisions, max_size=2),
        )
        def everybody_acts(self, voting: list[tuple[int, str, int]], deciding: list[tuple[str, ...]]) -> None:
            askers = [PEOPLE[NAMES.index(deed[1])] for deed in deciding if deed[0] == "questions.take_back"]
            free = [vote for vote in voting if vote[0] not in askers]
            runner.run(self.room.happens(free, deciding if len(set(askers)) == len(askers) else []))

    return Life


@pytest.mark.parametrize("engine", ENGINES)
def test_no_vote_is_lost_or_doubled(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"sqlite:///{tmp_path}/forum.db"
    if engine == "postgresql":
        url = new_postgres_database(request.getfixturevalue("postgres_server"))
    with asyncio.Runner() as runner:
        database = runner.run(open_database(url))
        try:
            forum = runner.run(Forum.open(database, NOON))
            run_state_machine_as_test(
                life_in(forum, runner),
                settings=settings(
                    max_examples=int(os.environ.get("LIVES", "15")),
                    stateful_step_count=10,
                    deadline=None,
                    suppress_health_check=[HealthCheck.too_slow],
                    print_blob=False,
                ),
            )
        finally:
            runner.run(database.close())
