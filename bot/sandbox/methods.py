"""The methods the sandbox plays: their parameters and who carries them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox import cards, editing, files, media, polls, profile, reacting, sending, topics
from bot.sandbox.fields import Fields
from bot.sandbox.wire import Call

if TYPE_CHECKING:
    from bot.sandbox.world import World

Action = Callable[["World", Call], Any]


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    fields: Fields
    action: Action
    is_sending: bool
    """Counts for the rate limits."""


_SEND = sending.SENDING
_SEND_BRIEFLY = " ".join(
    name for name in _SEND.split() if name not in {"direct_messages_topic_id", "suggested_post_parameters"}
)
_SEND_ALBUM = " ".join(
    name for name in _SEND.split() if name not in {"reply_markup", "suggested_post_parameters"}
)
_EDIT = editing.EDITING
_WORDS = "parse_mode entities link_preview_options"
_CAPTION = "caption parse_mode caption_entities"
_SPOILER = "show_caption_above_media has_spoiler"
_SIZE = "duration width height"
_SPOT = "latitude! longitude!"
_VENUE = "title! address! foursquare_id foursquare_type google_place_id google_place_type"
_POLL = (
    "question! question_parse_mode question_entities options! is_anonymous type allows_multiple_answers"
    " allows_revoting shuffle_options allow_adding_options hide_results_until_closes members_only"
    " country_codes correct_option_ids explanation explanation_parse_mode explanation_entities open_period"
    " close_date is_closed"
)

_TABLE: tuple[tuple[str, str, Action], ...] = (
    ("getMe", "", profile.get_me),
    ("sendMessage", f"text! {_WORDS} {_SEND}", sending.send_message),
    ("sendPhoto", f"photo! {_CAPTION} {_SPOILER} {_SEND}", media.send_file),
    (
        "sendVideo",
        f"video! thumbnail cover start_timestamp supports_streaming {_SIZE} {_CAPTION} {_SPOILER} {_SEND}",
        media.send_file,
    ),
    ("sendAnimation", f"animation! thumbnail {_SIZE} {_CAPTION} {_SPOILER} {_SEND}", media.send_file),
    (
        "sendDocument",
        f"document! thumbnail disable_content_type_detection {_CAPTION} {_SEND}",
        media.send_file,
    ),
    ("sendAudio", f"audio! thumbnail duration performer title {_CAPTION} {_SEND}", media.send_file),
    ("sendVoice", f"voice! duration {_CAPTION} {_SEND}", media.send_file),
    ("sendVideoNote", f"video_note! thumbnail duration length {_SEND}", media.send_file),
    ("sendSticker", f"sticker! emoji {_SEND}", media.send_file),
    ("sendMediaGroup", f"media!:array {_SEND_ALBUM}", media.send_album),
    (
        "sendLocation",
        f"{_SPOT} horizontal_accuracy live_period heading proximity_alert_radius {_SEND}",
        cards.send_location,
    ),
    ("sendVenue", f"{_SPOT} {_VENUE} {_SEND}", cards.send_venue),
    ("sendContact", f"phone_number! first_name! last_name vcard {_SEND}", cards.send_contact),
    ("sendDice", f"emoji {_SEND}", cards.send_dice),
    ("sendPoll", f"{_POLL} {_SEND_BRIEFLY}", polls.send_poll),
    (
        "sendChatAction",
        "chat_id! message_thread_id business_connection_id action!",
        sending.send_chat_action,
    ),
    ("editMessageText", f"text rich_message {_WORDS} {_EDIT}", editing.edit_text),
    ("editMessageCaption", f"{_CAPTION} show_caption_above_media {_EDIT}", editing.edit_caption),
    ("editMessageMedia", f"media!:object {_EDIT}", media.edit_media),
    ("editMessageReplyMarkup", _EDIT, editing.edit_markup),
    ("deleteMessage", "chat_id! message_id!", editing.delete_message),
    ("deleteMessages", "chat_id! message_ids!", editing.delete_messages),
    ("answerCallbackQuery", "callback_query_id! text show_alert url cache_time", editing.answer_press),
    ("setMessageReaction", "chat_id! message_id! reaction is_big", reacting.set_reaction),
    (
        "pinChatMessage",
        "chat_id! message_id! disable_notification business_connection_id",
        reacting.pin,
    ),
    ("unpinChatMessage", "chat_id! message_id business_connection_id", reacting.unpin),
    ("unpinAllChatMessages", "chat_id!", reacting.unpin_all),
    ("unpinAllForumTopicMessages", topics.TOPIC, reacting.unpin_all),
    ("getChat", "chat_id!", reacting.get_chat),
    ("createForumTopic", "chat_id! name! icon_color icon_custom_emoji_id", topics.create_topic),
    ("editForumTopic", f"{topics.TOPIC} name icon_custom_emoji_id", topics.edit_topic),
    ("closeForumTopic", topics.TOPIC, topics.close_topic),
    ("reopenForumTopic", topics.TOPIC, topics.reopen_topic),
    ("deleteForumTopic", topics.TOPIC, topics.delete_topic),
    ("setMyCommands", "commands! scope language_code", profile.set_commands),
    ("getMyCommands", "scope language_code", profile.get_commands),
    ("deleteMyCommands", "scope language_code", profile.delete_commands),
    ("setMyName", "name language_code", profile.set_text),
    ("getMyName", "language_code", profile.get_text),
    ("setMyDescription", "description language_code", profile.set_text),
    ("getMyDescription", "language_code", profile.get_text),
    ("setMyShortDescription", "short_description language_code", profile.set_text),
    ("getMyShortDescription", "language_code", profile.get_text),
    ("getFile", "file_id!", files.get_file),
)

PLAYED = {
    name.lower(): Method(name, Fields(fields), action, name.startswith("send") and name != "sendChatAction")
    for name, fields, action in _TABLE
}
