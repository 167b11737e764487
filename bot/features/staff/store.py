"""Who works here. A member is known by a pseudonym of its own, made for this purpose alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from bot.core.context import Keys, Purpose
from bot.core.ids import AddressId, KeyId, PersonId
from bot.core.language import Language
from bot.core.roles import Role
from bot.features.staff.rules import INVITE_SECONDS, LINK_PREFIX, Grant, Member, Override
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__)

_CODE_BYTES = 24


async def invite(tx: Transaction, keys: Keys, grant: Grant, now: int) -> str:
    """The payload of a one-time deep link; only a keyed hash of it is kept."""
    code = secrets.token_urlsafe(_CODE_BYTES)
    lookup = keys.lookup("invite", code)
    key = await keys.new(tx) if grant.name else None
    await queries.keep_invite(
        tx,
        code_lookup=lookup,
        expires_at=now + INVITE_SECONDS,
        key_id=key,
        sealed_name=await _sealed(tx, keys, key, grant.name, f"invite:{lookup}"),
        **_written(grant),
    )
    return f"{LINK_PREFIX}-{code}"


async def accept(tx: Transaction, keys: Keys, code: str, now: int) -> Grant | None:
    """What the code grants, once; None when it was used, has expired, or never was."""
    lookup = keys.lookup("invite", code)
    row = await queries.invite(tx, code_lookup=lookup, now=now)
    if row is None or not await queries.use_invite(tx, code_lookup=lookup):
        return None
    name = await _opened(tx, keys, row, f"invite:{lookup}")
    if row["key_id"]:
        await keys.destroy(tx, KeyId(row["key_id"]))
    return Grant(
        Role(row["role"]),
        row["organisation"],
        _split(row["areas"]),
        _split(row["topics"]),
        _languages(row["languages"]),
        name,
        row["hours"],
    )


async def drop_expired_invites(tx: Transaction, keys: Keys, now: int) -> None:
    for row in await queries.expired_invites(tx, now=now):
        await queries.use_invite(tx, code_lookup=row["code_lookup"])
        if row["key_id"]:
            await keys.destroy(tx, KeyId(row["key_id"]))


async def enrol(tx: Transaction, keys: Keys, alias: str, address: AddressId, grant: Grant) -> None:
    """Even a member without a name has a key: without it, a backup does not bring them back."""
    key = await keys.new(tx)
    name = await _sealed(tx, keys, key, grant.name, f"staff:{address}")
    await queries.enrol(tx, member=alias, address_id=address, key_id=key, sealed_name=name, **_written(grant))


async def change(tx: Transaction, keys: Keys, member: Member, grant: Grant) -> None:
    """A member does something else now; without a new name, they keep theirs."""
    key, name = member.key or await keys.new(tx), member.sealed_name
    if grant.name:
        name = await _sealed(tx, keys, key, grant.name, f"staff:{member.address}")
    await queries.change(tx, address_id=member.address, key_id=key, sealed_name=name, **_written(grant))


async def leave(tx: Transaction, keys: Keys, member: Member) -> None:
    await queries.leave(tx, address_id=member.address)
    if member.key:
        await keys.destroy(tx, member.key)


async def set_hours(tx: Transaction, address: AddressId, hours: str) -> None:
    """`hours` as `str(WeekHours)` writes them; empty: those of the organisation."""
    await queries.set_hours(tx, address_id=address, hours=hours)


async def set_duty(tx: Transaction, address: AddressId, override: Override | None) -> None:
    await queries.set_duty(
        tx,
        address_id=address,
        duty=int(override.is_on) if override else None,
        duty_until_at=override.until if override else None,
    )


async def member_of(tx: Transaction, keys: Keys, person: PersonId) -> Member | None:
    return await known_as(tx, keys.lookup(f"alias:{Purpose.STAFF}", person))


async def known_as(tx: Transaction, alias: str) -> Member | None:
    row = await queries.member(tx, member=alias)
    return _member(row) if row else None


async def member_at(tx: Transaction, address: AddressId) -> Member | None:
    row = await queries.member_at(tx, address_id=address)
    return _member(row) if row else None


async def everyone(tx: Transaction) -> Sequence[Member]:
    return [_member(row) for row in await queries.everyone(tx)]


async def reachable(tx: Transaction) -> Sequence[Member]:
    return [_member(row) for row in await queries.reachable(tx)]


async def is_last_coordinator(tx: Transaction, member: Member) -> bool:
    rows = await queries.coordinators(tx, role=int(Role.COORDINATOR))
    return [row["address_id"] for row in rows] == [member.address]


async def name_of(tx: Transaction, keys: Keys, member: Member) -> str:
    row = {"key_id": member.key, "sealed_name": member.sealed_name}
    return await _opened(tx, keys, row, f"staff:{member.address}")


async def _sealed(tx: Transaction, keys: Keys, key: KeyId | None, name: str, bound_to: str) -> bytes | None:
    return (await keys.sealer(tx, key)).seal(name, bound_to) if key and name else None


async def _opened(tx: Transaction, keys: Keys, row: Row, bound_to: str) -> str:
    if not row["key_id"] or row["sealed_name"] is None:
        return ""
    return (await keys.sealer(tx, KeyId(row["key_id"]))).open(bytes(row["sealed_name"]), bound_to)


def _written(grant: Grant) -> dict[str, object]:
    return {
        "role": int(grant.role),
        "organisation": grant.organisation,
        "areas": " ".join(grant.areas),
        "topics": " ".join(grant.topics),
        "languages": " ".join(grant.languages),
        "hours": grant.hours,
    }


def _member(row: Row) -> Member:
    return Member(
        AddressId(row["address_id"]),
        row["member"],
        Role(row["role"]),
        row["organisation"],
        _split(row["areas"]),
        _split(row["topics"]),
        _languages(row["languages"]),
        row["hours"],
        None if row["duty"] is None else Override(bool(row["duty"]), row["duty_until_at"]),
        KeyId(row["key_id"]) if row["key_id"] else None,
        row["sealed_name"],
    )


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _languages(words: str) -> tuple[Language, ...]:
    return tuple(Language(each) for each in words.split())
