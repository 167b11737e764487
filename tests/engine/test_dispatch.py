"""One update, one transaction: all that follows from it is kept together, or nothing of it."""

from __future__ import annotations

import re

import pytest

from bot.core.context import Context, Purpose
from bot.core.errors import UserError
from bot.core.ids import KeyId
from bot.core.incoming import Attachment, Command, Fetch, Fetched, Text
from bot.core.language import Language
from bot.core.media import CleanFile, MediaKind
from bot.core.outcome import Outcome, Screen, Show, Step, reply
from bot.core.routes import OnAnswer, OnAttachment, OnCommand, OnFetched, OnPress, OnWords, Route
from bot.core.text import Texts, escape
from bot.engine.inbox import Envelope, own_number
from bot.sandbox import Phone
from tests.engine.front_desk import FrontDesk, command, pressed
from tests.engine.post_office import PostOffice, post, texts
from tests.engine.visits import TEXTS
from tests.storage.furnished import contents

SECRET = "words that belong to somebody"


async def _keep_much(context: Context) -> Outcome:
    address = await context.people.keep_address(Purpose.CONCERN, "1")
    await context.people.choose_language(Language.DE)
    await context.tx.execute(
        "INSERT INTO erasures (proof_lookup, erased_at) VALUES ('p', 1) ON CONFLICT DO NOTHING", {}
    )
    return Outcome(
        (Show(Screen(escape("done"))),), step=Step("tests.name"), letters=(post(address, "a letter"),)
    )


async def keep(context: Context, _: Command) -> Outcome:
    return await _keep_much(context)


async def refuse(context: Context, _: object) -> Outcome:
    await _keep_much(context)
    raise UserError("staff.link_spent")


async def crash(context: Context, _: object) -> Outcome:
    await _keep_much(context)
    raise RuntimeError(SECRET)


async def owe_what_cannot_be_kept(context: Context, _: Command) -> Outcome:
    outcome = await _keep_much(context)
    await context.people.forget()
    return Outcome(outcome.replies, letters=(post(None, "to nobody"),))  # type: ignore[arg-type]


async def got_name(context: Context, text: Text) -> Outcome:
    assert "tests" in context.steps
    return reply(escape(f"hello {text.text}"), ends="tests")


async def fetch(context: Context, attachment: Attachment) -> Outcome:
    key = await context.keys.new(context.tx)
    wanted = Fetch(attachment.kind, attachment.handle, key, 60, "tests.file", ("mine",))
    return Outcome(reply(escape("one moment")).replies, fetches=(wanted,))


async def got_fetched(context: Context, fetched: Fetched) -> Outcome:
    if fetched.file is not None:
        await context.files.keep(context.tx, [fetched.file])
    return reply(escape(f"{fetched.arguments} {fetched.kind} {fetched.refusal}"))


def warn(_: Texts, words: str) -> tuple[Show, ...]:
    return (Show(Screen(escape("call help"))),) if "danger" in words else ()


ROUTES: list[Route] = [
    OnCommand("keep", keep),
    OnCommand("refuse", refuse),
    OnCommand("crash", crash),
    OnCommand("owe", owe_what_cannot_be_kept),
    OnPress("refuse", refuse),
    OnPress("crash", crash),
    OnAnswer("tests.name", got_name),
    OnAttachment(fetch),
    OnFetched("tests.file", got_fetched),
    OnWords(warn),
]


async def _traces(office: PostOffice) -> dict[str, int]:
    found = {table: len(rows) for table, rows in (await contents(office.database)).items()}
    return {table: rows for table, rows in found.items() if rows and table not in ("secrets", "inbox")}


async def test_all_that_follows_is_kept_together(office: PostOffice) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says("/keep")
    await desk.gets(mira, command("keep"))
    await office.until_all_is_sent()
    assert sorted(texts(mira)) == ["a letter", "done"]
    kept = dict.fromkeys(("addresses", "data_keys", "erasures", "links", "people", "steps"), 1)
    assert await _traces(office) == {**kept, "traces": 3}, "of the command, the reply and the letter"
    assert await desk.in_hand() == 0


@pytest.mark.parametrize("name", ["refuse", "crash", "owe"])
async def test_a_handler_that_raises_leaves_nothing(office: PostOffice, name: str) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says(f"/{name}")
    await desk.gets(mira, command(name))
    assert await _traces(office) == {}
    assert await desk.in_hand() == 0
    assert len(texts(mira)) == 1


async def test_an_error_somebody_can_act_on_shows_its_sentence_in_their_language(office: PostOffice) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says("/refuse")
    await desk.gets(mira, command("refuse"), language=Language.FR)
    assert texts(mira) == [str(TEXTS(Language.FR)("staff.link_spent"))]


async def test_an_unknown_failure_shows_a_code_that_is_in_the_log_and_nothing_else(
    office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says("/crash")
    await desk.gets(mira, command("crash"))
    (shown,) = texts(mira)
    code = re.search(r"[0-9a-f]{8}", shown)
    assert code is not None
    logged = "".join(capsys.readouterr())
    assert f"code={code[0]}" in logged
    assert "RuntimeError" in logged
    assert SECRET not in logged + shown
    assert str(mira.chat_id) not in logged
    assert "RuntimeError" not in shown


@pytest.mark.parametrize("name", ["refuse", "crash", "unheard_of"])
async def test_a_press_that_comes_to_nothing_is_answered_over_the_chat(office: PostOffice, name: str) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    sent = await mira.says("/start")
    query, press = office.sandbox.world.ask_press(office.sandbox.world.chats[mira.chat_id])
    await desk.gets(mira, pressed(name, sent.message_id, query))
    answer = await press.answered
    assert answer["text"]
    assert answer["alert"]
    assert texts(mira) == []


async def test_an_update_that_was_handled_is_not_handled_again(office: PostOffice) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says("/keep")
    await desk.gets(mira, command("keep"))
    await desk.dispatch.resume()
    await desk.lanes.drained()
    assert texts(mira).count("done") == 1


async def test_what_a_stopped_bot_had_received_is_handled_by_the_next(office: PostOffice) -> None:
    mira = office.sandbox.person("Mira")
    await mira.says("/keep")
    first = FrontDesk.open(office, ROUTES)
    await first.inbox.receive([Envelope(1, mira.chat_id, None, command("keep"))])
    second = FrontDesk.open(office, ROUTES)
    await second.dispatch.resume()
    await second.lanes.drained()
    await office.until_all_is_sent()
    assert sorted(texts(mira)) == ["a letter", "done"]
    assert await second.in_hand() == 0


async def test_one_persons_events_are_handled_in_their_order(office: PostOffice) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says("/keep")
    words = [Text(f"{number}", command("x").message) for number in range(1)]
    await desk.gets(mira, command("keep"), *words, *words, command("keep"), *words)
    await office.until_all_is_sent()
    shown = [text for text in texts(mira) if text != "a letter"]
    assert shown[0] == "done"
    assert shown[1] == "hello 0"
    assert shown[3:] == ["done", "hello 0"]


async def _handle_of(phone: Phone, kind: str) -> Attachment:
    """A file that was really sent."""
    card = (await phone.sends(kind)).raw[kind]
    return Attachment(
        MediaKind(kind), (card[-1] if kind == "photo" else card)["file_id"], "", command("x").message
    )


@pytest.mark.parametrize(
    ("kind", "end"), [("photo", "('mine',) photo None"), ("document", "('mine',) None broken")]
)
async def test_a_file_is_fetched_after_the_answer_and_what_became_of_it_goes_on(
    office: PostOffice, kind: str, end: str
) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await desk.gets(mira, await _handle_of(mira, kind))
    assert texts(mira) == ["one moment", end]
    kept = (await contents(office.database))["files"]
    assert len(kept) == (1 if kind == "photo" else 0)
    assert all(dict(row)["expires_at"] is None for row in kept), "it was kept for good"
    assert await desk.in_hand() == 0
    await desk.cleaner.close()


async def test_a_file_a_stopped_bot_had_not_fetched_is_fetched_by_the_next(office: PostOffice) -> None:
    mira = office.sandbox.person("Mira")
    attachment = await _handle_of(mira, "photo")
    first = FrontDesk.open(office, ROUTES)
    async with office.database.transaction() as tx:
        wanted = Fetch(attachment.kind, attachment.handle, await office.keyring.new(tx), 60, "tests.file")
        await first.inbox.owe(tx, Envelope(own_number(), mira.chat_id, Language.EN, wanted))
    second = FrontDesk.open(office, ROUTES)
    await second.dispatch.resume()
    await second.lanes.drained()
    assert texts(mira) == ["() photo None"]
    assert await second.in_hand() == 0
    await second.cleaner.close()


class Stumbling:
    """A way to fetch files that fails as nobody has thought of."""

    async def fetch(self, *_: object, **__: object) -> CleanFile:
        raise RuntimeError("the handler is closed")

    async def read(self, _: str) -> bytes:
        raise RuntimeError("the handler is closed")


async def test_whatever_goes_wrong_with_a_file_its_sender_hears_of_it(office: PostOffice) -> None:
    desk, mira = FrontDesk.open(office, ROUTES, fetcher=Stumbling()), office.sandbox.person("Mira")
    await desk.gets(mira, await _handle_of(mira, "photo"))
    assert texts(mira) == ["one moment", "('mine',) None broken"]
    assert await desk.in_hand() == 0
    await desk.cleaner.close()


async def test_a_file_whose_key_was_destroyed_meanwhile_is_nobodys(office: PostOffice) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    attachment = await _handle_of(mira, "photo")
    await desk.gets(mira, Fetch(attachment.kind, attachment.handle, KeyId("destroyed"), 60, "tests.file"))
    assert texts(mira) == ["() None None"]
    assert (await contents(office.database))["files"] == []
    await desk.cleaner.close()


@pytest.mark.parametrize("name", ["keep", "refuse", "crash", "unheard_of"])
async def test_what_may_save_a_life_is_said_first_whatever_comes_of_it(office: PostOffice, name: str) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says(f"/{name} danger")
    await desk.gets(mira, command(name, "danger"))
    said = [text for text in texts(mira) if text != "a letter"]
    assert said[0] == "call help"
    assert len(said) == 2


async def test_what_may_save_a_life_is_said_though_nothing_can_be_written_down(office: PostOffice) -> None:
    desk, mira = FrontDesk.open(office, ROUTES), office.sandbox.person("Mira")
    await mira.says("danger")
    envelope = Envelope(1, mira.chat_id, Language.EN, Text("danger", command("x").message))
    async with office.database.transaction() as tx:
        await tx.execute("ALTER TABLE people RENAME TO people_away", {})
    await desk.dispatch.take([envelope])
    await mira.hears("call help")
    async with office.database.transaction() as tx:
        await tx.execute("ALTER TABLE people_away RENAME TO people", {})
    office.passes(1)
    await desk.lanes.drained()
    assert await desk.in_hand() == 0
