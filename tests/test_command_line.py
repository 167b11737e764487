"""The command line: what each command prints, and one line and exit code 2 for every mistake."""

from __future__ import annotations

import asyncio
import gzip
import logging
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.__main__ import main
from bot.core.codes import new_code, spell_code
from bot.core.ids import AddressId, random_id
from bot.core.language import Language
from bot.engine.keyring import Keyring
from bot.engine.people import Registry
from bot.engine.vault import Vault, new_key, read_keys, write_key
from bot.features.concerns import store
from bot.features.concerns.drafts import Draft
from bot.features.concerns.rules import Urgency
from bot.storage.connect import open_database
from tests.house import REPOSITORY

KEY, NEXT_KEY = write_key(new_key()), write_key(new_key())
URL = "sqlite:///trustline.db"
PROGRAMME = str(REPOSITORY / "config" / "programme" / "demonstration.json")
COMMANDS = (
    "run",
    "sandbox",
    "check",
    "invite",
    "import",
    "poster",
    "backup",
    "restore",
    "rotate-key",
    "erase",
    "proof",
    "stats",
)


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        return self.err.splitlines()


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs a command in a folder of its own, with the settings given by name."""
    for name in [name for name in os.environ if name.startswith("BOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run_it(*arguments: str, **settings: str) -> Ended:
        with monkeypatch.context() as patch:
            for name, value in {
                "config": str(REPOSITORY / "config"),
                "database_url": URL,
                "master_key": KEY,
                **settings,
            }.items():
                patch.setenv(f"BOT_{name.upper()}", value)
            patch.setattr(sys, "argv", ["bot", *arguments])
            try:
                code = main()
            except SystemExit as ended:
                code = int(ended.code or 0)
        shown = capsys.readouterr()
        return Ended(code, shown.out, shown.err)

    yield run_it
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def _open_a_case() -> str:
    """Returns its code."""

    async def play() -> str:
        database = await open_database(URL)
        async with database.transaction() as tx:
            keyring = Keyring(await Registry.load(tx, Vault(read_keys(KEY))))
            draft, address = Draft("drugs", "old-town"), AddressId(random_id())
            about = (address, draft, Language.EN, Urgency.NORMAL, 1, 60, random_id(), None)
            _, code = await store.open_concern(tx, keyring, random_id(), *about)
        await database.close()
        return code

    return asyncio.run(play())


async def _journal() -> int:
    """How many entries it has."""
    database = await open_database(URL)
    async with database.transaction() as tx:
        (row,) = await tx.rows("SELECT COUNT(*) AS entries FROM journal", {})
    await database.close()
    return int(row["entries"])


@pytest.mark.parametrize("arguments", [(), *((name,) for name in COMMANDS)], ids=str)
def test_every_command_explains_itself(run: Run, arguments: tuple[str, ...]) -> None:
    shown = run(*arguments, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert "usage: python -m bot" in shown.out
    assert arguments or all(name in shown.out for name in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "dance",
        "run fast",
        "sandbox --speed 0",
        "sandbox --speed -1",
        "sandbox --speed nan",
        "sandbox --speed fast",
        "sandbox --port 99999",
        "sandbox --port -1",
        "import",
        "import programme",
        "import poetry x",
        "import programme no-such-file",
        "import programme .",
        "import programme poem.txt",
        "import programme http://127.0.0.1:1/x",
        "import organisations",
        "import organisations no-such-file",
        "import organisations poem.txt",
        "import services",
        "import services no-such-file",
        "import services poem.txt",
        "import services poem.txt --language klingon",
        "invite --organisation police",
        "invite --role boss --organisation police",
        "invite --role officer",
        "invite --role officer --organisation nobody",
        "invite --role officer --organisation police --area atlantis",
        "invite --role officer --organisation police --topic weather",
        "invite --role officer --organisation police --language klingon",
        "invite --role officer --organisation police --hours Mon-Fryday",
        "invite --role lead --organisation nobody",
        "invite --role officer --organisation police",
        "poster",
        "poster --topic weather",
        "poster --article poetry --bot some_bot",
        "poster --topic help --article saying-no",
        "poster --topic help --language klingon",
        "poster --topic help --output x.gif",
        "poster --topic help --bot some_bot --output no/such/folder/x.pdf",
        "poster --topic help",
        "backup",
        "backup no/such/folder/x",
        "restore",
        "restore no-such-file",
        "restore poem.txt",
        "erase",
        "erase --case nonsense",
        f"erase --case {spell_code('0' * 10 + '0')}",
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(run: Run, arguments: str) -> None:
    Path("poem.txt").write_text("Shall I compare thee")
    ended = run(*arguments.split())
    assert ended.code == 2, ended
    assert len(ended.problems) == 1, ended.err
    assert ended.out == ""


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"database_url": "sqlite:///poem.txt"}, "not a database"),
        ({"database_url": "postgresql://u:hunter2@127.0.0.1:1/x"}, "cannot reach the database"),
        ({"master_key": NEXT_KEY}, "the master key that sealed pepper is not at hand"),
        ({"config": "empty"}, "topics.toml"),
    ],
    ids=["no database", "no server", "another key", "no content"],
)
def test_a_house_that_cannot_be_opened_is_said(run: Run, settings: dict[str, str], words: str) -> None:
    Path("poem.txt").write_text("Shall I compare thee " * 50)
    Path("empty").mkdir()
    assert run("stats").code == 0
    ended = run("stats", **settings)
    assert ended.code == 2
    assert words in ended.err
    assert "hunter2" not in ended.err
    assert all(line.startswith("trustline: ") for line in ended.problems)


def test_all_mistakes_in_the_settings_are_listed_at_once(run: Run) -> None:
    ended = run("run", token="x", listen="x", log_format="x", webhook_url="https://x.example", colour="red")
    assert ended.code == 2
    assert ended.out == ""
    for name in ("BOT_TOKEN", "BOT_LISTEN", "BOT_LOG_FORMAT", "BOT_WEBHOOK_SECRET", "BOT_COLOUR"):
        assert sum(line.startswith(f"trustline: {name}") for line in ended.problems) == 1, ended.err
    assert len(ended.problems) == 5


def test_several_mistakes_in_an_invitation_are_listed_at_once(run: Run) -> None:
    ended = run("invite", "--role", "officer", "--organisation", "nobody", "--area", "atlantis")
    assert [line.split(":")[1].strip() for line in ended.problems] == ["--organisation", "--area"]


def test_a_check_finds_nothing_or_lists_it(run: Run, tmp_path: Path) -> None:
    fine = run("check")
    assert (fine.code, fine.err) == (0, "")
    config = shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    (config / "areas.toml").write_text("[[area]]\nid = 'X Y'\n")
    (config / "organisations.toml").unlink()
    found = run("check", config="config", listen="x")
    assert (found.code, found.out) == (1, "")
    for words in (
        "BOT_LISTEN",
        "areas.toml: area X Y: id",
        "areas.toml: area X Y: name",
        "organisations.toml",
    ):
        assert sum(words in line for line in found.problems) == 1, found.err


def test_all_mistakes_in_all_files_are_listed_by_a_start_and_by_a_check(run: Run, tmp_path: Path) -> None:
    config = shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    broken = ("retention.toml", "helplines.toml", "emergency_numbers.toml", "words/danger/ar.toml")
    for name in broken:
        (config / name).write_text("[[[")
    (config / "learn" / "articles" / "saying-no" / "ru.md").unlink()
    started, checked = run("stats", config="config"), run("check", config="config")
    assert (started.code, checked.code) == (2, 1)
    for ended in (started, checked):
        for name in (*(Path(each).name for each in broken), "saying-no/ru.md"):
            assert sum(name in line for line in ended.problems) == 1, (name, ended.err)


def test_a_check_reads_what_there_is_to_read(run: Run, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    page = tmp_path / "config" / "learn" / "articles" / "saying-no" / "en.md"
    written = page.read_text("utf-8")
    page.write_text(written.replace('title = "', 'title = "Deadly: ', 1), "utf-8")
    found = run("check", "--texts")
    assert found.code == 1
    rule = "title: frightens: deadly (docs/content.md#scare)"
    assert f"config/learn/articles/saying-no/en.md: {rule}" in found.problems
    page.write_text(written, "utf-8")
    for path in page.parent.iterdir():
        old = re.sub(
            r"(checked_on = )\d+(.*\nexpires_on = )\d+", r"\g<1>2020\g<2>2021", path.read_text("utf-8")
        )
        path.write_text(old, "utf-8")
    warned = run("check", "--texts")
    expired = "warning: config/learn/articles/saying-no: expires_on: has expired on 2021-"
    assert warned.code == 0
    assert any(line.startswith(expired) for line in warned.problems)


def test_a_check_says_that_the_database_cannot_be_used(run: Run) -> None:
    Path("trustline.db").write_text("Shall I compare thee " * 50)
    found = run("check")
    assert (found.code, found.out) == (1, "")
    assert "not a database" in found.err


def test_a_programme_is_imported_once_and_compared_the_next_time(run: Run) -> None:
    first, again = run("import", "programme", PROGRAMME), run("import", "programme", PROGRAMME)
    assert (first.code, again.code) == (0, 0)
    new = int(first.out.split()[0])
    assert new > 10
    assert first.out == f"{new} new, 0 changed, 0 withdrawn, 0 unchanged\n"
    assert again.out == f"0 new, 0 changed, 0 withdrawn, {new} unchanged\n"
    assert asyncio.run(_journal()) == 2, "whoever keeps the house can see that something came in"


def test_a_bad_programme_changes_nothing(run: Run) -> None:
    run("import", "programme", PROGRAMME)
    Path("cut.json").write_bytes(Path(PROGRAMME).read_bytes()[:5000])
    assert run("import", "programme", "cut.json").code == 2
    assert run("import", "programme", PROGRAMME).out.startswith("0 new, 0 changed, 0 withdrawn")


def test_services_are_imported_and_a_bad_list_changes_nothing_and_names_every_mistake(run: Run) -> None:
    services = str(REPOSITORY / "config" / "services" / "demonstration.csv")
    assert run("import", "services", services).out == "12 new, 0 changed, 0 retired, 0 unchanged\n"
    Path("bad.csv").write_text(
        "id,kinds,areas,source,name_en,description_en\na,magic,north,x,A,a\nb,legal,moon,,B,b\n"
    )
    ended = run("import", "services", "bad.csv")
    places = [problem.split(": ")[-2] for problem in ended.problems]
    assert places == ["row 2, column kinds", "row 3, column areas", "row 3, column source"]
    assert run("import", "services", services).out == "0 new, 0 changed, 0 retired, 12 unchanged\n"


def test_small_counts_are_not_printed(run: Run) -> None:
    run("stats")
    for _ in range(4):
        _open_a_case()
    assert run("stats").out == "concerns\tdrugs\tnew\t<5\n"
    _open_a_case()
    assert run("stats").out == "concerns\tdrugs\tnew\t5\n"


def test_a_backup_is_restored_elsewhere_and_only_with_the_key(run: Run) -> None:
    run("stats")
    for _ in range(5):
        _open_a_case()
    taken = run("backup", "house.backup")
    assert taken.code == 0
    assert stat.S_IMODE(Path("house.backup").stat().st_mode) == 0o600
    assert KEY.encode() not in gzip.decompress(Path("house.backup").read_bytes())
    rows = int(taken.out.split()[0])
    other = {"database_url": "sqlite:///other.db"}
    assert run("restore", "house.backup", **other).out == f"{rows} rows restored\n"
    assert run("stats", **other).out == "concerns\tdrugs\tnew\t5\n"
    again = run("restore", "house.backup", **other)
    assert again.code == 2
    assert "not empty" in again.err


def test_a_key_is_changed_and_the_old_one_is_not_needed_any_more(run: Run) -> None:
    run("stats")
    _open_a_case()
    assert run("rotate-key", master_key=f"{NEXT_KEY},{KEY}").out == "2 sealed anew\n"
    assert run("rotate-key", master_key=f"{NEXT_KEY},{KEY}").out == "0 sealed anew\n"
    assert run("stats", master_key=NEXT_KEY).code == 0
    assert run("stats", master_key=KEY).code == 2


def test_a_case_is_erased_by_its_code_as_it_is_read_out(run: Run) -> None:
    run("stats")
    code, other = _open_a_case(), _open_a_case()
    wanted = spell_code(code).lower().replace("-", " ")
    proof = run("erase", "--case", wanted).out.removeprefix("erased; proof ").strip()
    assert run("proof", proof.lower()).out.startswith("something was erased on 20")
    assert run("proof", code) == Ended(1, "", "this code proves nothing\n")
    assert run("erase", "--case", wanted).code == 2
    assert run("erase", "--case", new_code()).code == 2
    assert run("erase", "--case", other).code == 0
    assert run("stats").out == ""
