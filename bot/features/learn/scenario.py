"""A scenario: something happens to "you", you choose what to say, and see what tends to happen then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.core.text import Html
from bot.features.learn.item import Item, Kind, Written

START = "start"
LONGEST_PATH = 4
"""Turns from the start to an ending; a button holds the way gone so far."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`to` is the name of the turn it leads to."""

    words: str
    to: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One turn. `html` has the skill in its place; `skill` is what it says without its first word."""

    name: str
    html: Html
    plain: str
    skill: Html | None
    choices: tuple[Choice, ...]

    @property
    def is_ending(self) -> bool:
        return not self.choices


@dataclass(frozen=True, slots=True)
class ScenarioEdition(Written):
    """A scenario in one language. The first scene is the start."""

    scenes: tuple[Scene, ...]

    def walk(self, path: str) -> list[Scene] | None:
        """The scenes from the start on, by the numbers of the choices; None: there is no such way."""
        scenes = {scene.name: scene for scene in self.scenes}
        walked = [scenes[START]]
        for step in path:
            choices = walked[-1].choices
            if not step.isascii() or not step.isdigit() or not 1 <= int(step) <= len(choices):
                return None
            walked.append(scenes[choices[int(step) - 1].to])
        return walked


@dataclass(frozen=True, slots=True)
class Scenario(Item[ScenarioEdition]):
    """The same turns in every edition, in the same order and with the same ways between them."""

    kind: ClassVar[Kind] = Kind.SCENARIO


Ways = Mapping[str, Sequence[str]]
"""The turns each turn leads to."""


def reachable(ways: Ways) -> set[str]:
    """From the start, itself too."""
    found, ahead = {START}, [START]
    while ahead:
        fresh = set(ways.get(ahead.pop(), ())) - found
        found |= fresh
        ahead += fresh
    return found


def paths(ways: Ways, so_far: tuple[str, ...] = (START,)) -> Iterator[tuple[str, ...]]:
    """Every way from the start to an ending; one that is too long or comes round again breaks off there."""
    onward = ways.get(so_far[-1], ())
    if not onward or len(so_far) > LONGEST_PATH or so_far[-1] in so_far[:-1]:
        yield so_far
        return
    for turn in onward:
        yield from paths(ways, (*so_far, turn))
