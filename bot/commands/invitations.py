"""`invite`: one-time links for officers, leads and coordinators."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Collection, Iterable, Iterator

from bot.core.errors import OperatorError
from bot.core.hours import HoursMistake, read_hours
from bot.core.journal import Deed, Entry
from bot.core.language import Language
from bot.core.roles import Role
from bot.features.staff import store as staff
from bot.features.staff.rules import LONGEST_NAME, Grant, tidy_name
from bot.house import House


async def make_invite(house: House, grant: Grant, username: str) -> str:
    """A link that works once."""
    now = int(house.clock.now())
    async with house.database.transaction() as tx:
        payload = await staff.invite(tx, house.keyring, grant, now)
        await house.journal.write(tx, Entry(now, Deed.INVITED, None, detail=grant.role.name.lower()))
    return f"https://t.me/{username}?start={payload}"


def read_grant(house: House, arguments: Namespace) -> Grant:
    """Raises OperatorError with every mistake."""
    known, name = house.directory, tidy_name(arguments.name)
    problems = [
        *_unknown("--organisation", [arguments.organisation], known.organisations),
        *_unknown("--area", arguments.area, known.areas),
        *_unknown("--topic", arguments.topic, known.topics),
        *_unknown("--language", arguments.language, tuple(Language)),
        *_mistakes_in_hours(arguments.hours),
    ]
    if len(name) > LONGEST_NAME:
        problems.append(f"--name: over {LONGEST_NAME} characters")
    if problems:
        raise OperatorError(*problems)
    return Grant(
        Role[arguments.role.upper()],
        arguments.organisation,
        tuple(arguments.area),
        tuple(arguments.topic),
        tuple(Language(each) for each in arguments.language),
        name,
        str(read_hours(arguments.hours)) if arguments.hours else "",
    )


def _unknown(option: str, wanted: Iterable[str], known: Collection[str]) -> list[str]:
    return [f"{option}: {each} is none of {', '.join(known)}" for each in wanted if each not in known]


def _mistakes_in_hours(written: str) -> Iterator[str]:
    try:
        if written:
            read_hours(written)
    except HoursMistake as mistake:
        yield f"--hours: {mistake}"
