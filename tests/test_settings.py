"""Settings: every mistake at once, the environment before the file, and no secret in any sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.engine.vault import new_key, write_key
from bot.settings import Settings, SettingsError, load_settings

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but those of the test, and an empty folder of configuration."""
    for name in [name for name in os.environ if name.startswith("BOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()


def _write(content: str) -> None:
    Path("config/bot.toml").write_text(content, "utf-8")


def _problems() -> list[str]:
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value) == "; ".join(refused.value.problems)
    return refused.value.problems


def test_what_holds_when_nothing_is_set() -> None:
    settings = load_settings()
    assert settings.token is None
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database_url.get_secret_value() == "sqlite:///var/trustline.db"
    assert settings.config == Path("config")
    assert settings.webhook_url is None
    assert settings.listen == "127.0.0.1:8080"
    assert settings.log_format == "console"
    assert settings.minutes_between_rooms == 10


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    _write('log_format = "json"\nlisten = "0.0.0.0:80"\n')
    monkeypatch.setenv("BOT_LISTEN", "127.0.0.1:9")
    settings = load_settings()
    assert (settings.log_format, settings.listen) == ("json", "127.0.0.1:9")


def test_a_setting_that_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "WEBHOOK_URL", "MASTER_KEY", "LISTEN"):
        monkeypatch.setenv(f"BOT_{name}", "")
    assert load_settings() == Settings()


def test_all_mistakes_are_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _write('log_format = "xml"\ncolour = "red"\nmaster_key = "x"\nanswer_within_hours = 0\n')
    for name, value in {
        "TOKEN": "not-a-token",
        "API_URL": "ftp://example.org",
        "DATABASE_URL": "mysql://user:hunter2@host/db",
        "WEBHOOK_URL": "https://example.org/",
        "LISTEN": "8080",
        "MINUTES_BETWEEN_ROOMS": "121",
        "TOKENN": "x",
    }.items():
        monkeypatch.setenv(f"BOT_{name}", value)
    problems = _problems()
    for name in (
        "BOT_TOKEN: ",
        "BOT_API_URL: ",
        "BOT_DATABASE_URL: ",
        "BOT_WEBHOOK_SECRET: is needed with BOT_WEBHOOK_URL",
        "BOT_LISTEN: ",
        "BOT_LOG_FORMAT: ",
        "BOT_ANSWER_WITHIN_HOURS: ",
        "BOT_MINUTES_BETWEEN_ROOMS: ",
        "BOT_COLOUR: ",
        "BOT_TOKENN is no setting",
        "bot.toml: master_key is a secret: set BOT_MASTER_KEY",
    ):
        assert any(problem.startswith(name) for problem in problems), (name, problems)
    assert len(problems) == 11
    assert not any("\n" in problem for problem in problems)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKEN", "123456789:short-secret"),
        ("TOKEN", f"{TOKEN} secret"),
        ("TOKEN", f"bot{TOKEN}"),
        ("MASTER_KEY", "secret"),
        ("MASTER_KEY", ","),
        ("MASTER_KEY", write_key(new_key()) + ",secret"),
        ("DATABASE_URL", "secret"),
        ("DATABASE_URL", "mysql://secret@host/db"),
        ("WEBHOOK_SECRET", "secret with spaces"),
        ("WEBHOOK_SECRET", "s" * 257),
    ],
    ids=range(10),
)
def test_a_secret_that_is_wrong_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"BOT_{name}", value)
    (problem,) = _problems()
    assert problem.startswith(f"BOT_{name}: ")
    assert "secret" not in problem.removeprefix(f"BOT_{name}: ").replace("webhook_secret", "")
    assert value not in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LISTEN", ":8080"),
        ("LISTEN", "127.0.0.1:"),
        ("LISTEN", "127.0.0.1:99999"),
        ("LISTEN", "127.0.0.1:²"),
        ("API_URL", "api.telegram.org"),
        ("API_URL", "https://"),
        ("LOG_FORMAT", "xml"),
        ("CONFIG", "no-such-folder"),
        ("ANSWER_WITHIN_HOURS", "soon"),
    ],
)
def test_a_value_that_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"BOT_{name}", value)
    (problem,) = _problems()
    assert problem.startswith(f"BOT_{name}: ")


@pytest.mark.parametrize("content", [b"listen = ", b"\xff\xfe", b"[[["])
def test_a_file_that_cannot_be_read_is_named(content: bytes) -> None:
    Path("config/bot.toml").write_bytes(content)
    (problem,) = _problems()
    assert problem.startswith("bot.toml: ")


def test_no_secret_is_shown() -> None:
    settings = Settings(token=TOKEN, master_key=write_key(new_key()), webhook_secret="hush")  # type: ignore[arg-type]
    for secret in (TOKEN, "hush", settings.master_key.get_secret_value() if settings.master_key else ""):
        assert secret
        assert secret not in repr(settings) + str(settings)


def test_an_address_loses_the_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:8081/")
    assert load_settings().api_url == "http://127.0.0.1:8081"


def test_several_keys_are_a_rotation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_MASTER_KEY", f"{write_key(new_key())}, {write_key(new_key())}\n")
    assert load_settings().master_key is not None
