"""Joining by a one-time link; seeing who works here; ending somebody's access."""

from __future__ import annotations

from bot.core.context import Context, Purpose, StaffMember
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.ids import AddressId
from bot.core.incoming import Command, Press, number_in
from bot.core.journal import Deed, Entry
from bot.core.language import Language
from bot.core.outcome import Button, Letter, Outcome, Screen, Show, below, press, reply, turn
from bot.core.roles import Action, Role
from bot.core.routes import Feature, OnCommand, OnLink, OnPress
from bot.core.text import paragraphs
from bot.features.staff import store, views
from bot.features.staff.leaving import Leaving, refuse_to_lose_last
from bot.features.staff.roster import StaffRoster
from bot.features.staff.rules import LINK_PREFIX, PAGE, Grant, Member

WHOLE_HOUSE = "staff"


class StaffDesk:
    """What officers, leads and coordinators see of the house they work in."""

    def __init__(self, directory: Directory, roster: StaffRoster, leaving: Leaving) -> None:
        self._directory = directory
        self._roster = roster
        self._leaving = leaving

    def feature(self) -> Feature:
        return Feature(
            "staff",
            [
                OnLink(LINK_PREFIX, self.join),
                OnCommand("staff", self.show_staff, Action.SEE_STAFF),
                OnPress("staff.list", self.show_staff, Action.SEE_STAFF),
                OnPress("staff.card", self.show_card, Action.SEE_STAFF),
                OnPress("staff.end", self.ask_to_end, Action.END_ACCESS),
                OnPress("staff.ended", self.end_access, Action.END_ACCESS),
            ],
        )

    async def join(self, context: Context, command: Command) -> Outcome:
        grant = await store.accept(context.tx, context.keys, command.argument, context.now)
        if grant is None or grant.organisation not in self._directory.organisations:
            raise UserError("staff.link_spent")
        if grant.languages and context.t.language not in grant.languages:
            await context.people.choose_language(grant.languages[0])
        address, owed = await self._enrol(context, grant)
        role = grant.role.name.lower()
        await context.journal.write(
            context.tx, Entry(context.now, Deed.JOINED, grant.role, grant.organisation, address, detail=role)
        )
        t = context.texts_for(_spoken(context, grant))
        organisation = self._directory.organisation_name(grant.organisation, t.language)
        text = paragraphs(
            t(f"staff.welcome_{role}", organisation=organisation),
            t("staff.how_it_works"),
            t("staff.what_you_see"),
            t("staff.about_duty"),
        )
        desk = (below(t.label("staff.open_desk"), "case.desk"),)
        duty = (below(t.label("staff.open_duty"), "duty.show"),)
        return Outcome((Show(Screen(text, (desk, duty))),), letters=tuple(owed))

    async def show_staff(self, context: Context, event: Command | Press) -> Outcome:
        """Leads see their organisation, coordinators all."""
        t, members = context.t, await self._seen_by(context)
        pages = max(1, -(-len(members) // PAGE))
        page = min(number_in(event.arguments, 0), pages - 1) if isinstance(event, Press) else 0
        shown = [
            await self._roster.named(context.tx, member)
            for member in members[page * PAGE : (page + 1) * PAGE]
        ]
        rows = tuple(
            (press(views.row_label(t, self._directory, member), "staff.card", member.address, page),)
            for member in shown
        )
        text = paragraphs(t.count("staff.members", len(members)), t("staff.marks"))
        if context.may(Action.INVITE):
            rows += ((press(t.label("staff.invite"), "staff.invite"),),)
        if context.may(Action.APPROVE_BROADCAST):
            rows += ((press(t.label("staff.open_broadcasts"), "broadcast.list"),),)
        return (turn if isinstance(event, Press) else reply)(text, *rows, *_leaf(context, page, pages))

    async def show_card(self, context: Context, pressed: Press) -> Outcome:
        member = await self._member(context, pressed.argument)
        staff = await self._roster.at(context.tx, member.address)
        assert staff is not None, "they were there just now"
        text = views.card(
            context.t,
            self._directory,
            await self._roster.named(context.tx, staff),
            self._roster.standing(member, context.now),
            self._directory.zone_of(member.organisation),
            is_reachable=await context.texts_at(member.address) is not None,
        )
        page = number_in(pressed.arguments, 1)
        back = (press(context.t.label("staff.back"), "staff.list", page),)
        return turn(text, *_deeds(context, member), back)

    async def ask_to_end(self, context: Context, pressed: Press) -> Outcome:
        member, t = await self._member(context, pressed.argument), context.t
        await refuse_to_lose_last(context, member)
        end = press(t.label("staff.end_now"), "staff.ended", member.address, style="danger")
        back = press(t.label("staff.back"), "staff.card", member.address)
        return turn(t("staff.ask_to_end"), (end,), (back,))

    async def end_access(self, context: Context, pressed: Press) -> Outcome:
        member = await self._member(context, pressed.argument)
        owed = await self._leaving.end(context, member, Deed.ACCESS_ENDED)
        return Outcome(turn(context.t("staff.ended")).replies, letters=tuple(owed))

    async def _enrol(self, context: Context, grant: Grant) -> tuple[AddressId, list[Letter]]:
        """Who moves to another organisation lets go of what was entrusted to the one before."""
        alias = context.people.alias(Purpose.STAFF)
        member = await store.known_as(context.tx, alias)
        if member is None:
            return await self._enrol_anew(context, alias, grant), []
        if grant.role is not Role.COORDINATOR:
            await refuse_to_lose_last(context, member)
        await store.change(context.tx, context.keys, member, grant)
        if member.organisation == grant.organisation:
            return member.address, []
        return member.address, await self._leaving.let_go(context, member.address)

    async def _enrol_anew(self, context: Context, alias: str, grant: Grant) -> AddressId:
        for link in await context.people.links(Purpose.STAFF):  # of an access that was ended
            await context.people.unlink(link.address)
        address = await context.people.keep_address(Purpose.STAFF, WHOLE_HOUSE)
        await store.enrol(context.tx, context.keys, alias, address, grant)
        await context.people.mark_staff(is_staff=True)
        return address

    async def _seen_by(self, context: Context) -> list[StaffMember]:
        """Side by side by organisation, leads before officers."""
        order = list(self._directory.organisations)
        seen = [each for each in await self._roster.everyone(context.tx) if _sees(context, each.organisation)]
        return sorted(
            seen,
            key=lambda each: (
                order.index(each.organisation) if each.organisation in order else len(order),
                -each.role,
            ),
        )

    async def _member(self, context: Context, address: str) -> Member:
        """Raises UserError when they are gone, or of another organisation than a lead may see."""
        member = await store.member_at(context.tx, AddressId(address))
        if member is None or not _sees(context, member.organisation):
            raise UserError("staff.not_there")
        return member


def _sees(context: Context, organisation: str) -> bool:
    staff = context.staff
    assert staff is not None, "the route is for staff only"
    return staff.role is Role.COORDINATOR or staff.organisation == organisation


def _deeds(context: Context, member: Member) -> tuple[tuple[Button, ...], ...]:
    t, rows = context.t, []
    if context.may(Action.INVITE):
        rows.append((press(t.label("staff.change"), "staff.change", member.address),))
    if context.may(Action.END_ACCESS):
        rows.append((press(t.label("staff.end"), "staff.end", member.address, style="danger"),))
    return tuple(rows)


def _leaf(context: Context, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    """The way to the pages beside this one."""
    t, row = context.t, []
    if page:
        row.append(press(t.label("staff.page", page=page), "staff.list", page - 1))
    if page + 1 < pages:
        row.append(press(t.label("staff.page", page=page + 2), "staff.list", page + 1))
    return (tuple(row),) if row else ()


def _spoken(context: Context, grant: Grant) -> Language:
    """Their own, if it is one of those they answer in."""
    spoken = context.t.language
    return spoken if not grant.languages or spoken in grant.languages else grant.languages[0]
