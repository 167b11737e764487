"""Where the master key comes from: the environment, or a file made at the first start."""

from __future__ import annotations

import os
from pathlib import Path

import structlog

from bot.core.errors import OperatorError
from bot.engine.vault import new_key, read_keys, write_key
from bot.storage.connect import folder_of

log = structlog.get_logger(__name__)

_NAME = "trustline.key"


def key_file(database_url: str) -> Path:
    """Beside the database file; with a database server, in `var/`."""
    return (folder_of(database_url) or Path("var")) / _NAME


def master_keys(written: str | None, path: Path) -> list[bytes]:
    """The keys at hand; makes one where there is none. Raises OperatorError."""
    try:
        if written is not None:
            return read_keys(written)
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise OperatorError(f"{path}: others can read the master key: chmod 600 {path}")
        return read_keys(path.read_text("ascii"))
    except (OSError, ValueError) as error:
        raise OperatorError(f"BOT_MASTER_KEY: {error}") from error


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(write_key(new_key()) + "\n")
    log.warning(
        "MASTER_KEY_MADE",
        file=str(path),
        hint="without this key nothing can be read again: keep a copy away from the database and its backups",
    )
