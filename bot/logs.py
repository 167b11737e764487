"""Log setup: events and codes; never an update, an id, a text or a token.

Only our own events are logged. The libraries' loggers (the HTTP client prints whole URLs, which hold
the token, at INFO) are cut off at the root: they have no handler, and nothing propagates to one.
"""

from __future__ import annotations

import logging
import secrets
import sys
import traceback
from pathlib import PurePath
from typing import Any, Literal

import structlog

LogFormat = Literal["console", "json"]


def set_up_logs(log_format: LogFormat) -> None:
    """Our events go to stderr; everything that uses the standard `logging` goes nowhere."""
    root = logging.getLogger()
    root.handlers = [logging.NullHandler()]
    root.setLevel(logging.CRITICAL + 1)
    render: Any = structlog.processors.JSONRenderer()
    if log_format == "console":
        render = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            render,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def log_failure(log: Any, event: str, error: BaseException, **words: str) -> str:
    """Log that something failed: its kind and the places in our code, not its message, which may hold
    what a person wrote. Returns the random code under which it was logged."""
    code = secrets.token_hex(4)
    log.error(event, code=code, kind=_kind(error), at=_places(error), **words)
    return code


def _kind(error: BaseException) -> str:
    names = [type(error).__name__]
    while (error := error.__cause__ or error.__context__) is not None:  # type: ignore[assignment]
        names.append(type(error).__name__)
    return " from ".join(names)


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames[-6:])
