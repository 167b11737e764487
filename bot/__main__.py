"""The command line."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Coroutine
from typing import Any, NoReturn

WRONG_USE = 2
FEW_CYCLES = 50_000
"""Objects made after which a look for cycles is worth it: Python's 700 mean looking through what stays."""
_IMPORTS = """\
activities: CSV with the columns
  id, organisation, area     the row's own name, which it keeps; ids of the configured ones
  kind                       sport art music volunteering training nature tech meeting
  start, end                 2026-12-05 16:30, by the clocks of the area
  title_xx, place_xx         in as many of ar de en es fr it ru as you have, at least in one
and, if wanted,
  about_xx, bring_xx         likewise
  ages                       10-14, 16+ or 12
  capacity                   empty: nobody has to sign up
  cost                       free, or as people pay it; empty: not known
  access                     step_free quiet sign easy (separated by spaces, as are languages)
  languages                  spoken there, as codes
  source, checked_on         where it was found, and the day it was last checked
  status                     on or cancelled
  demonstration              yes or no
or iCalendar (with --organisation and --area): UID, SUMMARY, DTSTART, DTEND, RRULE, LOCATION, DESCRIPTION,
STATUS, and CATEGORIES, of which the first may name a kind. The next version of a file is known by its name;
what is in it no more is withdrawn, and whoever signed up is told.

organisations: TOML as in config/organisations.toml, or CSV with the columns id, kind, name_ar, name_de,
name_en, name_es, name_fr, name_it, name_ru and, if wanted, areas, topics, languages, closed (lists, separated
by spaces), hours, zone, holidays.
"""
FASTEST = 100_000
LAST_PORT = 65535
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ru")


class _Parser(argparse.ArgumentParser):
    """Wrong use is one line on stderr and exit code 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USE, f"{self.prog}: {message} (see --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m bot", description="Trustline, a Telegram bot young people can trust.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    commands.add_parser("run", help="run the bot; without BOT_TOKEN, in the sandbox")
    sandbox = commands.add_parser("sandbox", help="run the bot in a local Telegram with demonstration data")
    sandbox.add_argument(
        "--speed", type=_speed, default=1.0, help="how many times as fast as real its clock runs"
    )
    sandbox.add_argument("--port", type=_port, default=8088, help="port of the page (0: any free one)")
    check = commands.add_parser("check", help="check settings, catalogues, content and database")
    only = check.add_mutually_exclusive_group()
    only.add_argument("--texts", action="store_true", help="only catalogues and content")
    only.add_argument("--alive", action="store_true", help="only whether the bot is at work, here and now")
    _add_invite(commands)
    _add_import(commands)
    _add_poster(commands)
    backup = commands.add_parser("backup", help="write everything that is kept to a file")
    backup.add_argument("file")
    restore = commands.add_parser("restore", help="read a backup into an empty database")
    restore.add_argument("file")
    commands.add_parser("rotate-key", help="seal everything anew with the first key of BOT_MASTER_KEY")
    erase = commands.add_parser("erase", help="erase a case")
    erase.add_argument("--case", required=True, metavar="CODE")
    proof = commands.add_parser("proof", help="check a proof of erasure")
    proof.add_argument("code", metavar="CODE")
    commands.add_parser("stats", help="counts that say nothing about anyone")
    return parser


def _speed(written: str) -> float:
    speed = float(written)
    if not 0 < speed <= FASTEST:
        raise argparse.ArgumentTypeError(f"{written} is not over 0 and up to {FASTEST}")
    return speed


def _port(written: str) -> int:
    port = int(written)
    if not 0 <= port <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{written} is not 0 to {LAST_PORT}")
    return port


def _add_invite(commands: Any) -> None:
    invite = commands.add_parser(
        "invite", help="print a one-time link for an officer, a lead or a coordinator"
    )
    invite.add_argument("--role", choices=["officer", "lead", "coordinator"], required=True)
    invite.add_argument("--organisation", required=True, metavar="ID")
    invite.add_argument(
        "--area", action="append", default=[], metavar="ID", help="may be repeated; none: all"
    )
    invite.add_argument(
        "--topic", action="append", default=[], metavar="ID", help="may be repeated; none: all"
    )
    invite.add_argument(
        "--language", action="append", default=[], metavar="xx", help="in which they answer; may be repeated"
    )
    invite.add_argument("--name", default="", metavar="TEXT", help="what colleagues call them")
    invite.add_argument(
        "--hours",
        default="",
        metavar="TEXT",
        help="'Mon-Fri 08:00-12:00; Sat 10:00-12:00'; none: the organisation's",
    )


def _add_import(commands: Any) -> None:
    bring = commands.add_parser(
        "import",
        help="import a programme, organisations, activities or services",
        description=_IMPORTS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    bring.add_argument("what", choices=["programme", "organisations", "activities", "services"])
    bring.add_argument(
        "--language", choices=LANGUAGES, default="en", help="in which an HSDS file is written (default: en)"
    )
    bring.add_argument("source", metavar="FILE|URL", help="an address for a programme only")
    bring.add_argument("--organisation", metavar="ID", help="who offers all activities of a calendar")
    bring.add_argument("--area", metavar="ID", help="where all activities of a calendar are")
    bring.add_argument("--capacity", type=int, metavar="N", help="places in each of them; none: no sign-up")
    programme = bring.add_argument_group("programmes only")
    programme.add_argument("--name", help="what it is known by; without it, the title in the file")
    programme.add_argument(
        "--zone", default="UTC", help="the venue's, where the file names none (default: UTC)"
    )
    programme.add_argument("--poll", type=int, metavar="MINUTES", help="fetch an address again and again")
    programme.add_argument(
        "--private", action="store_true", help="the address may be on the own network, where http will do"
    )
    programme.add_argument(
        "--complete",
        action="store_true",
        help="what the file lacks is cancelled, however much it is; without it, what the file lacks is only "
        "doubted at first, and a file that lacks more than 30 %% of what is still to come is refused",
    )


def _add_poster(commands: Any) -> None:
    poster = commands.add_parser(
        "poster", help="draw a poster with a code that opens a topic or an article in the chat"
    )
    about = poster.add_mutually_exclusive_group(required=True)
    about.add_argument("--topic", metavar="ID", help="a topic of the library")
    about.add_argument("--article", metavar="NAME", help="an article of the library")
    poster.add_argument(
        "--language", action="append", default=[], metavar="xx", help="may be repeated; none: en"
    )
    poster.add_argument(
        "--output", metavar="FILE", help="ends in .pdf or .png; none: poster-NAME.pdf in this folder"
    )
    poster.add_argument("--bot", metavar="NAME", help="what the bot is called; none: its server is asked")


def main() -> int:
    """The exit code: 0 done, 1 something was found wrong, 2 wrong use or wrong settings."""
    arguments = _parser().parse_args()  # answers --help without loading the house
    from bot.core.errors import OperatorError
    from bot.engine.vault import Unreadable
    from bot.settings import SettingsError
    from bot.storage.database import StorageError

    try:
        if arguments.command == "check" and arguments.alive:
            return _look_for_life()
        return _run(_command(arguments))
    except (SettingsError, OperatorError) as error:
        for problem in error.problems:
            print(f"trustline: {problem}", file=sys.stderr)
    except (StorageError, Unreadable) as error:
        print(f"trustline: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        return 0
    return WRONG_USE


def _look_for_life() -> int:
    """Asked every minute or so, by a machine: loads next to nothing."""
    from bot.engine.pulse import ALIVE_FOR, pulse_file, seconds_since
    from bot.settings import load_settings

    file = pulse_file(load_settings().database_url.get_secret_value())
    seconds = seconds_since(file)
    if seconds is None or seconds > ALIVE_FOR:
        since = "" if seconds is None else f" for {seconds:.0f} seconds"
        print(f"trustline: no sign of life{since}: {file}", file=sys.stderr)
        return 1
    print("at work")
    return 0


def _command(arguments: argparse.Namespace) -> Coroutine[Any, Any, int]:
    gc.disable()
    from bot import commands

    _look_for_cycles()
    return commands.command(arguments)


def _look_for_cycles() -> None:
    """From now on: what is loaded stays, and is never looked through."""
    gc.freeze()
    gc.set_threshold(FEW_CYCLES)
    gc.enable()


def _run(work: Coroutine[Any, Any, int]) -> int:
    if os.name == "posix":
        import uvloop

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    return asyncio.run(work)


if __name__ == "__main__":
    sys.exit(main())
