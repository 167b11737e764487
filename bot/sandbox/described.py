"""The methods the sandbox does not play: checked against the generated description that aiogram ships.

Such a call is checked as Telegram would check it (the method exists, required parameters are there, types are
right) and then refused with "method … is not played by the sandbox", which Telegram never says.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from bot.sandbox.wire import ApiError, Json, bad_request

if TYPE_CHECKING:
    from types import ModuleType

    from pydantic_core import ErrorDetails


def check_described(key: str, params: Json) -> None:
    """Always refuses; the words tell why."""
    model = _described().get(key)
    if model is None:
        raise ApiError(404, "Not Found")
    from pydantic import ValidationError  # noqa: PLC0415 - as slow as the models

    try:
        model.model_validate({_field(name): _unfolded(value) for name, value in params.items()})
    except ValidationError as error:
        raise bad_request(_sentence(error.errors()[0])) from None
    raise bad_request(f"method {model.__name__} is not played by the sandbox")


@lru_cache(1)
def _described() -> dict[str, Any]:
    module = _methods()
    return {
        name.lower(): getattr(module, name)
        for name in module.__all__
        if name not in {"Request", "Response", "TelegramMethod"}
    }


def _methods() -> ModuleType:
    import aiogram.methods  # noqa: PLC0415 - it takes seconds, and the played methods do without

    return aiogram.methods


def _field(name: str) -> str:
    return "from_user" if name == "from" else name


def _unfolded(value: object) -> object:
    """Forms carry lists and objects as JSON."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _sentence(error: ErrorDetails) -> str:
    place = next((str(part) for part in error["loc"] if isinstance(part, str)), "")
    if error["type"] == "missing" and len(error["loc"]) == 1:
        return f'parameter "{place}" is required'
    message = str(error["msg"])
    return f'can\'t parse parameter "{place}": {message[:1].lower()}{message[1:]}'
