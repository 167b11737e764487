"""What is shown of help now: the card, the steps by situation, and what comes unasked."""

from __future__ import annotations

from datetime import date

from bot.core.menu import to_menu
from bot.core.outcome import Button, Rows, Screen, press
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.support.places import NOWHERE, Place
from bot.features.support.rules import Line, Situation


def card_screen(t: Texts, place: Place) -> Screen:
    """The number and three lines first; whoever is in fear reads no more."""
    return Screen(
        paragraphs(t("support.call", number=place.to_call), t("support.first"), numbers_text(t, place)),
        (
            *copy_rows(t, place),
            *_situation_rows(t, place),
            _about_place(t, place),
            (
                press(t.label("support.somebody"), "support.somebody", place.country),
                press(t.label("support.keep_offline"), "support.offline", place.country),
            ),
            (to_menu(t),),
        ),
    )


def steps_screen(t: Texts, place: Place, situation: Situation) -> Screen:
    return Screen(
        paragraphs(
            t("support.call", number=place.to_call),
            t(f"support.steps.{situation}"),
            t("support.never"),
            t("support.review"),
        ),
        (
            *copy_rows(t, place),
            *_situation_rows(t, place),
            (
                press(t.label("support.sources"), "support.sources", place.country),
                back_to_card(t, place),
            ),
        ),
    )


def alarm_screen(t: Texts, place: Place) -> Screen:
    """Short: who is in danger reads one line. The steps are one press away."""
    steps = press(t.label("support.what_to_do"), "support.now", style="danger")
    return Screen(t("support.alarm", number=place.to_call), (_first_copy(t, place), (steps,)))


def away_screen(t: Texts, place: Place) -> Screen:
    """While the bot is being looked after."""
    now = press(t.label("start.help_now"), "support.now", style="danger")
    return Screen(t("support.away", number=place.to_call), (_first_copy(t, place), (now,)))


def numbers_text(t: Texts, place: Place) -> Html:
    """All numbers with whom they reach, and what is not sure about them."""
    return lines(
        t("support.for_country", country=t.country_name(place.country)) if place.is_known else "",
        Html(" · ".join(_line(t, line) for line in place.lines)),
        "" if place.numbers.is_agreed else t("support.not_confirmed"),
        *(t("support.doubted", number=line.number) for line in place.lines if line.is_doubted),
    )


def services(t: Texts, line: Line) -> Html:
    return t.listed([t.label(f"support.service.{each}") for each in line.services])


def copy_rows(t: Texts, place: Place) -> Rows:
    """The number for a life in danger alone in its row; whom the others reach stands in the text."""
    others = tuple(Button(line.number, copy=line.number) for line in place.lines[1:])
    return (_first_copy(t, place), others) if others else (_first_copy(t, place),)


def date_text(t: Texts, on: date) -> Html:
    return t("support.date", day=t.day(on), year=on.year)


def back_to_card(t: Texts, place: Place) -> Button:
    return press(t.label("support.back_to_card"), "support.card", place.country)


def nowhere_button(t: Texts) -> Button:
    return press(t.label("support.not_listed"), "support.card", NOWHERE)


def _line(t: Texts, line: Line) -> Html:
    return t("support.line", services=services(t, line), number=line.number)


def _about_place(t: Texts, place: Place) -> tuple[Button, ...]:
    """Where nothing is known of a place, nothing can be checked there."""
    elsewhere = press(t.label("support.elsewhere"), "support.elsewhere")
    if not place.is_known:
        return (elsewhere,)
    return elsewhere, press(t.label("support.did_not_work"), "support.which", place.country)


def _first_copy(t: Texts, place: Place) -> tuple[Button, ...]:
    return (Button(t.label("support.copy_number", number=place.to_call), copy=place.to_call),)


def _situation_rows(t: Texts, place: Place) -> Rows:
    buttons = [
        press(t.label(f"support.situation.{each}"), "support.steps", place.country, each)
        for each in Situation
    ]
    return tuple(tuple(buttons[first : first + 2]) for first in range(0, len(buttons), 2))
