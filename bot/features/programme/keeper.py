"""What the privacy slice asks of this one."""

from __future__ import annotations

from bot.core.context import Context, Purpose
from bot.core.outcome import Letter
from bot.features.programme import attendance, registering, registrations, store


class AttendanceKeeper:
    """Keeps who wants to be where, under the person's pseudonym for attendance."""

    async def holdings(self, context: Context) -> list[tuple[str, int]]:
        """Catalogue keys of what is kept about the person at hand, and how many of each."""
        links = await context.people.links(Purpose.ATTENDANCE)
        held = await store.held_of(context.tx, attendance.attendee(context))
        return [
            ("programme.held_agenda", held.sessions),
            ("programme.held_reminders", held.reminders),
            ("programme.held_snoozes", held.snoozes),
            ("programme.held_days", held.days),
            ("programme.held_places", held.places),
            ("programme.held_roles", held.roles),
            ("programme.held_address", len(links)),
        ]

    async def erase(self, context: Context) -> list[Letter]:
        """Their places go to those who wait; what is on its way to their address is withdrawn with it."""
        who = attendance.attendee(context)
        owed = [
            letter
            for session in await registrations.sessions_of(context.tx, who)
            for letter in await registering.leave(context, session)
        ]
        for link in await context.people.links(Purpose.ATTENDANCE):
            await context.people.unlink(link.address)
        await registrations.forget_roles(context.tx, who)
        await store.forget_attendance(context.tx, who)
        return owed
