"""How consultations, their results and what came of them look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from bot.core import pages
from bot.core.counts import SMALLEST, about, shown_counts
from bot.core.directory import Directory
from bot.core.language import Language
from bot.core.menu import to_menu
from bot.core.outcome import Button, Rows, press
from bot.core.text import Html, Texts, lines, paragraphs, span
from bot.features.voice.rules import Consultation, Form, WhatCame, Wording, best_language
from bot.features.voice.store import PAGE


def wording(asked: Consultation, language: Language) -> Wording:
    return asked.wordings[best_language(asked.wordings, language)]


def question(t: Texts, directory: Directory, asked: Consultation) -> Html:
    """Who asks what, of whom, and until when; the answers numbered."""
    said = wording(asked, t.language)
    zone = directory.zone_of(asked.organisation)
    return paragraphs(
        t("voice.question", question=said.question),
        numbered(t, said.answers),
        lines(
            t("voice.asked_by", organisation=directory.organisation_name(asked.organisation, t.language)),
            t("voice.asked_of", area=area_name(t, directory, asked.area), age=age_name(t, asked.age)),
            t("voice.open_until", moment=t.moment(asked.closes_at, zone)) if not asked.is_closed else "",
            _other_language(t, asked.wordings),
            t("voice.demonstration") if asked.is_demonstration else "",
        ),
    )


def numbered(t: Texts, answers: Sequence[str]) -> Html:
    return lines(*(t("voice.numbered", n=n, answer=answer) for n, answer in enumerate(answers, 1)))


def results(t: Texts, asked: Consultation, counts: Sequence[int]) -> Html:
    """Never so exact that somebody could be told from the others."""
    voices = about(asked.voices)
    if voices is None:
        return t("voice.too_few", least=SMALLEST)
    heading = t("voice.voices", voices=voices)
    shown = shown_counts(counts) if asked.form is Form.CHOICE else None
    if shown is None:
        return heading
    answers = wording(asked, t.language).answers
    return lines(heading, *(_result(t, answer, n) for answer, n in zip(answers, shown, strict=True)))


def outcome(t: Texts, directory: Directory, asked: Consultation) -> Html:
    """You said, we did; or that nothing was said yet."""
    if asked.outcome is None:
        organisation = directory.organisation_name(asked.organisation, t.language)
        return t("voice.no_outcome", organisation=organisation)
    came = asked.outcome[best_language(asked.outcome, t.language)]
    return paragraphs(what_came(t, came), _other_language(t, asked.outcome))


def what_came(t: Texts, came: WhatCame) -> Html:
    return paragraphs(t("voice.you_said", said=came.said), t("voice.we_did", did=came.did))


def listed(t: Texts, found: Sequence[Consultation], route: str) -> tuple[Html, Rows]:
    """Numbered in the text, where nothing is cut, with a button for each number."""
    shown = found[:PAGE]
    texts = [
        t("voice.numbered", n=n, answer=wording(each, t.language).question) for n, each in enumerate(shown, 1)
    ]
    buttons = tuple(press(str(n), route, each.consultation_id) for n, each in enumerate(shown, 1))
    return lines(*texts), ((buttons,) if buttons else ())


turning = partial(pages.turning, "voice")


def area_name(t: Texts, directory: Directory, area: str) -> str:
    return directory.area_name(area, t.language) if area else t.label("voice.all_areas")


def age_name(t: Texts, age: str) -> str:
    """As in `10–13`, which holds for every age but none."""
    return t.label("voice.years", years=span(t, *age.split("-"))) if age else t.label("voice.all_ages")


def start_row(t: Texts) -> tuple[Button, ...]:
    back = press(t.label("voice.back"), "voice.start")
    return (back, to_menu(t))


def _result(t: Texts, answer: str, voices: int | None) -> Html:
    if voices is None:
        return t("voice.result_few", answer=answer, least=SMALLEST)
    return t("voice.result", answer=answer, voices=voices)


def _other_language(t: Texts, written: Mapping[Language, object]) -> Html:
    """Nobody is left to wonder why a text is in another language than theirs."""
    shown = best_language(written, t.language)
    return Html("") if shown is t.language else t("voice.shown_in", language=t.language_name(shown))
