"""A screen as the Bot API wants it."""

from __future__ import annotations

from typing import Any

from bot.core.outcome import Button, Screen

_NO_PREVIEW = {"is_disabled": True}


def content_of(screen: Screen) -> dict[str, Any]:
    """The fields that `sendMessage` and `editMessageText` share."""
    content: dict[str, Any] = {
        "text": screen.text,
        "parse_mode": "HTML",
        "link_preview_options": _NO_PREVIEW,
    }
    if screen.rows:
        content["reply_markup"] = {
            "inline_keyboard": [[_button(button) for button in row] for row in screen.rows]
        }
    return content


def _button(button: Button) -> dict[str, Any]:
    made: dict[str, Any] = {"text": button.label}
    if button.press is not None:
        made["callback_data"] = button.press
    elif button.copy is not None:
        made["copy_text"] = {"text": button.copy}
    else:
        made["url"] = button.url
    if button.style is not None:
        made["style"] = button.style
    return made
