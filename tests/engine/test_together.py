"""What comes while some is done is done next, all at once; what goes wrong is one's own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import chain

import pytest

from bot.engine.together import Together


class Desk:
    """Does numbers; cannot do 13."""

    def __init__(self) -> None:
        self.done: list[list[int]] = []
        self.may_go_on = asyncio.Event()

    async def do(self, numbers: Sequence[int]) -> None:
        await self.may_go_on.wait()
        if 13 in numbers:
            raise ValueError("unlucky")
        self.done.append(list(numbers))


async def test_all_that_came_meanwhile_is_done_at_once() -> None:
    desk = Desk()
    together = Together(desk.do)
    async with asyncio.TaskGroup() as tasks:
        for number in range(5):
            tasks.create_task(together.add(number))
        await asyncio.sleep(0)
        desk.may_go_on.set()
    assert sorted(chain.from_iterable(desk.done)) == [0, 1, 2, 3, 4]
    assert len(desk.done) < 5


async def test_only_whoever_brought_it_hears_of_a_mistake() -> None:
    desk = Desk()
    together = Together(desk.do)
    added = [asyncio.ensure_future(together.add(number)) for number in (1, 13, 2)]  # noqa: TID251
    await asyncio.sleep(0)
    desk.may_go_on.set()
    said = await asyncio.gather(*added, return_exceptions=True)
    assert [type(each) for each in said] == [type(None), ValueError, type(None)]
    assert sorted(chain.from_iterable(desk.done)) == [1, 2]


async def test_when_one_is_cancelled_the_others_are_done() -> None:
    desk = Desk()
    together = Together(desk.do)
    first, second = (asyncio.ensure_future(together.add(number)) for number in (1, 2))  # noqa: TID251
    await asyncio.sleep(0.01)
    first.cancel()
    desk.may_go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    await second
    assert 2 in chain.from_iterable(desk.done)
