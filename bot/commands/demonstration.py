"""The bot in the sandbox, with four people to play: what `make run` shows without a token."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import tomli
from pydantic import SecretStr

from bot.app import App
from bot.commands.invitations import make_invite
from bot.commands.services import import_services_from
from bot.core.clock import FastClock
from bot.core.errors import OperatorError
from bot.core.ids import random_id
from bot.core.language import Language
from bot.core.roles import Role
from bot.engine.vault import new_key, write_key
from bot.features.activities.activity_file import read_activities
from bot.features.activities.importer import import_activities
from bot.features.activities.model import moved_to
from bot.features.programme.formats import read_programme
from bot.features.programme.importer import import_programme
from bot.features.programme.model import shift_to
from bot.features.programme.registering import set_places
from bot.features.programme.store import sessions_of
from bot.features.staff.rules import Grant
from bot.features.voice.rules import DAY, Consultation, ConsultationId, Form, Wording
from bot.features.voice.store import open_consultation
from bot.house import House, open_house
from bot.sandbox import Phone, Sandbox
from bot.settings import Settings

PROGRAMME = Path("programme", "demonstration.json")
PLACES = Path("programme", "demonstration_places.toml")
CONSULTATION = Path("voice", "demonstration.toml")
SERVICES = Path("services", "demonstration.csv")
ACTIVITIES = Path("activities", "demonstration.csv")
TIME_TO_SIGN_UP = 3 * 3600


async def play(settings: Settings, clock: FastClock, port: int, stop: asyncio.Event) -> None:
    """Until `stop` is set. Begins anew each time: the sandbox's people live as long as it does."""
    with tempfile.TemporaryDirectory(prefix="trustline-") as folder:
        scratch = settings.model_copy(
            update={
                "database_url": SecretStr(f"sqlite:///{folder}/sandbox.db"),
                "master_key": SecretStr(write_key(new_key())),
            }
        )
        house = await open_house(scratch, clock)
        await furnish(house, settings.config)
        sandbox = Sandbox(clock, topics_can_be_closed=False)
        await _serve(sandbox, port)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(App(scratch, house, sandbox.token, sandbox.url).run(stop))
                await _cast(house, sandbox)
                print(
                    f"\n  Trustline runs in its sandbox: open {sandbox.url}/\n  Ctrl-C ends it.\n", flush=True
                )
        finally:
            await sandbox.stop()


async def furnish(house: House, config: Path) -> None:
    """Something to find everywhere, each marked as a demonstration."""
    await _bring_programme(house, config / PROGRAMME, config / PLACES)
    await _bring_consultation(house, config / CONSULTATION)
    await import_services_from(house, config, str(config / SERVICES))
    await bring_activities(house, config / ACTIVITIES)


async def _serve(sandbox: Sandbox, port: int) -> None:
    try:
        await sandbox.start(port=port)
    except OSError:
        if port == 0:
            raise OperatorError("no port is free on this machine") from None
        await sandbox.start(port=0)


async def _bring_programme(house: House, file: Path, places: Path) -> None:
    """The demonstration begins tomorrow, so that there is something to be reminded of."""
    programme = read_programme(await asyncio.to_thread(file.read_bytes))
    capacity = tomli.loads(await asyncio.to_thread(places.read_text, "utf-8"))
    today = datetime.fromtimestamp(house.clock.now(), ZoneInfo(programme.zone)).date()
    async with house.database.transaction(serial="import") as tx:
        now, coming = int(house.clock.now()), shift_to(programme, today + timedelta(days=1))
        done = await import_programme(tx, coming, now)
        for session in await sessions_of(tx, done.programme_id):
            if session.about.code in capacity:
                await set_places(house.workshop.work_in(tx), session.session_id, capacity[session.about.code])


async def _bring_consultation(house: House, file: Path) -> None:
    """It runs for a week from now."""
    written, now = tomli.loads(await asyncio.to_thread(file.read_text, "utf-8")), int(house.clock.now())
    wordings = {
        Language(code): Wording(each["question"], tuple(each["answers"]))
        for code, each in written["wording"].items()
    }
    asked = Consultation(
        ConsultationId(random_id()),
        written["organisation"],
        Form(written["form"]),
        written["area"],
        written["age"],
        wordings,
        now,
        now + 7 * DAY,
        is_demonstration=True,
    )
    async with house.database.transaction() as tx:
        await open_consultation(tx, house.keyring, asked)


async def bring_activities(house: House, file: Path) -> None:
    """The first begins today if there is time to sign up for it, else tomorrow."""
    now = int(house.clock.now())
    found = read_activities(file.name, await asyncio.to_thread(file.read_bytes), house.directory)
    first = min(found, key=lambda activity: activity.starts_at)
    days = timedelta(days=(now + TIME_TO_SIGN_UP - first.starts_at) // DAY + 1)
    async with house.database.transaction(serial="import") as tx:
        await import_activities(tx, file.stem, [moved_to(each, days) for each in found], now)


async def _cast(house: House, sandbox: Sandbox) -> None:
    """Four phones, each with the bot's welcome on it."""
    for name, label in (("Mira", "Young person"), ("Pavel", "Participant")):
        await _greet(sandbox.person(name, label=label), "")
    for name, label, role, organisation in (
        ("Olena", "Officer", Role.OFFICER, "police"),
        ("Carla", "Coordinator", Role.COORDINATOR, "city"),
    ):
        link = await make_invite(house, Grant(role, organisation, name=name), sandbox.world.bot["username"])
        await _greet(sandbox.person(name, label=label), link)


async def _greet(phone: Phone, link: str) -> None:
    await phone.opens(link)
    await phone.hears()
