"""Logs: our own events and codes; the libraries say nothing, at no level, about nobody."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.core.clock import FastClock
from bot.gateway.api import Api
from bot.logs import log_failure, set_up_logs
from bot.sandbox import Sandbox
from tests.house import playing

SECRET = "words that belong to somebody"


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """What a test sets up is taken down again."""
    root = logging.getLogger()
    handlers, level, levels = root.handlers[:], root.level, {}
    for name in ("aiohttp", "asyncio", "aiosqlite", "httpx", "telegram"):
        levels[name] = logging.getLogger(name).level
    yield
    root.handlers, root.level = handlers, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


def _refuse() -> None:
    raise ValueError(SECRET)


def _fail() -> None:
    try:
        _refuse()
    except ValueError as error:
        raise RuntimeError(SECRET) from error


def test_json_is_one_object_on_a_line_with_level_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json")
    structlog.get_logger("x").info("at_work", mode="polling")
    structlog.get_logger("x").warning("odd", hint="a\nb")
    shown = capsys.readouterr()
    assert shown.out == ""
    first, second = map(json.loads, shown.err.splitlines())
    assert first == {
        "event": "at_work",
        "mode": "polling",
        "level": "info",
        "timestamp": first["timestamp"],
    }
    assert first["timestamp"].endswith("Z")
    assert (second["level"], second["hint"]) == ("warning", "a\nb")


def test_on_a_console_it_is_words_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("console")
    structlog.get_logger("x").info("at_work", mode="polling")
    (line,) = capsys.readouterr().err.splitlines()
    assert "at_work" in line
    assert "mode=polling" in line
    assert "\x1b" not in line, "colours are for terminals"


def test_a_failure_is_logged_by_kind_and_place_under_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json")
    log = structlog.get_logger("x")
    with pytest.raises(RuntimeError) as raised:
        _fail()
    codes = {log_failure(log, "it_failed", raised.value, job="tests") for _ in range(2)}
    shown = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {each["code"] for each in shown} == codes
    assert len(codes) == 2
    assert shown[0]["kind"] == "RuntimeError from ValueError"
    assert "test_logs.py:" in shown[0]["at"]
    assert shown[0]["job"] == "tests"
    assert SECRET not in repr(shown)


@pytest.mark.parametrize("name", ["", "aiohttp.access", "httpx", "telegram.ext", "asyncio", "anything"])
def test_the_libraries_loggers_are_silent_at_every_level(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("console")
    logger = logging.getLogger(name)
    for level in (logging.DEBUG, logging.INFO, logging.ERROR, logging.CRITICAL):
        logger.log(level, "POST https://api.telegram.org/bot%s/sendMessage", SECRET)
    logger.error("with a traceback", exc_info=ValueError(SECRET))
    shown = capsys.readouterr()
    assert shown.out + shown.err == ""


async def test_the_token_is_never_printed_even_when_everything_talks(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The loggers of all libraries are turned up, the bot works and runs into every kind of trouble."""
    set_up_logs("console")
    for name in ("aiohttp", "asyncio", "aiosqlite", "httpx", "telegram"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    async with playing(f"sqlite:///{tmp_path}/x.db") as play:
        for fault in ({"status": 401}, {"status": 500}, {"kind": "drop_before"}, {"status": 403}):
            play.sandbox.faults.add("sendMessage", **fault)  # type: ignore[arg-type]
        play.sandbox.faults.add("getUpdates", status=502)
        mira = play.person("Mira-Unique", username="mira_unique")
        await mira.says(f"/search {SECRET}")
        await mira.says("/start")
        await mira.hears()
        await asyncio.sleep(0.1)
        token, chat_id = play.sandbox.token, str(mira.chat_id)
    shown = capsys.readouterr()
    for secret in (token, token.partition(":")[2], chat_id, SECRET, "ira-Unique", "mira_unique"):
        assert secret not in shown.out + shown.err
    assert "at_work" in shown.err


async def test_a_server_that_cannot_be_reached_is_logged_without_its_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs("json")
    sandbox = Sandbox(FastClock())
    await sandbox.start()
    await sandbox.stop()
    api = Api(sandbox.url, sandbox.token)
    await api.open()
    with pytest.raises(Exception) as raised:
        await api.call("getMe")
    log_failure(structlog.get_logger("x"), "server_not_there", raised.value)
    await api.close()
    shown = capsys.readouterr().err
    assert "server_not_there" in shown
    assert sandbox.token not in shown
    assert sandbox.url.rpartition(":")[2] not in shown
