"""Which kinds of messages somebody wants, kept under their pseudonym of the same purpose as the addresses."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.outcome import Letter, Outcome, Rows, notice, press, turn
from bot.core.routes import Feature, OnPress
from bot.core.text import paragraphs
from bot.features.broadcast import store
from bot.features.broadcast.rules import Kind

PURPOSES = (Purpose.ATTENDANCE, Purpose.STAFF)
"""Nobody is written to for another: a case, an appeal or a discreet chat is no list of readers."""


class Wishes:
    """In /settings, and under each message to many."""

    def feature(self) -> Feature:
        return Feature(
            "broadcast.wishes",
            [
                OnPress("wishes.show", self.show),
                OnPress("wishes.turn", self.got_turn),
                OnPress("wishes.no_more", self.got_no_more),
            ],
        )

    async def show(self, context: Context, _: Press) -> Outcome:
        return await self._screen(context)

    async def got_turn(self, context: Context, pressed: Press) -> Outcome:
        purpose, kind = _wish(context, pressed)
        reader = context.people.alias(purpose)
        if kind in await store.refusals_of(context.tx, reader):
            await store.want_again(context.tx, kind, reader)
        else:
            await _refuse(context, purpose, kind)
        return await self._screen(context)

    async def got_no_more(self, context: Context, pressed: Press) -> Outcome:
        """The message stays as it is: there may be more to it than its button."""
        purpose, kind = _wish(context, pressed)
        await _refuse(context, purpose, kind)
        t = context.t
        return notice(t.label("broadcast.no_more_of", kind=t.label(f"broadcast.kind_{kind}")), is_alert=True)

    async def _screen(self, context: Context) -> Outcome:
        t, rows = context.t, Rows()
        for purpose in PURPOSES if context.staff else PURPOSES[:1]:
            refused = await store.refusals_of(context.tx, context.people.alias(purpose))
            for kind in Kind:
                name = t.label(f"broadcast.kind_{kind}")
                if purpose is Purpose.STAFF:
                    name = t.label("broadcast.at_work", kind=name)
                label = t.label("broadcast.unwanted" if kind in refused else "broadcast.wanted", kind=name)
                rows += ((press(label, "wishes.turn", purpose, kind),),)
        back = (press(t.label("broadcast.back"), "start.settings"),)
        return turn(paragraphs(t("broadcast.wishes"), t("broadcast.wishes_limits")), *rows, back)


class WishKeeper:
    """What the privacy slice asks of this one."""

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        refused = [await store.refusals_of(context.tx, context.people.alias(each)) for each in PURPOSES]
        return [("broadcast.held_refusals", sum(map(len, refused)))]

    async def erase(self, context: Context) -> list[Letter]:
        for purpose in PURPOSES:
            await store.forget_refusals(context.tx, context.people.alias(purpose))
        return []


async def _refuse(context: Context, purpose: Purpose, kind: Kind) -> None:
    if not context.people.is_known:  # from here on something is kept about them: then /erase must know them
        await context.people.choose_language(context.t.language)
    await store.refuse(context.tx, kind, context.people.alias(purpose))


def _wish(context: Context, pressed: Press) -> tuple[Purpose, Kind]:
    """Raises UserError for what no button of ours says."""
    purpose, kind, *_ = (*pressed.arguments, "", "")
    if purpose not in PURPOSES or kind not in list(Kind):
        raise UserError("engine.old_button")
    if purpose == Purpose.STAFF and context.staff is None:
        raise UserError("engine.old_button")
    return Purpose(purpose), Kind(kind)
