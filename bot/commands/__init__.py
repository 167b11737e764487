"""What each command of the command line does."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from bot.commands.bot_name import ask_bot_name
from bot.commands.invitations import make_invite, read_grant
from bot.core.clock import FastClock, SystemClock
from bot.core.codes import read_code, spell_code
from bot.core.counts import SMALLEST, safe_count
from bot.core.errors import OperatorError
from bot.engine.rotation import rotate
from bot.features.activities import store as activity_store
from bot.features.concerns import remains
from bot.features.concerns.rules import State
from bot.house import House, open_house
from bot.logs import set_up_logs
from bot.settings import Settings, load_settings
from bot.storage.backup import backup, restore


async def command(arguments: Namespace) -> int:
    """Raises SettingsError, OperatorError, StorageError."""
    match arguments.command:
        case "check":
            from bot.commands.check import check

            return await check(only_texts=arguments.texts)
        case "sandbox":
            return await _sandbox(load_settings(), arguments.speed, arguments.port)
        case "run":
            settings = load_settings()
            if settings.token is None:
                return await _sandbox(settings, 1.0, 8088)
            return await _run(settings)
        case "poster":
            from bot.commands.poster import make_posters

            for path in await make_posters(load_settings(), arguments):
                print(path)
            return 0
        case "restore":
            return await _restore(load_settings(), Path(arguments.file))
        case name:
            return await _with_house(name, arguments)


async def _run(settings: Settings) -> int:
    assert settings.token is not None
    set_up_logs(settings.log_format)
    stop = stop_on_signals()
    house = await open_house(settings, SystemClock())
    gc.freeze()  # what the house is built of stays: looking through it again and again finds nothing
    await App(settings, house, settings.token.get_secret_value(), settings.api_url).run(stop)
    return 0


async def _sandbox(settings: Settings, speed: float, port: int) -> int:
    try:
        from bot.commands.demonstration import play
    except ModuleNotFoundError as error:
        raise OperatorError(
            f"BOT_TOKEN is not set, and the sandbox needs {error.name}, which is not installed"
        ) from error
    set_up_logs(settings.log_format)
    await play(settings, FastClock(speed), port, stop_on_signals())
    return 0


async def _with_house(name: str, arguments: Namespace) -> int:
    settings = load_settings()
    set_up_logs(settings.log_format)
    house = await open_house(settings, SystemClock())
    try:
        match name:
            case "invite":
                await _invite(house, settings, arguments)
            case "import":
                from bot.commands.importing import bring

                print(await bring(house, settings, arguments))
            case "erase":
                await _erase(house, arguments.case)
            case "proof":
                return await _check_proof(house, arguments.code)
            case "stats":
                await _stats(house)
            case "backup":
                rows = await backup(house.database, Path(arguments.file))
                print(f"{rows} rows written; only the master key, which is not in the file, opens them")
            case "rotate-key":
                async with house.database.transaction(serial="secrets") as tx:
                    print(f"{await rotate(tx, house.registry.vault)} sealed anew")
    finally:
        await house.database.close()
    return 0


async def _restore(settings: Settings, file: Path) -> int:
    """The house is opened afterwards: that proves that the master key at hand fits."""
    set_up_logs(settings.log_format)
    rows = await restore(settings.database_url.get_secret_value(), file)
    house = await open_house(settings, SystemClock())
    await house.database.close()
    print(f"{rows} rows restored")
    return 0


async def _invite(house: House, settings: Settings, arguments: Namespace) -> None:
    grant = read_grant(house, arguments)
    print(await make_invite(house, grant, await ask_bot_name(settings)))


async def _erase(house: House, typed: str) -> None:
    from bot.features.concerns.erasure import erase_by_code

    code = read_code(typed)
    if code is None:
        raise OperatorError("--case: this is no case code: ten characters and a check character")
    async with house.workshop.working() as work:
        letters = await erase_by_code(work, house.office(uses_topics=False), code)
        if letters is None:
            raise OperatorError("--case: there is no case with this code")
        await house.outbox.post(work.tx, letters)
        proof = await remains.keep_proof(work.tx, house.keyring, work.now)
    await house.database.scrub()
    print(f"erased; proof {spell_code(proof)}")


async def _check_proof(house: House, typed: str) -> int:
    code = read_code(typed)
    async with house.database.transaction() as tx:
        erased_at = await remains.proven_erasure(tx, house.keyring, code) if code else None
    if erased_at is None:
        print("this code proves nothing", file=sys.stderr)
        return 1
    print(f"something was erased on {datetime.fromtimestamp(erased_at, UTC):%Y-%m-%d}")
    return 0


async def _stats(house: House) -> None:
    """Small counts are not printed: a single case in a small town is a person."""
    async with house.database.transaction() as tx:
        rows = await remains.counts(tx)
        came = await activity_store.counts(tx)
    for row in rows:
        shown = str(row["cases"]) if row["cases"] >= SMALLEST else f"<{SMALLEST}"
        print(f"concerns\t{row['topic']}\t{State(row['state']).name.lower()}\t{shown}")
    for row in came:
        print(f"activities\t{row['kind']}\tcame\t{safe_count(row['came']) or f'<{SMALLEST}'}")


def stop_on_signals() -> asyncio.Event:
    """Set when the process is asked to end."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
