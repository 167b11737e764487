"""A coordinator sends the file of a programme into the chat; it is read and not kept, and nobody gets it."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.directory import Directory
from bot.core.incoming import Attachment, Press, Read, WasRead
from bot.core.media import MediaKind
from bot.core.outcome import Outcome, Screen, Show, Step, press, reply, turn
from bot.core.roles import Action
from bot.core.routes import OnAttachment, OnPress, OnRead, Route
from bot.features.programme import proposals, store
from bot.features.programme.deciding import proposal_screen
from bot.features.programme.formats import ProgrammeFileError, read_programme
from bot.features.programme.kept import ProgrammeId
from bot.features.programme.ledger import Cause
from bot.features.programme.model import Programme

DIALOGUE = "programme_desk"
_FILE = f"{DIALOGUE}.file"
ASKED_FOR = 3600
"""Seconds in which the next file is that of the programme."""
LONGEST_REASON = 600
NAMELESS = "programme"
"""What a file without a title is known by, if it is no version of another."""


class Sending:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def routes(self) -> list[Route]:
        return [
            OnPress("programme.send", self.ask_file, Action.IMPORT),
            OnAttachment(self.got_file),
            OnRead("programme.file", read_file, self.got_programme, Action.IMPORT),
        ]

    async def ask_file(self, context: Context, pressed: Press) -> Outcome:
        """Without a programme named, the file brings a new one, or is known by its title.

        The zone, for a file that names none, is said: of the programme, else of who sends it.
        """
        t, kept = context.t, await store.find_programme(context.tx, ProgrammeId(pressed.argument))
        assert context.staff is not None, "the route is for staff only"
        zone = kept.zone if kept else self._directory.zone_of(context.staff.organisation)
        step = Step(_FILE, {"programme": pressed.argument, "zone": zone}, expires_in=ASKED_FOR)
        back = (press(t.label("programme.back"), "programme.desk", pressed.argument),)
        return turn(t("programme.ask_file", city=t.zone_name(zone)), back, step=step)

    async def got_file(self, context: Context, file: Attachment) -> Outcome | None:
        """Only when it was asked for just now; any other file is somebody else's business."""
        asked = context.steps.get(DIALOGUE)
        is_latest = next(iter(context.steps), None) == DIALOGUE
        if not is_latest or not asked or "zone" not in asked or not context.may(Action.IMPORT):
            return None
        if file.kind is not MediaKind.DOCUMENT:
            return reply(context.t("programme.not_a_file"))
        read = Read(file.handle, "programme.file", (asked["programme"], asked["zone"]), file.thread)
        said = Show(Screen(context.t("programme.file_coming")))
        return Outcome((said,), ends=DIALOGUE, fetches=(read,))

    async def got_programme(self, context: Context, read: WasRead) -> Outcome:
        t, programme = context.t, read.content
        if not isinstance(programme, Programme):
            again = (press(t.label("programme.send_button"), "programme.send", read.arguments[0]),)
            if isinstance(programme, str):
                return reply(t("programme.file_unusable", why=programme[:LONGEST_REASON]), again)
            return reply(t("programme.file_not_fetched"), again)
        kept = await store.find_programme(context.tx, ProgrammeId(read.arguments[0]))
        name = kept.name if kept else programme.title.best("en") or NAMELESS
        proposal = await proposals.propose(context.tx, name, programme, Cause.FILE, context.now)
        text, rows = await proposal_screen(context, proposal, name, programme)
        return reply(text, *rows)


def read_file(content: bytes, arguments: tuple[str, ...]) -> Programme | str:
    """The programme, or why the file is none, in English."""
    try:
        return read_programme(content, default_zone=arguments[1])
    except ProgrammeFileError as error:
        return str(error)
