"""Coming back to a case by its code, from any account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.core.codes import read_code
from bot.core.context import Context, Purpose
from bot.core.ids import Ref
from bot.core.incoming import Command, Text
from bot.core.journal import Deed
from bot.core.outcome import Letter, Outcome, Step, reply
from bot.core.roles import Role
from bot.core.routes import Feature, OnAnswer, OnCommand
from bot.features.concerns import messages, news, remains, store, views
from bot.features.concerns.office import Office
from bot.features.concerns.own_cases import held_cases
from bot.features.concerns.relations import note_deed
from bot.features.concerns.rules import Concern, named_in

CODE = "resume.code"
TRIES = "_resume"
"""A dialogue without a question (so its name begins): it counts, and /cancel does not end it."""
CODE_TRIES = 5
LONGEST_TYPED_CODE = 20
CODE_SECONDS = 3600


class Resume:
    """`/resume`: the case is answered here from then on, and the old account is told."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature("concerns.resume", [OnCommand("resume", self.ask_code), OnAnswer(CODE, self.got_code)])

    async def ask_code(self, context: Context, command: Command) -> Outcome:
        if command.argument:
            return await self._resume(context, command.argument)
        return reply(context.t("concerns.ask_code"), step=Step(CODE, expires_in=CODE_SECONDS))

    async def got_code(self, context: Context, text: Text) -> Outcome | None:
        """Words that cannot be meant as a code are none: they go where they would have gone."""
        if read_code(text.text) is None and len(text.text) > LONGEST_TYPED_CODE:
            return None
        return await self._resume(context, text.text)

    async def _resume(self, context: Context, typed: str) -> Outcome:
        tries = context.steps.get(TRIES, {}).get("tries", 0)
        if tries >= CODE_TRIES:
            return reply(context.t("concerns.too_many_tries"), ends="resume")
        code = read_code(typed)
        concern = await store.concern_by_code(context.tx, context.keys, code) if code else None
        if concern is None:
            return await self._not_found(context, code, tries)
        if any(each.case_id == concern.case_id for each in await held_cases(context)):
            return reply(context.t("concerns.here_already"), ends="resume")
        waiting = await context.sent.take_back(context.tx, concern.reporter)
        owed = [
            replace(letter, is_last=True)
            for letter in await news.tell(context, self._office, concern, "concerns.moved_away")
        ]
        reporter = await context.people.keep_address(Purpose.CONCERN, concern.case_id)
        await store.move_to(context.tx, concern.case_id, reporter)
        conduct = context.people.alias(Purpose.CONDUCT)
        await store.set_conduct(context.tx, context.keys, concern, conduct)
        await note_deed(context, concern, Deed.RESUMED, Role.ANYONE)
        owed += await self._answers(context, replace(concern, reporter=reporter), waiting)
        title = self._office.title(context.t, concern)
        said = reply(context.t("concerns.resumed", reference=title), views.case_button(context.t, concern))
        return Outcome(said.replies, ends="resume", letters=tuple(owed))

    async def _answers(self, context: Context, concern: Concern, refs: Sequence[Ref]) -> list[Letter]:
        """What had not arrived yet at the old account arrives here."""
        owed: list[Letter] = []
        for kind, message_id in map(named_in, refs):
            found = await messages.message(context.tx, context.keys, concern, message_id)
            if kind == "given" and found and found.from_officer and concern.organisation:
                owed += await news.answer(context, self._office, concern, found, concern.organisation)
        return owed

    async def _not_found(self, context: Context, code: str | None, tries: int) -> Outcome:
        erased_at = await remains.erased_at(context.tx, context.keys, code) if code else None
        if erased_at is not None:
            day = context.t.day(datetime.fromtimestamp(erased_at, UTC).date())
            return reply(context.t("concerns.code_was_erased", day=day), ends="resume")
        step = Step(f"{TRIES}.counted", {"tries": tries + 1}, CODE_SECONDS)
        return reply(context.t("concerns.no_such_code"), step=step)
