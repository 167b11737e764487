"""Played methods have the parameters of the generated description; others are checked by it and refused."""

from __future__ import annotations

import types
import typing

import aiogram.methods
import pytest
from aiogram.client.default import Default
from aiogram.types import InputFile

from bot.sandbox.fields import Fields, Kind
from bot.sandbox.methods import PLAYED
from bot.sandbox.receiving import RECEIVING

if typing.TYPE_CHECKING:
    from tests.sandbox.bare_api import Api

MODELS = {name.lower(): getattr(aiogram.methods, name) for name in aiogram.methods.__all__}
TABLES: dict[str, Fields] = {
    **{key: method.fields for key, method in PLAYED.items()},
    **{key: fields for key, (fields, _) in RECEIVING.items()},
}
# Described, but of no use here: parameters of Telegram's past, of paid messages and of groups.
NOT_PLAYED = {
    "reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview", "correct_option_id",
    "business_connection_id", "for_channels", "user_id", "chat_id", "receiver_user_id", "callback_query_id",
    "explanation_media", "description", "description_parse_mode", "description_entities", "media",
    "thumb", "return_bots", "ephemeral_message_parameters",
}  # fmt: skip

MAY_BE_EMPTY = {"setwebhook": {"url"}}
"""An empty address takes the webhook away."""


def types_of(annotation: object) -> set[object]:
    if typing.get_origin(annotation) is typing.Annotated:
        return types_of(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        return {each for part in typing.get_args(annotation) for each in types_of(part)}
    return {typing.get_origin(annotation) or annotation} - {type(None), Default}


def fits(kind: Kind, found: set[object]) -> bool:
    match kind:
        case Kind.INTEGER:
            return int in found
        case Kind.FLOAT:
            return float in found
        case Kind.BOOLEAN:
            return found == {bool}
        case Kind.STRING:
            return str in found
        case Kind.CHAT:
            return found == {int, str}
        case Kind.ARRAY:
            return found == {list}
        case Kind.FILE:
            return found <= {InputFile, str} and InputFile in found
        case Kind.OBJECT:
            return not found & {int, str, bool, float, list}


@pytest.mark.parametrize("key", TABLES)
def test_a_played_method_is_as_described(key: str) -> None:
    model, fields = MODELS[key], TABLES[key]
    for name, kind in fields.kinds.items():
        assert name in model.model_fields, name
        assert fits(kind, types_of(model.model_fields[name].annotation)), (name, kind)
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    assert required - MAY_BE_EMPTY.get(key, set()) == set(fields.required)
    assert set(model.model_fields) - set(fields.kinds) <= NOT_PLAYED


async def test_other_methods_are_checked_and_then_refused(api: Api) -> None:
    assert await api.refused("banChatMember", chat_id=1) == 'parameter "user_id" is required'
    words = await api.refused("banChatMember", chat_id=1, user_id="somebody")
    assert words.startswith('can\'t parse parameter "user_id": input should be a valid integer')
    played = "is not played by the sandbox"
    assert await api.refused("banChatMember", chat_id=1, user_id=2) == f"method BanChatMember {played}"
    prices = '[{"label": "x", "amount": 1}]'
    invoice = {"title": "x", "description": "x", "payload": "x", "currency": "XTR", "prices": prices}
    assert await api.refused("sendInvoice", chat_id=1, **invoice) == f"method SendInvoice {played}"
