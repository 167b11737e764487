"""Staff ask young people something, and say what came of it: in one language or more, looked at before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.core.context import Context
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.incoming import Press, Text
from bot.core.language import Language
from bot.core.outcome import Button, Outcome, Rows, Screen, Show, Step, Turn, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnAnswer, OnPress
from bot.core.text import Html, Texts, paragraphs
from bot.features.voice import store, views
from bot.features.voice.desk import DIALOGUE, required
from bot.features.voice.draft import FIELDS, OUTCOME, Draft
from bot.features.voice.rules import (
    LONGEST_ANSWER,
    LONGEST_OUTCOME,
    LONGEST_QUESTION,
    MOST_ANSWERS,
    WEEKS,
    Age,
    Form,
    are_answers,
    read_answers,
)

_CHOOSING, _WRITING = "consult.choosing", "consult.writing"
_LONGEST = {"question": LONGEST_QUESTION, "said": LONGEST_OUTCOME, "did": LONGEST_OUTCOME}

AsksTooMuch = Callable[[str], bool]
"""Whether a text asks for what says who somebody is."""


class Consulting:
    def __init__(self, directory: Directory, asks_too_much: AsksTooMuch) -> None:
        self._directory = directory
        self._asks_too_much = asks_too_much

    def feature(self) -> Feature:
        return Feature(
            "voice.consulting",
            [
                OnPress("consult.new", self.ask_form, Action.CONSULT),
                OnPress("consult.form", self.ask_area, Action.CONSULT),
                OnPress("consult.area", self.ask_age, Action.CONSULT),
                OnPress("consult.age", self.ask_weeks, Action.CONSULT),
                OnPress("consult.weeks", self.got_weeks, Action.CONSULT),
                OnPress("consult.outcome", self.ask_outcome, Action.CONSULT),
                OnPress("consult.more", self.ask_language, Action.CONSULT),
                OnPress("consult.language", self.got_language, Action.CONSULT),
                OnPress("consult.publish", self.publish, Action.CONSULT),
                OnAnswer(_WRITING, self.got_text),
            ],
        )

    async def ask_form(self, context: Context, _: Press) -> Outcome:
        t = context.t
        forms = ((press(t.label(f"voice.form_{form}"), "consult.form", form),) for form in Form)
        return turn(t("voice.ask_form"), *forms, (press(t.label("voice.back"), "consult.desk", 0),))

    async def ask_area(self, context: Context, pressed: Press) -> Outcome:
        draft, t = Draft(_one_of(pressed, Form)), context.t
        areas = self._directory.areas.values()
        rows = [(press(t.label("voice.all_areas"), "consult.area", ""),)]
        rows += [(press(area.named(t.language), "consult.area", area.id),) for area in areas]
        return turn(t("voice.ask_area"), *rows, step=_step(_CHOOSING, draft))

    async def ask_age(self, context: Context, pressed: Press) -> Outcome:
        draft, t = _draft(context), context.t
        area = _one_of(pressed, ["", *self._directory.areas])
        rows = [(press(views.age_name(t, age), "consult.age", age),) for age in ("", *Age)]
        return turn(t("voice.ask_whose_age"), *rows, step=_step(_CHOOSING, replace(draft, area=area)))

    async def ask_weeks(self, context: Context, pressed: Press) -> Outcome:
        draft, t = replace(_draft(context), age=_one_of(pressed, ["", *Age])), context.t
        rows = [(press(str(t.count("voice.weeks", weeks)), "consult.weeks", weeks),) for weeks in WEEKS]
        return turn(t("voice.ask_weeks"), *rows, step=_step(_CHOOSING, draft))

    async def got_weeks(self, context: Context, pressed: Press) -> Outcome:
        weeks = int(_one_of(pressed, [str(weeks) for weeks in WEEKS]))
        draft = replace(_draft(context), weeks=weeks).in_language(context.t.language)
        return self._ask(context, draft, pressed)

    async def ask_outcome(self, context: Context, pressed: Press) -> Outcome:
        asked = await required(context, pressed.argument)
        if asked.is_open(context.now) or asked.outcome is not None:
            raise UserError("engine.old_button")
        draft = Draft(OUTCOME, about=asked.consultation_id).in_language(context.t.language)
        return self._ask(context, draft, pressed)

    async def ask_language(self, context: Context, _: Press) -> Outcome:
        draft, t = _draft(context), context.t
        left = [each for each in Language if each not in draft.languages]
        rows = [(press(t.language_name(each), "consult.language", each),) for each in left]
        return turn(t("voice.ask_language"), *rows, step=_step(_CHOOSING, draft))

    async def got_language(self, context: Context, pressed: Press) -> Outcome:
        draft = _draft(context).in_language(Language(_one_of(pressed, Language)))
        return self._ask(context, draft, pressed)

    async def got_text(self, context: Context, text: Text) -> Outcome | None:
        if not context.may(Action.CONSULT):
            return None
        draft, written = _draft(context), text.text.strip()
        _check(draft, written)
        return self._ask(context, draft.wrote(written), text)

    async def publish(self, context: Context, _: Press) -> Outcome:
        """Raises UserError when nothing is written, or somebody else was quicker."""
        draft, t, staff = _draft(context), context.t, context.staff
        if not draft.languages or staff is None:
            raise UserError("engine.old_button")
        if draft.what == OUTCOME:
            asked = await required(context, draft.about)
            if not await store.keep_outcome(context.tx, asked.consultation_id, draft.outcome(), context.now):
                raise UserError("voice.said_already")
            said = t("voice.outcome_published")
        else:
            asked = draft.consultation(staff.organisation, context.now)
            await store.open_consultation(context.tx, context.keys, asked)
            said = t("voice.published")
        open_it = (press(t.label("voice.open_it"), "consult.open", asked.consultation_id),)
        return turn(said, open_it, views.start_row(t), ends=DIALOGUE)

    def _ask(self, context: Context, draft: Draft, event: Press | Text) -> Outcome:
        """For the next text that is missing; when there is none, everything is shown as it will be."""
        t, missing = context.t, draft.next_field
        if missing is None:
            screen, name = Screen(self._preview(t, draft), _preview_rows(t, draft)), _CHOOSING
        else:
            language = t.language_name(draft.language)
            words = t(
                f"voice.ask_{missing}",
                language=language,
                most=_LONGEST.get(missing, LONGEST_ANSWER),
                answers=draft.answers or MOST_ANSWERS,
            )
            screen, name = Screen(words, ((press(t.label("voice.give_up"), "consult.desk", 0),),)), _WRITING
        reply = Turn(screen) if isinstance(event, Press) else Show(screen)
        return Outcome((reply,), step=_step(name, draft))

    def _preview(self, t: Texts, draft: Draft) -> Html:
        names = t.listed([t.language_name(each) for each in draft.languages])
        written = draft.texts[draft.language]
        if draft.what == OUTCOME:
            shown = views.what_came(t, draft.outcome()[Language(draft.language)])
        else:
            answers = views.numbered(t, read_answers(written.get("answers", "")))
            shown = paragraphs(t("voice.question", question=written["question"]), answers)
        too_much = self._asks_too_much(" ".join(written.values()))
        return paragraphs(
            t("voice.preview"),
            shown,
            t("voice.asks_too_much") if too_much else "",
            t("voice.written_in", languages=names),
        )


def _preview_rows(t: Texts, draft: Draft) -> Rows:
    rows: list[tuple[Button, ...]] = [(press(t.label("voice.publish"), "consult.publish", style="success"),)]
    if len(draft.languages) < len(Language):
        rows.append((press(t.label("voice.more_languages"), "consult.more"),))
    rows.append((press(t.label("voice.write_anew"), "consult.language", draft.language),))
    return (*rows, (press(t.label("voice.give_up"), "consult.desk", 0),))


def _check(draft: Draft, written: str) -> None:
    """Raises UserError with what is wrong."""
    match draft.next_field:
        case "answers":
            if not are_answers(read_answers(written), draft.answers):
                wanted = draft.answers or MOST_ANSWERS
                raise UserError("voice.answers_wrong", answers=wanted, most=LONGEST_ANSWER)
        case str(name) if not 0 < len(written) <= _LONGEST[name]:
            raise UserError("voice.text_too_long", most=_LONGEST[name])


def _one_of(pressed: Press, options: Iterable[str]) -> str:
    """Raises UserError when the button names something else."""
    if pressed.argument not in {str(option) for option in options}:
        raise UserError("engine.old_button")
    return pressed.argument


def _draft(context: Context) -> Draft:
    """Raises UserError when the dialogue is over."""
    data = context.steps.get(DIALOGUE)
    if data is None or data.get("what") not in FIELDS:
        raise UserError("voice.draft_over")
    return Draft.read(data)


def _step(name: str, draft: Draft) -> Step:
    return Step(name, draft.written())
