"""What is hidden in files reaches nobody: no phone of an officer, no call of the bot, no log, no disk."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.features.concerns.drafts import MOST_ENTRIES
from bot.sandbox import Phone
from bot.storage.backup import backup
from tests.house import Play, playing
from tests.journeys.steps import case_code
from tests.planted import holds, planted_files

MARK = "velvet-quandary-4398046579247"
TOLD = "The stairs at the corner are dark."


async def test_nothing_that_is_hidden_in_files_gets_anywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    files = planted_files(MARK)
    async with playing(f"sqlite:///{tmp_path}/x.db") as play:
        officer, youth = await play.officer(), play.person("Mira", username="mira_velvet")
        seen = bytearray()
        play.sandbox.world.watchers.append(lambda event: seen.extend(_of(officer, event)))
        for half in (files[:MOST_ENTRIES], files[MOST_ENTRIES:]):
            await _send(youth, half)
            await officer.hears("Concern")
            await officer.presses("Take")
            await officer.hears(TOLD)
        await officer.hears()
        await play.house.database.scrub()
        assert MARK.encode() not in seen
        assert b"mira_velvet" not in seen
        given = _given_to(play, officer)
        assert not [name for name, content in given if holds(content, MARK) or MARK in name]
        _assert_no_call_names(play, youth)
        await backup(play.house.database, tmp_path / "backup.gz")
        await youth.says("/erase")
    out, err = capsys.readouterr()
    assert MARK not in out + err
    _assert_nothing_lies_about(tmp_path, scratch)


def _assert_nothing_lies_about(folder: Path, scratch: Path) -> None:
    assert [path.name for path in scratch.iterdir()] == []
    for path in (each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        assert not holds(content, MARK), path.name
        assert base64.b64encode(MARK.encode())[:-4] not in content, path.name


async def _send(youth: Phone, files: list[Any]) -> None:
    """A concern with words and as many files as one may hold beside them."""
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.hears("Write it down")
    for file in files:
        entities = [{"type": "text_mention", "offset": 0, "length": 3, "user": youth.user}]
        more = {"caption": TOLD, "caption_entities": entities} if file is files[0] else {}
        await youth.sends(file.kind.value, content=file.content, file_name=file.name, **more)
        answer = await youth.hears()
        if "Send it all the same?" in answer.text:
            await youth.presses("Send it, cleaned", message=answer)
        await youth.hears("hidden data is gone")
    await youth.presses("See what the officer will see")
    await youth.hears("That was all")
    await youth.presses("Send")
    case_code((await youth.hears("Your case code:")).text)


def _of(phone: Phone, event: dict[str, Any]) -> bytes:
    return orjson.dumps(event) if event.get("chat") == phone.chat_id else b""


def _given_to(play: Play, officer: Phone) -> list[tuple[str, bytes]]:
    """Name and bytes of each file that stands on the officer's phone, as they would be downloaded."""
    found = []
    for message in officer.messages:
        for kind in ("animation", "photo", "video", "video_note", "voice", "audio", "document"):
            if kind in message.raw:
                card = message.raw[kind][-1] if kind == "photo" else message.raw[kind]
                file = play.sandbox.world.files.find(card["file_id"])
                assert file is not None
                found.append((file.name, file.content))
                break
    return found


def _assert_no_call_names(play: Play, youth: Phone) -> None:
    """Nothing the bot ever said to the server names whoever sent the files, or what was in them."""
    for call in play.sandbox.calls:
        said = orjson.dumps(call.params, default=str)
        assert MARK.encode() not in said, call.method
        assert b"mira_velvet" not in said, call.method
