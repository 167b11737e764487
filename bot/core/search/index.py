"""Everything in one language, by the words in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import log
from types import MappingProxyType

from tantivy import Occur, Query

from bot.core.language import Language
from bot.core.search.document import Document
from bot.core.search.forms import WORD, Forms
from bot.core.search.memory import in_memory
from bot.core.search.passage import Highlighter
from bot.core.search.question import PAIR, Question, Reader, Wanted
from bot.core.search.search_words import SearchWords
from bot.core.search.vocabulary import Vocabulary

_BOOSTS = MappingProxyType({"title": 1.0, "keywords": 2.0, "summary": 1.0, "all": 1.0})
"""What a term counts for by where it stands; `all` holds what the others hold too."""
_OTHERS = 0.5
"""What further terms for the same thing add to the best."""


@dataclass(frozen=True, slots=True)
class Match:
    document: Document
    score: float


class SearchIndex:
    def __init__(self, documents: Sequence[Document], language: Language, words: SearchWords) -> None:
        self._documents = documents
        self._forms = Forms(language)
        self._index = in_memory(tuple(_BOOSTS), self._rows())
        self._searcher = self._index.searcher()
        said = chain.from_iterable(self._forms.in_text(" ".join(words.meant)))
        vocabulary = Vocabulary(dict.fromkeys(chain(self._all_terms(), said)))
        self._reader = Reader(language, words, self._forms, vocabulary)

    def read(self, question: str) -> Question:
        return self._reader.read(question)

    def find(self, question: Question, most: int) -> list[Match]:
        """The best first."""
        if not question.wanted:
            return []
        query = Query.boolean_query([(Occur.Should, self._query(wanted)) for wanted in question.wanted])
        found = self._searcher.search(query, most, count=False).hits
        return [Match(self._documents[self._number(address)], score) for score, address in found]

    def highlighter(self, question: Question) -> Highlighter:
        return Highlighter(question, self._forms, self._rarity)

    def _number(self, address: object) -> int:
        return int(self._searcher.doc(address).get_first("number"))  # type: ignore[arg-type]

    def _rarity(self, term: str) -> float:
        return log(1 + len(self._documents) / (1 + self._searcher.doc_freq("all", term)))

    def _query(self, wanted: Wanted) -> Query:
        """The surest of its terms counts, wherever it stands."""
        return Query.disjunction_max_query(
            [
                Query.boost_query(self._term(term), sure * wanted.weight)
                for term, sure in wanted.terms.items()
            ],
            _OTHERS,
        )

    def _term(self, term: str) -> Query:
        schema = self._index.schema
        return Query.boolean_query(
            [
                (Occur.Should, Query.boost_query(Query.term_query(schema, field, term), boost))
                for field, boost in _BOOSTS.items()
            ]
        )

    def _all_terms(self) -> Iterator[str]:
        return (term for term, _ in self._searcher.terms_with_prefix("all", ""))

    def _rows(self) -> Iterator[Mapping[str, object]]:
        for number, document in enumerate(self._documents):
            yield {
                "number": number,
                "title": self._terms([document.title], has_pairs=True),
                "keywords": self._terms(document.keywords, has_pairs=True),
                "summary": self._terms([document.summary]),
                "all": self._terms(document.texts()),
            }

    def _terms(self, texts: Iterable[str], *, has_pairs: bool = False) -> str:
        terms: list[str] = []
        for text in texts:
            words = WORD.findall(text)
            terms += chain.from_iterable(map(self._forms.of, words))
            if has_pairs:
                terms += map(PAIR.join, pairwise(map(self._forms.root, words)))
        return " ".join(terms)
