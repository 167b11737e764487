"""Typed settings: `config/bot.toml` and the environment; every mistake is reported at once."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import tomli
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

PREFIX = "BOT_"
ENGINES = ("sqlite", "postgresql", "postgres")
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{30,60}")
_MASTER_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SECRETS = frozenset({"token", "master_key", "webhook_secret"})


def _http_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("is not an http:// or https:// address")
    return url.rstrip("/")


def _host_and_port(listen: str) -> str:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise ValueError("is not HOST:PORT")
    return listen


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class SettingsError(Exception):
    """What is wrong with the settings: one line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Settings(BaseModel):
    """Names as in the contract, in lower case and without the prefix."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: SecretStr | None = None
    api_url: HttpUrl = "https://api.telegram.org"
    database_url: SecretStr = SecretStr("sqlite:///var/trustline.db")
    master_key: SecretStr | None = None
    config: Path = Path("config")
    webhook_url: HttpUrl | None = None
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)
    listen: Annotated[str, AfterValidator(_host_and_port)] = "127.0.0.1:8080"
    log_format: Literal["console", "json"] = "console"

    maintenance: bool = False
    """Nothing is done but help now: what comes in is kept, and people are told so."""
    answer_within_hours: int = Field(default=24, ge=1, le=168)
    """What young people are promised about when an officer answers."""
    acknowledge_within_minutes: int = Field(default=60, ge=1, le=1440)
    """After which the next are called when nobody took a case."""
    acknowledge_urgent_within_minutes: int = Field(default=5, ge=1, le=60)
    undo_seconds: int = Field(default=10, ge=0, le=60)
    """In which an officer can take an answer back; 0: not at all."""
    messages_per_second: int = Field(default=30, ge=2, le=10_000)
    """That Telegram lets this bot send, answers among them."""

    @field_validator("token")
    @classmethod
    def _token_looks_right(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("is not a bot token: it looks like 123456789:AbC…")
        return token

    @field_validator("database_url")
    @classmethod
    def _engine_is_known(cls, url: SecretStr) -> SecretStr:
        if urlsplit(url.get_secret_value()).scheme not in ENGINES:
            raise ValueError("names no engine: use sqlite:///… or postgresql://…")
        return url

    @field_validator("master_key")
    @classmethod
    def _keys_look_right(cls, keys: SecretStr | None) -> SecretStr | None:
        if keys is not None:
            written = keys.get_secret_value().replace(",", " ").split()
            if not written or not all(map(_MASTER_KEY.fullmatch, written)):
                raise ValueError("is no list of keys: each is 32 bytes in URL-safe base 64")
        return keys

    @field_validator("webhook_secret")
    @classmethod
    def _secret_is_allowed(cls, secret: SecretStr | None, among: ValidationInfo) -> SecretStr | None:
        if secret is None and among.data.get("webhook_url") is not None:
            raise ValueError("is needed with BOT_WEBHOOK_URL")
        if secret is not None and not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("may have 1 to 256 characters of A-Z a-z 0-9 _ -")
        return secret


def load_settings() -> Settings:
    """Raises SettingsError with all mistakes of the environment and of `bot.toml` together."""
    folder = Path(os.environ.get(f"{PREFIX}CONFIG") or "config")
    problems: list[str] = []
    written = _read_toml(folder / "bot.toml", problems)
    problems += [
        f"bot.toml: {name} is a secret: set {PREFIX}{name.upper()}" for name in _SECRETS & written.keys()
    ]
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    problems += [
        f"{name} is no setting"
        for name in sorted(os.environ)
        if name.startswith(PREFIX) and name not in known
    ]
    try:
        settings = Settings.model_validate(
            {name: value for name, value in written.items() if name not in _SECRETS} | _environment()
        )
    except ValidationError as error:
        problems += [_explain(mistake) for mistake in error.errors(include_url=False, include_input=False)]
    if not folder.is_dir():
        problems.append(f"{PREFIX}CONFIG: there is no folder {folder}")
    if problems:
        raise SettingsError(problems)
    return settings


def _environment() -> dict[str, str]:
    """What is empty there is not set. It wins over `bot.toml`."""
    written = {name: os.environ.get(f"{PREFIX}{name.upper()}") for name in Settings.model_fields}
    return {name: value for name, value in written.items() if value}


def _read_toml(path: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomli.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        problems.append(f"{path.name}: {error}")
        return {}


def _explain(mistake: Any) -> str:
    where = ".".join(str(part) for part in mistake["loc"])
    words = mistake["msg"].removeprefix("Value error, ")
    return f"{PREFIX}{where.upper()}: {words}" if where else words
