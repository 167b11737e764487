"""What officers see: the cases they have, what waits, one case with all they can do with it."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.errors import UserError
from bot.core.incoming import Command, Press
from bot.core.journal import Deed
from bot.core.outcome import Bare, Button, Letter, Notice, Outcome, Screen, Turn, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import Html, lines, paragraphs
from bot.features.concerns import calling, case_notes, handovers, letters, messages, news, store, views
from bot.features.concerns.meant import case_here
from bot.features.concerns.office import Office
from bot.features.concerns.relations import is_allowed, member_of, note_deed, require, waiting_for
from bot.features.concerns.rules import MESSAGE_CHARACTERS, Concern, State


class ConcernDesk:
    """From the list to a case in hand. Answering is in `answering`, closing in `closing`."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.desk",
            [
                OnCommand("desk", self.show_desk, Action.SEE_DESK),
                OnPress("case.desk", self.show_desk, Action.SEE_DESK),
                OnCommand("case", self.show_case_here, Action.READ),
                OnPress("case.waiting", self.show_waiting, Action.TAKE),
                OnPress("case.take", self.take, Action.TAKE),
                OnPress("case.show", self.show_case, Action.READ),
                OnPress("case.seen", self.seen, Action.READ),
                OnPress("case.more", self.show_more, Action.READ),
            ],
        )

    async def show_desk(self, context: Context, event: Command | Press) -> Outcome:
        """Mine, unread first; then what waits, by how much it presses."""
        t, member = context.t, member_of(context)
        mine = await store.cases_in_hand(context.tx, member.address)
        waiting = await waiting_for(context, self._office)
        rows = [(self._button(context, concern, "case.show"),) for concern in mine]
        rows += [(self._button(context, concern, "case.waiting"),) for concern in waiting]
        if context.may(Action.RETURN):
            rows.append((press(t.label("concerns.team"), "case.team"),))
        text = paragraphs(
            t("concerns.desk", mine=len(mine), waiting=len(waiting)),
            t("concerns.desk_on_duty" if member.is_on_duty else "concerns.desk_off_duty"),
        )
        return (turn if isinstance(event, Press) else reply)(text, *rows)

    async def show_waiting(self, context: Context, pressed: Press) -> Outcome:
        concern = await store.find_concern(context.tx, pressed.argument)
        if concern is None or not await is_allowed(context, self._office, concern, Action.TAKE):
            raise UserError("concerns.taken_by_other")
        screen = views.card_screen(context.t, self._office, concern)
        return turn(screen.text, *screen.rows, views.back_to_desk(context.t))

    async def show_case(self, context: Context, pressed: Press) -> Outcome:
        concern = await require(context, self._office, pressed.argument, Action.READ)
        return await self._show(context, concern, is_turn=True)

    async def show_case_here(self, context: Context, command: Command) -> Outcome:
        """`/case` in a case's topic shows that case; elsewhere, the one whose reference is named."""
        member, wanted = member_of(context), command.argument.strip().upper()
        if wanted:
            found = await store.concerns_called(context.tx, wanted)
        else:
            case_id = await case_here(context, command.thread, None)
            here = await store.find_concern(context.tx, case_id) if case_id else None
            found = [here] if here else []
        for concern in found:
            if concern.officer == member.address and await is_allowed(
                context, self._office, concern, Action.READ
            ):
                return await self._show(context, concern, is_turn=False)
        return await self.show_desk(context, command)

    async def seen(self, context: Context, pressed: Press) -> Outcome:
        """The young person sees in their case that it was looked at; the button goes.

        The words above it are not written anew: they may have been changed or taken back meanwhile.
        """
        concern = await require(context, self._office, pressed.argument, Action.READ)
        await self._look(context, concern)
        return Outcome((Bare(), Notice(context.t.label("concerns.marked_seen"))))

    async def take(self, context: Context, pressed: Press) -> Outcome:
        office, member, case_id = self._office, member_of(context), pressed.argument
        if any(link.subject == case_id for link in await context.people.links(Purpose.CONCERN)):
            raise UserError("concerns.own_case")
        wanted = await store.find_concern(context.tx, case_id)
        if wanted is None:
            raise UserError("concerns.not_there")
        if wanted.officer == member.address:  # pressed twice
            return Outcome((Turn(self._my_card(context, wanted)),))
        if wanted.state is State.NEW and not await is_allowed(context, office, wanted, Action.TAKE):
            raise UserError("concerns.not_there")
        if not await store.take(context.tx, case_id, member.address, member.organisation, context.now):
            return self._too_late(context, wanted)
        await note_deed(context, wanted, Deed.TAKEN, member)
        concern = await require(context, office, case_id, Action.READ)
        await store.remember_card(context.tx, case_id, member.address)
        owed = await self._on_taking(context, concern)
        return Outcome((Turn(self._my_card(context, concern)),), letters=tuple(owed))

    async def show_more(self, context: Context, pressed: Press) -> Outcome:
        concern, t = await require(context, self._office, pressed.argument, Action.READ), context.t
        routes = (
            ("concerns.urgency", "case.urgency"),
            ("concerns.misuse", "case.misuse"),
            ("concerns.not_for_me", "case.recuse"),
            ("concerns.break_glass", "case.glass"),
            ("concerns.back", "case.show"),
        )
        rows = tuple((press(t.label(key), route, concern.case_id),) for key, route in routes)
        return turn(t("concerns.more_title", reference=self._office.title(t, concern)), *rows)

    async def _show(self, context: Context, concern: Concern, *, is_turn: bool) -> Outcome:
        """Looking at a case is an act of its own: the young person can see that it was done."""
        await self._look(context, concern)
        screen = await self._whole(context, concern)
        return (turn if is_turn else reply)(screen.text, *screen.rows, views.back_to_desk(context.t))

    async def _look(self, context: Context, concern: Concern) -> None:
        if concern.unseen or concern.seen_at is None:
            await note_deed(context, concern, Deed.READ, member_of(context))
        await store.looked_at(context.tx, concern.case_id, context.now)

    async def _whole(self, context: Context, concern: Concern) -> Screen:
        """The card with labels, promise, summary and notes: all that only officers see."""
        t, card = context.t, self._my_card(context, concern)
        organisation = member_of(context).organisation
        notes = await messages.notes_of(context.tx, context.keys, concern)
        notes = await handovers.notes_shown_to(context.tx, concern, organisation, notes)
        summary = await case_notes.summary_of(context.tx, context.keys, concern)
        area = self._office.directory.areas.get(concern.area)
        promised = (
            t(
                "concerns.answer_promised",
                moment=t.moment(concern.answer_by_at, area.zone if area else "UTC"),
            )
            if concern.answer_by_at
            else Html("")
        )
        labels = [t.label(f"concerns.label_{label}") for label in concern.labels]
        listed = t("concerns.labels_are", labels=t.listed(labels)) if labels else Html("")
        text = paragraphs(
            card.text,
            lines(promised, listed),
            case_notes.summary_text(t, summary) if summary else "",
        )
        room = MESSAGE_CHARACTERS - len(text) - len("\n\n")
        text = paragraphs(text, case_notes.notes_text(t, self._office, notes, room))
        return Screen(text, card.rows)

    async def _on_taking(self, context: Context, concern: Concern) -> list[Letter]:
        office, member = self._office, member_of(context)
        owed = await calling.settle_cards(context, office, concern, "concerns.card_taken", but=member.address)
        if office.uses_topics:
            owed.append(letters.open_topic(context.t, office, concern, member.address))
        is_quiet = False
        everything = await messages.messages_of(context.tx, context.keys, concern)
        for written in await handovers.shown_to(context.tx, concern, member.organisation, everything):
            if not written.from_officer:
                mark = context.t("concerns.edited_mark") if written.is_edited else None
                owed += letters.to_officer(
                    context.t, concern, member.address, written, mark, is_quiet=is_quiet, is_seen=True
                )
                is_quiet = True
        return owed + await news.taken(context, office, concern, member.organisation)

    def _too_late(self, context: Context, concern: Concern) -> Outcome:
        note = context.t("concerns.card_taken" if concern.is_open else "concerns.card_closed")
        return Outcome((Turn(views.settled_card(context.t, self._office, concern, note)),))

    def _my_card(self, context: Context, concern: Concern) -> Screen:
        t = context.t
        if not concern.is_open:
            return views.settled_card(t, self._office, concern, t("concerns.card_closed"))
        note = t("concerns.card_yours_topic" if self._office.uses_topics else "concerns.card_yours")
        return views.settled_card(t, self._office, concern, note, *views.case_rows(t, concern))

    def _button(self, context: Context, concern: Concern, route: str) -> Button:
        if concern.state is State.NEW:
            key = "concerns.desk_waiting_urgent" if concern.is_urgent else "concerns.desk_waiting"
        else:
            key = "concerns.desk_unread" if concern.unseen else "concerns.desk_mine"
        line = views.case_line(context.t, self._office, concern)
        return press(context.t.label(key, case=line), route, concern.case_id)
