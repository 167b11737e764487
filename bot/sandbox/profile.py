"""What the bot says about itself: commands, name and descriptions, each per language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox.wire import Call, Json, bad_request

if TYPE_CHECKING:
    from bot.sandbox.world import World

MOST_COMMANDS = 100
DESCRIPTION_LENGTH = 256
COMMAND = re.compile(r"/?([a-z0-9_]{1,32})")
LANGUAGE = re.compile(r"[a-z]{2}|")
SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)
LIMITS = {"name": 64, "description": 512, "short_description": 120}

Scope = tuple[str, int]


class Profile:
    """Commands by scope and language, and the three texts by language."""

    def __init__(self) -> None:
        self.commands: dict[tuple[Scope, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}

    def commands_for(self, chat: int, language: str) -> list[Json]:
        """The commands a person sees: the narrowest scope first, their language before any."""
        for scope in (("chat", chat), ("all_private_chats", 0), ("default", 0)):
            for spoken in (language[:2], ""):
                if found := self.commands.get((scope, spoken)):
                    return found
        return []


def _scope(call: Call) -> Scope:
    given = call.given.get("scope") or {"type": "default"}
    if given.get("type") not in SCOPES:
        raise bad_request("unsupported type specified")
    chat = given.get("chat_id", 0)
    if given["type"] == "chat" and not chat:
        raise bad_request("can't parse BotCommandScope: Can't find field \"chat_id\"")
    return given["type"], int(chat)


def _language(call: Call) -> str:
    language = call.given.get("language_code") or ""
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return str(language)


def set_commands(world: World, call: Call) -> bool:
    commands = [_command(given) for given in call.given["commands"]]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("too many bot commands specified")
    key = (_scope(call), _language(call))
    if commands:
        world.profile.commands[key] = commands
    else:
        world.profile.commands.pop(key, None)
    return True


def _command(given: object) -> Json:
    if not isinstance(given, dict) or not all(
        isinstance(given.get(name), str) for name in ("command", "description")
    ):
        raise bad_request('can\'t parse BotCommand: Can\'t find field "command" or "description"')
    name, description = COMMAND.fullmatch(given["command"]), given["description"].strip()
    if not given["command"].strip("/"):
        raise bad_request("command name must be non-empty")
    if not description:
        raise bad_request("command description must be non-empty")
    if name is None:
        raise bad_request("BOT_COMMAND_INVALID")
    if len(description) > DESCRIPTION_LENGTH:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name[1], "description": description}


def get_commands(world: World, call: Call) -> list[Json]:
    return world.profile.commands.get((_scope(call), _language(call)), [])


def delete_commands(world: World, call: Call) -> bool:
    world.profile.commands.pop((_scope(call), _language(call)), None)
    return True


def set_text(world: World, call: Call) -> bool:
    """`setMyName`, `setMyDescription`, `setMyShortDescription`."""
    which = _which(call)
    text = call.given.get(which) or ""
    if len(text) > LIMITS[which]:
        raise bad_request(f"BOT_{'TITLE' if which == 'name' else which.upper()}_INVALID")
    world.profile.texts[which, _language(call)] = text
    return True


def get_text(world: World, call: Call) -> Json:
    which, texts = _which(call), world.profile.texts
    default = world.bot["first_name"] if which == "name" else ""
    return {which: texts.get((which, _language(call))) or texts.get((which, "")) or default}


def _which(call: Call) -> str:
    return {"name": "name", "description": "description", "shortdescription": "short_description"}[
        call.method.lower()[len("setmy") :]
    ]


def get_me(world: World, _call: Call) -> Json:
    return world.bot
