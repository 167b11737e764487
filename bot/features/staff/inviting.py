"""`/invite`: role, organisation, what somebody covers, and a link that works once; changing a member."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Context
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.ids import AddressId
from bot.core.incoming import Command, Press, Text, number_in
from bot.core.journal import Deed
from bot.core.outcome import Button, Letter, Outcome, Post, Rows, Screen, Step, press, reply, turn
from bot.core.roles import Action, Role
from bot.core.routes import Feature, OnAnswer, OnCommand, OnPress
from bot.core.text import Html, Texts, paragraphs
from bot.features.staff import store
from bot.features.staff.draft import FIELDS, Draft
from bot.features.staff.leaving import refuse_to_lose_last, write
from bot.features.staff.rules import INVITE_DAYS, LONGEST_NAME, tidy_name
from bot.features.staff.views import role_name

DIALOGUE = "staff"
_CHOOSING, _NAMING = "staff.choosing", "staff.naming"
_ROLES = (Role.OFFICER, Role.LEAD, Role.COORDINATOR)
ORGANISATIONS = 40
"""On one page; Telegram allows 100 buttons under one message."""


class Inviting:
    """`username`: the bot's own, which the link names."""

    def __init__(self, directory: Directory, username: str) -> None:
        self._directory = directory
        self._username = username

    def feature(self) -> Feature:
        return Feature(
            "staff.inviting",
            [
                OnCommand("invite", self.ask_role, Action.INVITE),
                OnPress("staff.invite", self.ask_role, Action.INVITE),
                OnPress("staff.change", self.ask_change, Action.INVITE),
                OnPress("staff.role", self.got_role, Action.INVITE),
                OnPress("staff.orgs", self.show_organisations, Action.INVITE),
                OnPress("staff.org", self.got_organisation, Action.INVITE),
                OnPress("staff.pick", self.got_pick, Action.INVITE),
                OnPress("staff.next", self.got_field, Action.INVITE),
                OnPress("staff.no_name", self.got_no_name, Action.INVITE),
                OnAnswer(_NAMING, self.got_name),
            ],
        )

    async def ask_role(self, context: Context, event: Command | Press) -> Outcome:
        return (turn if isinstance(event, Press) else reply)(
            context.t("staff.ask_role"), *_role_rows(context.t), step=_step(_CHOOSING, Draft())
        )

    async def ask_change(self, context: Context, pressed: Press) -> Outcome:
        """Another organisation is another invitation: what was entrusted to the first is not taken along."""
        member = await store.member_at(context.tx, AddressId(pressed.argument))
        if member is None:
            raise UserError("staff.not_there")
        draft = Draft.of(member).within(self._directory)
        return turn(context.t("staff.ask_role"), *_role_rows(context.t), step=_step(_CHOOSING, draft))

    async def got_role(self, context: Context, pressed: Press) -> Outcome:
        if pressed.argument not in {role.name.lower() for role in _ROLES}:
            raise UserError("engine.old_button")
        draft = replace(_draft(context), role=Role[pressed.argument.upper()])
        if draft.member is None:
            return self._organisations(context, draft, 0)
        return self._ask_field(context, draft, None)

    async def show_organisations(self, context: Context, pressed: Press) -> Outcome:
        return self._organisations(context, _draft(context), number_in(pressed.arguments, 0))

    async def got_organisation(self, context: Context, pressed: Press) -> Outcome:
        if pressed.argument not in self._directory.organisations:
            raise UserError("engine.old_button")
        draft = replace(_draft(context), organisation=pressed.argument, areas=(), topics=())
        return self._ask_field(context, draft, None)

    async def got_pick(self, context: Context, pressed: Press) -> Outcome:
        draft, (field, value) = _draft(context), (*pressed.arguments, "", "")[:2]
        if field not in FIELDS or value not in ("", *draft.options(field, self._directory)):
            raise UserError("engine.old_button")
        return self._toggles(context, draft.toggled(field, value), field)

    async def got_field(self, context: Context, pressed: Press) -> Outcome:
        if pressed.argument not in FIELDS:
            raise UserError("engine.old_button")
        return self._ask_field(context, _draft(context), pressed.argument)

    async def got_no_name(self, context: Context, _: Press) -> Outcome:
        text, rows, letters = await self._finished(context, _draft(context), "")
        return Outcome(turn(text, *rows).replies, ends=DIALOGUE, letters=letters)

    async def got_name(self, context: Context, text: Text) -> Outcome | None:
        if not context.may(Action.INVITE):
            return None
        name = tidy_name(text.text)
        if not name or len(name) > LONGEST_NAME:
            raise UserError("staff.name_too_long", most=LONGEST_NAME)
        shown, rows, letters = await self._finished(context, _draft(context), name)
        return Outcome(reply(shown, *rows).replies, ends=DIALOGUE, letters=letters)

    def _organisations(self, context: Context, draft: Draft, page: int) -> Outcome:
        t, every = context.t, list(self._directory.organisations.values())
        shown = every[page * ORGANISATIONS : (page + 1) * ORGANISATIONS]
        rows: list[tuple[Button, ...]] = [
            (press(each.named(t.language), "staff.org", each.id),) for each in shown
        ]
        if len(every) > ORGANISATIONS:
            more = page + 1 if (page + 1) * ORGANISATIONS < len(every) else 0
            rows.append((press(t.label("staff.page", page=more + 1), "staff.orgs", more),))
        return turn(t("staff.ask_organisation"), *rows, step=_step(_CHOOSING, draft))

    def _ask_field(self, context: Context, draft: Draft, done: str | None) -> Outcome:
        """The next choice after one that is made; at the end, the name."""
        field = draft.after(done)
        if field is not None:
            return self._toggles(context, draft, field)
        t = context.t
        text = paragraphs(t("staff.ask_name"), t("staff.about_names"))
        skip = (press(t.label("staff.skip_name"), "staff.no_name"),)
        return turn(text, skip, step=_step(_NAMING, draft))

    def _toggles(self, context: Context, draft: Draft, field: str) -> Outcome:
        t, chosen = context.t, draft.chosen(field)
        every = t.label("staff.not_said" if field == "languages" else "staff.all")
        rows = [(press(_marked(t, every, is_on=not chosen), "staff.pick", field, ""),)]
        for option in draft.options(field, self._directory):
            label = _marked(t, self._named(t, field, option), is_on=option in chosen)
            rows.append((press(label, "staff.pick", field, option),))
        rows.append((press(t.label("staff.next"), "staff.next", field, style="primary"),))
        return turn(t(f"staff.ask_{field}"), *rows, step=_step(_CHOOSING, draft))

    def _named(self, t: Texts, field: str, option: str) -> str:
        match field:
            case "areas":
                return self._directory.area_name(option, t.language)
            case "topics":
                return self._directory.topic_name(option, t.language)
            case _:
                return t.language_name(option)

    async def _finished(
        self, context: Context, draft: Draft, name: str
    ) -> tuple[Html, Rows, tuple[Letter, ...]]:
        if draft.member is not None:
            return await self._apply(context, draft, draft.member, name)
        if draft.organisation not in self._directory.organisations:
            raise UserError("staff.choice_over")
        payload = await store.invite(context.tx, context.keys, draft.grant(name), context.now)
        await write(context, Deed.INVITED, draft.role.name.lower())
        t, link = context.t, f"https://t.me/{self._username}?start={payload}"
        organisation = self._directory.organisation_name(draft.organisation, t.language)
        about = t("staff.invite_ready", role=role_name(t, draft.role), organisation=organisation)
        text = paragraphs(about, t.count("staff.invite_expires", INVITE_DAYS))
        return text, ((Button(t.label("staff.copy_link"), copy=link),),), ()

    async def _apply(
        self, context: Context, draft: Draft, address: AddressId, name: str
    ) -> tuple[Html, Rows, tuple[Letter, ...]]:
        member = await store.member_at(context.tx, address)
        if member is None:
            raise UserError("staff.not_there")
        if draft.role is not Role.COORDINATOR:
            await refuse_to_lose_last(context, member)
        grant = replace(draft.grant(name), organisation=member.organisation)
        await store.change(context.tx, context.keys, member, grant)
        await write(context, Deed.CHANGED, draft.role.name.lower())
        back = (press(context.t.label("staff.back"), "staff.card", address),)
        return context.t("staff.changed"), (back,), tuple(await self._news(context, address, draft.role))

    async def _news(self, context: Context, address: AddressId, role: Role) -> list[Letter]:
        """Whoever is changed by somebody else is told; the next button may not be theirs any more."""
        t = await context.texts_at(address)
        if t is None or context.staff is None or context.staff.address == address:
            return []
        text = t("staff.changed_for_you", role=role_name(t, role))
        return [Letter(address, "staff.changed", Post(Screen(text)))]


def _draft(context: Context) -> Draft:
    """Raises UserError when the dialogue is over."""
    data = context.steps.get(DIALOGUE)
    if data is None:
        raise UserError("staff.choice_over")
    return Draft.read(data)


def _step(name: str, draft: Draft) -> Step:
    return Step(name, draft.written())


def _role_rows(t: Texts) -> Rows:
    return tuple((press(role_name(t, role), "staff.role", role.name.lower()),) for role in _ROLES)


def _marked(t: Texts, label: str, *, is_on: bool) -> str:
    return t.label("staff.chosen", option=label) if is_on else label
