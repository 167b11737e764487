"""Every kind of message that aiogram knows can be sent from a phone, and reads as a Message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiogram.enums import ContentType
from aiogram.types import Message

if TYPE_CHECKING:
    from bot.sandbox import Phone
    from tests.sandbox.bare_api import Api

NO_KINDS = {ContentType.ANY, ContentType.UNKNOWN}


@pytest.mark.parametrize("kind", [each.value for each in ContentType if each not in NO_KINDS])
async def test_every_kind_reads_as_telegrams(api: Api, ann: Phone, kind: str) -> None:
    await ann.sends(kind)
    raw = (await api.call("getUpdates", offset=-1))[0]["message"]
    assert raw[kind] is not None
    message = Message.model_validate(raw)
    assert message.content_type == kind
    assert set(raw) <= {"from", *Message.model_fields}


@pytest.mark.parametrize("kind", ["forwarded", "external_reply"])
async def test_words_of_somebody_else(ann: Phone, kind: str) -> None:
    message = Message.model_validate((await ann.sends(kind)).raw)
    assert message.text
    assert message.forward_origin or message.external_reply


async def test_an_album_and_its_caption(ann: Phone) -> None:
    first = await ann.sends("photo", media_group_id="1", caption="see #this")
    second = await ann.sends("photo", media_group_id="1")
    assert first.raw["caption_entities"] == [{"type": "hashtag", "offset": 4, "length": 5}]
    assert first.raw["media_group_id"] == second.raw["media_group_id"]


async def test_a_file_of_ones_own(api: Api, ann: Phone) -> None:
    sent = await ann.sends("document", content=b"secret", file_name="ann.txt", mime_type="text/plain")
    document = sent.raw["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "ann.txt",
        "text/plain",
        6,
    )
    assert await api.call("getFile", file_id=document["file_id"])


async def test_a_kind_nobody_knows(ann: Phone) -> None:
    with pytest.raises(AssertionError, match="no kind of message"):
        await ann.sends("telepathy")
