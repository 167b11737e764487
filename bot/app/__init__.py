"""Composition root: builds the bot from its parts, once; nothing else knows all of them."""

from __future__ import annotations

from bot.app.app import App

__all__ = ["App"]
