"""The life of cases, as many people at once can make it: whatever they do, in whatever order, promises hold.

`LIVES=500` tries longer. What must hold after every step is in `ledger`.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Coroutine
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, precondition, rule

from bot.core.clock import FastClock
from bot.core.ids import AddressId, MessageId
from bot.core.roles import Role
from bot.features.concerns.handovers import Scope
from bot.features.concerns.rules import OFFICER_RESULTS, Rating
from bot.features.staff.rules import Grant
from bot.house import House
from tests.features.concerns.ledger import ANSWER, FILE, NOTE, SUMMARY, YOUTH, Ledger
from tests.station import Station, copied, station

MIRA, NOAH = YOUTHS = (101, 102)
LEAD, COORDINATOR = 13, 31
GRANTS = {
    11: Grant(Role.OFFICER, "police"),
    12: Grant(Role.OFFICER, "police"),
    LEAD: Grant(Role.LEAD, "police"),
    21: Grant(Role.OFFICER, "youth-health"),
    22: Grant(Role.OFFICER, "youth-health"),
    COORDINATOR: Grant(Role.COORDINATOR, "city"),
}
STAFF, ABOVE = sorted(GRANTS), (LEAD, COORDINATOR)
HOUSES = ("police", "youth-health", "city")
READERS = (("all",), ("all",), ("all",), ("police",), ("health",), ("staff",))
MOST_CASES = 2
"""Of each young person."""
DANGER = "I want to kill myself"
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
PAUSES = (11, 11, 20 * MINUTE, 2 * HOUR, DAY, 4 * DAY, 70 * DAY, 100 * DAY)

somebody = st.sampled_from([None, None, None, None, None, None, *STAFF])
"""None: whoever has the case."""
anyone = st.integers(0, 11)
"""One of those who are asked something, by number; now and then one of all, asked or not."""
_COPIES = count(1)


@cache
def staffed() -> tuple[tempfile.TemporaryDirectory[str], House, FastClock, dict[AddressId, int]]:
    """A house in which everybody has joined; its database is copied for every life."""
    folder = tempfile.TemporaryDirectory()

    async def enrol() -> tuple[House, FastClock, dict[AddressId, int]]:
        async with station(f"sqlite:///{folder.name}/trustline.db") as made:
            chats = {await made.joins(chat, grant): chat for chat, grant in GRANTS.items()}
            return made.house, made.clock, chats

    return folder, *asyncio.run(enrol())


class Life(RuleBasedStateMachine):
    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        folder, house, clock, chats = staffed()
        self.runner = asyncio.Runner()
        self.station: Station = self.runner.run(copied(house, clock, Path(folder.name), next(_COPIES)))
        self.ledger = Ledger(self.station, chats=dict(chats))
        self.wrote: dict[int, list[MessageId]] = {chat: [] for chat in (*YOUTHS, *STAFF)}

    def then(self, deed: Coroutine[Any, Any, object], opener: int | None = None) -> None:
        """Somebody does something; all must be well after it."""

        async def and_settle() -> None:
            await deed
            await self.ledger.settle(opener)

        self.runner.run(and_settle())

    def staff(self, case_id: str, who: int | None) -> int:
        officer = self.ledger.cases[case_id].concern.officer
        return who or self.ledger.chats.get(officer or AddressId(""), STAFF[0])

    def youth(self, case_id: str) -> int:
        return self.ledger.cases[case_id].chat

    def opened(self, youth: int) -> int:
        return sum(case.chat == youth and not case.is_erased for case in self.ledger.cases.values())

    def press(self, case_id: str, who: int | None, route: str, *more: object) -> None:
        self.then(self.station.presses(self.staff(case_id, who), route, case_id, *more))

    def press_newest(self, chat: int, route: str) -> None:
        self.then(self.station.presses_newest(chat, route))

    def asked(self, data: str, which: int) -> int:
        """Somebody on whose phone such a button stands now."""
        asked = [
            chat
            for chat in STAFF
            if any(
                each.startswith(data)
                for shown in self.station.phone(chat).standing.values()
                for each in shown.buttons
            )
        ]
        among = asked if asked and which < 2 * len(STAFF) - 2 else STAFF
        return among[which % len(among)]

    @initialize(target=cases)
    def a_case_is_taken(self) -> str:
        case_id = self._opens(MIRA, "drugs", ("all",))
        self.press(case_id, STAFF[0], "case.take")
        return case_id

    @precondition(lambda self: min(map(self.opened, YOUTHS)) < MOST_CASES)
    @rule(
        target=cases, topic=st.sampled_from(["drugs", "online", "safety"]), readers=st.sampled_from(READERS)
    )
    def opens(self, topic: str, readers: tuple[str, ...]) -> str:
        return self._opens(min(YOUTHS, key=self.opened), topic, readers)

    def _opens(self, youth: int, topic: str, readers: tuple[str, ...]) -> str:
        station, known = self.station, set(self.ledger.cases)

        async def concern() -> None:
            await station.presses(youth, "concern.fresh")
            await station.presses(youth, "concern.area", topic, "old-town")
            await station.presses(youth, "concern.reader", *readers)
            await station.says(youth, f"It is {self.ledger.token(YOUTH, youth)}.")
            await self._sends(youth)

        self.then(concern(), youth)
        (case_id,) = self.ledger.cases.keys() - known
        return case_id

    async def _sends(self, youth: int) -> None:
        await self.station.presses_newest(youth, "concern.preview")
        await self.station.presses_newest(youth, "concern.send")

    @rule(case_id=cases, which=anyone)
    def takes(self, case_id: str, which: int) -> None:
        self.press(case_id, self.asked(f"case.take|{case_id}", which), "case.take")

    @rule(case_id=cases, words=st.sampled_from(["", "", "", DANGER, "Thank you!"]))
    def writes(self, case_id: str, words: str) -> None:
        youth = self.youth(case_id)
        text = words if words.startswith("Thank") else f"{words} {self.ledger.token(YOUTH, youth)}"

        async def write() -> None:
            self.wrote[youth].append(MessageId(self.station.phone(youth).newest + 1))
            await self.station.says(youth, text)
            await self.station.presses_newest(youth, f"concern.to|{case_id}")

        self.then(write())

    @rule(case_id=cases)
    def photographs(self, case_id: str) -> None:
        youth = self.youth(case_id)

        async def photograph() -> None:
            await self.station.photographs(youth, self.ledger.token(FILE, youth))
            await self.station.presses_newest(youth, "concern.file_yes")
            await self._sends(youth)

        self.then(photograph())

    @rule(case_id=cases, who=somebody, asks=st.booleans())
    def answers(self, case_id: str, who: int | None, asks: bool) -> None:
        """Where the officer talks about the case; else the words are held, and then sent there."""
        officer = self.staff(case_id, who)
        question = "What is your name?" if asks else ""

        async def answer() -> None:
            thread = await self.station.topic(case_id, await self._address(officer))
            self.wrote[officer].append(MessageId(self.station.phone(officer).newest + 1))
            await self.station.says(officer, f"{question} {self.ledger.token(ANSWER, officer)}", thread)

        self.then(answer())

    async def _address(self, chat: int) -> AddressId:
        return next((each for each, of in reversed(self.ledger.chats.items()) if of == chat), AddressId(""))

    @rule(who=st.sampled_from(STAFF), route=st.sampled_from(["case.to", "case.anyway", "case.drop"]))
    def decides_about_held_words(self, who: int, route: str) -> None:
        self.press_newest(who, route)

    @rule(case_id=cases, who=somebody, back=st.integers(0, 2))
    def undoes(self, case_id: str, who: int | None, back: int) -> None:
        phone = self.station.phone(self.staff(case_id, who))
        found = [data for data in reversed(phone.pressable) if data.startswith("case.undo")][back:]
        if found:
            self.press_newest(self.staff(case_id, who), found[0])

    @rule(case_id=cases, who=somebody)
    def sends_what_is_canned(self, case_id: str, who: int | None) -> None:
        self.press(case_id, who, "case.said", "welcome")

    @rule(chat=st.sampled_from([*YOUTHS, *STAFF]), back=st.integers(0, 3))
    def edits(self, chat: int, back: int) -> None:
        if len(self.wrote[chat]) > back:
            token = self.ledger.token(YOUTH if chat in YOUTHS else ANSWER, chat)
            self.then(self.station.edits(chat, self.wrote[chat][-1 - back], f"Rather {token}"))

    @rule(case_id=cases)
    def unsends(self, case_id: str) -> None:
        self.press_newest(self.youth(case_id), f"concern.unsend|{case_id}")

    @rule(case_id=cases, who=somebody)
    def notes(self, case_id: str, who: int | None) -> None:
        officer = self.staff(case_id, who)

        async def note() -> None:
            if await self.station.presses(officer, "case.note", case_id):
                thread = await self.station.topic(case_id, await self._address(officer))
                await self.station.says(officer, self.ledger.token(NOTE, officer), thread)

        self.then(note())

    async def _summarises(self, case_id: str, officer: int) -> None:
        await self.station.presses(officer, "case.summary", case_id)
        for _ in range(4):
            await self.station.says(officer, self.ledger.token(SUMMARY, officer))

    @rule(case_id=cases, who=somebody)
    def summarises(self, case_id: str, who: int | None) -> None:
        self.then(self._summarises(case_id, self.staff(case_id, who)))

    @rule(case_id=cases, who=somebody, label=st.sampled_from(["family", "violence"]))
    def labels(self, case_id: str, who: int | None, label: str) -> None:
        self.press(case_id, who, "case.label", label)

    @rule(case_id=cases, who=somebody, route=st.sampled_from(["case.show", "case.seen", "case.offer"]))
    def looks(self, case_id: str, who: int | None, route: str) -> None:
        self.press(case_id, who, route)

    @rule(case_id=cases, who=somebody, organisation=st.sampled_from(HOUSES))
    def offers(self, case_id: str, who: int | None, organisation: str) -> None:
        officer = self.staff(case_id, who)

        async def offer() -> None:
            await self._summarises(case_id, officer)
            await self.station.presses(officer, "case.hand_now", case_id, organisation)

        self.then(offer())

    @rule(case_id=cases, scope=st.sampled_from(Scope))
    def agrees(self, case_id: str, scope: Scope) -> None:
        youth = self.youth(case_id)
        found = [
            data
            for data in reversed(self.station.phone(youth).pressable)
            if data.startswith(f"concern.agree|{case_id}") and data.endswith(f"|{int(scope)}")
        ]
        if found:
            self.press_newest(youth, found[0])

    @rule(case_id=cases, organisation=st.sampled_from(HOUSES), scope=st.sampled_from(Scope), which=anyone)
    def is_handed_over(self, case_id: str, organisation: str, scope: Scope, which: int) -> None:
        """From the offer to the end, as far as it goes."""
        self.offers(case_id, None, organisation)
        self.agrees(case_id, scope)
        self.is_offered_it(case_id, which, "accept")

    @rule(case_id=cases)
    def declines(self, case_id: str) -> None:
        self.press_newest(self.youth(case_id), f"concern.decline|{case_id}")

    @rule(case_id=cases, which=anyone, says=st.sampled_from(["accept", "accept", "refuse"]))
    def is_offered_it(self, case_id: str, which: int, says: str) -> None:
        self.press_newest(self.asked(f"case.{says}|{case_id}", which), f"case.{says}|{case_id}")

    @rule(case_id=cases, who=somebody)
    def withdraws(self, case_id: str, who: int | None) -> None:
        self.press_newest(self.staff(case_id, who), f"case.hand_back|{case_id}")

    @rule(case_id=cases, who=somebody, organisation=st.sampled_from(HOUSES))
    def asks_to_break_glass(self, case_id: str, who: int | None, organisation: str) -> None:
        self.press(case_id, who, "case.glass_to", "life", organisation)

    @rule(case_id=cases, which=anyone, says=st.sampled_from(["sign", "sign", "no"]))
    def is_asked_to_sign(self, case_id: str, which: int, says: str) -> None:
        route = f"case.glass_{says}|{case_id}"
        self.press_newest(self.asked(route, which), route)

    @rule(case_id=cases, organisation=st.sampled_from(HOUSES), which=anyone)
    def is_rescued(self, case_id: str, organisation: str, which: int) -> None:
        """Passed on unasked, as far as it goes."""
        self.asks_to_break_glass(case_id, None, organisation)
        self.is_asked_to_sign(case_id, which, "sign")
        self.is_offered_it(case_id, which, "accept")

    @rule(case_id=cases, who=somebody)
    def recuses(self, case_id: str, who: int | None) -> None:
        self.press(case_id, who, "case.recused")

    @rule(case_id=cases, who=st.sampled_from(ABOVE), whom=somebody)
    def excludes(self, case_id: str, who: int, whom: int | None) -> None:
        concern = self.ledger.cases[case_id].concern
        address = concern.officer if whom is None else self.runner.run(self._address(whom))
        self.press(case_id, who, "case.excluded", address or "")

    @rule(case_id=cases, who=st.sampled_from(ABOVE))
    def returns(self, case_id: str, who: int) -> None:
        self.press(case_id, who, "case.returned")

    @rule(case_id=cases, who=somebody, result=st.sampled_from(OFFICER_RESULTS))
    def closes(self, case_id: str, who: int | None, result: str) -> None:
        self.press(case_id, who, "case.closed", result)

    @rule(case_id=cases, route=st.sampled_from(["close", "reopen", "reopen", "show", "who"]))
    def looks_after_it(self, case_id: str, route: str) -> None:
        self.then(self.station.presses(self.youth(case_id), f"concern.{route}", case_id))

    @rule(case_id=cases, rating=st.sampled_from(Rating))
    def rates(self, case_id: str, rating: str) -> None:
        self.then(self.station.presses(self.youth(case_id), "concern.rate", case_id, rating))

    @precondition(lambda self: len(self.ledger.cases) > MOST_CASES)
    @rule(case_id=cases, everything=st.booleans())
    def erases(self, case_id: str, everything: bool) -> None:
        way = ("privacy.erase",) if everything else ("concern.erased", case_id)
        self.then(self.station.presses(self.youth(case_id), *way))
        self.runner.run(self.ledger.check_erased())

    @rule(case_id=cases, who=somebody)
    def strikes(self, case_id: str, who: int | None) -> None:
        self.press(case_id, who, "case.strike", "insults")

    @rule(case_id=cases)
    def appeals(self, case_id: str) -> None:
        self.then(self.station.presses(self.youth(case_id), "concern.appeal", case_id))

    @rule(case_id=cases, who=st.sampled_from(ABOVE), decision=st.sampled_from(["lifted", "stands"]))
    def decides(self, case_id: str, who: int, decision: str) -> None:
        self.press(case_id, who, "case.appeal", decision)

    @rule(who=st.sampled_from([each for each in STAFF if each != COORDINATOR]))
    def leaves_or_joins(self, who: int) -> None:
        async def leave_or_join() -> None:
            address = await self._address(who)
            async with self.station.house.database.transaction() as tx:
                works_here = await self.station.house.roster.at(tx, address) is not None
            if works_here:
                await self.station.presses(COORDINATOR, "staff.ended", address)
            else:
                self.ledger.chats[await self.station.joins(who, GRANTS[who])] = who

        self.then(leave_or_join())

    @rule(who=st.sampled_from(STAFF), way=st.sampled_from(["on", "off"]))
    def goes_on_or_off_duty(self, who: int, way: str) -> None:
        self.then(self.station.presses(who, "duty.set", way))

    @rule(chat=st.sampled_from([*YOUTHS, *STAFF]), which=st.integers(0, 400))
    def presses_whatever_stood_there(self, chat: int, which: int) -> None:
        pressable = list(self.station.phone(chat).pressable)
        if pressable:
            self.press_newest(chat, pressable[-1 - which % len(pressable)])

    @rule(seconds=st.sampled_from(PAUSES))
    def time_passes(self, seconds: int) -> None:
        self.then(self.station.passes(seconds))
        self.runner.run(self.ledger.check_erased())

    def teardown(self) -> None:
        self.runner.run(self.station.house.database.close())
        self.runner.close()


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=int(os.environ.get("LIVES", "20")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
