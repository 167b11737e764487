"""What the bot sends besides words and files: places, contacts, dice."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from bot.sandbox.sending import given_of, post
from bot.sandbox.wire import Call, Json, bad_request

if TYPE_CHECKING:
    from bot.sandbox.world import World

HIGHEST_LATITUDE = 90
HIGHEST_LONGITUDE = 180
DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


def _spot(call: Call) -> Json:
    spot = {"latitude": call.given["latitude"], "longitude": call.given["longitude"]}
    if abs(spot["latitude"]) > HIGHEST_LATITUDE or abs(spot["longitude"]) > HIGHEST_LONGITUDE:
        raise bad_request("wrong latitude or longitude specified")
    return spot


def send_location(world: World, call: Call) -> Json:
    more = ("horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
    return post(world, call, {"location": {**_spot(call), **given_of(call, *more)}})


def send_venue(world: World, call: Call) -> Json:
    more = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    venue = {"location": _spot(call), **given_of(call, "title", "address", *more)}
    return post(world, call, {"venue": venue, "location": venue["location"]})


def send_contact(world: World, call: Call) -> Json:
    return post(world, call, {"contact": given_of(call, "phone_number", "first_name", "last_name", "vcard")})


def send_dice(world: World, call: Call) -> Json:
    emoji = call.given.get("emoji") or "🎲"
    if emoji not in DICE:
        raise bad_request("emoji is not a dice emoji")
    return post(world, call, {"dice": {"emoji": emoji, "value": 1 + secrets.randbelow(DICE[emoji])}})
