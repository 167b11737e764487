"""What the privacy slice asks of this one."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.outcome import Letter
from bot.features.voice import store


class VoiceKeeper:
    """Keeps that somebody answered, while they could answer twice, and where they are told what came of it.
    What they answered is nobody's."""

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        await tidy(context)
        return [
            ("voice.held_taken", await store.count_taken(context.tx, context.keys, _alias(context))),
            ("voice.held", len(await context.people.links(Purpose.VOICE))),
        ]

    async def erase(self, context: Context) -> list[Letter]:
        """Nothing is owed because of it. Their answers stay: nobody knows which they are."""
        await store.forget_taken(context.tx, context.keys, _alias(context))
        for link in await context.people.links(Purpose.VOICE):
            await store.heard(context.tx, [link.address])
            await context.people.unlink(link.address)
        return []


async def tidy(context: Context) -> None:
    """Lets go of the ways to a person who has been told all there was to tell."""
    links = await context.people.links(Purpose.VOICE)
    if not links:
        return
    awaited = await store.awaited(context.tx, context.now)
    for link in links:
        if link.subject not in awaited:
            await context.people.unlink(link.address)


def _alias(context: Context) -> str:
    return context.people.alias(Purpose.VOICE)
