"""What stands behind the card: somebody to talk to, where it all comes from, which number did not work."""

from __future__ import annotations

from datetime import date
from html import escape as escape_attribute

from bot.core.emergency import Source
from bot.core.outcome import Button, Screen, press
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.support.cards import back_to_card, date_text, services
from bot.features.support.helplines import Helpline
from bot.features.support.places import Place

GUIDANCE = (
    Source("Know the Score, Scotland: first aid", "https://knowthescore.info/help-and-support/first-aid/"),
    Source(
        "Hato Hone St John, New Zealand: overdose of drugs or alcohol",
        "https://www.stjohn.org.nz/first-aid/first-aid-library/overdose-drugs-and-alcohol",
    ),
    Source(
        "WHO 2014: community management of opioid overdose", "https://www.ncbi.nlm.nih.gov/books/NBK264311/"
    ),
    Source(
        "UNODC: opioid overdose",
        "https://syntheticdrugs.unodc.org/syntheticdrugs/en/treatment/opioidoverdose/index.html",
    ),
)
"""What the steps are written after."""
GUIDANCE_CHECKED_ON = date(2026, 11, 23)


def somebody_screen(t: Texts, place: Place) -> Screen:
    found = [_helpline(t, each) for each in place.helplines]
    copies = [
        (Button(t.label("support.copy_number", number=each.number), copy=each.dialled),)
        for each in place.helplines
    ]
    words = [t("support.helplines"), *found] if found else [t("support.no_helplines")]
    return Screen(
        paragraphs(*words, t("support.other_ways")),
        (
            *copies,
            (press(t.label("support.services"), "services.start"),),
            (press(t.label("support.talk"), "concern.new"),),
            (back_to_card(t, place),),
        ),
    )


def sources_screen(t: Texts, place: Place) -> Screen:
    """Of the steps, and of the numbers of this country."""
    guidance = lines(*(_source(t, each) for each in GUIDANCE))
    parts = [t("support.guidance"), guidance, _checked(t, "support.guidance_checked", GUIDANCE_CHECKED_ON)]
    if place.numbers.checked_on:
        parts += [
            t("support.numbers"),
            lines(*(_source(t, each) for each in place.numbers.sources)),
            _checked(t, "support.numbers_checked", place.numbers.checked_on),
        ]
    return Screen(paragraphs(*parts, t("support.review")), ((back_to_card(t, place),),))


def which_screen(t: Texts, place: Place) -> Screen:
    """Asks which number did not work."""
    found = [(line.number, line.number, str(services(t, line))) for line in place.lines]
    found += [(each.dialled, each.number, each.name[t.language]) for each in place.helplines]
    return Screen(
        t("support.which"),
        (
            *((_which_button(t, place, *each),) for each in found),
            (back_to_card(t, place),),
        ),
    )


def _which_button(t: Texts, place: Place, dialled: str, number: str, whom: str) -> Button:
    label = t.label("support.which_button", number=number, services=whom)
    return press(label, "support.failed", place.country, dialled)


def _helpline(t: Texts, helpline: Helpline) -> Html:
    languages = t.listed([t.language_name(each) for each in helpline.languages])
    return lines(
        t("support.helpline", name=helpline.name[t.language], number=helpline.number),
        t(f"support.helpline_for.{helpline.kind}"),
        t("support.helpline_when", hours=helpline.hours[t.language], languages=languages),
        t(f"support.helpline_cost.{helpline.cost}"),
        _checked(t, "support.helpline_checked", helpline.checked_on),
    )


def _source(t: Texts, source: Source) -> Html:
    address = escape_attribute(source.url)
    return t("support.source", title=source.title, link=Html(f'<a href="{address}">{address}</a>'))


def _checked(t: Texts, key: str, on: date) -> Html:
    return t(key, date=date_text(t, on))
