"""Letters that are written as they leave: whatever they waited for, they say what is true then."""

from __future__ import annotations

import pytest

from bot.engine.outbox import LetterState
from tests.board import KIND, Board, about
from tests.engine.post_office import PostOffice, post, texts

LONG = 3600


@pytest.fixture
def board(office: PostOffice) -> Board:
    office.writers[KIND] = board = Board({"train": "in 10 minutes", "bus": "in 5 minutes"})
    return board


async def told_to_wait(office: PostOffice) -> None:
    async def is_refused() -> bool:
        waits = [row["state"] == LetterState.DUE for row in await office.letters()]
        return office.sandbox.faults.happened == 1 and all(waits)

    await office.until(is_refused)


async def test_after_a_wait_it_says_how_things_are(office: PostOffice, board: Board) -> None:
    mira, address = await office.reader()
    other, elsewhere = await office.reader("Otto")
    office.sandbox.faults.add("sendMessage", retry_after=LONG)
    await office.posts(about("train", address))
    await told_to_wait(office)
    await office.posts(about("bus", elsewhere), about("train", elsewhere))
    board.lines["train"] = "it has left"
    office.passes(LONG + 1)
    await mira.hears("it has left")
    await office.until_all_is_sent(seconds=1)
    assert texts(mira) == ["it has left"]
    assert texts(other) == ["in 5 minutes", "it has left"]


async def test_what_has_become_needless_does_not_leave_and_keeps_nobody_waiting(
    office: PostOffice, board: Board
) -> None:
    mira, address = await office.reader()
    office.sandbox.faults.add("sendMessage", retry_after=LONG)
    await office.posts(about("train", address), about("bus", address))
    await told_to_wait(office)
    del board.lines["train"]
    office.passes(LONG + 1)
    await mira.hears("in 5 minutes")
    await office.until_all_is_sent(seconds=1)
    assert texts(mira) == ["in 5 minutes"]
    assert await office.letters() == []
    assert office.undelivered == []


async def test_whether_it_is_too_late_the_writer_says(office: PostOffice, board: Board) -> None:
    """It knows what to note about it; a letter that only expired would leave no word."""
    mira, address = await office.reader()
    office.sandbox.faults.add("sendMessage", retry_after=LONG)
    await office.posts(about("train", address, expires_in=60))
    await told_to_wait(office)
    board.lines["train"] = "late, but there"
    office.passes(LONG + 1)
    await mira.hears("late, but there")


async def test_what_nobody_writes_any_more_is_given_up_and_the_rest_leaves(
    office: PostOffice, board: Board
) -> None:
    mira, address = await office.reader()
    await office.posts(about("train", address, kind="tests.of an earlier version"), post(address, "news"))
    await mira.hears("news")
    await office.posts(about("bus", address))
    await mira.hears("in 5 minutes")
    await office.until_all_is_sent()
    assert [kind for kind, _ in office.undelivered] == ["tests.of an earlier version"]
    assert texts(mira) == ["news", "in 5 minutes"]


async def test_one_that_cannot_be_written_stops_no_other(
    office: PostOffice, board: Board, capsys: pytest.CaptureFixture[str]
) -> None:
    readers = [await office.reader(name) for name in ("Mira", "Otto", "Lena")]
    lines = ("train", "spoiled", "bus")
    await office.posts(*(about(line, to) for line, (_, to) in zip(lines, readers, strict=True)))
    await office.until_all_is_sent()
    assert [texts(phone) for phone, _ in readers] == [["in 10 minutes"], [], ["in 5 minutes"]]
    assert [kind for kind, _ in office.undelivered] == [KIND]
    assert "letter_unwritten" in capsys.readouterr().out
