"""Clean files as the Bot API takes them: one message, or an album; always veiled until they are tapped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import InputFile

from bot.core.ids import MessageId
from bot.core.media import CleanFile, MediaKind
from bot.core.outcome import Document
from bot.gateway.api import Api

_METHODS = {
    MediaKind.PHOTO: "sendPhoto",
    MediaKind.VIDEO: "sendVideo",
    MediaKind.VIDEO_NOTE: "sendVideoNote",
    MediaKind.ANIMATION: "sendAnimation",
    MediaKind.VOICE: "sendVoice",
    MediaKind.AUDIO: "sendAudio",
    MediaKind.DOCUMENT: "sendDocument",
}
_VEILED = frozenset({MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.ANIMATION})
MOST_IN_ALBUM = 10
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000100000001008000000003a98a0bd0000000f4944415478da63d8"
    "87061846b60000f6ecbe018ec2fa380000000049454e44ae426082"
)
"""A PNG of 16 by 16 grey pixels."""


async def send_files(api: Api, files: Sequence[CleanFile], **where: Any) -> list[MessageId]:
    """In the order given; those that may stand together do. Raises telegram.error.TelegramError."""
    sent: list[MessageId] = []
    for group in _groups(files):
        sent += await (_send_one(api, group[0], where) if len(group) == 1 else _send_album(api, group, where))
    return sent


async def _send_one(api: Api, file: CleanFile, where: dict[str, Any]) -> list[MessageId]:
    upload = InputFile(file.content, filename=file.name, attach=True)
    given = {file.kind.value: upload.attach_uri, **_about(file), **where}
    message = await api.upload(_METHODS[file.kind], [upload], **given)
    return [MessageId(message["message_id"])]


async def _send_album(api: Api, files: Sequence[CleanFile], where: dict[str, Any]) -> list[MessageId]:
    uploads = [InputFile(file.content, filename=file.name, attach=True) for file in files]
    media = [
        {"type": file.kind.value, "media": upload.attach_uri, **_about(file)}
        for file, upload in zip(files, uploads, strict=True)
    ]
    messages = await api.upload("sendMediaGroup", uploads, media=media, **where)
    return [MessageId(message["message_id"]) for message in messages]


async def send_document(api: Api, document: Document, **where: Any) -> MessageId:
    """A file of our own making. Raises telegram.error.TelegramError."""
    upload = InputFile(document.content, filename=document.name, attach=True)
    upload.mimetype = document.mime
    given = {"document": upload.attach_uri, "caption": document.caption, "parse_mode": "HTML", **where}
    message = await api.upload("sendDocument", [upload], **given)
    return MessageId(message["message_id"])


async def blank_file(api: Api, chat_id: int, message: MessageId, caption: str) -> None:
    """In place of a file that Telegram does not let go any more: one grey dot."""
    dot = InputFile(_DOT, filename="photo.png", attach=True)
    media = {"type": "photo", "media": dot.attach_uri, "caption": caption, "parse_mode": "HTML"}
    await api.upload("editMessageMedia", [dot], chat_id=chat_id, message_id=message, media=media)


def _groups(files: Sequence[CleanFile]) -> list[list[CleanFile]]:
    """Pictures and films stand together; documents and sounds do with their own; voices stand alone."""
    groups: list[list[CleanFile]] = []
    for file in files:
        family = file.kind.family
        if family and groups and groups[-1][0].kind.family == family and len(groups[-1]) < MOST_IN_ALBUM:
            groups[-1].append(file)
        else:
            groups.append([file])
    return groups


def _about(file: CleanFile) -> dict[str, Any]:
    about: dict[str, Any] = {"has_spoiler": True} if file.kind in _VEILED else {}
    if file.kind in (MediaKind.VIDEO, MediaKind.ANIMATION) and file.width:
        about |= {"width": file.width, "height": file.height}
    if file.duration:
        about["duration"] = file.duration
    if file.kind is MediaKind.VIDEO_NOTE and file.width:
        about["length"] = file.width
    return about
