"""Every screen in Arabic and in German, as it is kept in tests/golden: read from right to left or left to
right as it should be, short enough, and with no word cut off.

When a screen has changed on purpose: GOLDEN=write .venv/bin/python -m pytest tests/contracts/test_screens.py,
and read the difference.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from bot.commands.demonstration import furnish
from bot.core.language import Language
from bot.core.outcome import Button, Screen
from bot.core.roles import Role
from bot.core.text import FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE
from bot.features.staff.rules import Grant
from bot.sandbox.seen import visible
from tests.house import REPOSITORY
from tests.screens import Walk, commands_for, rendered
from tests.station import station

GOLDEN = Path(__file__).parents[1] / "golden"
TEXT_LIMIT = 4096
WIDEST = {1: 44, 2: 22, 3: 14, 4: 10}
"""Characters a phone shows on each of so many buttons side by side; five or more hold numbers."""
NARROW = 6
YOUTH, CHIEF = 11, 12
IN_NO_LANGUAGE = {"programme.places": "5", "programme.door": "00000-0"}
SAYS = {
    Language.AR: {
        "concern.area": "كلماتي هنا.",
        "learn.search": "صداقة",
        "voice.write": "إضاءة أكثر",
        "questions.write": "من يدفع؟",
        "moderate.line": "المدينة.",
    },
    Language.DE: {
        "concern.area": "Meine Worte.",
        "learn.search": "Freunde",
        "voice.write": "Mehr Licht",
        "questions.write": "Wer bezahlt das?",
        "moderate.line": "Die Stadt.",
    },
}


@pytest.mark.parametrize("language", [Language.AR, Language.DE])
async def test_every_screen_is_as_it_was_looked_at(
    language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = Random(7)  # what begins at the same moment stands in the order of its random id
    monkeypatch.setattr(secrets, "randbelow", dice.randrange)
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size: f"{dice.getrandbits(size * 8):0{size}x}"[-16:])
    seen = await walked(language, tmp_path)
    wrong = [f"{way}: {what}" for way, screen in seen.items() for what in mistakes(screen, language)]
    assert not wrong, "\n".join(wrong)
    kept, now = GOLDEN / f"{language}.txt", "\n".join(rendered(seen))
    if os.environ.get("GOLDEN") == "write":
        kept.write_text(now, "utf-8")
    assert now == kept.read_text("utf-8"), "see above how to look at it anew"


async def walked(language: Language, folder: Path) -> dict[str, Screen]:
    """A young person first, so that somebody who may do everything has something to do."""
    async with station(f"sqlite:///{folder}/trustline.db") as at:
        await furnish(at.house, REPOSITORY / "config")
        youth = Walk(at, YOUTH, language, SAYS[language])
        chief = Walk(at, CHIEF, language, SAYS[language] | IN_NO_LANGUAGE)
        await at.joins(CHIEF, Grant(Role.COORDINATOR, "police", languages=(language,)))
        await chief.turns_to_their_language()
        await youth.everywhere(commands_for(at, is_staff=False))
        await chief.everywhere(commands_for(at, is_staff=True))
        await youth.ends_it()
        await chief.ends_it()
    seen = {f"youth: {way}": screen for way, screen in youth.seen.items()}
    fresh = {way: screen for way, screen in chief.seen.items() if screen not in youth.seen.values()}
    return seen | {f"staff: {way}": screen for way, screen in fresh.items()}


def mistakes(screen: Screen, language: Language) -> Iterator[str]:
    if len(screen.text.encode("utf-16-le")) // 2 > TEXT_LIMIT:
        yield "is too long for Telegram"
    for row in screen.rows:
        yield from (
            f"button is cut off: {button.label}" for button in row if is_cut(button, len(row), screen)
        )
    if language.is_right_to_left:
        lines = re.sub(r"<[^>]+>", "", screen.text).split("\n")
        yield from (f"runs from left to right: {line}" for line in lines if first_strong(line) == "L")


def is_cut(button: Button, beside: int, screen: Screen) -> bool:
    """A title may be, when it stands in the text too."""
    label = visible(button.label)
    if len(label) <= WIDEST.get(beside, NARROW):
        return False
    return not all(word in visible(screen.text) for word in re.findall(r"\w+", label))


def first_strong(line: str) -> str | None:
    """The class of the first letter outside isolates, by which a chat turns the line (UAX #9, P2)."""
    depth = 0
    for char in line:
        depth += (char == FIRST_STRONG_ISOLATE) - (char == POP_DIRECTIONAL_ISOLATE)
        if not depth and (kind := unicodedata.bidirectional(char)) in ("L", "R", "AL"):
            return kind
    return None
