"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Counts of updates are per round; medians are taken over rounds."""

    rounds: int
    chats: int
    echoes: int
    presses: int
    relays: int
    paced_seconds: float
    starts: int
    people: int
    """How many different people visit before memory is read."""
    open_cases: tuple[int, ...]
    """In each house whose costs are compared."""
    deeds: int
    """Of each kind there, in each of `turns`."""
    turns: int
    services: int
    """In the list of which parts are looked for."""
    readers: int
    """People who press menus while somebody else needs help."""
    calls_for_help: int
    activities: int
    """Among which somebody looks for something to do."""
    items: int
    """Among which is searched."""
    crowd: int
    """People who want to be at one session."""
    crowd_seconds: float
    """For how long they are reminded under Telegram's limits; under raised ones, until all are."""


FULL = Plan(
    rounds=5, chats=100, echoes=1000, presses=3000, relays=1500, paced_seconds=10, starts=5, people=10_000,
    open_cases=(10, 10_000, 100_000), deeds=100, turns=5, activities=10_000,
    services=10_000, items=10_000,
    readers=200, calls_for_help=600, crowd=100_000, crowd_seconds=60,
)  # fmt: skip
QUICK = Plan(
    rounds=3, chats=100, echoes=500, presses=1000, relays=500, paced_seconds=4, starts=3, people=1000,
    open_cases=(10, 1000, 10_000), deeds=40, turns=3, activities=10_000,
    services=10_000, items=10_000,
    readers=200, calls_for_help=300, crowd=3000, crowd_seconds=10,
)  # fmt: skip
