"""Files the bot sends: photos, documents and the rest, alone or as an album."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.editing import change, edited
from bot.sandbox.files import File, received
from bot.sandbox.pictures import photo_sizes, picture_size
from bot.sandbox.sending import post
from bot.sandbox.wire import Call, Json, Upload, bad_request

if TYPE_CHECKING:
    from bot.sandbox.world import World

CAPTIONED = frozenset({"photo", "video", "animation", "audio", "document", "voice"})
IN_ALBUMS = frozenset({"photo", "video", "audio", "document"})
ALBUM_SIZES = range(2, 11)
_ABOUT: dict[str, Json] = {
    "video": {"width": 0, "height": 0, "duration": 0},
    "animation": {"width": 0, "height": 0, "duration": 0},
    "audio": {"duration": 0},
    "voice": {"duration": 0},
    "video_note": {"length": 0, "duration": 0},
}
_STICKER: Json = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}


def send_file(world: World, call: Call) -> Json:
    """`sendPhoto`, `sendDocument` and so on: the method is named after what it sends."""
    kind = _kind(call.method)
    return post(world, call, _content(world, call, kind, call.given[kind], call.given))


def _kind(method: str) -> str:
    name = method.removeprefix("send")
    return "video_note" if name == "VideoNote" else name.lower()


def _content(world: World, call: Call, kind: str, value: str | Upload, given: Json) -> Json:
    file = received(world, call, kind, value)
    if kind == "photo" and picture_size(file.content) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    content: Json = {kind: _card(world, file, kind, given)}
    if kind in CAPTIONED:
        content |= _caption(world, given)
    if given.get("has_spoiler"):
        content["has_media_spoiler"] = True
    if given.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def _card(world: World, file: File, kind: str, given: Json) -> Json | list[Json]:
    if kind == "photo":
        return photo_sizes(world.files, file)
    if kind == "sticker":
        return {**file.card(), **_STICKER}
    about = {name: given.get(name, usual) for name, usual in _ABOUT.get(kind, {}).items()}
    if kind == "video_note":
        return {**file.card(), **about}
    named = {"file_name": file.name} if file.name and kind != "voice" else {}
    titles = ("performer", "title") if kind == "audio" else ()
    titled: Json = {name: given[name] for name in titles if name in given}
    return {**file.card(), **named, "mime_type": file.mime, **about, **titled}


def _caption(world: World, given: Json) -> Json:
    caption = given.get("caption") or ""
    if not isinstance(caption, str):
        raise bad_request('can\'t parse parameter "caption": String expected')
    text, entities = world.texts.caption(caption, given.get("parse_mode"), given.get("caption_entities"))
    return {**({"caption": text} if text else {}), **({"caption_entities": entities} if entities else {})}


def send_album(world: World, call: Call) -> list[Json]:
    items = call.given["media"]
    if len(items) not in ALBUM_SIZES:
        raise bad_request("album must include 2-10 items")
    kinds = [_media_kind(item, IN_ALBUMS) for item in items]
    for kind in ("audio", "document"):
        if kind in kinds and len(set(kinds)) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
    group = str(world.next_message_id() * 10**9 + world.now())
    contents = [
        _content(world, call, kind, item["media"], item) for kind, item in zip(kinds, items, strict=True)
    ]
    return [post(world, call, {**content, "media_group_id": group}) for content in contents]


def _media_kind(item: object, allowed: frozenset[str]) -> str:
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    if not isinstance(item.get("media"), str) or not item["media"]:
        raise bad_request("can't parse InputMedia: media not found")
    if item.get("type") not in allowed:
        raise bad_request("can't parse InputMedia: type must be one of " + ", ".join(sorted(allowed)))
    return str(item["type"])


def edit_media(world: World, call: Call) -> Json:
    _, old = edited(world, call)
    item = call.given["media"]
    kind = _media_kind(item, CAPTIONED - {"voice"})
    if "text" not in old and not old.keys() & CAPTIONED:
        raise bad_request("message can't be edited")
    gone = (
        "text",
        "entities",
        "caption",
        "caption_entities",
        "has_media_spoiler",
        "link_preview_options",
        *CAPTIONED,
    )
    return change(world, call, _content(world, call, kind, item["media"], item), *gone)
