"""How places are spoken of: how much room there is, where somebody stands, what they can answer."""

from __future__ import annotations

from bot.core.codes import spell_code
from bot.core.outcome import Button, Rows, press
from bot.core.places.book import Place
from bot.core.places.rules import Places, Standing, room_in
from bot.core.text import Html, Texts, escape


def room_line(t: Texts, at: Places) -> Html:
    return t(f"places.room_{room_in(at)}")


def standing_text(t: Texts, place: Place, zone: str, code: str, ahead: int) -> Html:
    """What somebody who signed up holds or waits for; `ahead`: how many wait before them."""
    match place.standing:
        case Standing.GOING:
            return t("places.going", code=Html(f"<code>{escape(spell_code(code))}</code>"))
        case Standing.OFFERED:
            assert place.offer_ends_at is not None
            return t("places.offered", until=t.moment(place.offer_ends_at, zone))
        case Standing.WAITING:
            return t.count("places.waiting", ahead + 1)


def sign_up_label(t: Texts, standing: Standing) -> str:
    """On the button, by what whoever presses it gets."""
    return t.label("places.sign_up") if standing is Standing.GOING else t.label("places.wait")


def copy_code_button(t: Texts, code: str) -> Button:
    return Button(t.label("places.copy_code"), copy=spell_code(code))


def answers_to_offer(t: Texts, name: str, of: str) -> Rows:
    """`name`: of the slice, whose routes take the answers."""
    return (
        (press(t.label("places.take"), f"{name}.take", of, style="success"),),
        (press(t.label("places.decline"), f"{name}.decline", of),),
    )
