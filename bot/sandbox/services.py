"""Examples of what has no file in it: places, dice, lists, shares, payments and the notes of a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.wire import Json

_USER: Json = {"id": 7900000001, "is_bot": False, "first_name": "Somebody", "username": "somebody_else_demo"}
_BOT: Json = {"id": 7900000003, "is_bot": True, "first_name": "Child", "username": "child_demo_bot"}
_CHANNEL: Json = {"id": -1002000000001, "title": "News of the town", "type": "channel"}
_SPOT: Json = {"latitude": 48.2082, "longitude": 16.3738}
_TASK: Json = {"id": 1, "text": "Bring the keys"}
_PRICE: Json = {"currency": "XTR", "amount": 5}
_MOMENT = 1_790_000_000
_PICTURE: Json = {"file_id": "demo-picture", "file_unique_id": "demo-picture-1", "width": 90, "height": 90}
_STICKER: Json = {
    "file_id": "demo-sticker",
    "file_unique_id": "demo-sticker-1",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}
_GIFT: Json = {"gift": {"id": "1", "sticker": _STICKER, "star_count": 15}, "text": "For you"}
_PAYMENT: Json = {
    "currency": "XTR",
    "total_amount": 5,
    "invoice_payload": "demo",
    "telegram_payment_charge_id": "t-1",
    "provider_payment_charge_id": "p-1",
}
_UNIQUE_GIFT: Json = {
    "origin": "transfer",
    "gift": {
        "gift_id": "1",
        "base_name": "Vase",
        "name": "Vase-1",
        "number": 1,
        "model": {"name": "Blue", "sticker": _STICKER, "rarity_per_mille": 10},
        "symbol": {"name": "Star", "sticker": _STICKER, "rarity_per_mille": 10},
        "backdrop": {
            "name": "Sky",
            "colors": {"center_color": 1, "edge_color": 2, "symbol_color": 3, "text_color": 4},
            "rarity_per_mille": 10,
        },
    },
}

SERVICES: dict[str, Any] = {
    "location": {**_SPOT, "horizontal_accuracy": 12.0},
    "venue": {"location": _SPOT, "title": "Youth Centre", "address": "1 Main Street"},
    "dice": {"emoji": "🎲", "value": 4},
    "story": {"chat": _CHANNEL, "id": 3},
    "checklist": {"title": "For tonight", "tasks": [_TASK]},
    "checklist_tasks_done": {"marked_as_done_task_ids": [1]},
    "checklist_tasks_added": {"tasks": [_TASK]},
    "rich_message": {"blocks": [{"type": "paragraph", "text": "Hello"}]},
    "invoice": {
        "title": "A thing",
        "description": "To buy",
        "start_parameter": "",
        "currency": "XTR",
        "total_amount": 5,
    },
    "successful_payment": _PAYMENT,
    "refunded_payment": _PAYMENT,
    "users_shared": {"request_id": 1, "users": [{"user_id": _USER["id"], "first_name": "Somebody"}]},
    "user_shared": {"request_id": 1, "user_id": _USER["id"]},
    "chat_shared": {"request_id": 1, "chat_id": _CHANNEL["id"], "title": _CHANNEL["title"]},
    "web_app_data": {"data": "{}", "button_text": "Open"},
    "passport_data": {"data": [], "credentials": {"data": "AA==", "hash": "AA==", "secret": "AA=="}},
    "write_access_allowed": {"from_request": True},
    "connected_website": "example.org",
    "gift": _GIFT,
    "gift_upgrade_sent": _GIFT,
    "unique_gift": _UNIQUE_GIFT,
    "chat_background_set": {
        "type": {"type": "fill", "fill": {"type": "solid", "color": 255}, "dark_theme_dimming": 0}
    },
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
    "proximity_alert_triggered": {"traveler": _USER, "watcher": _USER, "distance": 100},
    "boost_added": {"boost_count": 1},
    "managed_bot_created": {"bot_user": _BOT},
    "poll_option_added": {"option_persistent_id": "2", "option_text": "Perhaps"},
    "poll_option_deleted": {"option_persistent_id": "2", "option_text": "Perhaps"},
    "giveaway_created": {},
    "giveaway": {"chats": [_CHANNEL], "winners_selection_date": _MOMENT, "winner_count": 1},
    "giveaway_winners": {
        "chat": _CHANNEL,
        "giveaway_message_id": 3,
        "winners_selection_date": _MOMENT,
        "winner_count": 1,
        "winners": [_USER],
    },
    "giveaway_completed": {"winner_count": 1},
    "paid_message_price_changed": {"paid_message_star_count": 5},
    "direct_message_price_changed": {"are_direct_messages_enabled": True},
    "suggested_post_approved": {"send_date": _MOMENT},
    "suggested_post_approval_failed": {"price": _PRICE},
    "suggested_post_declined": {"comment": "No"},
    "suggested_post_paid": {"currency": "XTR", "star_amount": {"amount": 5}},
    "suggested_post_refunded": {"reason": "post_deleted"},
    "new_chat_members": [_USER],
    "left_chat_member": _USER,
    "chat_owner_left": {"new_owner": _USER},
    "chat_owner_changed": {"new_owner": _USER},
    "new_chat_title": "Another title",
    "new_chat_photo": [_PICTURE],
    "delete_chat_photo": True,
    "group_chat_created": True,
    "supergroup_chat_created": True,
    "channel_chat_created": True,
    "migrate_to_chat_id": -1002000000002,
    "migrate_from_chat_id": -2000000002,
    "forum_topic_created": {"name": "A topic", "icon_color": 7322096},
    "forum_topic_edited": {"name": "Another topic"},
    "forum_topic_closed": {},
    "forum_topic_reopened": {},
    "general_forum_topic_hidden": {},
    "general_forum_topic_unhidden": {},
    "video_chat_scheduled": {"start_date": _MOMENT},
    "video_chat_started": {},
    "video_chat_ended": {"duration": 60},
    "video_chat_participants_invited": {"users": [_USER]},
    "community_chat_added": {"community": {"id": 1, "name": "The town"}},
    "community_chat_removed": {},
    "community_chat_joined": {"community": {"id": 1, "name": "The town"}},
}
