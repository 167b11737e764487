"""Reads the single values of a session: texts, names, addresses, and what it is known by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.features.programme.formats.plain_text import one_line
from bot.features.programme.formats.problems import UnreadableError, shown
from bot.features.programme.model import Localized

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_NAME = r"[^\s.:/?#@<>\"{}|\\^`\[\]]"
_WEB_ADDRESS = re.compile(rf"https?://(?:[^@/?#]*@)?(?:{_NAME}+\.)+{_NAME}{{2,}}(?::\d{{1,4}})?(?:[/?#]|$)")
KEY_LIMIT = 200  # a database's index takes no more than a couple of thousand bytes


def text_in(value: object, name: str, cleaned: Callable[[str], str] = one_line) -> Localized:
    """A text, or a mapping of language codes to texts (schedule JSON v2), cleaned."""
    if value is None:
        return Localized()
    if isinstance(value, str):
        return Localized(untagged=cleaned(value))
    if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
        return Localized.of({code: cleaned(text) for code, text in value.items()})
    raise UnreadableError(f"{name} {shown(value)} is not a text")


def title_of(value: object) -> Localized:
    title = text_in(value, "title")
    if not title:
        raise UnreadableError("has no title")
    return title


def names_in(value: object, keys: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The public names of a list of persons; each is under the first of `keys` it has."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(person, dict) for person in value):
        raise UnreadableError(f"{name} is not a list of persons")
    found = (next((person[key] for key in keys if person.get(key)), "") for person in value)
    return distinct_names(text for text in found if isinstance(text, str))


def distinct_names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in map(one_line, names) if name))


def identity_of(row: Mapping[str, object], title: Localized) -> str:
    """What stays when the session moves: guid, else code, id, slug; a break has nothing but its title."""
    for name in ("guid", "code", "id", "slug"):
        if identity := word(row.get(name)):
            break
    else:
        identity = title.best("en")
    if len(identity) > KEY_LIMIT:
        raise UnreadableError(f"its identity {shown(identity)} is longer than {KEY_LIMIT} characters")
    return identity


def address_of(value: object) -> str | None:
    """A web address that can be put behind a button; anything else is left out: Telegram would refuse the
    whole message because of it, as it does where a host has no dot."""
    address = value.strip() if isinstance(value, str) else ""
    usable = _WEB_ADDRESS.match(address) and address.isprintable() and " " not in address
    return address if usable and len(address) <= 2000 else None


def word(value: object) -> str | None:
    """A code, a language, a kind: text or number, else nothing."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return one_line(str(value)) or None
    return None
