"""Help from memory: ahead of everything, whatever fails or waits, in the person's language, and once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.core.context import Context
from bot.core.incoming import Command, Press, Text
from bot.core.language import Language
from bot.core.outcome import Outcome, Reply, Screen, Show, reply
from bot.core.routes import AtOnceCommand, AtOncePress, OnCommand, OnText, OnWords, Route
from bot.core.text import Texts, escape
from bot.engine.inbox import Envelope
from bot.engine.maintenance import TOLD_EVERY, Maintenance
from bot.engine.memory import Memory
from bot.sandbox import Phone
from bot.storage.database import Database
from tests.engine.front_desk import FrontDesk, command, pressed
from tests.engine.post_office import PostOffice, texts


def help_now(t: Texts, event: Command | Press) -> tuple[Reply, ...]:
    return (Show(Screen(escape(f"help in {t.language} {event.argument}".strip()))),)


def warn(_: Texts, words: str) -> tuple[Reply, ...]:
    return (Show(Screen(escape("call help"))),) if "danger" in words else ()


async def echo(_: Context, text: Text) -> Outcome:
    return reply(escape(f"kept: {text.text}"))


async def choose(context: Context, chosen: Command) -> Outcome:
    await context.people.choose_language(Language(chosen.argument))
    return Outcome()


async def erase(context: Context, _: Command) -> Outcome:
    await context.people.forget()
    return Outcome()


ROUTES: list[Route] = [
    AtOnceCommand("now", help_now),
    AtOncePress("now", help_now),
    OnCommand("choose", choose),
    OnCommand("erase", erase),
    OnText(echo),
    OnWords(warn),
]


@asynccontextmanager
async def _nothing_can_be_kept(database: Database) -> AsyncIterator[None]:
    async with database.transaction() as tx:
        await tx.execute("ALTER TABLE inbox RENAME TO inbox_away", {})
    yield
    async with database.transaction() as tx:
        await tx.execute("ALTER TABLE inbox_away RENAME TO inbox", {})


def _of(phone: Phone, number: int, event: Command | Text, language: Language = Language.EN) -> Envelope:
    return Envelope(number, phone.chat_id, language, event)


async def test_help_does_not_wait_for_what_somebody_did_before(office: PostOffice) -> None:
    """Their own lane is held: the card comes, the rest when it is its turn."""
    goes_on = asyncio.Event()

    async def slow(_: Context, __: Command) -> Outcome:
        await goes_on.wait()
        return reply(escape("slow"))

    desk, mira = FrontDesk.open(office, [*ROUTES, OnCommand("slow", slow)]), office.sandbox.person("Mira")
    await mira.says("/slow")
    await desk.dispatch.take([_of(mira, 1, command("slow")), _of(mira, 2, command("now"))])
    await mira.hears("help in en")
    goes_on.set()
    await desk.lanes.drained()
    assert texts(mira) == ["help in en", "slow"]
    assert await desk.in_hand() == 0


@pytest.mark.parametrize(("payload", "argument"), [("now", ""), ("now-FR", "FR")])
async def test_a_deep_link_leads_there_too(office: PostOffice, payload: str, argument: str) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says(f"/start {payload}")
    await desk.gets(mira, command("start", payload))
    assert texts(mira) == [f"help in en {argument}".strip()]


async def test_a_press_is_answered_over_the_chat_too(office: PostOffice) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    sent = await mira.says("/start")
    query, press = office.sandbox.world.ask_press(office.sandbox.world.chats[mira.chat_id])
    await desk.gets(mira, pressed("now", sent.message_id, query))
    assert await press.answered
    assert texts(mira) == ["help in en"]


async def test_help_comes_once_though_nothing_can_be_kept_and_all_else_is_taken_up_later(
    office: PostOffice,
) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says("/now")
    updates = [
        _of(mira, 1, Text("danger", command("x").message)),
        _of(mira, 2, command("now")),
        _of(mira, 3, Text("more", command("x").message)),
    ]
    async with _nothing_can_be_kept(office.database):
        for _ in range(3):
            with pytest.raises(Exception, match="inbox"):
                await desk.dispatch.take(updates)
            await desk.help_lanes.drained()
        assert sorted(texts(mira)) == ["call help", "help in en"]
    await desk.dispatch.take(updates)
    await desk.lanes.drained()
    assert sorted(texts(mira)) == ["call help", "help in en", "kept: danger", "kept: more"]
    assert await desk.in_hand() == 0


async def test_what_cannot_be_answered_keeps_nobody_else_waiting(office: PostOffice) -> None:
    """Or it would be offered again for ever, and all that comes after it never be taken."""

    def fails(_: Texts, __: Command) -> tuple[Reply, ...]:
        raise ValueError("a mistake of ours")

    desk, mira = FrontDesk.open(office, [*ROUTES, AtOnceCommand("bad", fails)]), office.sandbox.person("Mira")
    await mira.says("/bad")
    await desk.gets(mira, command("bad"), command("now"))
    assert texts(mira) == ["help in en"]
    assert await desk.in_hand() == 0


async def test_help_comes_again_and_again_while_the_database_neither_answers_nor_fails(
    office: PostOffice,
) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says("/now")
    async with asyncio.TaskGroup() as tasks, office.database.transaction() as tx:
        if office.database.engine == "postgresql":
            await tx.execute("LOCK TABLE inbox, people IN ACCESS EXCLUSIVE MODE", {})
        for number in (1, 2):
            tasks.create_task(desk.dispatch.take([_of(mira, number, command("now"))]))
            await mira.hears("help in en")
    await desk.lanes.drained()
    assert texts(mira) == ["help in en", "help in en"]
    assert await desk.in_hand() == 0


async def test_what_was_kept_in_spite_of_an_error_is_taken_up_with_the_next(office: PostOffice) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says("/start")
    first = _of(mira, 1, Text("one", command("x").message))
    async with _nothing_can_be_kept(office.database):
        with pytest.raises(Exception, match="inbox"):
            await desk.dispatch.take([first])
    await desk.inbox.receive([first])  # as if it had been written down before the answer was lost
    await desk.dispatch.take([first])
    await desk.lanes.drained()
    assert texts(mira) == ["kept: one"]


async def test_an_update_offered_again_after_a_restart_is_not_answered_again(office: PostOffice) -> None:
    mira = office.sandbox.person("Mira")
    await mira.says("/now")
    first, update = FrontDesk.open(office, ROUTES), _of(mira, 1, command("now"))
    await first.dispatch.take([update])
    await first.lanes.drained()
    await first.help_lanes.drained()
    second = FrontDesk.open(office, ROUTES)
    await second.dispatch.resume()
    await second.dispatch.take([update])
    await second.help_lanes.drained()
    assert texts(mira) == ["help in en"]


async def test_what_a_killed_bot_had_received_is_answered_by_the_next(office: PostOffice) -> None:
    mira = office.sandbox.person("Mira")
    await mira.says("/now")
    await FrontDesk.open(office, ROUTES).inbox.receive([_of(mira, 1, command("now"))])
    second = FrontDesk.open(office, ROUTES)
    await second.dispatch.resume()
    await second.lanes.drained()
    await second.help_lanes.drained()
    assert texts(mira) == ["help in en"]
    assert await second.in_hand() == 0


async def test_the_language_somebody_chose_is_remembered_until_they_erase_it(office: PostOffice) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says("/start")
    await desk.gets(mira, command("choose", "ru"), language=Language.FR)
    await desk.gets(mira, command("now"), language=Language.FR)
    restarted = FrontDesk.open(office, ROUTES)
    await restarted.dispatch.resume()
    await restarted.gets(mira, command("now"), language=Language.FR)
    await restarted.gets(mira, command("erase"), language=Language.FR)
    await restarted.gets(mira, command("now"), language=Language.FR)
    assert texts(mira) == ["help in ru", "help in ru", "help in fr"]


async def test_while_it_is_looked_after_people_are_told_once_an_hour_and_all_is_taken_up_after(
    office: PostOffice,
) -> None:
    closed = Maintenance(lambda t: Screen(escape(f"closed in {t.language}")), office.clock)
    desk, mira = FrontDesk.open(office, ROUTES, closed), office.sandbox.person("Mira")
    await mira.says("/start")

    def says(words: str) -> Text:
        return Text(words, command("x").message)

    await desk.gets(mira, says("one"), says("danger"), command("now"))
    query, press = office.sandbox.world.ask_press(office.sandbox.world.chats[mira.chat_id])
    await desk.gets(mira, pressed("other", 1, query))
    assert (await press.answered)["text"]
    told = ["help in en", "closed in en", "call help"]
    assert texts(mira) == told
    office.passes(TOLD_EVERY)
    await desk.gets(mira, says("two"))
    assert texts(mira) == [*told, "closed in en"]
    assert await desk.in_hand() == 4, "what is answered is over, all else waits"
    opened = FrontDesk.open(office, ROUTES)
    await opened.dispatch.resume()
    await opened.lanes.drained()
    after = texts(mira)[4:]
    assert [each for each in after if each.startswith("kept")] == ["kept: one", "kept: danger", "kept: two"]


def test_memory_is_bounded_and_forgets_the_oldest() -> None:
    memory: Memory[int, str] = Memory(2)
    for number in (1, 2, 1, 3):
        memory.keep(number, str(number))
    assert [memory.get(number) for number in (1, 2, 3)] == ["1", None, "3"]
    memory.forget(3)
    memory.forget(3)
    assert 3 not in memory
