"""`/privacy` says what is kept now, `/erase` removes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press
from bot.core.menu import to_menu
from bot.core.outcome import Letter, Outcome, press, reply, turn
from bot.core.routes import Feature, OnCommand, OnPress
from bot.core.text import lines, paragraphs


class Keeper(Protocol):
    """A slice that keeps something about people."""

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        """Plural keys of what is kept about the person at hand, and how many of each."""
        ...

    async def erase(self, context: Context) -> list[Letter]: ...


class PrivacyFlow:
    """`proof`: writes the letter with the code that remains."""

    def __init__(self, keepers: Sequence[Keeper], proof: Callable[[Context], Awaitable[Letter]]) -> None:
        self._keepers = keepers
        self._proof = proof

    def feature(self) -> Feature:
        return Feature(
            "privacy",
            [
                OnCommand("privacy", self.show_stored),
                OnPress("privacy.show", self.show_stored),
                OnCommand("erase", self.ask_erasure),
                OnPress("privacy.ask", self.ask_erasure),
                OnPress("privacy.erase", self.erase),
            ],
        )

    async def show_stored(self, context: Context, event: Command | Press) -> Outcome:
        t, show = context.t, turn if isinstance(event, Press) else reply
        back = (to_menu(t),)
        what = await self._holdings(context)
        if not what:
            return show(paragraphs(t("privacy.nothing"), t("privacy.promise"), t("privacy.telegram")), back)
        listed = lines(t("privacy.stored_now"), *(t.count(key, n) for key, n in what))
        erase = (press(t.label("privacy.erase"), "privacy.ask", style="danger"),)
        return show(paragraphs(listed, t("privacy.promise"), t("privacy.telegram")), erase, back)

    async def ask_erasure(self, context: Context, event: Command | Press) -> Outcome:
        t, show = context.t, turn if isinstance(event, Press) else reply
        if not await self._holdings(context):
            return show(t("privacy.nothing_to_erase"))
        return show(
            t("privacy.ask_erasure"),
            (press(t.label("privacy.keep"), "privacy.show"),),
            (press(t.label("start.my_cases"), "concern.mine"),),
            (press(t.label("privacy.erase_now"), "privacy.erase", style="danger"),),
        )

    async def erase(self, context: Context, _: Press) -> Outcome:
        """Everything at once: each slice lets go of its part, then the person's own key is destroyed."""
        if not await self._holdings(context):
            raise UserError("privacy.nothing_to_erase")
        owed = [letter for keeper in self._keepers for letter in await keeper.erase(context)]
        await context.people.forget({letter.to for letter in owed if letter.is_last})
        owed.append(await self._proof(context))
        return Outcome(turn(context.t("privacy.erased")).replies, letters=tuple(owed))

    async def _holdings(self, context: Context) -> list[tuple[str, int]]:
        """Something may be kept of somebody who is not known themselves: under a hash, for one thing."""
        found = [held for keeper in self._keepers for held in await keeper.holdings(context)]
        known = [("privacy.held_language", int(context.people.is_known))]
        return [(key, n) for key, n in (*known, *found) if n]
