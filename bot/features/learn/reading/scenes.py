"""The body of a scenario: turns, each with what happens, a skill, and choices that lead on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.core.text import Html
from bot.features.learn.reading.markdown import (
    ITEM,
    broken_paragraphs,
    length,
    line_mistakes,
    markup,
    plain,
    plain_text_mistakes,
)
from bot.features.learn.scenario import LONGEST_PATH, START, Choice, Scene, Ways, paths, reachable

SCENE_LIMIT = 900
CHOICE_LIMIT = 80
CHOICES = range(2, 5)
"""How many a turn has that is no ending."""

_NAME = re.compile(r"[a-z0-9-]{1,16}")
_CHOICE = re.compile(r"- \[(.+)\]\(#([^()\s]*)\)")
_SKILL = re.compile(r"> \*\*[^*]+\*\* (\S.*)")
_QUOTED = "> "


@dataclass(slots=True)
class _Section:
    """The lines of a turn by what they are."""

    told: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    is_muddled: bool = False
    """Something stands after the choices."""


def read_scenes(body: str, mark: str) -> tuple[tuple[Scene, ...], list[str]]:
    """`mark` begins every line. The turns, and what is wrong with them, a line each."""
    before, *sections = re.split(r"^## ", body, flags=re.MULTILINE)
    mistakes = [] if not before.strip() else ["text stands before the first turn (## …)"]
    if not sections or sections[0].partition("\n")[0].strip() != START:
        mistakes.append(f"does not begin with the turn “{START}”")
    scenes = []
    for section in sections:
        name, _, text = section.partition("\n")
        lines = text.strip("\n").splitlines()
        sorted_out = _sort_out(lines)
        scenes.append(_scene(name.strip(), lines, sorted_out, mark))
        mistakes += [f"turn “{name.strip()}” {each}" for each in _mistakes(name.strip(), lines, sorted_out)]
    return tuple(scenes), mistakes or list(_wrong_ways(scenes))


def shape_of_scenes(scenes: tuple[Scene, ...]) -> dict[str, object]:
    """What is the same in every language."""
    ways = (f"{scene.name} → {', '.join(choice.to for choice in scene.choices)}" for scene in scenes)
    skilled = (scene.name for scene in scenes if scene.skill)
    return {"turns": "; ".join(ways), "turns with a skill": ", ".join(skilled)}


def ways_of(scenes: Sequence[Scene]) -> Ways:
    return {scene.name: [choice.to for choice in scene.choices] for scene in scenes}


def _sort_out(lines: Sequence[str]) -> _Section:
    section = _Section()
    for line in filter(None, lines):
        if line.startswith(ITEM):
            section.choices.append(line)
            continue
        section.is_muddled |= bool(section.choices)
        (section.skills if line.startswith(">") else section.told).append(line)
    return section


def _scene(name: str, lines: Sequence[str], section: _Section, mark: str) -> Scene:
    shown = [line for line in lines if line and not line.startswith(ITEM)]
    found = [_SKILL.fullmatch(line) for line in section.skills]
    choices = (_CHOICE.fullmatch(line) for line in section.choices)
    return Scene(
        name=name,
        html=Html("\n\n".join(_shown(line, mark) for line in shown)),
        plain="\n".join(plain(line.removeprefix(_QUOTED)) for line in shown),
        skill=next((Html(markup(skill[1])) for skill in found if skill), None),
        choices=tuple(Choice(choice[1], choice[2]) for choice in choices if choice),
    )


def _shown(line: str, mark: str) -> str:
    if line.startswith(_QUOTED):
        return f"<blockquote>{mark}{markup(line.removeprefix(_QUOTED))}</blockquote>"
    return mark + markup(line)


def _mistakes(name: str, lines: Sequence[str], section: _Section) -> Iterator[str]:
    if not _NAME.fullmatch(name):
        yield "is not named in a-z, 0-9 and -, 16 characters at most"
    if not section.told:
        yield "does not say what happens"
    if section.is_muddled:
        yield "goes on after its choices"
    if section.choices and len(section.choices) not in CHOICES:
        yield f"has {len(section.choices)} choices; a turn has none or {CHOICES[0]} to {CHOICES[-1]}"
    if (units := length("\n".join(lines))) > SCENE_LIMIT:
        yield f"has {units} characters; {SCENE_LIMIT} fit"
    yield from _skill_mistakes(name, section)
    yield from _choice_mistakes(section)
    yield from line_mistakes(line.removeprefix(_QUOTED) for line in (*section.told, *section.skills))
    yield from broken_paragraphs(lines)


def _skill_mistakes(name: str, section: _Section) -> Iterator[str]:
    if (skills := len(section.skills)) != (name != START):
        yield f"has {skills} skills; every turn has one, but for the start"
    for line in section.skills:
        if not _SKILL.fullmatch(line):
            yield f"has a quotation that is no skill (> **Skill:** …): {line[:60]}"


def _choice_mistakes(section: _Section) -> Iterator[str]:
    for line in section.choices:
        if not (choice := _CHOICE.fullmatch(line)):
            yield f"has a line that is no choice (- [words](#turn)): {line[:60]}"
        elif length(choice[1]) > CHOICE_LIMIT:
            yield f"has a choice of {length(choice[1])} characters; {CHOICE_LIMIT} fit: {choice[1][:40]}"
        else:
            yield from plain_text_mistakes([choice[1]])


def _wrong_ways(scenes: Sequence[Scene]) -> Iterator[str]:
    """Looked for where each turn for itself is in order."""
    ways = ways_of(scenes)
    for name, times in Counter(scene.name for scene in scenes).items():
        if times > 1:
            yield f"turn “{name}” stands there {times} times"
    for name, onward in ways.items():
        yield from (f"turn “{name}” leads to “{to}”, which is not there" for to in onward if to not in ways)
    for name in ways.keys() - reachable(ways):
        yield f"turn “{name}” cannot be reached"
    for path in paths(ways):
        if path[-1] in path[:-1]:
            yield f"goes round in a circle: {' → '.join(path)}"
        elif len(path) > LONGEST_PATH:
            yield f"has a way of more than {LONGEST_PATH} turns: {' → '.join(path)}"
