"""Links that open an article, a scenario or a topic in the bot, to copy or to send on."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Press
from bot.core.menu import to_menu
from bot.core.outcome import Button, Outcome, Screen, Turn, press
from bot.core.routes import Feature, OnPress
from bot.core.text import Texts
from bot.features.learn.item import TOPIC_CODE, Kind
from bot.features.learn.library import Library

_TELEGRAMS = "https://t.me/share/url"
_READ = {Kind.ARTICLE.code: "learn.read", Kind.SCENARIO.code: "learn.play"}
"""Where one comes back to, by what stands for the kind."""


class Sharing:
    """`link` makes a deep link of a payload."""

    def __init__(self, library: Library, link: Callable[[str], str]) -> None:
        self._library = library
        self._link = link

    def feature(self) -> Feature:
        return Feature("learn.sharing", [OnPress("learn.share", self.show_link)])

    async def show_link(self, context: Context, pressed: Press) -> Outcome:
        t = context.t
        code, name, place = (*pressed.arguments, "", "", "")[:3]
        title, link = self._title(t, code, name), self._link(f"{code}-{name}")
        return Outcome((Turn(_link_screen(t, title, link, _back(t, code, name, place))),))

    def _title(self, t: Texts, code: str, name: str) -> str:
        """Raises UserError for what is not there (any more)."""
        if code == TOPIC_CODE and name in self._library.topics:
            return t.label(f"learn.topic.{name}")
        if code in _READ and (item := self._library.find(code, name)):
            return item.editions[t.language].title
        raise UserError("learn.gone")


def _link_screen(t: Texts, title: str, link: str, back: Button) -> Screen:
    address = f"{_TELEGRAMS}?{urlencode({'url': link, 'text': title})}"
    return Screen(
        t("learn.link", title=title, link=link),
        (
            (Button(t.label("learn.copy_link"), copy=link), Button(t.label("learn.send_link"), url=address)),
            (back, to_menu(t)),
        ),
    )


def _back(t: Texts, code: str, name: str, place: str) -> Button:
    if code == TOPIC_CODE:
        return press(t.label("learn.back"), "learn.topic", name)
    return press(t.label("learn.back"), _READ[code], name, place)
