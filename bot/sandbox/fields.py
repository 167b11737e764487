"""The parameters of the methods that are played, and how Telegram reads them from JSON, forms and queries."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn

import orjson

from bot.sandbox.wire import Json, Upload, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TRUE = frozenset({"true", "1", "yes", "t"})
FALSE = frozenset({"false", "0", "no", "f", ""})


class Kind(Enum):
    INTEGER = "Integer"
    FLOAT = "Float"
    BOOLEAN = "Boolean"
    STRING = "String"
    CHAT = "Integer or String"
    OBJECT = "JSON object"
    ARRAY = "JSON array"
    FILE = "InputFile or String"


# A name means the same thing in every method that is played, so the type hangs on the name.
_NAMES = {
    Kind.INTEGER: "message_thread_id direct_messages_topic_id message_id offset limit timeout max_connections"
    " cache_time icon_color duration width height length live_period heading proximity_alert_radius"
    " open_period close_date start_timestamp",
    Kind.FLOAT: "latitude longitude horizontal_accuracy",
    Kind.BOOLEAN: "disable_notification protect_content allow_paid_broadcast show_alert is_big"
    " drop_pending_updates show_caption_above_media has_spoiler supports_streaming is_anonymous"
    " allows_multiple_answers allows_revoting shuffle_options allow_adding_options"
    " hide_results_until_closes members_only is_closed disable_content_type_detection",
    Kind.STRING: "text parse_mode message_effect_id business_connection_id inline_message_id"
    " callback_query_id url action caption name description short_description language_code"
    " icon_custom_emoji_id ip_address secret_token file_id performer title address foursquare_id"
    " foursquare_type google_place_id google_place_type phone_number first_name last_name vcard emoji"
    " question question_parse_mode type explanation explanation_parse_mode",
    Kind.CHAT: "chat_id",
    Kind.OBJECT: "reply_markup reply_parameters link_preview_options suggested_post_parameters scope"
    " rich_message",
    Kind.ARRAY: "entities caption_entities commands allowed_updates message_ids reaction options"
    " question_entities explanation_entities country_codes correct_option_ids",
    Kind.FILE: "photo document video animation audio voice video_note sticker thumbnail cover certificate",
}
KIND_OF = {name: kind for kind, names in _NAMES.items() for name in names.split()}

# What Telegram says when a required parameter is missing or empty.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "action": "wrong parameter action in request",
    "commands": 'can\'t find field "commands"',
    **{name: f"there is no {name} in the request" for name in _NAMES[Kind.FILE].split()},
}


def refuse(name: str, kind: Kind) -> NoReturn:
    raise bad_request(f'can\'t parse parameter "{name}": {kind.value} expected')


def _integer(name: str, value: object, kind: Kind = Kind.INTEGER) -> int:
    if type(value) is int:
        return value
    try:
        return int(value) if isinstance(value, str) else refuse(name, kind)
    except ValueError:
        refuse(name, kind)


def _float(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        refuse(name, Kind.FLOAT)
    try:
        return float(value)
    except ValueError:
        refuse(name, Kind.FLOAT)


def _boolean(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = value.lower() if isinstance(value, str) else str(value)
    if words in TRUE:
        return True
    return False if words in FALSE else refuse(name, Kind.BOOLEAN)


def _string(name: str, value: object) -> str:
    return value if isinstance(value, str) else refuse(name, Kind.STRING)


def _chat(name: str, value: object) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    return _integer(name, value, Kind.CHAT)


def _json(name: str, value: object, kind: Kind, expected: type) -> object:
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
    return value if isinstance(value, expected) else refuse(name, kind)


def _file(name: str, value: object) -> str | Upload:
    return value if isinstance(value, str | Upload) else refuse(name, Kind.FILE)


_READERS: dict[Kind, Callable[[str, Any], Any]] = {
    Kind.INTEGER: _integer,
    Kind.FLOAT: _float,
    Kind.BOOLEAN: _boolean,
    Kind.STRING: _string,
    Kind.CHAT: _chat,
    Kind.OBJECT: lambda name, value: _json(name, value, Kind.OBJECT, dict),
    Kind.ARRAY: lambda name, value: _json(name, value, Kind.ARRAY, list),
    Kind.FILE: _file,
}


class Fields:
    """The parameters of one method as names; `!` marks a required one, `:kind` one of an unusual kind."""

    def __init__(self, names: str) -> None:
        words = names.split()
        self.required = tuple(word.split(":")[0].rstrip("!") for word in words if "!" in word)
        self.kinds = dict(self._kinds(words))
        self._readers = {name: _READERS[kind] for name, kind in self.kinds.items()}

    @staticmethod
    def _kinds(words: Iterable[str]) -> Iterable[tuple[str, Kind]]:
        for word in words:
            name, _, kind = word.replace("!", "").partition(":")
            yield name, Kind[kind.upper()] if kind else KIND_OF[name]

    def read(self, given: Json) -> Json:
        """The parameters of a request, typed; what the method does not know is left out, as Telegram does."""
        readers = self._readers
        read = {
            name: readers[name](name, value)
            for name, value in given.items()
            if value is not None and name in readers
        }
        for name in self.required:
            if read.get(name) in (None, ""):
                raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
        return read
