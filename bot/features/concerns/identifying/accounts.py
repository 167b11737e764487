"""Accounts: e-mail addresses, @usernames, and handles on platforms that are named beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from bot.features.concerns.identifying.findings import Finding, Mark
from bot.features.concerns.identifying.message import BLANK, Message, latin
from bot.features.concerns.identifying.phrases import PhraseIndex
from bot.features.concerns.identifying.vocabulary import Vocabulary

_EMAIL = re.compile(rf"(?<![\w.+%{BLANK}-])[\w.+%-]++@(?:[\w-]++\.)+[\w-]{{2,}}")
_USERNAME = re.compile(rf"(?<![\w@.{BLANK}])@\w[\w.]*\w")
_BETWEEN = re.compile(r"[\s:=>\"'“”„«»()–—-]{1,4}")
_HANDLE = re.compile(r"@?[^\W_](?:[\w.#-]*[^\W_])?_*|_[\w.#-]*\w")
_LOOKS_LIKE_A_HANDLE = re.compile(r"(?=.*[^\W\d_])(?=.*[\d_.#])(?!\d+[^\W\d_]{1,7}$)")
_SHORTEST_HANDLE = 3
_TIES = frozenset(".-_+")
_TELLS = frozenset(":=>–—")
_BRACKETS = " ()[]{}<>"
_ENDINGS = range(2, 7)


class Accounts:
    """The words of all languages are one list: a handle has no language."""

    def __init__(self, vocabularies: Iterable[Vocabulary]) -> None:
        lists = tuple(vocabularies)
        self._platforms = PhraseIndex((name, True) for words in lists for name in words.platforms)
        self._fillers = frozenset(word for words in lists for word in words.handle_fillers)
        self._owners = frozenset(word for words in lists for word in words.owners)
        self._no_handles = frozenset(
            word for words in lists for word in (*words.not_handles, *words.not_names, *words.handle_fillers)
        )
        self._joining = frozenset(word for words in lists for word in words.joining_words)
        self._at_words = frozenset(word for words in lists for word in words.at_words)
        self._dot_words = frozenset(word for words in lists for word in words.dot_words)
        self._mail_hosts = frozenset(word for words in lists for word in words.mail_hosts)

    def find(self, message: Message) -> Iterator[Finding]:
        for found in _EMAIL.finditer(message.shape):
            yield Finding(*found.span(), Mark.EMAIL)
        for found in _USERNAME.finditer(message.lower):
            if found.group()[1:] not in self._no_handles:
                yield Finding(*found.span(), Mark.USERNAME)
        for at, after, _ in self._platforms.find(message):
            yield from self._handle_at(message, at, after)
        for at in {*(spelled - 1 for spelled in message.all_of(self._at_words)), *_before_at_signs(message)}:
            if at >= 0:
                yield from self._spelled_mail(message, at)

    def _handle_at(self, message: Message, platform: int, at: int) -> Iterator[Finding]:
        owned = (before := message.word(platform - 1)) is not None and before.lower in self._owners
        told = False
        while (word := message.word(at)) and _BETWEEN.fullmatch(gap := message.gap(at).rstrip("@_")):
            told = told or not _TELLS.isdisjoint(gap)
            if word.lower not in self._fillers:
                yield from self._handle(message, at, platform, sure=told or (owned and at > platform + 1))
                return
            at += 1

    def _handle(self, message: Message, at: int, platform: int, *, sure: bool) -> Iterator[Finding]:
        word = message.words[at]
        found = _HANDLE.match(message.shape, word.start)
        if not found or len(found.group()) < _SHORTEST_HANDLE or found.group().lower() in self._no_handles:
            return
        is_plain = found.end() == word.end and word.is_letters
        is_told = sure and is_plain and message.ends_clause(at, self._joining)
        looks_so = bool(_LOOKS_LIKE_A_HANDLE.match(found.group()))
        if looks_so or is_told or _is_foreign(message.words[platform].lower, found.group()):
            yield Finding(*found.span(), Mark.USERNAME)

    def _spelled_mail(self, message: Message, at: int) -> Iterator[Finding]:
        """Anna (at) gmail.com, anna at gmail dot com, anna @ gmail . com."""
        host = self._host_at(message, at)
        if host is None or (last := self._ending_at(message, host)) is None:
            return
        spelled = message.words[last - 1].lower in self._dot_words
        bracketed = any(bracket in message.gap(at + 1) for bracket in "([{@")
        if spelled or bracketed or message.words[host].lower in self._mail_hosts:
            first = at
            while (before := self._part_before(message, first)) is not None:
                first = before
            yield Finding(message.words[first].start, message.words[last].end, Mark.EMAIL)

    def _part_before(self, message: Message, at: int) -> int | None:
        """Where the word before stands, if a dot of any spelling ties it to the one at `at`."""
        if at >= 2 and message.words[at - 1].lower in self._dot_words:
            return at - 2
        return at - 1 if at and message.gap(at) in _TIES else None

    def _host_at(self, message: Message, at: int) -> int | None:
        """Where the host stands, if the word at `at` is what stands before an @ of any spelling."""
        if at + 2 >= len(message.words) or BLANK in message.words[at].shape:
            return None
        if (gap := message.gap(at + 1)).strip() == "@":
            return at + 1 if gap[-1] == " " or message.words[at + 1].lower in self._mail_hosts else None
        if message.words[at + 1].lower not in self._at_words:
            return None
        gaps = message.gap(at + 1) + message.gap(at + 2)
        return at + 2 if not gaps.strip(_BRACKETS) and len(gaps) <= 6 else None

    def _ending_at(self, message: Message, host: int) -> int | None:
        """Where `com` or `de` stands, if a dot of any spelling follows the host."""
        spelled = (word := message.word(host + 1)) is not None and word.lower in self._dot_words
        last = host + 2 if spelled else host + 1
        if (
            not (ending := message.word(last))
            or len(ending.shape) not in _ENDINGS
            or not latin(ending.shape).isascii()
        ):
            return None
        between = "".join(message.gap(at) for at in range(host + 1, last + 1))
        if not ending.is_letters or "\n" in between:
            return None
        return last if between.strip(_BRACKETS) == ("" if spelled else ".") else None


def _before_at_signs(message: Message) -> Iterator[int]:
    """Where the words stand that are followed by a lonely @."""
    for sign in re.finditer("@", message.shape):
        at = bisect_left(message.words, sign.start(), key=lambda word: word.start)
        if 0 < at < len(message.words) and message.gap(at) != "@":
            yield at - 1


def _is_foreign(platform: str, handle: str) -> bool:
    """A Latin word beside a platform written in another script."""
    return handle.isascii() and not handle[0].isdigit() and not platform.isascii()
