"""What officers keep for each other: notes, labels, urgency, a summary. No answer ever holds any of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from bot.core.context import Context, Keys
from bot.core.errors import UserError
from bot.core.incoming import Command, Press, Text
from bot.core.journal import Deed
from bot.core.outcome import Button, Outcome, Rows, Step, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnAnswer, OnCommand, OnPress, OnText
from bot.core.text import Html, Texts, clean, lines, paragraphs
from bot.features.concerns import messages, store
from bot.features.concerns.meant import case_here
from bot.features.concerns.office import Office
from bot.features.concerns.relations import member_of, note_deed, require
from bot.features.concerns.rules import Concern, Label, Urgency
from bot.features.concerns.store import queries
from bot.storage.database import Transaction

NOTE = "note.words"
SUMMARY = "summary.part"
OWN_QUESTIONS = ("note", "summary")
"""Dialogues whose answers are for officers only."""
LONGEST_PART = 700
"""Characters: the whole of it must fit into one message."""
WAITS = 15 * 60
"""Seconds in which the next words are the answer. Of later ones nobody can tell what they are meant as."""
_REMEMBERED = 2 * 24 * 3600
"""Seconds for which words are not taken for an answer to the young person by mistake."""
PARTS = ("need", "risk", "done", "promised")
"""Of a summary that can be passed on without anything that was written."""


class CaseNotes:
    """The internal side of a case."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def feature(self) -> Feature:
        return Feature(
            "concerns.notes",
            [
                OnCommand("note", self.note_here, Action.NOTE),
                OnPress("case.note", self.ask_note, Action.NOTE),
                OnText(self.got_words_here, before_steps=True),
                OnAnswer(NOTE, self.got_note),
                OnPress("case.labels", self.show_labels, Action.LABEL),
                OnPress("case.label", self.toggle_label, Action.LABEL),
                OnPress("case.urgency", self.ask_urgency, Action.LABEL),
                OnPress("case.urgent", self.got_urgency, Action.LABEL),
                OnPress("case.summary", self.ask_summary, Action.SUMMARISE),
                OnAnswer(SUMMARY, self.got_part),
            ],
        )

    async def note_here(self, context: Context, command: Command) -> Outcome:
        """`/note` in a case's topic, with the words after it or in the next message."""
        case_id = await case_here(context, command.thread, None)
        if case_id is None:
            raise UserError("concerns.note_where")
        concern = await require(context, self._office, case_id, Action.NOTE)
        if words := clean(command.argument):
            return await self._keep(context, concern, words)
        return reply(context.t("concerns.ask_note"), step=_asking(context, NOTE, concern))

    async def ask_note(self, context: Context, pressed: Press) -> Outcome:
        concern = await require(context, self._office, pressed.argument, Action.NOTE)
        title = self._office.title(context.t, concern)
        said = context.t("concerns.ask_note_for", reference=title)
        return reply(said, step=_asking(context, NOTE, concern))

    async def got_words_here(self, context: Context, text: Text) -> Outcome | None:
        """In the topic of the case that was asked about: they are meant for it, whatever was asked since."""
        if context.staff is None or (case_id := await case_here(context, text.thread, text.reply_to)) is None:
            return None
        asked = next((each for each in asked_about(context, case_id) if is_waiting(context, each)), None)
        match asked:
            case "note":
                return await self.got_note(context, text)
            case "summary":
                return await self.got_part(context, text)
        return None

    async def got_note(self, context: Context, text: Text) -> Outcome | None:
        if context.staff is None or not is_waiting(context, "note"):
            return None
        case_id = str(context.steps["note"]["case"])
        concern = await require(context, self._office, case_id, Action.NOTE)
        if not (words := clean(text.text)):
            raise UserError("concerns.nothing_readable")
        return await self._keep(context, concern, words)

    async def show_labels(self, context: Context, pressed: Press) -> Outcome:
        concern = await require(context, self._office, pressed.argument, Action.LABEL)
        return self._labels(context, concern)

    async def toggle_label(self, context: Context, pressed: Press) -> Outcome:
        case_id, label = (*pressed.arguments, "", "")[:2]
        concern = await require(context, self._office, case_id, Action.LABEL)
        if label not in tuple(Label):
            raise UserError("engine.old_button")
        await store.set_labels(context.tx, case_id, set(concern.labels) ^ {Label(label)})
        await note_deed(context, concern, Deed.LABELLED, member_of(context), label)
        return self._labels(context, await require(context, self._office, case_id, Action.LABEL))

    async def ask_urgency(self, context: Context, pressed: Press) -> Outcome:
        concern, t = await require(context, self._office, pressed.argument, Action.LABEL), context.t
        rows = tuple(
            (
                press(
                    t.label(f"concerns.urgency_{each.name.lower()}"),
                    "case.urgent",
                    concern.case_id,
                    int(each),
                ),
            )
            for each in Urgency
        )
        now = t.label(f"concerns.urgency_{concern.urgency.name.lower()}")
        return turn(t("concerns.ask_urgency", urgency=now), *rows, _back(context, concern))

    async def got_urgency(self, context: Context, pressed: Press) -> Outcome:
        case_id, number = (*pressed.arguments, "", "")[:2]
        concern = await require(context, self._office, case_id, Action.LABEL)
        if number not in {str(int(each)) for each in Urgency}:
            raise UserError("engine.old_button")
        urgency = Urgency(int(number))
        await store.set_urgency(context.tx, case_id, urgency)
        await note_deed(context, concern, Deed.LABELLED, member_of(context), urgency.name.lower())
        t = context.t
        said = t("concerns.urgency_is", urgency=t.label(f"concerns.urgency_{urgency.name.lower()}"))
        return turn(said, _back(context, concern))

    async def ask_summary(self, context: Context, pressed: Press) -> Outcome:
        """One short part after the other; what stood there before is shown."""
        concern, t = await require(context, self._office, pressed.argument, Action.SUMMARISE), context.t
        before = await summary_of(context.tx, context.keys, concern)
        text = paragraphs(
            t("concerns.summary_begins", reference=self._office.title(t, concern)),
            summary_text(t, before) if before else "",
            t(f"concerns.summary_ask_{PARTS[0]}"),
        )
        return reply(text, step=_asking(context, SUMMARY, concern, parts={}))

    async def got_part(self, context: Context, text: Text) -> Outcome | None:
        if context.staff is None or not is_waiting(context, "summary"):
            return None
        asked = context.steps["summary"]
        concern = await require(context, self._office, str(asked["case"]), Action.SUMMARISE)
        if not (words := clean(text.text)):
            raise UserError("concerns.nothing_readable")
        if len(words) > LONGEST_PART:
            raise UserError("concerns.summary_part_too_long", most=LONGEST_PART)
        parts = {**asked["parts"], PARTS[len(asked["parts"])]: words}
        t = context.t
        if len(parts) < len(PARTS):
            step = _asking(context, SUMMARY, concern, parts=parts)
            return reply(t(f"concerns.summary_ask_{PARTS[len(parts)]}"), step=step)
        await _keep_summary(context.tx, context.keys, concern, parts)
        await note_deed(context, concern, Deed.SUMMARISED, member_of(context))
        said = paragraphs(t("concerns.summary_kept"), summary_text(t, parts))
        return reply(said, _back(context, concern), ends="summary")

    async def _keep(self, context: Context, concern: Concern, words: str) -> Outcome:
        member = member_of(context)
        await messages.add_note(context.tx, context.keys, concern, member.organisation, words)
        await note_deed(context, concern, Deed.NOTED, member)
        title = self._office.title(context.t, concern)
        return reply(context.t("concerns.note_kept", reference=title), ends="note")

    def _labels(self, context: Context, concern: Concern) -> Outcome:
        t = context.t
        buttons = [
            press(
                t.label(
                    "concerns.label_on" if label in concern.labels else "concerns.label_off",
                    label=t.label(f"concerns.label_{label}"),
                ),
                "case.label",
                concern.case_id,
                label,
            )
            for label in Label
        ]
        rows: Rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
        title = self._office.title(t, concern)
        return turn(t("concerns.labels_title", reference=title), *rows, _back(context, concern))


def summary_text(t: Texts, summary: Mapping[str, str]) -> Html:
    """For officers, and for the young person before they agree to a hand-over."""
    return lines(
        t("concerns.summary_title"),
        *(t(f"concerns.summary_{part}", words=summary[part]) for part in PARTS if part in summary),
    )


def notes_text(t: Texts, office: Office, notes: Sequence[tuple[str, str]], room: int) -> Html:
    """The latest few, newest last, as far as there is `room` for so many characters."""
    lined = [
        t(
            "concerns.note_line",
            organisation=office.directory.organisation_name(organisation, t.language),
            words=words[:MOST_OF_A_NOTE],
        )
        for organisation, words in notes[-MOST_NOTES:]
    ]
    while lined and len(lines(t("concerns.notes_title"), *lined)) > room:
        del lined[0]
    return lines(t("concerns.notes_title"), *lined) if lined else Html("")


MOST_NOTES = 5
MOST_OF_A_NOTE = 300


async def summary_of(tx: Transaction, keys: Keys, concern: Concern) -> dict[str, str] | None:
    """Need, risk, what was done, what was promised; None where nobody wrote one."""
    sealed = await queries.summary(tx, case_id=concern.case_id)
    if sealed is None:
        return None
    opened = (await keys.sealer(tx, concern.key)).open(sealed, _place(concern))
    summary: dict[str, str] = json.loads(opened)
    return summary


async def _keep_summary(tx: Transaction, keys: Keys, concern: Concern, parts: Mapping[str, str]) -> None:
    sealed = (await keys.sealer(tx, concern.key)).seal(json.dumps(parts), _place(concern))
    await queries.set_summary(tx, case_id=concern.case_id, sealed=sealed)


def _place(concern: Concern) -> str:
    return f"concerns.summary:{concern.case_id}"


def asked_about(context: Context, case_id: str) -> list[str]:
    """What is asked about this case, in a dialogue of officers' own; the latest first."""
    return [
        dialogue
        for dialogue, asked in context.steps.items()
        if dialogue in OWN_QUESTIONS and asked["case"] == case_id
    ]


def is_waiting(context: Context, dialogue: str) -> bool:
    """The next words are its answer; else it was asked too long ago."""
    return bool(context.now < context.steps[dialogue].get("until", 0))


def _asking(context: Context, name: str, concern: Concern, **more: object) -> Step:
    return Step(name, {"case": concern.case_id, "until": context.now + WAITS, **more}, _REMEMBERED)


def _back(context: Context, concern: Concern) -> tuple[Button, ...]:
    return (press(context.t.label("concerns.back"), "case.show", concern.case_id),)
