"""What stands before a measurement begins: people with a menu, officers, cases in their hands."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Awaitable, Sequence

from bot.commands.invitations import make_invite
from bot.core.clock import SystemClock
from bot.core.roles import Role
from bot.features.staff.rules import Grant
from bot.house import open_house
from bot.sandbox import Phone, Sandbox
from bot.settings import Settings
from tests.bench.load import HANDS, CallingForHelp, Pressing, Writing
from tests.bench.processes import REPOSITORY

MOST_OFFICERS = 20
SLOW = 30.0
WORDS = "Nobody looks after the stairs at the corner"


async def invitations(
    database_url: str, master_key: str, sandbox: Sandbox, chats: int
) -> list[tuple[str, Grant]]:
    """Makes the database; links for officers of whom each covers one topic in one area."""
    settings = Settings(
        database_url=database_url,  # type: ignore[arg-type]
        master_key=master_key,  # type: ignore[arg-type]
        config=REPOSITORY / "config",
    )
    house = await open_house(settings, SystemClock())
    try:
        every = itertools.product(house.directory.areas, house.directory.topics)
        covered = itertools.islice(every, min(MOST_OFFICERS, chats))
        grants = [Grant(Role.OFFICER, "police", (area,), (topic,)) for area, topic in covered]
        username = sandbox.world.bot["username"]
        return [(await make_invite(house, grant, username), grant) for grant in grants]
    finally:
        await house.database.close()


async def people_with_menus(sandbox: Sandbox, count: int) -> Pressing:
    phones = [sandbox.person(f"Reader {number}", language="fr") for number in range(count)]

    async def open_menus(phone: Phone) -> list[int]:
        menus = []
        for _ in range(HANDS):
            await phone.says("/menu")
            menus.append((await phone.hears(within=SLOW)).message_id)
        return menus

    async with asyncio.TaskGroup() as people:
        opened = [people.create_task(open_menus(phone)) for phone in phones]
    return Pressing(sandbox, phones, [task.result() for task in opened])


async def somebody_who_needs_help(sandbox: Sandbox) -> CallingForHelp:
    phone = sandbox.person("Somebody", language="fr")
    await phone.says("/menu")
    return CallingForHelp(phone, (await phone.hears(within=SLOW)).message_id)


async def people_with_cases(sandbox: Sandbox, invited: Sequence[tuple[str, Grant]], count: int) -> Writing:
    """Everyone has one case, taken by the one officer who covers it."""
    officers = await officers_who_join(sandbox, [link for link, _ in invited])
    reporters = [sandbox.person(f"Reporter {number}", language="de") for number in range(count)]
    for start in range(0, count, len(officers)):
        async with asyncio.TaskGroup() as people:
            for reporter, officer, (_, grant) in zip(reporters[start:], officers, invited, strict=False):
                people.create_task(_open_case(reporter, officer, grant))
    return Writing(sandbox, reporters)


async def officers_who_join(sandbox: Sandbox, links: Sequence[str]) -> list[Phone]:
    officers = [sandbox.person(f"Officer {number}") for number in range(len(links))]
    async with asyncio.TaskGroup() as people:
        for officer, link in zip(officers, links, strict=True):
            people.create_task(_join(officer, link))
    return officers


async def people_who_echo(sandbox: Sandbox, count: int) -> Writing:
    phones = [sandbox.person(f"Echo {number}") for number in range(count)]
    await phones[0].says("Hello")
    await phones[0].hears("Hello", within=SLOW)
    return Writing(sandbox, phones)


async def visit(sandbox: Sandbox, people: int, at_once: int) -> None:
    """Everyone says /start, chooses a language, and opens the menu."""
    left = iter(range(people))

    async def come() -> None:
        for number in left:
            phone = sandbox.person(f"Visitor {number}", language="xx")
            await phone.says("/start")
            welcome = await phone.hears(within=SLOW)
            await phone.presses_data("start.language|it", welcome.message_id)
            await phone.says("/menu")
            await phone.hears(within=SLOW)

    async with asyncio.TaskGroup() as visitors:
        for _ in range(at_once):
            visitors.create_task(come())


async def _join(officer: Phone, link: str) -> None:
    await officer.opens(link)
    await officer.hears(within=SLOW)
    officer.skips()


def a_new_word() -> str:
    """No two are alike, and none looks like a name, a number or an account, of which the bot would ask."""
    return "".join(random.choices("bdgklmnprz", k=16))


async def seconds_of(doing: Awaitable[object]) -> float:
    start = time.perf_counter()
    await doing
    return time.perf_counter() - start


async def send_photo(sender: Phone, topic: str, area: str, photo: bytes) -> None:
    """Returns when it has been cleaned."""
    await sender.says("/concern")
    question = await sender.hears(within=SLOW)
    await sender.presses_data(f"concern.area|{topic}|{area}", question.message_id)
    await sender.hears(within=SLOW)
    sent = await sender.sends("photo", content=photo)
    warned = await sender.hears(within=SLOW)
    await sender.presses_data(f"concern.file_yes|{sent.message_id}", warned.message_id)
    await sender.hears("hidden data is gone", within=SLOW)


async def send_case(reporter: Phone, officer: Phone, grant: Grant) -> tuple[Phone, int, str]:
    """The officer, and the number and case of the card they got."""
    (area,), (topic,) = grant.areas, grant.topics
    await reporter.says("/concern")
    question = await reporter.hears(within=SLOW)
    await reporter.presses_data(f"concern.area|{topic}|{area}", question.message_id)
    await reporter.hears(within=SLOW)
    await reporter.says(f"{WORDS}: {a_new_word()}")
    noted = await reporter.hears(within=SLOW)
    await reporter.presses_data("concern.send", noted.message_id)
    card = await officer.hears(within=SLOW)
    while not card.rows or not card.rows[0][0].get("callback_data", "").startswith("case.take|"):
        card = await officer.hears(within=SLOW)
    return officer, card.message_id, card.rows[0][0]["callback_data"].partition("|")[2]


async def _open_case(reporter: Phone, officer: Phone, grant: Grant) -> None:
    _, card, case_id = await send_case(reporter, officer, grant)
    await officer.presses_data(f"case.take|{case_id}", card)
    await officer.hears(WORDS, within=SLOW)
