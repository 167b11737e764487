"""A local Telegram: a Bot API server over HTTP, phones of the people in it, and a page that shows them."""

from __future__ import annotations

from bot.sandbox.phones import Phone
from bot.sandbox.sandbox import Sandbox

__all__ = ["Phone", "Sandbox"]
