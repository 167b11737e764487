"""A coordinator's view of a programme: where it comes from, what is in doubt, what each version changed."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.directory import Directory
from bot.core.errors import UserError
from bot.core.incoming import Press, number_in
from bot.core.menu import to_menu
from bot.core.outcome import Button, Outcome, press, turn
from bot.core.roles import Action
from bot.core.routes import Feature, OnPress
from bot.core.text import Html, lines, paragraphs
from bot.features.programme import proposals, sources, store, versions, views
from bot.features.programme.capacity import Capacity
from bot.features.programme.deciding import Deciding
from bot.features.programme.door import Door
from bot.features.programme.editing import Editing
from bot.features.programme.kept import ImportId, KeptProgramme, KeptSession, ProgrammeId
from bot.features.programme.ledger_views import ledger_line
from bot.features.programme.rules import PAGE
from bot.features.programme.sending import DIALOGUE, Sending
from bot.features.programme.versions import KeptVersion

LINES = 20
"""Changes on one page."""
MOST_DOUBTFUL = 10


class ProgrammeDesk:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def feature(self) -> Feature:
        return Feature(
            "programme.desk",
            [
                OnPress("programme.desk", self.show_desk, Action.IMPORT),
                OnPress("programme.versions", self.show_versions, Action.IMPORT),
                OnPress("programme.version", self.show_version, Action.IMPORT),
                *Deciding().routes(),
                *Sending(self._directory).routes(),
                *Editing().routes(),
                *Capacity().routes(),
                *Door().routes(),
            ],
        )

    async def show_desk(self, context: Context, pressed: Press) -> Outcome:
        if not pressed.argument:
            send = press(context.t.label("programme.send_button"), "programme.send")
            return turn(context.t("programme.desk_empty"), (send,), (to_menu(context.t),), ends=DIALOGUE)
        programme, t = await _known(context, pressed.argument), context.t
        here = programme.programme_id
        doubtful = await versions.suspected_of(context.tx, here, context.now, MOST_DOUBTFUL)
        waiting = [
            each for each in await proposals.proposals_of(context.tx, programme.name) if not each.is_refused
        ]
        text = paragraphs(
            t("programme.desk", title=views.brief(t, programme.title, views.TITLE)),
            await _origin(context, programme),
            t("programme.desk_doubtful") if doubtful else "",
        )
        return turn(
            text,
            *(
                (press(t.label("programme.show_proposal"), "programme.proposal", each.proposal_id),)
                for each in waiting
            ),
            *(_doubtful_row(context, session) for session in doubtful),
            (press(t.label("programme.versions_button"), "programme.versions", here),),
            (press(t.label("programme.send_button"), "programme.send", here),),
            (press(t.label("programme.back"), "programme.days", here),),
            ends=DIALOGUE,
        )

    async def show_versions(self, context: Context, pressed: Press) -> Outcome:
        programme, t = await _known(context, pressed.argument), context.t
        here, page = programme.programme_id, number_in(pressed.arguments, 1)
        found = await versions.versions_of(context.tx, here, page * PAGE, PAGE + 1)
        return turn(
            t("programme.versions", title=views.brief(t, programme.title, views.TITLE)),
            *(_version_row(context, programme, version) for version in found[:PAGE]),
            *views.turning(t, page, len(found) > PAGE, "programme.versions", here),
            (press(t.label("programme.back"), "programme.desk", here),),
        )

    async def show_version(self, context: Context, pressed: Press) -> Outcome:
        version = await versions.find_version(context.tx, ImportId(pressed.argument))
        if version is None:
            raise UserError("engine.old_button")
        programme, t = await _known(context, version.programme_id), context.t
        page = number_in(pressed.arguments, 1)
        entries = await versions.entries_of(context.tx, version.import_id, page * LINES, LINES + 1)
        shown = [ledger_line(t, entry, one.about, one.zone) for entry, one in entries[:LINES]]
        text = paragraphs(
            lines(
                t("programme.version", moment=t.moment(version.imported_at, programme.zone)),
                t(f"programme.cause_{version.cause}"),
            ),
            lines(*shown) or t("programme.version_first"),
        )
        return turn(
            text,
            *views.turning(t, page, len(entries) > LINES, "programme.version", version.import_id),
            (press(t.label("programme.back"), "programme.versions", version.programme_id),),
        )


async def _known(context: Context, programme: str) -> KeptProgramme:
    found = await store.find_programme(context.tx, ProgrammeId(programme))
    if found is None:
        raise UserError("engine.old_button")
    return found


async def _origin(context: Context, programme: KeptProgramme) -> Html:
    """Empty for a programme that nobody fetches."""
    kept, t = await sources.find_source(context.tx, programme.name), context.t
    if kept is None:
        return Html("")
    failing = kept.failing_since
    return lines(
        t.count("programme.desk_fetched", kept.source.every, host=kept.host),
        t("programme.desk_failing", moment=t.moment(failing, programme.zone)) if failing else "",
    )


def _doubtful_row(context: Context, session: KeptSession) -> tuple[Button, ...]:
    """Straight to where it can be said what is known of it."""
    t = context.t
    label = t.label(
        "programme.session_button",
        start=t.clock_time(session.starts_at, session.zone),
        title=views.brief(t, session.about.title, views.LABEL_TITLE),
    )
    return (press(label, "programme.edit", session.session_id),)


def _version_row(context: Context, programme: KeptProgramme, version: KeptVersion) -> tuple[Button, ...]:
    t = context.t
    moment = t.plain_moment(version.imported_at, programme.zone)
    label = t.label("programme.version_button", moment=moment, count=version.changes)
    return (press(label, "programme.version", version.import_id),)
