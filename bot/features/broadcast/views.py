"""What a broadcast looks like to those who write and approve it. No small number is ever told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.language import Language
from bot.core.outcome import Ending, Rows, Style, Tally, press
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.broadcast.rules import MOVES, Broadcast, Estimate, Move, State, rounded

_STYLES: Mapping[Move, Style] = {Move.APPROVE: "primary", Move.DECLINE: "danger", Move.STOP: "danger"}


def people(t: Texts, number: int) -> Html:
    shown = rounded(number)
    return t.count("broadcast.people", shown) if shown else t("broadcast.people_few")


def in_words(t: Texts, expected: Estimate) -> Html:
    """How many, how long, and whether the night comes in between."""
    late = expected.late_zones
    return lines(
        people(t, expected.people),
        t.count("broadcast.minutes", expected.minutes),
        t.count("broadcast.late_zones", late) if late else t("broadcast.before_night"),
    )


def by_language(t: Texts, sizes: Mapping[str, Mapping[Language, int]]) -> list[tuple[Language, Html]]:
    """The languages readers get their letters in, in the order of the house's."""
    total = {each: sum(found.get(each, 0) for found in sizes.values()) for each in Language}
    return [(each, people(t, number)) for each, number in total.items() if number]


def languages(t: Texts, chosen: Sequence[str]) -> str:
    if not chosen:
        return t.label("broadcast.all_languages")
    return t.listed([t.language_name(each) for each in Language if each in chosen])


def heading(t: Texts, readers: str, chosen: Sequence[str], kind: str) -> Html:
    return lines(
        t("broadcast.to", readers=readers),
        t("broadcast.reading", languages=languages(t, chosen)),
        t("broadcast.of_kind", kind=t.label(f"broadcast.kind_{kind}")),
    )


def standing(t: Texts, broadcast: Broadcast) -> Html:
    return t(f"broadcast.state_{broadcast.state.name.lower()}")


def row(t: Texts, broadcast: Broadcast) -> str:
    """A button."""
    state = t.label(f"broadcast.state_{broadcast.state.name.lower()}")
    return t.label("broadcast.row", kind=t.label(f"broadcast.kind_{broadcast.kind}"), state=state)


def move_rows(t: Texts, broadcast: Broadcast, *, is_author: bool) -> Rows:
    """What can be done with it now; nobody approves their own."""
    moves = [move for move in MOVES.get(broadcast.state, {}) if not (is_author and move is Move.APPROVE)]
    return tuple(
        (
            press(
                t.label(f"broadcast.move_{move}"),
                "broadcast.move",
                broadcast.broadcast_id,
                move,
                style=_STYLES.get(move),
            ),
        )
        for move in moves
    )


def progress(t: Texts, broadcast: Broadcast, tally: Tally) -> Html:
    """What has become of it so far, or in the end; nothing before it was approved."""
    if broadcast.state in (State.WAITING, State.DECLINED):
        return Html("")
    numbers = {ending: tally.ended.get(ending, 0) for ending in Ending}
    numbers[Ending.UNREACHABLE] += broadcast.unreachable
    shown = [
        t(f"broadcast.ended_{ending}", people=people(t, number))
        for ending, number in numbers.items()
        if number or ending is Ending.SENT
    ]
    if broadcast.passed_over:
        shown.append(t("broadcast.passed_over", people=people(t, broadcast.passed_over)))
    return lines(t("broadcast.of_all", people=people(t, broadcast.people)), *shown)


def result(t: Texts, broadcast: Broadcast, tally: Tally) -> Html:
    return paragraphs(standing(t, broadcast), progress(t, broadcast, tally))
