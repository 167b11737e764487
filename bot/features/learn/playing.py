"""Playing a scenario: one message that turns; the buttons hold the way gone so far, and nothing is kept."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press
from bot.core.menu import to_menu
from bot.core.outcome import Button, Outcome, Rows, Screen, Show, Turn, press
from bot.core.routes import Feature, OnLink, OnPress
from bot.core.text import RIGHT_TO_LEFT_MARK, Html, Texts, lines, paragraphs
from bot.features.learn.item import Kind
from bot.features.learn.library import Library
from bot.features.learn.parts import (
    expired_line,
    fresh_first,
    share_button,
    sources_screen,
    topics_button,
    voice_row,
)
from bot.features.learn.scenario import Choice, Scenario, Scene


class Playing:
    def __init__(self, library: Library) -> None:
        self._library = library

    def feature(self) -> Feature:
        return Feature(
            "learn.playing",
            [
                OnPress("learn.play", self.show_turn),
                OnPress("learn.play_sources", self.show_sources),
                OnLink(Kind.SCENARIO.code, self.show_linked),
            ],
        )

    async def show_turn(self, context: Context, pressed: Press) -> Outcome:
        """The arguments are the scenario and the numbers of the choices made, in a row."""
        name, path = (*pressed.arguments, "", "")[:2]
        return Outcome((Turn(self._screen(context, self._scenario(name), path)),))

    async def show_linked(self, context: Context, command: Command) -> Outcome:
        return Outcome((Show(self._screen(context, self._scenario(command.argument), "")),))

    async def show_sources(self, context: Context, pressed: Press) -> Outcome:
        name, path = (*pressed.arguments, "", "")[:2]
        scenario = self._scenario(name)
        _walked(context, scenario, path)
        back = press(context.t.label("learn.back"), "learn.play", name, path)
        return Outcome((Turn(sources_screen(context, scenario, back)),))

    def _screen(self, context: Context, scenario: Scenario, path: str) -> Screen:
        walked = _walked(context, scenario, path)
        if walked[-1].is_ending:
            return _ending_screen(context, scenario, path, walked, self._another(context, scenario))
        return _turn_screen(context, scenario, path, walked[-1])

    def _another(self, context: Context, scenario: Scenario) -> Scenario | None:
        """The next of the same topic, else of any; one that has expired only if there is no other."""
        names = [each.name for each in self._library.scenarios]
        after = names.index(scenario.name) + 1
        others = (*self._library.scenarios[after:], *self._library.scenarios[: after - 1])
        near = sorted(others, key=lambda each: each.topic is not scenario.topic)
        return next(iter(fresh_first(context, near)), None)

    def _scenario(self, name: str) -> Scenario:
        if scenario := self._library.scenario(name):
            return scenario
        raise UserError("learn.gone")


def _walked(context: Context, scenario: Scenario, path: str) -> list[Scene]:
    """Raises UserError where the scenario does not go this way (any more)."""
    if walked := scenario.editions[context.t.language].walk(path):
        return walked
    raise UserError("learn.gone")


def _turn_screen(context: Context, scenario: Scenario, path: str, scene: Scene) -> Screen:
    """The choices stand in the text, where nothing of them is cut; the buttons have their numbers."""
    t = context.t
    numbers = tuple(
        press(str(n), "learn.play", scenario.name, f"{path}{n}") for n in range(1, len(scene.choices) + 1)
    )
    start: Rows = () if path else ((_sources(t, scenario, path), _share(t, scenario)),)
    return Screen(
        paragraphs(
            _head(context, scenario),
            scene.html,
            lines(t("learn.what_now"), *(_choice(t, n, each) for n, each in enumerate(scene.choices, 1))),
        ),
        (numbers, *start, (_back(t, scenario, path), to_menu(t))),
    )


def _ending_screen(
    context: Context, scenario: Scenario, path: str, walked: list[Scene], another: Scenario | None
) -> Screen:
    t = context.t
    mark = RIGHT_TO_LEFT_MARK if t.language.is_right_to_left else ""
    skills = (Html(f"{mark}• {scene.skill}") for scene in walked if scene.skill)
    again = press(t.label("learn.play_again"), "learn.play", scenario.name)
    onward = (press(t.label("learn.another"), "learn.play", another.name),) if another else ()
    return Screen(
        paragraphs(
            _head(context, scenario),
            walked[-1].html,
            lines(t("learn.take_away"), *skills),
            t("learn.was_it_helpful"),
        ),
        (
            voice_row(t, Kind.SCENARIO, scenario.name),
            (again, *onward),
            (_sources(t, scenario, path), _share(t, scenario, path)),
            (_back(t, scenario, path), topics_button(t)),
        ),
    )


def _head(context: Context, scenario: Scenario) -> Html:
    head = context.t("learn.play_head", title=scenario.editions[context.t.language].title)
    return paragraphs(head, expired_line(context, scenario))


def _choice(t: Texts, n: int, choice: Choice) -> Html:
    return t("learn.choice", n=n, words=choice.words)


def _sources(t: Texts, scenario: Scenario, path: str) -> Button:
    return press(t.label("learn.sources"), "learn.play_sources", scenario.name, path)


def _share(t: Texts, scenario: Scenario, path: str = "") -> Button:
    return share_button(t, Kind.SCENARIO.code, scenario.name, path)


def _back(t: Texts, scenario: Scenario, path: str) -> Button:
    """To the turn before, where one may choose otherwise."""
    if path:
        return press(t.label("learn.back"), "learn.play", scenario.name, path[:-1])
    return press(t.label("learn.back"), "learn.topic", scenario.topic)
