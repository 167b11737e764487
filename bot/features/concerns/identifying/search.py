"""All that is sought in a message, in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.core.language import Language
from bot.features.concerns.identifying.accounts import Accounts
from bot.features.concerns.identifying.addresses import Addresses
from bot.features.concerns.identifying.codes import find_codes
from bot.features.concerns.identifying.findings import Finding, Mark, merged
from bot.features.concerns.identifying.links import Links
from bot.features.concerns.identifying.message import Message, read_message
from bot.features.concerns.identifying.names import Names
from bot.features.concerns.identifying.phones import find_phones
from bot.features.concerns.identifying.phrases import Tongue
from bot.features.concerns.identifying.schools import Schools
from bot.features.concerns.identifying.vocabulary import Vocabulary, read_vocabularies

_ROUNDS = 4
"""What is found is blanked and the rest sought again: masking must not bring to light what stood by it."""


class Identifying:
    """Finds names, numbers, accounts, schools and addresses. All languages are tried: youngsters mix them."""

    def __init__(self, vocabularies: Mapping[Language, Vocabulary]) -> None:
        lists = tuple(vocabularies.values())
        particles = frozenset(word for words in lists for word in words.name_particles)
        ordinary = frozenset(word for words in lists for word in words.not_names)
        tongues = {language: _tongue(words, particles, ordinary) for language, words in vocabularies.items()}
        given = frozenset(name for words in lists for name in words.given_names)
        self._links = Links(lists)
        self._accounts = Accounts(lists)
        self._names = Names(vocabularies, tongues, given)
        self._schools = Schools(vocabularies, tongues, given)
        self._addresses = Addresses(vocabularies, tongues)

    def find(self, text: str, region: str) -> tuple[Finding, ...]:
        """In order, none overlapping, as offsets into `text`. `region`: the country of the area."""
        message = read_message(text)
        found: list[Finding] = []
        for _ in range(_ROUNDS):
            so_far = len(found)
            links = tuple(self._links.find(message))
            found += (Finding(link.start, link.end, Mark.LINK) for link in links if link.tells)
            message = message.without((link.start, link.end) for link in links)
            found += self._beside_links(message, region)
            if len(found) == so_far:
                break
            message = message.without((each.start, each.end) for each in found)
        return merged(Finding(*message.original(each.start, each.end), each.mark) for each in found)

    def _beside_links(self, message: Message, region: str) -> Iterator[Finding]:
        yield from find_codes(message)
        yield from find_phones(message, region)
        yield from self._accounts.find(message)
        yield from self._names.find(message)
        yield from self._schools.find(message)
        yield from self._addresses.find(message)


def read_identifying(folder: Path) -> Identifying:
    """`folder` holds a file per language. Raises OperatorError with every mistake of every file."""
    return Identifying(read_vocabularies(folder))


def _tongue(words: Vocabulary, particles: frozenset[str], ordinary: frozenset[str]) -> Tongue:
    return Tongue(
        frozenset(words.not_names),
        ordinary,
        words.not_name_endings,
        particles,
        frozenset(words.joining_words),
        words.capitals_tell,
    )
