"""Links that lead to an account, or carry one behind the question mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.features.concerns.identifying.message import BLANK, Message, latin
from bot.features.concerns.identifying.vocabulary import Vocabulary

_LINK = re.compile(
    rf"(?<![\w.{BLANK}-])(?:https?://|(?=www\.)|(?=(?:[\w-]++\.)++[\w-]++[/?]))[^\s{BLANK}]++", re.IGNORECASE
)
_SCHEME = re.compile(r"https?://|www\.", re.IGNORECASE)
_PARTS = re.compile(r"(?:https?://)?(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_PARAMETER = re.compile(r"[?&#]([^=&#]+)=")
_TRAILING = ".,;:!?)]}»”\"'"


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the message. A link that tells nothing is known too, so nothing else is sought inside it."""

    start: int
    end: int
    tells: bool


class Links:
    """Where links lead, from the lists of all languages."""

    def __init__(self, vocabularies: Iterable[Vocabulary]) -> None:
        lists = tuple(vocabularies)
        self._hosts = frozenset(host for words in lists for host in words.account_hosts)
        self._harmless = frozenset(name for words in lists for name in words.harmless_parameters)

    def find(self, message: Message) -> Iterator[Link]:
        for found in _LINK.finditer(message.shape):
            written = found.group().rstrip(_TRAILING)
            tells = self._tells(latin(written).lower())
            if tells or _SCHEME.match(written):
                yield Link(found.start(), found.start() + len(written), tells)

    def _tells(self, link: str) -> bool:
        parts = _PARTS.match(link)
        host, path, rest = (parts["host"], parts["path"], parts["rest"]) if parts else ("", "", "")
        if "@" in link or any(name not in self._harmless for name in _PARAMETER.findall(rest)):
            return True
        led_to = f".{host}{path}" if path.strip("/") else ""
        return any(f".{known}/" in led_to or f"/{known}/" in led_to for known in self._hosts)
