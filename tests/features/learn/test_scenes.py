"""Scenarios are read strictly: a story that leads nowhere, round in a circle or too far is not told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import RIGHT_TO_LEFT_MARK
from bot.features.learn.reading.scenes import SCENE_LIMIT, read_scenes
from bot.features.learn.scenario import LONGEST_PATH, START, ScenarioEdition, Ways, paths, reachable
from tests.library import ARABIC_SCENARIO, SCENARIO

NAMES = (START, "a", "b", "c", "d", "e", "f")


def told(body: str) -> ScenarioEdition:
    scenes, mistakes = read_scenes(body, "")
    assert mistakes == []
    return ScenarioEdition("", "", (), None, scenes)


def written(ways: Ways) -> str:
    """A scenario with these turns and ways; it begins with the start, in whatever order they are drawn."""
    turns = []
    for name, onward in sorted(ways.items(), key=lambda way: way[0] != START):
        skill = "" if name == START else "> **Skill:** Stay.\n\n"
        choices = "".join(f"- [Choice {n}](#{to})\n" for n, to in enumerate(onward))
        turns.append(f"## {name}\nSomething happens.\n\n{skill}{choices}\n")
    return "".join(turns)


def test_a_turn_is_told_with_its_skill_in_its_place_and_its_choices_apart() -> None:
    edition = told(SCENARIO)
    assert [scene.name for scene in edition.scenes] == ["start", "kept-talking", "took-it", "left", "home"]
    kept = edition.scenes[1]
    assert kept.html == (
        "Often the talk just goes on.\n\n"
        "<blockquote><b>Skill:</b> A short no needs no <i>reason</i>.</blockquote>\n\n"
        "A little later the friend asks again."
    )
    assert kept.skill == "A short no needs no <i>reason</i>."
    assert [choice.to for choice in kept.choices] == ["left", "home"]
    assert [scene.is_ending for scene in edition.scenes] == [False, False, False, True, True]


def test_in_arabic_every_line_says_its_direction() -> None:
    scenes, mistakes = read_scenes(ARABIC_SCENARIO, RIGHT_TO_LEFT_MARK)
    assert mistakes == []
    for scene in scenes:
        lines = scene.html.replace("<blockquote>", "").split("\n\n")
        assert all(line.startswith(RIGHT_TO_LEFT_MARK) for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("## start", "## begin", "does not begin with the turn “start”"),
        ("## start", "text\n## start", "text stands before the first turn"),
        ("## left", "## Left!", "turn “Left!” is not named in a-z"),
        ("## left", "## home", "turn “home” stands there 2 times"),
        ("(#left)", "(#lost)", "turn “kept-talking” leads to “lost”, which is not there"),
        ("(#took-it)", "(#home)", "turn “took-it” cannot be reached"),
        ("(#home)", "(#start)", "goes round in a circle: start → kept-talking → start"),
        ("- [I go home](#home)", "- I go home", "turn “kept-talking” has a line that is no choice"),
        ("- [I go home](#home)\n", "", "turn “kept-talking” has 1 choices; a turn has none or 2 to 4"),
        (
            "- [I go home](#home)",
            "- [I *go* home](#home)\nAnd then?",
            "turn “kept-talking” goes on after its choices",
        ),
        ("I go home", "x" * 81, "turn “kept-talking” has a choice of 81 characters; 80 fit"),
        (
            "I go home",
            "I `go` home",
            "turn “kept-talking” has markup where words stand as they are: I `go` home",
        ),
        ("> **Skill:** Offer something else to do.", "", "turn “left” has 0 skills"),
        ("> **Skill:** Offer", "> Offer", "turn “left” has a quotation that is no skill"),
        ("Often somebody comes along.\n", "", "turn “left” does not say what happens"),
        ("Often somebody comes along.", "x" * SCENE_LIMIT, f"turn “left” has {SCENE_LIMIT + 42} characters"),
        ("Often somebody comes along.", "See [this](https://x.org)", "turn “left” has markup"),
        (
            "Often somebody comes",
            "Often\nsomebody comes",
            "turn “left” has a paragraph of more than one line",
        ),
    ],
)
def test_a_mistake_is_named_with_its_turn(old: str, new: str, said: str) -> None:
    assert old in SCENARIO
    _, mistakes = read_scenes(SCENARIO.replace(old, new, 1), "")
    assert any(mistake.startswith(said) for mistake in mistakes), mistakes


any_ways = st.fixed_dictionaries(
    {name: st.one_of(st.just([]), st.lists(st.sampled_from(NAMES), min_size=2, max_size=4)) for name in NAMES}
)


@given(any_ways)
def test_whatever_is_accepted_can_be_played_to_every_ending(ways: Mapping[str, list[str]]) -> None:
    scenes, mistakes = read_scenes(written(ways), "")
    if mistakes:
        has_circle_or_is_long = any(len(path) > LONGEST_PATH or path[-1] in path[:-1] for path in paths(ways))
        assert has_circle_or_is_long or reachable(ways) != set(NAMES)
        return
    edition, ends = ScenarioEdition("", "", (), None, scenes), 0
    ahead = [""]
    while ahead:
        path = ahead.pop()
        walked = edition.walk(path)
        assert walked is not None
        assert len(walked) == len(path) + 1 <= LONGEST_PATH
        ends += walked[-1].is_ending
        ahead += [f"{path}{n}" for n in range(1, len(walked[-1].choices) + 1)]
    assert ends == len(list(paths(ways)))


@given(st.text(max_size=8))
def test_a_forged_way_leads_nowhere_or_to_a_turn(path: str) -> None:
    walked = told(SCENARIO).walk(path)
    assert walked is None or len(walked) == len(path) + 1


@given(st.text(alphabet="#-[]()>*! \nax", max_size=200))
def test_nothing_that_can_be_written_breaks_the_reading(body: str) -> None:
    scenes, mistakes = read_scenes(body, "")
    assert scenes or mistakes
