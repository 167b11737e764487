"""Walks through the bot as somebody who presses everything: each screen they come to, once per way to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.core.ids import MessageId
from bot.core.incoming import Command, Event, Press, Text
from bot.core.language import Language
from bot.core.outcome import Screen
from bot.core.routes import OnCommand
from bot.engine.inbox import Envelope
from tests.pockets import Phone, Shown
from tests.station import Station

MOST_WAYS = 3
"""Times a route is taken with other arguments: the screens of ten topics look alike."""
LAST = (
    *(
        "concern.leave",
        "concern.cancel",
        "concern.drop_last",
        "concern.fresh",
        "concern.close",
        "concern.erase",
        "concern.erased",
    ),
    *(
        "case.drop",
        "case.close",
        "case.closed",
        "case.recuse",
        "case.recused",
        "case.return",
        "case.returned",
    ),
    *("questions.talk", "questions.take_back", "moderate.reason", "moderate.answered"),
    *("case.hand_now", "consult.ended", "staff.end", "staff.ended", "training.end", "privacy.erase"),
)
"""Routes that end what the others need: taken when all else has been seen."""


@dataclass(slots=True)
class Walk:
    """Through the chat of one person. `says`: what they write right after a route was taken."""

    at: Station
    chat_id: int
    language: Language
    says: Mapping[str, str] = field(default_factory=dict)
    seen: dict[str, Screen] = field(default_factory=dict)
    """By the command or route that led there."""
    _taken: dict[str, int] = field(default_factory=dict)
    _to_press: list[tuple[str, MessageId]] = field(default_factory=list)
    _later: list[tuple[str, MessageId]] = field(default_factory=list)
    _queued: set[str] = field(default_factory=set)

    async def everywhere(self, commands: Iterable[str]) -> None:
        """From what stands there already, and from each command on."""
        for number, shown in self._phone.standing.items():
            self._look_at("letter", number, shown)
        await self._press_all()
        for command in commands:
            await self._does(f"/{command}", Command(command, "", self._phone.number()))
            await self._press_all()

    async def ends_it(self) -> None:
        """What was left out so far, as it ends what was still to be looked at."""
        while self._later:
            self._to_press.append(self._later.pop())
            await self._press_all()

    async def turns_to_their_language(self) -> None:
        """Who joined by a link was greeted in English."""
        await self._does("language", Press("start.language", (self.language,), self._phone.number(), "query"))

    async def _press_all(self) -> None:
        """What came last first, as people do, and from top to bottom."""
        while self._to_press:
            data, number = self._to_press.pop()
            pressed = Press.of(data, number, "query")
            name = pressed.name
            if self._taken.get(name, 0) >= MOST_WAYS or self._changes_language(pressed):
                continue
            self._taken[name] = self._taken.get(name, 0) + 1
            await self._does(name, pressed)
            if name in self.says:
                await self._does(f"{name}, then words", Text(self.says[name], self._phone.number()))

    def _changes_language(self, pressed: Press) -> bool:
        return pressed.name == "start.language" and pressed.arguments != (self.language,)

    async def _does(self, way: str, event: Event) -> None:
        before = dict(self._phone.standing)
        self.at.clock.advance(1)
        await self.at.dispatch.take([Envelope(next(self.at.updates), self.chat_id, self.language, event)])
        await self.at.lanes.drained()
        await self.at.deliver()
        for number, shown in self._phone.standing.items():
            if before.get(number) != shown:
                self._look_at(way, number, shown)

    def _look_at(self, way: str, number: MessageId, shown: Shown) -> None:
        if not shown.files and shown.screen not in self.seen.values():
            self.seen[f"{way} {self._taken.get(way, '')}".strip()] = shown.screen
        for data in reversed(shown.buttons):
            if data not in self._queued:
                self._queued.add(data)
                ends_something = data.partition("|")[0] in LAST
                (self._later if ends_something else self._to_press).append((data, number))

    @property
    def _phone(self) -> Phone:
        return self.at.phone(self.chat_id)


def commands_for(at: Station, *, is_staff: bool) -> list[str]:
    """Those a person finds in the menu, or staff beside them."""
    found = (route for route in at.routes if isinstance(route, OnCommand))
    return [route.name for route in found if route.action is None or is_staff]


_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5})?-[0-9A-Z*~$=](?!\w)")
_LINK = re.compile(r"start=[\w-]+")
_CASE = re.compile(r"[^\u2068\u2069\n·]+ · [0-9A-Z]{4}\b")


def rendered(seen: Mapping[str, Screen]) -> Iterator[str]:
    """As it is kept: what is random in it is named instead; isolates stay, as they turn lines."""
    for way, screen in sorted(seen.items()):
        rows = "\n".join(" ".join(f"[{button.label}]" for button in row) for row in screen.rows)
        yield _CASE.sub(
            "CASE", _LINK.sub("start=LINK", _CODE.sub("CODE", f"=== {way}\n{screen.text}\n{rows}\n"))
        )
