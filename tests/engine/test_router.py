"""The table of contents of all features: checked when it is built, and asked for every event."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.context import Context, StaffMember
from bot.core.errors import UserError
from bot.core.ids import AddressId, MessageId
from bot.core.incoming import (
    Attachment,
    Command,
    Edited,
    Event,
    Fetched,
    Incoming,
    Press,
    Reachable,
    Text,
    Unsupported,
)
from bot.core.language import Language
from bot.core.media import MediaKind
from bot.core.outcome import Notice, Outcome, notice
from bot.core.roles import Action, Role
from bot.core.routes import (
    Feature,
    OnAnswer,
    OnAttachment,
    OnCommand,
    OnEdit,
    OnFetched,
    OnLink,
    OnPress,
    OnText,
    OnUnsupported,
    OnWords,
    Route,
)
from bot.engine.people import OpenStep
from bot.engine.router import Router
from bot.storage.connect import open_database
from tests.engine.visits import TEXTS, visiting

ONE = MessageId(1)
VOICE = Attachment(MediaKind.VOICE, "handle", "", ONE)


def _says(words: str) -> object:
    async def handler(_: Context, event: object) -> Outcome:
        return notice(f"{words}:{getattr(event, 'argument', '')}")

    return handler


def _passes_on() -> object:
    async def handler(_: Context, event: object) -> None:
        return None

    return handler


def _route(kind: type, *arguments: object, **more: object) -> Route:
    made: Route = kind(*arguments, **more)
    return made


ROUTES = [
    _route(OnCommand, "start", _says("start")),
    _route(OnCommand, "desk", _says("desk"), Action.SEE_DESK),
    _route(OnCommand, "staff", _says("staff"), Action.INVITE),
    _route(OnLink, "i", _says("link")),
    _route(OnPress, "menu", _says("menu")),
    _route(OnPress, "case.take", _says("take"), Action.TAKE),
    _route(OnAnswer, "learn.query", _says("answer")),
    _route(OnFetched, "concern.file", _says("fetched")),
]


def _press(name: str) -> Press:
    return Press(name, ("a",), ONE, "q")


async def _asked(
    tmp_path: Path,
    event: Event | Fetched,
    *,
    role: Role | None = None,
    step: str = "",
    routes: list[Route] = ROUTES,
) -> str:
    """What comes of an event: a notice's words, or the key of a refusal."""
    database = await open_database(f"sqlite:///{tmp_path}/x.db")
    router = Router([Feature("tests", routes)])
    try:
        async with visiting(database) as context:
            if role is not None:
                context.staff = StaffMember(AddressId("a"), role, "police", frozenset(), frozenset())
            opened = [OpenStep("learn", step, {}, 0)] if step else []
            outcome = await router.route(context, Incoming(context.person, Language.EN, event), opened)
    except UserError as refusal:
        return refusal.key
    finally:
        await database.close()
    return outcome.replies[0].text if outcome.replies else ""  # type: ignore[union-attr]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: type(route).__name__)
def test_two_of_a_kind_are_refused_when_the_house_is_built(route: Route) -> None:
    with pytest.raises(ValueError, match="second names a route that is taken"):
        Router([Feature("first", [route]), Feature("second", [replace(route)])])


def test_several_slices_may_listen_to_what_has_no_name() -> None:
    listening = [_route(kind, _passes_on()) for kind in (OnText, OnEdit, OnAttachment, OnWords)]
    Router([Feature(name, [*listening, OnUnsupported("dice", _passes_on())]) for name in "ab"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event", "role", "answer"),
    [
        (Command("start", "", ONE), None, "start:"),
        (Command("start", "unheard-of", ONE), None, "start:unheard-of"),
        (Command("start", "i", ONE), None, "start:i"),
        (Command("start", "i-code-with-dashes", ONE), None, "link:code-with-dashes"),
        (Command("desk", "i-code", ONE), Role.OFFICER, "desk:i-code"),
        (Command("unheard_of", "", ONE), None, "engine.unknown_command"),
        (Command("desk", "", ONE), None, "engine.unknown_command"),
        (Command("staff", "", ONE), Role.OFFICER, "engine.unknown_command"),
        (Command("staff", "", ONE), Role.COORDINATOR, "staff:"),
        (Command("desk", "", ONE), Role.COORDINATOR, "desk:"),
        (_press("menu"), None, "menu:a"),
        (_press("case.take"), None, "engine.old_button"),
        (_press("case.take"), Role.OFFICER, "take:a"),
        (_press("case.take"), Role.LEAD, "take:a"),
        (Command("staff", "", ONE), Role.LEAD, "engine.unknown_command"),
        (Fetched("concern.file", (), None, None, None), None, "fetched:"),
        (VOICE, None, "engine.kind_refused"),
        (_press(""), None, "engine.old_button"),
        (_press("forged"), Role.COORDINATOR, "engine.old_button"),
        (Text("hello", ONE), None, "engine.not_understood"),
        (Unsupported("sticker", ONE), None, "engine.kind_refused"),
        (Edited("x", ONE), None, ""),
        (Reachable(reachable=True), None, ""),
    ],
)
async def test_who_gets_what(tmp_path: Path, event: Event, role: Role | None, answer: str) -> None:
    assert await _asked(tmp_path, event, role=role) == answer


async def test_words_go_to_who_claims_them_then_to_the_open_question_then_to_who_listens(
    tmp_path: Path,
) -> None:
    words = Text("hello", ONE)
    listens = _route(OnText, _says("listener"))
    claims = _route(OnText, _says("claimer"), before_steps=True)
    shrugs = _route(OnText, _passes_on(), before_steps=True)
    all_three = [*ROUTES, listens, shrugs, claims]
    assert await _asked(tmp_path, words, step="learn.query", routes=all_three) == "claimer:"
    assert await _asked(tmp_path, words, step="learn.query", routes=[*ROUTES, listens, shrugs]) == "answer:"
    assert await _asked(tmp_path, words, step="learn.gone", routes=[*ROUTES, listens, shrugs]) == "listener:"
    assert await _asked(tmp_path, words, routes=[*ROUTES, _route(OnText, _passes_on())]) == (
        "engine.not_understood"
    )


async def test_an_edit_goes_to_the_first_who_knows_the_message(tmp_path: Path) -> None:
    routes = [
        _route(OnEdit, _passes_on()),
        _route(OnEdit, _says("second")),
        _route(OnEdit, _says("third")),
    ]
    assert await _asked(tmp_path, Edited("x", ONE), routes=routes) == "second:"


async def test_a_file_goes_to_the_first_who_wants_it(tmp_path: Path) -> None:
    routes = [_route(OnAttachment, _passes_on()), _route(OnAttachment, _says("second"))]
    assert await _asked(tmp_path, VOICE, routes=routes) == "second:"
    assert await _asked(tmp_path, VOICE, routes=routes[:1]) == "engine.kind_refused"


async def test_a_kind_that_cannot_go_through_goes_to_who_has_more_to_say_about_it(tmp_path: Path) -> None:
    routes = [
        _route(OnUnsupported, "location", _passes_on()),
        _route(OnUnsupported, "location", _says("which area")),
        _route(OnUnsupported, "dice", _says("luck")),
    ]
    assert await _asked(tmp_path, Unsupported("location", ONE), routes=routes) == "which area:"
    assert await _asked(tmp_path, Unsupported("poll", ONE), routes=routes) == "engine.kind_refused"


@pytest.mark.parametrize(
    ("event", "is_heard"),
    [
        (Text("danger", ONE), True),
        (Edited("danger", ONE), True),
        (replace(VOICE, caption="danger"), True),
        (Command("concern", "danger", ONE), True),
        (Command("danger", "", ONE), False),
        (_press("danger"), False),
        (VOICE, False),
        (Reachable(reachable=True), False),
    ],
)
def test_words_are_looked_at_wherever_they_stand(event: Event, is_heard: bool) -> None:
    route = OnWords(lambda _, words: (Notice(words),))
    said = Router([Feature("a", [route]), Feature("b", [route])]).alarms(TEXTS(Language.EN), event)
    assert said == ((Notice("danger"),) * 2 if is_heard else ())
