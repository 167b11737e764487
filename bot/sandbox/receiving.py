"""The methods by which the bot gets its updates."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.fields import Fields
from bot.sandbox.webhook import Target, Webhook
from bot.sandbox.wire import Call, Json, bad_request
from bot.sandbox.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
MOST_CONNECTIONS = 100
USUAL_CONNECTIONS = 40


async def get_updates(world: World, _webhook: Webhook, call: Call) -> list[Json]:
    given = call.given
    return await world.updates.get(
        given.get("offset", 0), given.get("limit", 0), given.get("timeout", 0), given.get("allowed_updates")
    )


async def set_webhook(world: World, webhook: Webhook, call: Call) -> bool:
    url, secret = call.given.get("url"), call.given.get("secret_token") or ""
    connections = call.given.get("max_connections") or USUAL_CONNECTIONS
    if not url:
        return await delete_webhook(world, webhook, call)
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise bad_request("bad webhook: invalid webhook URL specified")
    if not 1 <= connections <= MOST_CONNECTIONS:
        raise bad_request("invalid max_connections specified")
    if "allowed_updates" in call.given:
        world.updates.allow(call.given["allowed_updates"])
    if call.given.get("drop_pending_updates"):
        world.updates.forget()
    world.updates.end_poll("setWebhook request")
    await webhook.point_at(Target(url, secret, connections))
    return True


async def delete_webhook(world: World, webhook: Webhook, call: Call) -> bool:
    await webhook.point_at(None)
    if call.given.get("drop_pending_updates"):
        world.updates.forget()
    return True


async def get_webhook_info(world: World, webhook: Webhook, _call: Call) -> Json:
    allowed = world.updates.allowed
    return {**webhook.info(), **({"allowed_updates": allowed} if allowed else {})}


Receive = Callable[[World, Webhook, Call], Awaitable[Any]]

RECEIVING: dict[str, tuple[Fields, Receive]] = {
    "getupdates": (Fields("offset limit timeout allowed_updates"), get_updates),
    "setwebhook": (
        Fields(
            "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"
        ),
        set_webhook,
    ),
    "deletewebhook": (Fields("drop_pending_updates"), delete_webhook),
    "getwebhookinfo": (Fields(""), get_webhook_info),
}
