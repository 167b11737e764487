"""The people of the day: what they hold, and what they do with their phones."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from bot.core.clock import Clock
from bot.core.context import Purpose
from bot.core.ids import AddressId, random_id
from bot.core.language import Language
from bot.core.manner import Manner
from bot.engine.discretion import Reach
from bot.features.programme import rounds, store
from bot.features.programme.kept import AgendaItem, KeptSession
from bot.house import House
from bot.sandbox import Sandbox
from tests.bench.day.diary import Again, Diary, Holding, Reminder
from tests.bench.day.plan import DayPlan
from tests.bench.day.programme import MINUTE, moments

LEADS = (*(5, 10, 10, 10, 15, 30, 60, None) * 6, 1440)
"""Who wanted it a day before gets it first of all, since the bot was not there then."""
ZONES = (*("",) * 18, "Asia/Tokyo", "America/New_York")
"""Some are far away: what comes in their night comes the evening before."""
AT_ONCE = 2000
ADDED_BEFORE = 75 * MINUTE
"""Seconds before a session in which nobody adds it, nor do those who want reminders early, or are far away:
they might be given a shorter lead time than they want."""
SHORT = (5, 10, 15, None)
THINKS_FOR = 2 * MINUTE

Row = dict[str, object]


class People:
    """Everybody's agenda stands in the diary; so does what they do."""

    def __init__(self, plan: DayPlan, sandbox: Sandbox, diary: Diary, clock: Clock, dice: Random) -> None:
        self.phones = [sandbox.person(f"P{number}") for number in range(plan.people)]
        self.addresses: dict[str, int] = {}
        """Whose letters these are."""
        self.hears = asyncio.Event()
        """Something has just arrived."""
        self._plan, self._diary, self._clock, self._dice = plan, diary, clock, dice
        self._number = {phone.chat_id: number for number, phone in enumerate(self.phones)}
        self._sessions: dict[str, KeptSession] = {}
        self._wanted: asyncio.Queue[tuple[Reminder, dict[str, Any]]] = asyncio.Queue()
        """Reminders that somebody will want once more, and the messages."""
        sandbox.world.watchers.append(self._see)

    # As if they had done it some time ago

    async def settle_in(self, house: House, titles: Sequence[str]) -> None:
        """Everybody has written to the bot once, and has some sessions on their agenda."""
        async with house.database.transaction() as tx:
            kept = await tx.rows("SELECT programme_id FROM programmes", {})
            sessions = await store.sessions_of(tx, kept[0]["programme_id"])
        self._sessions = {session.about.key: session for session in sessions}
        for first in range(0, len(self.phones), AT_ONCE):
            await self._settle_some(house, range(len(self.phones))[first : first + AT_ONCE], titles)

    async def _settle_some(self, house: House, people: range, titles: Sequence[str]) -> None:
        tables: dict[str, list[Row]] = {"addresses": [], "attendees": [], "agenda": []}
        abroad: dict[tuple[str, str], AgendaItem] = {}
        for person in people:
            lead, zone = self._dice.choice(LEADS), self._dice.choice(ZONES)
            held = self._dice.sample(titles, self._dice.randint(*self._plan.each_holds))
            self._diary.holdings += [Holding(person, each, lead, zone, self._diary.begins) for each in held]
            for table, rows in self._rows(house, person, lead, zone, held).items():
                tables[table] += rows
            items = (AgendaItem(self._sessions[title], None, zone) for title in held if zone)
            abroad |= {(item.session.session_id, zone): item for item in items}
        async with house.database.transaction() as tx:
            for table, rows in tables.items():
                names, values = ", ".join(rows[0]), ", ".join(f":{name}" for name in rows[0])
                await tx.execute_many(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)
            await rounds.join_rounds(tx, abroad.values())

    def _rows(
        self, house: House, person: int, lead: int | None, zone: str, held: Sequence[str]
    ) -> Mapping[str, list[Row]]:
        registry, phone = house.registry, self.phones[person]
        phone._chat.started = True  # without an update for each
        address = AddressId(random_id())
        self.addresses[address] = person
        alias = registry.pepper.digest(f"alias:{Purpose.ATTENDANCE}", registry.sender(phone.chat_id).person)
        sealed = registry.seal_address(address, Reach(phone.chat_id, Manner()))
        wish: Row = {"attendee": alias, "lead_minutes": lead, "zone": zone}
        return {
            "addresses": [{"address_id": address, "sealed": sealed, "language": Language.EN.value}],
            "attendees": [wish | {"address_id": address}],
            "agenda": [wish | {"session_id": self._sessions[title].session_id} for title in held],
        }

    # What they do

    async def act(self, until: int) -> None:
        begins, dice = int(self._diary.begins), self._dice
        async with asyncio.TaskGroup() as tasks:
            doing = [
                tasks.create_task(self._snooze(tasks)),
                tasks.create_task(self._add(moments(self._plan.adds, (begins, until), dice))),
                tasks.create_task(self._block(moments(self._plan.blocks, (begins, until), dice))),
            ]
            await self._until(until)
            for each in doing:
                each.cancel()

    async def _add(self, at: Sequence[int]) -> None:
        """Sessions that are in the latest version, and some time ahead."""
        held = {(each.person, each.title) for each in self._diary.holdings}
        adding = [each for each in self._diary.holdings if not each.zone and each.lead in SHORT]
        for moment in at:
            await self._until(moment)
            wish, title = self._dice.choice(adding), self._dice.choice(list(self._sessions))
            if (wish.person, title) in held or wish.person in self._diary.blocked or not self._is_far(title):
                continue
            held.add((wish.person, title))
            self._diary.holdings.append(replace(wish, title=title, since=self._clock.now()))
            await self._press(wish.person, f"programme.add|{self._sessions[title].session_id}|0", 1)

    async def _block(self, at: Sequence[int]) -> None:
        for moment, person in zip(at, self._dice.sample(range(len(self.phones)), len(at)), strict=True):
            await self._until(moment)
            self._diary.blocked[person] = self._clock.now()
            self.phones[person].blocks()

    async def _snooze(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            reminder, message = await self._wanted.get()
            tasks.create_task(self._snooze_one(reminder, message))

    async def _snooze_one(self, reminder: Reminder, message: dict[str, Any]) -> None:
        """One of the buttons under it, after a while, if there are any."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", ())
        data = [button.get("callback_data", "") for row in rows for button in row]
        offered = [each for each in data if each.startswith("programme.snooze|")]
        key = reminder.person, reminder.title
        await self._clock.sleep(self._dice.uniform(0, THINKS_FOR))
        if offered and key not in self._diary.again and reminder.person not in self._diary.blocked:
            self._diary.again[key] = Again(self._clock.now(), reminder.starts_at)
            await self._press(reminder.person, self._dice.choice(offered), message["message_id"])

    async def _press(self, person: int, data: str, message: int) -> None:
        await self.phones[person].presses_data(data, message, wait=False)

    def _is_far(self, title: str) -> bool:
        now = self._clock.now()
        latest = next(each for each in reversed(self._diary.versions) if each.published_at <= now)
        slot = latest.slots[title]
        return not slot.is_off and slot.starts_at - now > ADDED_BEFORE

    async def _until(self, moment: float) -> None:
        await self._clock.sleep(moment - self._clock.now())

    # What they see

    def _see(self, event: dict[str, Any]) -> None:
        """Called by the sandbox for everything that appears on any phone."""
        if event["type"] not in ("message", "edit") or not event["message"]["from"]["is_bot"]:
            return
        self.hears.set()
        person, message = self._number[event["chat"]], event["message"]
        if event["type"] == "edit":
            self._diary.read_edit(person, message)
            return
        reminder = self._diary.read(self._clock.now(), person, message)
        if reminder and self._dice.random() < self._plan.snoozed:
            self._wanted.put_nowait((reminder, message))
