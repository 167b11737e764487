"""`/audit`: is the journal whole, who did what, and what was done with one case."""

from __future__ import annotations

import re

import pytest

from bot.core.errors import UserError
from bot.core.ids import random_id
from bot.core.journal import Deed, Entry
from bot.core.language import Language
from bot.core.outcome import Screen
from bot.core.roles import Role
from bot.features.audit.desk import PAGE, VERIFIED_AT_ONCE
from bot.features.concerns.rules import Label, Result, Urgency
from bot.features.concerns.struck import Misdeed
from bot.storage.database import Database
from tests.features.audit.audit_room import NOW, TEXTS, AuditRoom, labels, plain

CORA, OLGA = 1, 2
TELEGRAM_CHARACTERS = 4096


@pytest.fixture
async def room(database: Database) -> AuditRoom:
    opened = await AuditRoom.open(database)
    await opened.enrol(CORA, Role.COORDINATOR, "Cora")
    return opened


def _entries(screen: Screen) -> list[str]:
    return [part for part in plain(screen.text).split("\n\n") if "</b> · " in part]


async def test_a_journal_in_which_nothing_stands_is_whole(room: AuditRoom) -> None:
    screen = await room.says(CORA, "/audit")
    assert "The journal is whole." in screen.text
    assert "There is no entry." in screen.text


async def test_the_newest_entries_say_who_did_what_by_role_and_by_name_of_those_still_here(
    room: AuditRoom,
) -> None:
    olga = await room.enrol(OLGA, Role.OFFICER, "Olga")
    await room.notes(
        (Deed.OPENED, Role.ANYONE, None, "heron", ""),
        (Deed.TAKEN, Role.OFFICER, olga, "heron", ""),
        (Deed.CLOSED, Role.LEAD, olga, "heron", "advised"),
        (Deed.IMPORTED, None, None, "", "something unheard of"),
    )
    screen = await room.says(CORA, "/audit")
    assert "It has 4 entries" in plain(screen.text)
    imported, closed, taken, opened = _entries(screen)
    assert imported.endswith("the bot: imported a file (something unheard of)")
    assert closed.endswith("lead, Community police (Olga): closed the case (advised)")
    assert taken.endswith("officer, Community police (Olga): took the case")
    assert opened.endswith("the young person: opened the case")
    assert f'unix="{NOW + 60}"' in taken
    assert "unix=" not in opened, "the day is enough"

    async with room.visiting(OLGA) as context:
        await context.people.unlink(olga)
    assert "Olga" not in (await room.says(CORA, "/audit")).text


async def test_one_turns_back_to_the_first_entry(room: AuditRoom) -> None:
    await room.notes(*((Deed.READ, None, None, f"case {number}", "") for number in range(PAGE * 2 + 1)))
    screen, seen = await room.says(CORA, "/audit"), []
    while "Older" in labels(screen):
        seen += _entries(screen)
        screen = await room.presses(CORA, labels(screen)["Older"])
        assert "Older entries" in screen.text
    seen += _entries(screen)
    numbers = [int(entry.partition("</b>")[0].removeprefix("<b>")) for entry in seen]
    assert numbers == list(range(PAGE * 2 + 1, 0, -1))
    assert "The journal is whole" in (await room.presses(CORA, labels(screen)["Newest entries"])).text


async def test_from_an_entry_one_comes_to_all_that_was_done_with_its_case(room: AuditRoom) -> None:
    await room.notes(
        (Deed.OPENED, Role.ANYONE, None, "heron", ""),
        *((Deed.OPENED, Role.ANYONE, None, "otter", ""),) * (PAGE + 2),
        (Deed.MISSED, None, None, "heron", ""),
        (Deed.IMPORTED, None, None, "", ""),
    )
    buttons = labels(await room.says(CORA, "/audit"))
    newest = PAGE + 4
    assert [label for label in buttons if "Case" in label] == [f"Case of {newest}", f"Case of {newest - 1}"]
    heron = await room.presses(CORA, buttons[f"Case of {newest}"])
    assert [entry.rpartition(": ")[2] for entry in _entries(heron)] == [
        "a promised answer did not come in time",
        "opened the case",
    ]
    otter = await room.presses(CORA, buttons[f"Case of {newest - 1}"])
    assert len(_entries(otter)) == PAGE
    rest = await room.presses(CORA, labels(otter)["Older"])
    assert len(_entries(rest)) == 2
    assert "What was done with this case" in rest.text
    assert not {"Older", "Case of 2"} & labels(rest).keys()


async def test_a_case_is_found_by_its_reference_and_by_choice_where_two_share_it(room: AuditRoom) -> None:
    room.cases = {"id 1": "blue heron · K7QD", "id 2": "grey otter · K7QD", "id 3": "red fox · M2XP"}
    await room.notes((Deed.OPENED, Role.ANYONE, None, "id 2", ""), (Deed.READ, None, None, "id 3", ""))
    fox = await room.says(CORA, "/audit  M2XP ")
    assert "What was done with red fox · M2XP" in plain(fox.text)
    assert len(_entries(fox)) == 1
    choice = labels(await room.says(CORA, "/audit K7QD"))
    assert list(choice) == ["blue heron · K7QD", "grey otter · K7QD"]
    assert "There is no entry." in (await room.presses(CORA, choice["blue heron · K7QD"])).text
    assert "opened the case" in (await room.presses(CORA, choice["grey otter · K7QD"])).text
    with pytest.raises(UserError, match=r"audit\.no_such_case"):
        await room.says(CORA, "/audit ZZZZ")


async def test_a_journal_that_was_tampered_with_is_not_called_whole(room: AuditRoom) -> None:
    await room.notes(*((Deed.READ, None, None, "heron", ""),) * 5)
    async with room.database.transaction() as tx:
        await tx.execute("UPDATE journal SET deed = 'answered' WHERE position = 2", {})
    screen = await room.says(CORA, "/audit")
    assert "does not hold from entry 2 on. An entry was changed afterwards." in plain(screen.text).replace(
        "</b>", ""
    )
    assert "Tell whoever runs the bot" in screen.text
    assert len(_entries(screen)) == 5


async def test_of_a_very_long_journal_it_is_said_how_much_was_looked_at(room: AuditRoom) -> None:
    async with room.database.transaction() as tx:
        await room.journal.write_all(tx, [Entry(NOW, Deed.READ, None)] * (VERIFIED_AT_ONCE + 1))
    text = plain((await room.says(CORA, "/audit")).text)
    assert f"The newest {VERIFIED_AT_ONCE} of {VERIFIED_AT_ONCE + 1} entries are whole." in text


@pytest.mark.parametrize("role", [None, Role.OFFICER, Role.LEAD])
@pytest.mark.parametrize("data", ["/audit", "audit.open", "audit.page|9|", "audit.case|x"])
async def test_for_anybody_else_there_is_no_such_thing(room: AuditRoom, role: Role | None, data: str) -> None:
    if role is not None:
        await room.enrol(OLGA, role, "Olga")
    with pytest.raises(UserError, match=r"engine\.(unknown_command|old_button)"):
        await (room.says if data.startswith("/") else room.presses)(OLGA, data)


@pytest.mark.parametrize("data", ["audit.page", "audit.page|-1|", "audit.page|x|", "audit.page|" + "9" * 40])
async def test_a_button_that_is_not_ours_is_refused(room: AuditRoom, data: str) -> None:
    with pytest.raises(UserError, match=r"engine\.old_button"):
        await room.presses(CORA, data)


@pytest.mark.parametrize("language", Language)
async def test_a_page_fits_into_one_message_in_every_language(room: AuditRoom, language: Language) -> None:
    """Every deed and the longest of names; Telegram counts what is left when the markup is taken out."""
    olga = await room.enrol(OLGA, Role.OFFICER, "M" * 40)
    await room.notes(*((deed, Role.OFFICER, olga, random_id(), "no_answer") for deed in Deed))
    screen = await room.says(CORA, "/audit", language)
    assert _length(screen) < TELEGRAM_CHARACTERS
    while older := next((data for data in labels(screen).values() if data and "audit.page" in data), None):
        screen = await room.presses(CORA, older, language)
        assert _length(screen) < TELEGRAM_CHARACTERS


def _length(screen: Screen) -> int:
    return len(re.sub(r"<[^>]+>", "", screen.text))


@pytest.mark.parametrize("word", [*Label, *(each.name.lower() for each in Urgency), *Misdeed, *Result])
def test_what_a_case_is_marked_with_has_a_word_in_every_language(word: str) -> None:
    for language in Language:
        assert TEXTS(language).label(f"audit.detail.{word}")
