"""What must hold of all cases, whatever anybody did: who may read what, who is responsible, who waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from bot.core.context import Work
from bot.core.ids import AddressId
from bot.features.concerns import handovers, messages, store
from bot.features.concerns.case_notes import summary_of
from bot.features.concerns.handovers import Handover, Scope, Stage
from bot.features.concerns.relations import able_for
from bot.features.concerns.rules import Concern, State
from tests.journeys.casework import all_opened
from tests.kept import dump
from tests.station import Station

_TOKEN = re.compile(r"\bzq[yfans][b-df-h]{6}\b")
_SPELLED = str.maketrans("0123456", "bcdfghb")
YOUTH, FILE, ANSWER, NOTE, SUMMARY = "yfans"
"""Whose words a token is: the third letter of it."""


@dataclass(slots=True)
class Case:
    """What is known of a case beside what the house keeps."""

    case_id: str
    chat: int
    """Of the young person."""
    concern: Concern
    handover: Handover | None = None
    texts: dict[str, str] = field(default_factory=dict)
    """What stands in it, by message."""
    waits: list[tuple[str, bool]] = field(default_factory=list)
    """Since it was last opened: what was written, and whether it asks for an answer or gives one."""
    tokens: set[str] = field(default_factory=set)
    """All that were ever in it."""
    note_of: dict[str, str] = field(default_factory=dict)
    """Which organisation made a note."""
    limits: dict[str, tuple[Scope, frozenset[str]]] = field(default_factory=dict)
    """What was written before an organisation got it, and how much of that it may read."""
    was_asked: bool = False
    """The young person was shown the summary, to agree to a hand-over."""
    was_alone: bool = False
    """It waited when nobody here could take it: who comes later is called when a promise is missed."""
    is_erased: bool = False

    @property
    def somebody_waits(self) -> bool:
        answered = [at for at, (_, asks) in enumerate(self.waits) if not asks]
        return any(asks is True for _, asks in self.waits[answered[-1] + 1 if answered else 0 :])


@dataclass(slots=True)
class Ledger:
    station: Station
    cases: dict[str, Case] = field(default_factory=dict)
    chats: dict[AddressId, int] = field(default_factory=dict)
    """Of staff."""
    writers: dict[str, int] = field(default_factory=dict)
    """Whose chat a token was first written in."""
    read: dict[int, int] = field(default_factory=dict)
    """How much of what came to a phone was looked at."""
    numbers: count[int] = field(default_factory=lambda: count(1))

    def token(self, kind: str, chat: int) -> str:
        """A word nobody else ever writes, without anything that could tell who somebody is."""
        number = next(self.numbers)
        digits = "".join(str(number // 5**place % 5) for place in range(6))
        token = f"zq{kind}{digits.translate(_SPELLED)}"
        self.writers[token] = chat
        return token

    async def settle(self, opener: int | None = None) -> None:
        """To be called after every deed. `opener`: who may have opened a case."""
        before = {case.case_id: (case.concern, case.handover) for case in self.cases.values()}
        async with self.station.house.workshop.working() as work:
            for row in await work.tx.rows("SELECT * FROM concerns", {}):
                if row["case_id"] not in self.cases:
                    assert opener is not None
                    self.cases[row["case_id"]] = Case(row["case_id"], opener, store.concern_from(row))
            for case in self.cases.values():
                concern = await store.find_concern(work.tx, case.case_id)
                if concern is None:
                    case.is_erased = True
                else:
                    await self._update(work, case, concern)
                    await self._check(work, case)
            assert (await self.station.house.journal.verify(work.tx)).broken is None
        self._check_what_came(before)
        self._check_what_stands()

    async def _update(self, work: Work, case: Case, concern: Concern) -> None:
        before = case.concern
        if before.is_open is not concern.is_open:
            case.waits = [("reopened", True)] if concern.is_open else []
        if before.officer is not None and concern.state is State.NEW:
            case.waits.append(("returned", True))
        if case.handover and case.handover.stage is Stage.OFFERED and _has_passed_on(before, concern):
            case.limits[concern.organisation or ""] = (case.handover.scope, frozenset(case.tokens))
        case.concern, case.handover = concern, await handovers.pending(work.tx, concern)
        case.was_asked |= case.handover is not None and case.handover.stage is Stage.ASKED
        written = await messages.messages_of(work.tx, work.keys, concern)
        self._update_words(case, written)
        files = await self.station.house.files.open(
            work.tx, (file for each in written for file in each.files)
        )
        case.tokens |= {token for file in files.values() for token in _TOKEN.findall(file.content.decode())}
        for organisation, words in await messages.notes_of(work.tx, work.keys, concern):
            case.note_of |= dict.fromkeys(_TOKEN.findall(words), organisation)
        summary = await summary_of(work.tx, work.keys, concern) or {}
        case.tokens |= {*case.note_of, *_TOKEN.findall(" ".join(summary.values()))}

    def _update_words(self, case: Case, written: list[messages.Written]) -> None:
        texts = {each.message_id: each.text for each in written}
        thanks = self.station.office.thanks
        undone = {each for each in case.texts if each not in texts}
        case.waits = [each for each in case.waits if each[0] not in undone or each[1]]
        for each in written:
            if case.texts.get(each.message_id) != each.text and not _is_edited_answer(case, each):
                is_thanks = not each.files and thanks.is_only_thanks(each.text)
                if each.from_officer or not is_thanks:
                    case.waits.append((each.message_id, not each.from_officer))
        case.texts = texts
        case.tokens |= set(_TOKEN.findall(" ".join(texts.values())))

    async def _check(self, work: Work, case: Case) -> None:
        concern, roster = case.concern, self.station.house.roster
        assert (concern.answer_by_at is not None) is (concern.is_open and case.somebody_waits), case
        excluded = await store.excluded(work.tx, case.case_id)
        if concern.state is State.TAKEN:
            assert concern.officer is not None
            assert await roster.at(work.tx, concern.officer) is not None, "who has it works here no more"
            assert concern.officer not in excluded, "who was excluded has it"
        if concern.state is State.NEW:
            assert concern.officer is None
            able = await able_for(work, self.station.office, concern)
            there = {self.chats[each.address] for members in able.values() for each in members}
            is_called = any(self._stands(chat, case.case_id) for chat in there)
            case.was_alone = not there or (case.was_alone and not is_called)
            is_coming = concern.call_at is not None or (case.was_alone and concern.answer_by_at is not None)
            assert is_called or not there or is_coming, (
                f"{there} could take it, and are not called: {concern}"
            )

    def _stands(self, chat: int, case_id: str) -> bool:
        """A card of the case, or what they are asked about it in its place."""
        standing = self.station.phone(chat).standing.values()
        return any(case_id in data for shown in standing for data in shown.buttons)

    def _check_what_came(self, before: dict[str, tuple[Concern, Handover | None]]) -> None:
        """Every word that came to a phone may be read there: by who it is from, or by who has the case."""
        for chat, phone in self.station.pockets.phones.items():
            new = phone.came[self.read.get(chat, 0) :]
            self.read[chat] = len(phone.came)
            for token in {token for words in new for token in _TOKEN.findall(words)}:
                assert self._may_read(chat, token, before), f"{token} came to {chat}: {self._of(token)}"

    def _may_read(self, chat: int, token: str, before: dict[str, tuple[Concern, Handover | None]]) -> bool:
        case = self._of(token)
        if self.writers[token] == chat:
            return True
        if case is None:
            return False
        if chat == case.chat:
            return token[2] in (YOUTH, FILE, ANSWER) or (token[2] == SUMMARY and case.was_asked)
        lately = [case.concern, *([before[case.case_id][0]] if case.case_id in before else [])]
        return any(
            each.officer is not None
            and self.chats[each.officer] == chat
            and _within_limits(case, each, token)
            for each in lately
        )

    def _check_what_stands(self) -> None:
        """On the phones of staff: words of those cases they have, and of no other."""
        for chat in set(self.chats.values()):
            for shown in self.station.phone(chat).standing.values():
                for token in _TOKEN.findall(shown.words):
                    case = self._of(token)
                    if token[2] in (YOUTH, FILE) and case is not None:
                        holder = None if case.is_erased else case.concern.officer
                        assert holder is not None, f"{token} still stands on {chat}: {case}"
                        assert self.chats[holder] == chat, f"{token} still stands on {chat}: {case}"

    def _of(self, token: str) -> Case | None:
        return next((case for case in self.cases.values() if token in case.tokens), None)

    async def check_erased(self) -> None:
        """Nothing of an erased case is left to be opened, nor that there was one."""
        erased = [case for case in self.cases.values() if case.is_erased]
        held = await dump(self.station.house.database)
        for case in erased:
            names = {case.case_id, case.concern.key}
            left = [
                (table, row) for table, found in held.items() for row in found if names & set(row.values())
            ]
            assert not left, f"an erased case is still named: {left}"
        opened = await all_opened(self.station) if erased else b""  # type: ignore[arg-type]
        for token in (token for case in erased for token in case.tokens):
            assert token.encode() not in opened, f"{token} can still be read"

    def tokens_of(self, case_id: str) -> Iterator[str]:
        yield from self.cases[case_id].tokens


def _has_passed_on(before: Concern, now: Concern) -> bool:
    return (
        before.state is now.state is State.TAKEN
        and before.officer != now.officer
        and before.organisation != now.organisation
    )


def _is_edited_answer(case: Case, written: messages.Written) -> bool:
    return written.from_officer and written.message_id in case.texts


def _within_limits(case: Case, concern: Concern, token: str) -> bool:
    """What an organisation may read that has the case, or had it a moment ago."""
    organisation = concern.organisation or ""
    if organisation not in case.limits:
        return True
    scope, earlier = case.limits[organisation]
    match token[2]:
        case _ if token[2] == NOTE:
            return case.note_of.get(token) == organisation
        case _ if token[2] == SUMMARY or token not in earlier:
            return True
        case _ if token[2] == FILE:
            return scope is Scope.FILES
        case _:
            return scope is not Scope.SUMMARY
