"""Keyboards under messages: what Telegram takes, and what it says about the rest."""

from __future__ import annotations

from typing import Any

from bot.sandbox.links import BadLinkError, checked
from bot.sandbox.wire import ApiError, Json, bad_request

DATA_BYTES = 64
COPY_LENGTH = 256
MOST_BUTTONS = 100
PLACEHOLDER_LENGTH = 64
STYLES = frozenset({"danger", "success", "primary"})
INLINE_KINDS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)
OTHER_KEYBOARDS = frozenset({"keyboard", "remove_keyboard", "force_reply"})


def checked_markup(markup: Json | None) -> Json | None:
    """The keyboard as it will stand under the message; none when there is nothing on it."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return inline_keyboard(markup)
    if "keyboard" in markup:
        _reply_keyboard(markup)
    elif not OTHER_KEYBOARDS & markup.keys():
        raise bad_request("object expected as reply markup")
    return markup


def inline_keyboard(markup: Json | None) -> Json | None:
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    rows = [row for row in _rows(markup["inline_keyboard"], "InlineKeyboardButton") if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_inline(button)
    return {"inline_keyboard": rows} if rows else None


def _rows(rows: object, name: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(
            f'field "{"inline_keyboard" if name[0] == "I" else "keyboard"}" must be of type Array'
        )
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f"can't parse keyboard row: Array of {name} expected")
    return rows


def _check_inline(button: Any) -> None:
    label = _label(button, "inline keyboard button")
    kinds = INLINE_KINDS & button.keys()
    if not kinds:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        raise _unreadable(f"exactly one of {', '.join(sorted(kinds))} can be used")
    if button.get("style") is not None and button["style"] not in STYLES:
        raise _unreadable("invalid button style specified")
    if not label.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    _CHECKS.get(next(iter(kinds)), _anything)(button)


def _label(button: object, name: str) -> str:
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {name}: expected an Object")
    if "text" not in button:
        raise bad_request(f"can't parse {name}: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise bad_request(f'can\'t parse {name}: Field "text" must be of type String')
    return button["text"]


def _unreadable(words: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {words}")


def _check_data(button: Json) -> None:
    data = button["callback_data"]
    if not isinstance(data, str):
        raise _unreadable('Field "callback_data" must be of type String')
    if not 1 <= len(data.encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(button: Json) -> None:
    url = button["url"]
    if not isinstance(url, str):
        raise _unreadable('Field "url" must be of type String')
    try:
        checked(url)
    except BadLinkError as error:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {error}") from None


def _check_copy(button: Json) -> None:
    given = button["copy_text"]
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str):
        raise _unreadable('Can\'t find field "text" of copy_text')
    if not 1 <= len(text) <= COPY_LENGTH:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_web_app(button: Json) -> None:
    given = button["web_app"]
    url = given.get("url", "") if isinstance(given, dict) else ""
    if not isinstance(url, str) or not url.startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )


def _anything(_button: Json) -> None:
    """The other kinds hold nothing that Telegram looks into."""


_CHECKS = {
    "callback_data": _check_data,
    "url": _check_url,
    "copy_text": _check_copy,
    "web_app": _check_web_app,
}


def _reply_keyboard(markup: Json) -> None:
    rows = _rows(markup["keyboard"], "KeyboardButton")
    if not any(rows):
        raise bad_request("reply keyboard must be non-empty")
    for row in rows:
        for button in row:
            if not isinstance(button, str) and not _label(button, "keyboard button").strip():
                raise bad_request("keyboard button text must be non-empty")
    if len(markup.get("input_field_placeholder") or "") > PLACEHOLDER_LENGTH:
        raise bad_request("input field placeholder is too long")
