"""All terms of an index, to find those that a word spelt otherwise may stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import tantivy

from bot.core.search.latin import sound_of
from bot.core.search.memory import in_memory
from bot.core.search.slips import slips_between

_ONE_SLIP_FROM, _TWO_SLIPS_FROM = 4, 7
_LOOKED_AT = 24
_SHORTEST_PART = 4
SLIP, BEGINNING, PART, SOUND = 0.25, 0.6, 0.5, 0.7
"""What a slip costs; how sure it is that a word that goes on, is a part of it, or sounds like it is meant."""


class Vocabulary:
    def __init__(self, terms: Iterable[str]) -> None:
        words = [{"word": term, "sound": sound_of(term)} for term in terms]
        self._index = in_memory(("word", "sound"), words, stored=("word",))
        self._searcher = self._index.searcher()

    def knows(self, term: str) -> bool:
        return bool(self._searcher.doc_freq("word", term))

    def alike(self, word: str) -> dict[str, float]:
        """Terms that are the word but for slips; else those it begins, or is put together of."""
        return dict(self._misspelt(word)) or dict(self._begun(word)) or dict(self._parts(word))

    def sounding(self, sounds: Iterable[str]) -> dict[str, float]:
        schema = self._index.schema
        return {
            term: SOUND
            for sound in sounds
            if sound
            for term in self._terms(tantivy.Query.term_query(schema, "sound", sound))
        }

    def _misspelt(self, word: str) -> Iterator[tuple[str, float]]:
        for limit in range(1, 1 + (len(word) >= _ONE_SLIP_FROM) + (len(word) >= _TWO_SLIPS_FROM)):
            found = False
            query = tantivy.Query.fuzzy_term_query(self._index.schema, "word", word, limit)
            for term in self._terms(query):
                found = True
                yield term, 1 - SLIP * slips_between(word, term, limit) - 0.5 / len(word)
            if found:
                return

    def _begun(self, word: str) -> Iterator[tuple[str, float]]:
        if len(word) >= _SHORTEST_PART:
            for term, _ in self._searcher.terms_with_prefix("word", word, limit=_LOOKED_AT):
                yield term, BEGINNING

    def _parts(self, word: str) -> Iterator[tuple[str, float]]:
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            for part in (word[:at], word[at:]):
                if self.knows(part):
                    yield part, PART

    def _terms(self, query: tantivy.Query) -> list[str]:
        found = self._searcher.search(query, _LOOKED_AT, count=False).hits
        return [str(self._searcher.doc(address).get_first("word")) for _, address in found]
