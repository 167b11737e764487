"""`python -m bot run`, but by the clock in the file BENCH_CLOCK."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import uvloop

from bot.app import App
from bot.commands import stop_on_signals
from bot.engine import pacing
from bot.house import open_house
from bot.logs import set_up_logs
from bot.settings import load_settings
from tests.bench.day.clock import SharedClock

pacing.AHEAD *= float(os.environ["BENCH_SPEED"])
"""It allows for what this machine takes to claim a letter, which is no faster than on other days."""


async def main() -> None:
    settings = load_settings()
    assert settings.token is not None
    set_up_logs(settings.log_format)
    stop = stop_on_signals()
    house = await open_house(settings, SharedClock(Path(os.environ["BENCH_CLOCK"])))
    gc.collect()
    gc.freeze()
    await App(settings, house, settings.token.get_secret_value(), settings.api_url).run(stop)


if __name__ == "__main__":
    uvloop.run(main())
