"""A young person's own view of their cases: what was promised, who looked; closing, rating, erasing."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press
from bot.core.journal import Deed, Entry
from bot.core.menu import to_menu
from bot.core.outcome import Letter, Outcome, Rows, press, reply, turn
from bot.core.roles import Role
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import Html, lines, paragraphs
from bot.features.concerns import calling, erasure, letters, letting_go, messages, remains, store, views
from bot.features.concerns.office import Office
from bot.features.concerns.own_cases import held_cases, own_case
from bot.features.concerns.relations import note_deed
from bot.features.concerns.retention import Retention
from bot.features.concerns.rules import Concern, Rating, Result, State, day_part

SHOWN_TO_YOUTH = frozenset(
    {Deed.TAKEN, Deed.READ, Deed.ANSWERED, Deed.ACCEPTED, Deed.RETURNED, Deed.GLASS_BROKEN, Deed.ESCALATED}
)
"""What somebody did with the case, as far as it says who could see it."""

MOST_BACK = 10
MOST_OF_A_LABEL = 40
MOST_DEEDS = 20
"""The newest; more would not fit into one message."""


class CaseScreens:
    """What `/cases` opens."""

    def __init__(self, office: Office, retention: Retention) -> None:
        self._office = office
        self._retention = retention

    def feature(self) -> Feature:
        return Feature(
            "concerns.cases",
            [
                OnCommand("cases", self.show_cases),
                OnPress("concern.mine", self.show_cases),
                OnPress("concern.show", self.show_case),
                OnPress("concern.who", self.show_who),
                OnPress("concern.back", self.ask_what_back),
                OnPress("concern.close", self.close),
                OnPress("concern.reopen", self.reopen),
                OnPress("concern.rate", self.rate),
                OnPress("concern.erase", self.ask_erasure),
                OnPress("concern.erased", self.erase),
            ],
        )

    async def show_cases(self, context: Context, event: Command | Press) -> Outcome:
        t, show = context.t, turn if isinstance(event, Press) else reply
        rows = tuple(
            (press(views.case_line(t, self._office, concern), "concern.show", concern.case_id),)
            for concern in await held_cases(context)
        )
        new = (press(t.label("concerns.new"), "concern.new"),)
        text = t.count("concerns.your_cases", len(rows)) if rows else t("concerns.no_cases")
        return show(text, *rows, new, (to_menu(t),))

    async def show_case(self, context: Context, pressed: Press) -> Outcome:
        concern = await own_case(context, pressed.argument)
        t = context.t
        text = paragraphs(
            lines(
                t("concerns.card_title", reference=self._office.title(t, concern)),
                *views.heading(t, self._office, concern.topic, concern.area),
            ),
            self._standing(context, concern),
            t("concerns.how_to_continue") if concern.is_open else "",
        )
        return turn(text, *_case_rows(context, concern))

    async def show_who(self, context: Context, pressed: Press) -> Outcome:
        """Who did what with the case: role, organisation and part of the day; never a name."""
        concern, t = await own_case(context, pressed.argument), context.t
        done = await context.journal.about(context.tx, concern.case_id)
        shown = [entry for entry in done if entry.deed in SHOWN_TO_YOUTH][-MOST_DEEDS:]
        told = [self._deed(context, concern, entry) for entry in shown]
        text = paragraphs(
            t("concerns.who_opened", reference=self._office.title(t, concern)),
            *(told or [t("concerns.nobody_opened")]),
        )
        return turn(text, (press(t.label("concerns.back"), "concern.show", concern.case_id),))

    async def ask_what_back(self, context: Context, pressed: Press) -> Outcome:
        """Their latest messages, as buttons; `follow_up` takes back the one that is pressed."""
        concern, t = await own_case(context, pressed.argument), context.t
        written = await messages.messages_of(context.tx, context.keys, concern)
        own = [each for each in written if not each.from_officer][-MOST_BACK:]
        rows = tuple(
            (
                press(
                    each.text[:MOST_OF_A_LABEL] or t.label("concerns.back_files"),
                    "concern.unsend",
                    concern.case_id,
                    each.message_id,
                ),
            )
            for each in reversed(own)
        )
        back = (press(t.label("concerns.back"), "concern.show", concern.case_id),)
        return turn(t("concerns.which_back" if rows else "concerns.nothing_back"), *rows, back)

    async def close(self, context: Context, pressed: Press) -> Outcome:
        concern = await own_case(context, pressed.argument)
        expires_at = self._retention.expires_at(concern, Result.BY_YOUTH, context.now)
        if not await store.close(context.tx, concern.case_id, Result.BY_YOUTH, context.now, expires_at):
            raise UserError("concerns.closed_already")
        await note_deed(context, concern, Deed.CLOSED, Role.ANYONE, Result.BY_YOUTH)
        concern = await own_case(context, concern.case_id)
        owed: list[Letter] = []
        if concern.officer and (t := await context.texts_at(concern.officer)):
            owed.append(
                letters.news_to_officer(t, self._office, concern, concern.officer, "concerns.closed_by_youth")
            )
            owed.append(letters.retitle_topic(t, self._office, concern, concern.officer))
        owed += await calling.settle_cards(
            context, self._office, concern, "concerns.card_closed", but=concern.officer
        )
        t = context.t
        again = (press(t.label("concerns.reopen"), "concern.reopen", concern.case_id),)
        title = self._office.title(t, concern)
        rows = views.closed_rows(t, concern) if concern.organisation else (again,)
        outcome = turn(t("concerns.you_closed", reference=title), *rows)
        return Outcome(outcome.replies, letters=tuple(owed))

    async def reopen(self, context: Context, pressed: Press) -> Outcome:
        """By the officer who had it, if they are on duty; else whoever is called now."""
        concern, office = await own_case(context, pressed.argument), self._office
        officer = concern.officer if await self._is_at_work(context, concern) else None
        left = [] if officer else await letting_go.take_from(context, office, concern, None)
        answer_by_at = context.now + office.times.answer
        if not await store.reopen(context.tx, concern.case_id, officer, context.now, answer_by_at):
            raise UserError("concerns.open_already")
        await note_deed(context, concern, Deed.REOPENED, Role.ANYONE)
        concern = await own_case(context, concern.case_id)
        if officer is None and not await calling.readers_of(context, office, concern):
            raise UserError("concerns.nobody_there")
        owed = left + await calling.route(context, office, concern)
        outcome = turn(context.t("concerns.you_reopened", reference=office.title(context.t, concern)))
        return Outcome(outcome.replies, letters=tuple(owed))

    async def rate(self, context: Context, pressed: Press) -> Outcome:
        """Counted by topic and organisation, and not kept with the case."""
        case_id, rating = (*pressed.arguments, "", "")[:2]
        concern = await own_case(context, case_id)
        if rating not in tuple(Rating) or concern.is_open:
            raise UserError("engine.old_button")
        month = datetime.fromtimestamp(context.now, UTC).strftime("%Y-%m")
        if concern.training is None and not await remains.rate(context.tx, concern, month, rating):
            raise UserError("concerns.rated_already")
        again = (press(context.t.label("concerns.reopen"), "concern.reopen", concern.case_id),)
        return turn(context.t("concerns.thanks_for_rating"), again)

    async def ask_erasure(self, context: Context, pressed: Press) -> Outcome:
        concern, t = await own_case(context, pressed.argument), context.t
        return turn(
            t("concerns.ask_erasure", reference=self._office.title(t, concern)),
            (press(t.label("concerns.keep_it"), "concern.show", concern.case_id),),
            (press(t.label("concerns.erase_now"), "concern.erased", concern.case_id, style="danger"),),
        )

    async def erase(self, context: Context, pressed: Press) -> Outcome:
        concern = await own_case(context, pressed.argument)
        owed = await erasure.erase_case(context, self._office, concern, Role.ANYONE)
        await context.people.unlink(concern.reporter)
        proof = await erasure.proof_letter(context)
        return Outcome(turn(context.t("concerns.erased")).replies, letters=(*owed, proof))

    def _standing(self, context: Context, concern: Concern) -> Html:
        """Received, seen, in whose hands, answered by when; what is late is said to be."""
        t, office = context.t, self._office
        area = office.directory.areas.get(concern.area)
        zone = area.zone if area else "UTC"
        handler = office.directory.organisation_name(concern.organisation or "", t.language)
        said = {
            State.NEW: t("concerns.state_new"),
            State.TAKEN: t("concerns.state_taken", organisation=handler),
            State.CLOSED: t("concerns.state_closed"),
        }[concern.state]
        seen = t("concerns.state_unseen") if concern.unseen else t("concerns.state_seen")
        promised = Html("")
        if concern.answer_by_at is not None:
            key = "concerns.state_late" if concern.is_late else "concerns.state_answer_by"
            promised = t(key, moment=t.moment(concern.answer_by_at, zone))
        return lines(
            t("concerns.state_received"),
            seen if concern.state is State.TAKEN else "",
            said,
            promised,
        )

    def _deed(self, context: Context, concern: Concern, entry: Entry) -> Html:
        t, directory = context.t, self._office.directory
        area = directory.areas.get(concern.area)
        day, part = day_part(entry.at, area.zone if area else "UTC")
        moment = t(f"concerns.when_{part}", day=t.day(datetime.fromordinal(day).date()))
        role = t.label(f"concerns.role_{entry.role.name.lower()}" if entry.role else "concerns.role_house")
        organisation = directory.organisation_name(entry.organisation, t.language)
        return t(f"concerns.deed_{entry.deed}", moment=moment, role=role, organisation=organisation)

    async def _is_at_work(self, context: Context, concern: Concern) -> bool:
        """Its officer still works here, is on duty, can be reached, and was not excluded from it."""
        if concern.officer is None or await context.texts_at(concern.officer) is None:
            return False
        if concern.officer in await store.excluded(context.tx, concern.case_id):
            return False
        member = await self._office.roster.at(context.tx, concern.officer)
        return member is not None and member.is_on_duty


def _case_rows(context: Context, concern: Concern) -> Rows:
    t = context.t
    change = (
        press(t.label("concerns.close"), "concern.close", concern.case_id)
        if concern.is_open
        else press(t.label("concerns.reopen"), "concern.reopen", concern.case_id)
    )
    return (
        (change,),
        (press(t.label("concerns.who"), "concern.who", concern.case_id),),
        (press(t.label("concerns.take_something_back"), "concern.back", concern.case_id),),
        (press(t.label("concerns.erase_one"), "concern.erase", concern.case_id, style="danger"),),
        (press(t.label("concerns.all_cases"), "concern.mine"),),
    )
