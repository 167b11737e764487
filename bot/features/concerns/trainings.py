"""Which trainings run, who takes part in them, and how one ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.context import Context, Roster, StaffMember, Work
from bot.core.ids import random_id
from bot.core.journal import Deed, Entry
from bot.core.outcome import Letter, Post, Screen, Step
from bot.core.roles import Role
from bot.features.concerns.rules import Concern
from bot.features.concerns.store import concern_from, queries
from bot.storage.database import Row

DIALOGUE = "_training"
"""Without a question (so its name begins): it only says in which training somebody is."""


@dataclass(frozen=True, slots=True)
class Running:
    """A training; its code is kept nowhere but as a keyed hash."""

    training_id: str
    organisation: str
    ends_at: int


async def training_of(context: Context) -> str | None:
    """The training the person at hand takes part in; None as soon as it is over."""
    joined = context.steps.get(DIALOGUE)
    if joined is None:
        return None
    row = await queries.training(context.tx, training_id=joined["training"], now=context.now)
    return row["training_id"] if row else None


def taking_part(running: Running, now: int) -> Step:
    """To be kept with whoever takes part."""
    return Step(f"{DIALOGUE}.joined", {"training": running.training_id}, running.ends_at - now)


async def begin(work: Work, by: StaffMember, code: str, days: int) -> Running:
    running = Running(random_id(), by.organisation, work.now + days * 24 * 3600)
    await queries.begin_training(
        work.tx,
        training_id=running.training_id,
        code_lookup=work.keys.lookup("training", code),
        organisation=running.organisation,
        ends_at=running.ends_at,
    )
    await _note(work, Deed.TRAINING_BEGUN, by, str(days))
    return running


async def by_code(work: Work, code: str) -> Running | None:
    lookup = work.keys.lookup("training", code)
    row = await queries.training_by_code(work.tx, code_lookup=lookup, now=work.now)
    return _running(row) if row else None


async def led_by(work: Work, member: StaffMember) -> Sequence[Running]:
    """Those of a lead's own organisation; a coordinator leads all."""
    every = [_running(row) for row in await queries.trainings(work.tx, now=work.now)]
    if member.role is Role.COORDINATOR:
        return every
    return [each for each in every if each.organisation == member.organisation]


async def train(work: Work, running: Running, member: StaffMember) -> None:
    """Whatever is written in the training goes to them from now on, among others who take part."""
    await queries.train(work.tx, training_id=running.training_id, officer=member.address)


async def members(work: Work, roster: Roster, training_id: str) -> list[StaffMember]:
    """Who answers in it."""
    rows = await queries.training_staff(work.tx, training=training_id)
    found = [await roster.at(work.tx, row["officer"]) for row in rows]
    return [each for each in found if each]


async def leave(work: Work, training_id: str, member: StaffMember) -> None:
    await queries.leave_training(work.tx, training_id=training_id, officer=member.address)


async def over(work: Work) -> Sequence[Running]:
    """Their time has come."""
    return [_running(row) for row in await queries.trainings_over(work.tx, now=work.now)]


async def close(work: Work, running: Running, by: StaffMember | None) -> list[Letter]:
    """From now on its link, its officers and everybody's step lead nowhere. `by`: None is the clock."""
    if not await queries.end_training(work.tx, training_id=running.training_id):
        return []
    staff = await queries.training_staff(work.tx, training=running.training_id)
    await queries.erase_training_staff(work.tx, training_id=running.training_id)
    await _note(work, Deed.TRAINING_ENDED, by)
    owed = []
    for row in staff:
        if t := await work.texts_at(row["officer"]):
            screen = Screen(t("concerns.training_over_for_officer"))
            owed.append(Letter(row["officer"], "concerns.news", Post(screen)))
    return owed


async def left_over(work: Work, most: int) -> Sequence[Concern]:
    """Cases of trainings that are over."""
    return [concern_from(row) for row in await queries.left_by_trainings(work.tx, most=most)]


def _running(row: Row) -> Running:
    return Running(row["training_id"], row["organisation"], row["ends_at"])


async def _note(work: Work, deed: Deed, by: StaffMember | None, detail: str = "") -> None:
    entry = Entry(work.now, deed, None)
    if by is not None:
        entry = Entry(work.now, deed, by.role, by.organisation, by.address, detail=detail)
    await work.journal.write(work.tx, entry)
