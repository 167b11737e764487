"""Training for a class or a team: concerns that are not real, seen by nobody else, gone when it is over."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

from bot.core.context import Context, StaffMember, Work
from bot.core.errors import UserError
from bot.core.incoming import Command, Press
from bot.core.outcome import Button, Letter, Outcome, below, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnLink, OnPress
from bot.core.text import paragraphs
from bot.features.concerns import trainings
from bot.features.concerns.erasure import erase_case, told_erased
from bot.features.concerns.office import Office
from bot.features.concerns.relations import member_of
from bot.features.concerns.trainings import Running
from bot.features.concerns.writing import read_draft

LINK_PREFIX = "t"
DAYS = (1, 3, 7)
AT_ONCE = 20
"""Cases erased in one transaction: nobody who presses a button waits for it."""
_CODE_BYTES = 16


Piece = Callable[[Work], Awaitable[tuple[bool, list[Letter]]]]


class Training:
    """`link`: makes a deep link of a payload."""

    def __init__(self, office: Office, link: Callable[[str], str]) -> None:
        self._office = office
        self._link = link

    def feature(self) -> Feature:
        return Feature(
            "concerns.training",
            [
                OnCommand("training", self.show, Action.TRAIN),
                OnPress("training.show", self.show, Action.TRAIN),
                OnPress("training.begin", self.begin, Action.TRAIN),
                OnPress("training.end", self.end, Action.TRAIN),
                OnLink(LINK_PREFIX, self.join),
                OnPress("training.leave", self.leave),
            ],
        )

    async def show(self, context: Context, event: Command | Press) -> Outcome:
        """How long a new one is to be; those that run, each with a button to end it."""
        t, member = context.t, member_of(context)
        rows: list[tuple[Button, ...]] = [
            tuple(below(t.label(f"concerns.training_days_{days}"), "training.begin", days) for days in DAYS)
        ]
        said = [t("concerns.training_about")]
        for number, running in enumerate(await trainings.led_by(context, member), start=1):
            said.append(t("concerns.training_runs", number=number, **self._where_and_when(context, running)))
            label = t.label("concerns.training_end", number=number)
            rows.append((press(label, "training.end", running.training_id, style="danger"),))
        return (turn if isinstance(event, Press) else reply)(paragraphs(*said), *rows)

    async def begin(self, context: Context, pressed: Press) -> Outcome:
        """Its link is shown only once: it takes no other's place, and nothing takes its place."""
        if pressed.argument not in map(str, DAYS):
            raise UserError("engine.old_button")
        t, code = context.t, secrets.token_urlsafe(_CODE_BYTES)
        running = await trainings.begin(context, member_of(context), code, int(pressed.argument))
        link = self._link(f"{LINK_PREFIX}-{code}")
        text = t("concerns.training_begun", **self._where_and_when(context, running))
        back = (below(t.label("concerns.back"), "training.show"),)
        return turn(text, (Button(t.label("concerns.training_copy"), copy=link),), back)

    async def end(self, context: Context, pressed: Press) -> Outcome:
        member = member_of(context)
        led = {running.training_id: running for running in await trainings.led_by(context, member)}
        if pressed.argument not in led:
            raise UserError("concerns.training_over")
        owed = await trainings.close(context, led[pressed.argument], member)
        return Outcome(
            turn(context.t("concerns.training_ended"), _back(context)).replies, letters=tuple(owed)
        )

    async def join(self, context: Context, command: Command) -> Outcome:
        running = await trainings.by_code(context, command.argument)
        if running is None:
            raise UserError("concerns.training_over")
        if context.staff is not None:
            return await self._join_as_officer(context, context.staff, running)
        _refuse_with_draft(context)
        text = context.t("concerns.training_joined", **self._where_and_when(context, running))
        step = trainings.taking_part(running, context.now)
        write = (press(context.t.label("concerns.new"), "concern.new", style="primary"),)
        return reply(text, write, _leave(context, running), step=step)

    async def leave(self, context: Context, pressed: Press) -> Outcome:
        if context.staff is not None:
            await trainings.leave(context, pressed.argument, context.staff)
            return turn(context.t("concerns.training_left_as_officer"))
        _refuse_with_draft(context)
        return turn(context.t("concerns.training_left"), ends=trainings.DIALOGUE)

    async def _join_as_officer(self, context: Context, member: StaffMember, running: Running) -> Outcome:
        await trainings.train(context, running, member)
        text = context.t("concerns.training_joined_as_officer", **self._where_and_when(context, running))
        return reply(text, _leave(context, running))

    def _where_and_when(self, context: Context, running: Running) -> dict[str, object]:
        directory, t = self._office.directory, context.t
        return {
            "organisation": directory.organisation_name(running.organisation, t.language),
            "until": t.moment(running.ends_at, directory.zone_of(running.organisation)),
        }


class TrainingJobs:
    """Runs without a person at hand. `run_piece` does a piece of work until nothing is due."""

    def __init__(self, office: Office, run_piece: Callable[[Piece], Awaitable[None]]) -> None:
        self._office = office
        self._run_piece = run_piece

    async def run(self) -> None:
        """Every few seconds: trainings end when their time is over, and what was written in them goes."""
        await self._run_piece(self._close_over)
        await self._run_piece(self._erase_some)

    async def _close_over(self, work: Work) -> tuple[bool, list[Letter]]:
        owed: list[Letter] = []
        for running in await trainings.over(work):
            owed += await trainings.close(work, running, None)
        return False, owed

    async def _erase_some(self, work: Work) -> tuple[bool, list[Letter]]:
        """Whoever wrote is told."""
        owed: list[Letter] = []
        left = await trainings.left_over(work, AT_ONCE)
        for concern in left:
            owed += await erase_case(work, self._office, concern, None)
            owed += await told_erased(work, self._office, concern, "concerns.training_over_for_you")
        return bool(left), owed


def _refuse_with_draft(context: Context) -> None:
    """Raises UserError: what was written as real must not go into a training, nor the other way."""
    draft = read_draft(context)
    if draft is not None and draft.entries:
        raise UserError("concerns.training_draft_first")


def _leave(context: Context, running: Running) -> tuple[Button, ...]:
    return (press(context.t.label("concerns.training_leave"), "training.leave", running.training_id),)


def _back(context: Context) -> tuple[Button, ...]:
    return (press(context.t.label("concerns.back"), "training.show"),)
