"""What readers get, and what those who wrote and approved it are told."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.ids import AddressId
from bot.core.language import Language
from bot.core.outcome import Letter, Post, Screen, press
from bot.core.text import Html, Texts, escape, paragraphs
from bot.features.broadcast.rules import Kind, text_for


def message(t: Texts, audience: str, kind: Kind, texts: Mapping[Language, str]) -> Screen:
    """As somebody sees it who reads in the language of `t`; it says so when it speaks another one."""
    language, text = text_for(t.language, texts)
    other = t("broadcast.in_other_language", language=t.language_name(language))
    body = paragraphs(t(f"broadcast.heading_{kind}"), escape(text), "" if language is t.language else other)
    return Screen(body, ((press(t.label("broadcast.no_more"), "wishes.no_more", audience, kind),),))


def to_staff(to: AddressId, t: Texts, text: Html, broadcast_id: str) -> Letter:
    """With a button to the broadcast it is about."""
    show = (press(t.label("broadcast.open"), "broadcast.show", broadcast_id),)
    return Letter(to, "broadcast.staff", Post(Screen(text, (show,))))
