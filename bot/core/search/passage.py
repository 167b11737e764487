"""Where in a document the words of a question stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.core.search.document import Document
from bot.core.search.forms import WORD, Forms
from bot.core.search.question import Question
from bot.core.text import Html, escape

EXCERPT = 140
_SENTENCE = re.compile(r"(?<=[.!?؟…:])\s+|\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """`section` counts from 0; `excerpt` has the words in bold."""

    section: int
    excerpt: Html


class Highlighter:
    """Knows what each term is worth to a question."""

    def __init__(self, question: Question, forms: Forms, rarity: Callable[[str], float]) -> None:
        self._forms = forms
        self._values: Mapping[str, tuple[int, float]] = {
            term: (thing, sure * rarity(term))
            for thing, wanted in enumerate(question.wanted)
            if not wanted.is_small
            for term, sure in wanted.terms.items()
        }
        self._matched = cache(self._match)

    def best_passage(self, document: Document) -> Passage:
        """In the section, and there in the sentence, with most of what was asked."""
        sections = [f"{section.heading} {section.text}" for section in document.sections]
        number = self._best(sections)
        if number is None:
            return Passage(0, self._excerpt(document.summary))
        sentences = [sentence for sentence in _SENTENCE.split(document.sections[number].text) if sentence]
        best = self._best(sentences)
        return Passage(number, self._excerpt(document.summary if best is None else sentences[best]))

    def _best(self, texts: Sequence[str]) -> int | None:
        """None when nothing of what was asked stands in any."""
        worth = [self._worth(text) for text in texts]
        return worth.index(max(worth)) if any(worth) else None

    def _worth(self, text: str) -> float:
        """Each thing asked for counts once."""
        best: dict[int, float] = {}
        for word in {*WORD.findall(text)}:
            for thing, value in self._matched(word):
                best[thing] = max(best.get(thing, 0.0), value)
        return sum(best.values())

    def _match(self, word: str) -> list[tuple[int, float]]:
        """What is asked for with it, and what that is worth."""
        return [self._values[term] for term in self._forms.of(word) if term in self._values]

    def _excerpt(self, sentence: str) -> Html:
        sentence = _shortened(sentence)
        parts = []
        done = 0
        for word in WORD.finditer(sentence):
            if self._matched(word[0]):
                parts += [escape(sentence[done : word.start()]), f"<b>{escape(word[0])}</b>"]
                done = word.end()
        return Html("".join((*parts, escape(sentence[done:]))))


def _shortened(sentence: str) -> str:
    if len(sentence) <= EXCERPT:
        return sentence
    return sentence[:EXCERPT].rsplit(None, 1)[0] + " …"
