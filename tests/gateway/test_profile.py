"""The bot's own account: who it is, and the menu of commands in every language, within Telegram's limits."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from bot.core.clock import FastClock
from bot.core.context import Context
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.outcome import Outcome
from bot.core.roles import Action
from bot.core.routes import OnCommand
from bot.gateway.api import Api
from bot.gateway.profile import Profile, publish_commands, read_profile
from bot.house import LOCALES
from bot.i18n import Catalogues
from bot.sandbox import Sandbox
from tests.house import playing
from tests.waiting import until

TEXTS = Catalogues(LOCALES)


async def _nothing(_: Context, __: object) -> Outcome:
    return Outcome()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    opened = Sandbox(FastClock(), topics=False)
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    opened = Api(sandbox.url, sandbox.token)
    await opened.open()
    yield opened
    await opened.close()


async def test_it_says_who_it_is_and_whether_it_may_open_topics(api: Api) -> None:
    assert await read_profile(api, asyncio.Event()) == Profile("trustline_demo_bot", has_topics=False)


async def test_it_waits_for_the_server(sandbox: Sandbox, api: Api) -> None:
    sandbox.faults.add("getMe", status=502)
    assert await read_profile(api, asyncio.Event()) == Profile("trustline_demo_bot", has_topics=False)


async def test_it_does_not_wait_when_it_is_stopped(sandbox: Sandbox, api: Api) -> None:
    sandbox.faults.add("getMe", status=502, times=100)
    stop = asyncio.Event()
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        asking = tasks.create_task(read_profile(api, stop))
        await until(lambda: sandbox.faults.happened > 0)
        stop.set()
    assert asking.result() is None


async def test_a_token_nobody_knows_is_a_mistake_of_the_operators(sandbox: Sandbox) -> None:
    stranger = Api(sandbox.url, "1:" + "x" * 35)
    await stranger.open()
    with pytest.raises(OperatorError, match="BOT_TOKEN"):
        await read_profile(stranger, asyncio.Event())
    await stranger.close()


async def test_staffs_commands_are_not_in_the_menu(sandbox: Sandbox, api: Api) -> None:
    commands = [
        OnCommand("menu", _nothing),
        OnCommand("desk", _nothing, Action.SEE_DESK),
        OnCommand("staff", _nothing, Action.SEE_STAFF),
    ]
    await publish_commands(api, commands, TEXTS)
    for language in ("en", "ar", "pt"):
        shown = sandbox.person("Mira", language=language).commands
        spoken = Language.from_code(language) or Language.EN
        assert shown == {"menu": TEXTS(spoken).label("command.menu")}


async def test_a_language_that_cannot_be_published_does_not_stop_the_others(
    sandbox: Sandbox, api: Api
) -> None:
    sandbox.faults.add("setMyCommands", status=400)
    await publish_commands(api, [OnCommand("menu", _nothing)], TEXTS)
    assert sandbox.person("Mira", language="ru").commands


async def test_every_command_is_offered_in_seven_languages_within_telegrams_limits(tmp_path: object) -> None:
    async with playing(f"sqlite:///{tmp_path}/x.db") as play:
        calls = play.sandbox.calls
        await until(lambda: sum(call.method == "setMyCommands" for call in calls) == len(Language))
        shown = {}
        for language in Language:
            shown[language] = play.person(language=language.value).commands
    assert len({frozenset(commands) for commands in shown.values()}) == 1
    for language, commands in shown.items():
        assert {"start", "menu", "help", "concern", "privacy"} <= commands.keys()
        assert next(iter(commands)) == "now", "help is the first line of every menu"
        assert len(commands) <= 100
        for name, description in commands.items():
            assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
            assert 1 <= len(description) <= 256, (language, name)
    for language in set(Language) - {Language.EN}:
        assert all(shown[language][name] != words for name, words in shown[Language.EN].items()), language
