"""The master key: from the environment, or from a file that nobody else can read."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.core.errors import OperatorError
from bot.engine.master_key import key_file, master_keys
from bot.engine.vault import new_key, write_key


def test_it_is_made_once_for_its_owner_alone_and_loudly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new" / "trustline.key"
    (key,) = master_keys(None, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    warned = "".join(capsys.readouterr())
    assert "MASTER_KEY_MADE" in warned
    assert write_key(key) not in warned
    assert master_keys(None, file) == [key]
    assert "".join(capsys.readouterr()) == ""


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_it_is_refused_when_others_can_reach_it(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "trustline.key"
    master_keys(None, file)
    file.chmod(mode)
    with pytest.raises(OperatorError, match=r"others can read the master key: chmod 600"):
        master_keys(None, file)


@pytest.mark.parametrize("content", ["", "nonsense", "äöü"])
def test_a_file_without_a_key_is_refused_and_kept(tmp_path: Path, content: str) -> None:
    file = tmp_path / "trustline.key"
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(OperatorError, match=r"^BOT_MASTER_KEY: "):
        master_keys(None, file)
    assert file.read_text() == content


def test_the_environment_wins_and_no_file_is_made(tmp_path: Path) -> None:
    keys = [new_key(), new_key()]
    assert master_keys(",".join(map(write_key, keys)), tmp_path / "trustline.key") == keys
    assert not (tmp_path / "trustline.key").exists()


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///var/trustline.db", "var/trustline.key"),
        ("sqlite:////data/house.db", "/data/trustline.key"),
        ("sqlite:////my%20data/house.db", "/my data/trustline.key"),
        ("postgresql://host/trustline", "var/trustline.key"),
    ],
)
def test_where_the_file_is(url: str, file: str) -> None:
    assert key_file(url) == Path(file)
