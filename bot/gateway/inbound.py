"""Identity stops here: an update becomes an envelope with one event, built from an allow-list of fields.

Nothing of a message is passed on that is not named in `MESSAGE_FIELDS`; a test walks every field of
the library's `Message` and fails when one is missing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, auto
from typing import Any

import structlog

from bot.core.ids import MessageId, ThreadId
from bot.core.incoming import (
    Attachment,
    Command,
    Edited,
    Event,
    Press,
    Reachable,
    Text,
    Unsupported,
)
from bot.core.language import Language
from bot.core.media import MediaKind
from bot.engine.inbox import Envelope
from bot.logs import log_failure

log = structlog.get_logger(__name__)

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


class Treatment(Enum):
    """What happens to one field of a message."""

    READ = auto()
    """We use it ourselves; only words are passed on: `text`, `caption`, the emoji of a `sticker`."""
    FETCHED = auto()
    """A file: a handle is passed on, by which it can be fetched, cleaned and made anew."""
    DROPPED = auto()
    """It says something about the message or the person, and is left behind."""
    REFUSED = auto()
    """It is content that cannot go through: the person is told so."""
    IGNORED = auto()
    """A service message: nobody said anything."""


def _fields(treatment: Treatment, names: str) -> dict[str, Treatment]:
    return dict.fromkeys(names.split(), treatment)


MESSAGE_FIELDS: Mapping[str, Treatment] = {
    **_fields(
        Treatment.READ,
        """message_id message_thread_id chat text caption sticker reply_to_message forward_origin
        media_group_id""",
    ),
    **_fields(Treatment.FETCHED, "animation audio document photo video video_note voice"),
    **_fields(
        Treatment.DROPPED,
        """from_user date edit_date sender_chat sender_boost_count sender_business_bot sender_tag
        business_connection_id entities caption_entities link_preview_options quote external_reply
        reply_to_story reply_to_checklist_task_id reply_to_poll_option_id via_bot has_protected_content
        has_media_spoiler is_automatic_forward is_from_offline is_topic_message is_paid_post
        show_caption_above_media author_signature paid_star_count reply_markup effect_id direct_messages_topic
        suggested_post_info guest_bot_caller_chat guest_bot_caller_user guest_query_id
        receiver_user ephemeral_message_id connected_website""",
    ),
    **_fields(
        Treatment.REFUSED,
        """contact dice game invoice live_photo location paid_media passport_data
        poll story venue checklist rich_message
        gift unique_gift giveaway giveaway_winners users_shared chat_shared web_app_data""",
    ),
    **_fields(
        Treatment.IGNORED,
        """new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo
        group_chat_created supergroup_chat_created channel_chat_created message_auto_delete_timer_changed
        migrate_to_chat_id migrate_from_chat_id pinned_message successful_payment refunded_payment
        write_access_allowed proximity_alert_triggered boost_added chat_background_set
        forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened
        general_forum_topic_hidden general_forum_topic_unhidden giveaway_created giveaway_completed
        video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited
        paid_message_price_changed direct_message_price_changed checklist_tasks_done checklist_tasks_added
        gift_upgrade_sent suggested_post_approved suggested_post_approval_failed suggested_post_declined
        suggested_post_paid suggested_post_refunded chat_owner_changed chat_owner_left
        managed_bot_created poll_option_added poll_option_deleted""",
    ),
}
"""Every field of a message, by the library's name."""

_FETCHED = tuple(name for name, treatment in MESSAGE_FIELDS.items() if treatment is Treatment.FETCHED)
_REFUSED = tuple(name for name, treatment in MESSAGE_FIELDS.items() if treatment is Treatment.REFUSED)
_SILENT = frozenset(name for name, treatment in MESSAGE_FIELDS.items() if treatment is Treatment.IGNORED)


class Inbound:
    """Reads updates. Remembers only which albums it has answered already, the latest few."""

    def __init__(self) -> None:
        self._albums: dict[str, None] = {}

    def read_all(self, updates: Iterable[Mapping[str, Any]]) -> list[Envelope]:
        """What can be read of them. An update that is not as described is logged and left out."""
        envelopes = []
        for update in updates:
            try:
                envelope = self.read(update)
            except (KeyError, TypeError, AttributeError) as error:
                log_failure(log, "update_unreadable", error)
            else:
                envelopes += [envelope] if envelope else []
        return envelopes

    def read(self, update: Mapping[str, Any]) -> Envelope | None:
        """None for what is not from a person in a private chat, or says nothing."""
        for kind, reader in (
            ("message", self._message),
            ("callback_query", _press),
            ("edited_message", _edited),
            ("my_chat_member", _reachable),
        ):
            if (content := update.get(kind)) is not None:
                person = content.get("from") or {}
                chat = content.get("chat") or (content.get("message") or {}).get("chat") or {}
                if (
                    chat.get("type") != "private"
                    or person.get("is_bot")
                    or (event := reader(content)) is None
                ):
                    return None
                language = Language.from_code(person.get("language_code"))
                return Envelope(update["update_id"], chat["id"], language, event)
        return None

    def _message(self, message: Mapping[str, Any]) -> Event | None:
        number, thread = MessageId(message["message_id"]), _thread(message)
        if (text := message.get("text")) is not None:
            return _words(message, text, number, thread)
        if (sign := (message.get("sticker") or {}).get("emoji")) is not None:
            return _words(message, sign, number, thread)
        for kind in _FETCHED:
            if kind in message:
                return _attachment(message, MediaKind(kind), number, thread)
        if (refused := _refused_kind(message)) is None or self._is_rest_of_album(message):
            return None
        return Unsupported(refused, number, thread)

    def _is_rest_of_album(self, message: Mapping[str, Any]) -> bool:
        """An album arrives as one message per picture; one answer is enough."""
        album = message.get("media_group_id")
        if album is None:
            return False
        if album in self._albums:
            return True
        self._albums[album] = None
        if len(self._albums) > 1000:
            del self._albums[next(iter(self._albums))]
        return False


def _words(message: Mapping[str, Any], text: str, number: MessageId, thread: ThreadId | None) -> Event:
    if text.startswith("/") and len(text) > 1 and not text[1].isspace():
        name, *argument = text[1:].split(maxsplit=1)
        return Command(name.partition("@")[0].lower()[:32], "".join(argument).strip(), number, thread)
    return Text(text, number, thread, _replied_to(message), was_forwarded="forward_origin" in message)


def _attachment(
    message: Mapping[str, Any], kind: MediaKind, number: MessageId, thread: ThreadId | None
) -> Event:
    """Of a photo there are several sizes: the largest is meant."""
    content = message[kind]
    return Attachment(
        kind,
        (content[-1] if kind is MediaKind.PHOTO else content)["file_id"],
        message.get("caption") or "",
        number,
        message.get("media_group_id"),
        thread,
        _replied_to(message),
        was_forwarded="forward_origin" in message,
    )


def _replied_to(message: Mapping[str, Any]) -> MessageId | None:
    replied = message.get("reply_to_message") or {}
    return None if "forum_topic_created" in replied else replied.get("message_id")


def _refused_kind(message: Mapping[str, Any]) -> str | None:
    """The kind of content; what we have never heard of is refused too, under a general name."""
    for kind in _REFUSED:
        if kind in message:
            return kind
    if "sticker" in message:
        return "sticker"
    if _SILENT.intersection(message):
        return None
    return "other" if set(message).difference(MESSAGE_FIELDS, {"from"}) else None


def _press(query: Mapping[str, Any]) -> Event:
    message = query["message"]
    data = query.get("data") or ""
    data = data if data.isprintable() else ""  # whoever forges sends anything
    return Press.of(data, MessageId(message["message_id"]), query["id"], _thread(message))


def _edited(message: Mapping[str, Any]) -> Event | None:
    """The words of a message, or those under its file; a file that was changed stays as it was."""
    text = message.get("text", message.get("caption"))
    if text is None and not any(kind in message for kind in _FETCHED):
        return None
    return Edited(text or "", MessageId(message["message_id"]))


def _reachable(change: Mapping[str, Any]) -> Event:
    return Reachable(change["new_chat_member"]["status"] not in ("kicked", "left"))


def _thread(message: Mapping[str, Any]) -> ThreadId | None:
    return ThreadId(message["message_thread_id"]) if message.get("is_topic_message") else None
