"""Which addresses Telegram takes in links and buttons."""

from __future__ import annotations

import re

_LINK = re.compile(r"(?i)(?:([a-z][a-z0-9+.-]*):(?://)?)?([^/?#]*)([/?#].*)?", re.DOTALL)
_HOST = re.compile(
    r"(?i)(?:[^@]*@)?((?:[^\s.:<>\"{}|\\^`\[\]]+\.)+[^\s.:<>\"{}|\\^`\[\]]{2,}|\[[0-9a-f:]+\])(?::(\d+))?"
)
_USER = re.compile(r"(?i)tg://user\?id=(\d+)")
TOP_PORT = 65535


class BadLinkError(ValueError):
    """Not an address; the message says why in Telegram's words."""


def checked(link: str) -> str:
    """The address as Telegram keeps it: with a scheme, the host in lower case, a slash after a bare host."""
    link = link.strip()
    match = _LINK.fullmatch(link)
    if match is None or not link:
        raise BadLinkError("URL host is empty")
    scheme, host, rest = (match[1] or "").lower(), match[2], match[3] or ""
    if scheme in {"tg", "ton"}:
        return f"{scheme}://{host}{rest}"
    if scheme and "." in scheme:  # example.org:8080 reads like a scheme
        return checked(f"http://{link}")
    if scheme not in {"", "http", "https"}:
        raise BadLinkError("Unsupported URL protocol")
    if not host:
        raise BadLinkError("URL host is empty")
    found = _HOST.fullmatch(host)
    if found is None or (found[2] and not 0 < int(found[2]) <= TOP_PORT):
        raise BadLinkError("Wrong HTTP URL")
    return f"{scheme or 'http'}://{host.lower()}{rest or '/'}"


def mentioned_user(link: str) -> int | None:
    """The id in `tg://user?id=…`."""
    match = _USER.match(link)
    return int(match[1]) if match else None
