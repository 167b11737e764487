"""Nobody who came with a concern, or hides their chat, is ever among those who can be written to together."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.app.contents import audiences
from bot.core.context import Purpose
from bot.core.ids import AddressId
from bot.core.language import Language
from bot.core.roles import Role
from bot.engine.people import Visitor, links_of
from bot.features.broadcast.wishes import PURPOSES
from bot.features.staff.rules import Grant
from tests.programme import bring_programme
from tests.station import Station, station

YOUTH, BOTH, OFFICER, COORDINATOR = range(1, 5)
NEVER = (
    *(Purpose.CONCERN, Purpose.CONDUCT, Purpose.DISCRETION, Purpose.VOICE, Purpose.ACTIVITY),
    *(Purpose.HELPED, Purpose.SERVICES, Purpose.REPORT, Purpose.QUESTION, Purpose.FEEDBACK),
)
MOST = 1000


@pytest.fixture
async def at(database_url: str) -> AsyncIterator[Station]:
    """A young person with a case and a discreet chat; somebody with a case and an agenda; staff."""
    async with station(database_url) as opened:
        await opened.joins(OFFICER, Grant(Role.OFFICER, "police", ("north",)))
        await opened.joins(COORDINATOR, Grant(Role.COORDINATOR, "city"))
        await bring_programme(opened.house.database, opened.now)
        for who in (YOUTH, BOTH):
            async with opened.house.database.transaction() as tx:
                visitor = await Visitor.load(
                    tx, opened.house.registry, opened.house.registry.sender(who), Language.EN, opened.now
                )
                for purpose in NEVER:
                    await visitor.keep_address(purpose, "a case")
        session = await _a_session(opened)
        await opened.presses(BOTH, "programme.add", session)
        yield opened


async def test_no_circle_of_any_audience_reaches_a_concern(at: Station) -> None:
    never = {address for who in (YOUTH, BOTH) for address in await _addresses(at, who, NEVER)}
    attending = await _addresses(at, BOTH, (Purpose.ATTENDANCE,))
    assert never
    assert attending
    found: set[AddressId] = set()
    for name in audiences(at.house):
        for key in await _every_circle(at, name):
            found |= await _reached(at, name, key)
    assert not found & never
    assert found >= attending
    assert len(found) == 3


async def test_who_has_moved_on_since_is_reached_as_they_are_counted(at: Station) -> None:
    """Those of a session that is over are still in its audience, by the clocks they had then."""
    session = await _a_session(at)
    await at.presses(BOTH, "programme.zone", "Asia/Tokyo")
    async with at.house.database.transaction() as tx:
        await tx.execute(
            "UPDATE sessions SET starts_at = 0, ends_at = 1 WHERE session_id = :id", {"id": session}
        )
    await at.presses(BOTH, "programme.zone", "America/New_York")
    assert await _reached(at, "attendance", f"s.{session}") == await _addresses(
        at, BOTH, (Purpose.ATTENDANCE,)
    )


def test_audiences_are_of_the_two_purposes_that_may_be_written_to(at: Station) -> None:
    assert tuple(audiences(at.house)) == PURPOSES
    assert set(Purpose) == {*PURPOSES, *NEVER}


async def test_what_is_no_circle_has_nobody(at: Station) -> None:
    for name in audiences(at.house):
        for key in ("x", "p.x", "s.x", "d.x.20260101.0", "d.x.99999999.9", "*.*.*.*", "x.*.*", "*.x.*"):
            async with at.house.database.transaction() as tx:
                t, audience = at.house.texts_for(Language.EN), audiences(at.house)[name]
                assert not await audience.readers(tx, key, "Europe/Vienna", "", MOST), (name, key)
                assert not any(map(sum, map(dict.values, (await audience.sizes(tx, key)).values())))
                await audience.inside(tx, t, key, at.now)


async def _every_circle(at: Station, name: str) -> list[str]:
    """All an audience offers, however deep, and some it does not."""
    audience, t = audiences(at.house)[name], at.house.texts_for(Language.EN)
    keys, left = list[str](), [""]
    async with at.house.database.transaction() as tx:
        while left:
            key = left.pop()
            circles = await audience.inside(tx, t, key, at.now)
            left += [each.key for each in circles]
            keys += [each.key for each in circles if each.can_be_chosen]
            for each in circles:
                named = await audience.named(tx, t, each.key)
                assert (named is not None) == each.can_be_chosen, each.key
    return ["", *keys]


async def _reached(at: Station, name: str, key: str) -> set[AddressId]:
    """As many as are said to be there, in stretches as in one."""
    audience = audiences(at.house)[name]
    found: set[AddressId] = set()
    async with at.house.database.transaction() as tx:
        sizes = await audience.sizes(tx, key)
        for zone, people in sizes.items():
            readers = await audience.readers(tx, key, zone, "", MOST)
            assert len(readers) == sum(people.values()), (name, key)
            assert [each.alias for each in readers] == sorted(each.alias for each in readers)
            if readers:
                rest = await audience.readers(tx, key, zone, readers[0].alias, MOST)
                assert list(rest) == list(readers[1:])
            found |= {each.address for each in readers}
    return found


async def _addresses(at: Station, who: int, purposes: tuple[Purpose, ...]) -> set[AddressId]:
    sender = at.house.registry.sender(who)
    async with at.house.database.transaction() as tx:
        visitor = await Visitor.load(tx, at.house.registry, sender, None, at.now)
        assert visitor.box is not None
        links = await links_of(tx, sender.person, visitor.box)
    return {link.address for link in links if link.purpose in purposes}


async def _a_session(at: Station) -> str:
    async with at.house.database.transaction() as tx:
        rows = await tx.rows("SELECT session_id FROM sessions ORDER BY session_id LIMIT 1", {})
    return str(rows[0]["session_id"])
