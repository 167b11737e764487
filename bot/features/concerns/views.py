"""How a concern looks: shown in one way, for the young person's preview and for the officer alike."""

from __future__ import annotations

from datetime import date

from bot.core.outcome import Button, Rows, Screen, below, press
from bot.core.text import Html, Texts, escape, lines, paragraphs
from bot.features.concerns.drafts import Draft
from bot.features.concerns.office import Office
from bot.features.concerns.rules import MESSAGE_CHARACTERS, Concern, Rating, Urgency, day_part


def card(t: Texts, office: Office, concern: Concern) -> Html:
    """What officers see of a concern before they take it: nothing that was written."""
    return lines(
        t("concerns.card_title", reference=office.title(t, concern)),
        t("concerns.card_training") if concern.training else Html(""),
        *heading(t, office, concern.topic, concern.area),
        t("concerns.card_urgent") if concern.is_urgent else Html(""),
        t("concerns.card_high") if concern.urgency is Urgency.HIGH else Html(""),
        t("concerns.card_language", language=t.language_name(concern.language)),
        _when(t, office, concern),
        t("concerns.card_about_staff") if concern.is_about_staff else Html(""),
    )


def preview_card(t: Texts, office: Office, draft: Draft, *, is_urgent: bool) -> Html:
    """The same card, for the person who is about to send it."""
    return lines(
        t("concerns.card_title_preview"),
        t("concerns.card_training") if draft.training else Html(""),
        *heading(t, office, draft.topic, draft.area),
        t("concerns.card_urgent") if is_urgent else Html(""),
        t("concerns.card_language", language=t.language_name(t.language)),
        t("concerns.card_when_preview"),
        t("concerns.card_about_staff") if draft.is_about_staff else Html(""),
    )


def card_screen(t: Texts, office: Office, concern: Concern) -> Screen:
    """For somebody who may take the case."""
    recuse = (press(t.label("concerns.not_for_me"), "case.recuse", concern.case_id),)
    return Screen(card(t, office, concern), (take_row(t, concern), recuse))


def take_row(t: Texts, concern: Concern) -> tuple[Button, ...]:
    return (press(t.label("concerns.take"), "case.take", concern.case_id, style="primary"),)


def settled_card(t: Texts, office: Office, concern: Concern, note: Html, *rows: tuple[Button, ...]) -> Screen:
    """The card with what became of the case."""
    return Screen(paragraphs(card(t, office, concern), note), rows)


def case_rows(t: Texts, concern: Concern) -> Rows:
    """What an officer can do with a case they have."""
    case_id = concern.case_id
    return (
        (
            press(t.label("concerns.canned"), "case.canned", case_id),
            press(t.label("concerns.note"), "case.note", case_id),
        ),
        (
            press(t.label("concerns.summary"), "case.summary", case_id),
            press(t.label("concerns.labels"), "case.labels", case_id),
        ),
        (
            press(t.label("concerns.hand_over"), "case.hand_over", case_id),
            press(t.label("concerns.more"), "case.more", case_id),
        ),
        (press(t.label("concerns.close_case"), "case.close", case_id),),
    )


def words(text: str, mark: Html | None = None) -> list[Html]:
    """A relayed message: the words alone; the mark above them where there is room, else before them."""
    if mark is None:
        return [escape(text)]
    if _length(mark) + 1 + _length(text) <= MESSAGE_CHARACTERS:
        return [lines(mark, escape(text))]
    return [mark, escape(text)]


def topic_title(t: Texts, office: Office, concern: Concern) -> str:
    """The name of a case's topic in the officer's chat; Telegram allows 128 characters."""
    directory = office.directory
    names = (directory.topic_name(concern.topic, t.language), directory.area_name(concern.area, t.language))
    title = " · ".join((office.title(t, concern), *names))
    return (title if concern.is_open else t.label("concerns.topic_closed", title=title))[:128]


def case_line(t: Texts, office: Office, concern: Concern) -> str:
    """A case as a button's label."""
    return f"{office.title(t, concern)} · {office.directory.topic_name(concern.topic, t.language)}"


def case_button(t: Texts, concern: Concern) -> tuple[Button, ...]:
    """To the young person's own view of a case, from an answer or a code that stays where it stands."""
    return (below(t.label("concerns.show_case"), "concern.show", concern.case_id),)


def closed_rows(t: Texts, concern: Concern) -> Rows:
    """Rating the help, and opening the case again."""
    ratings = tuple(
        (press(t.label(f"concerns.rating_{rating}"), "concern.rate", concern.case_id, rating),)
        for rating in Rating
    )
    return (*ratings, (press(t.label("concerns.reopen"), "concern.reopen", concern.case_id),))


def back_to_desk(t: Texts) -> tuple[Button, ...]:
    return (press(t.label("concerns.back_to_desk"), "case.desk"),)


def heading(t: Texts, office: Office, topic: str, area: str) -> tuple[Html, Html]:
    """What it is about, and where."""
    directory = office.directory
    return (
        t("concerns.card_topic", topic=directory.topic_name(topic, t.language)),
        t("concerns.card_area", area=directory.area_name(area, t.language)),
    )


def _length(text: str) -> int:
    """In UTF-16 units, the strictest way Telegram may count."""
    return len(text.encode("utf-16-le")) // 2


def _when(t: Texts, office: Office, concern: Concern) -> Html:
    area = office.directory.areas.get(concern.area)
    day, part = day_part(concern.opened_at, area.zone if area else "UTC")
    return t(f"concerns.card_when_{part}", day=t.day(date.fromordinal(day)))
