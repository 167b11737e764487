"""The way back that every screen may offer."""

from __future__ import annotations

from bot.core.outcome import Button, press
from bot.core.text import Texts


def to_menu(t: Texts) -> Button:
    return press(t.label("start.back_to_menu"), "start.menu")
