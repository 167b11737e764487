"""Reading in the chat: topics, articles that turn page by page in place, their sources, and a search."""

from __future__ import annotations

import asyncio

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import Command, Press, Text, number_in
from bot.core.outcome import Outcome, Screen, Show, Step, Turn, press
from bot.core.roles import Action
from bot.core.routes import Feature, OnAnswer, OnCommand, OnLink, OnPress
from bot.features.learn import views
from bot.features.learn.article import Article
from bot.features.learn.item import TOPIC_CODE, Kind
from bot.features.learn.library import Library
from bot.features.learn.parts import sources_screen
from bot.features.learn.search import LibrarySearch

_QUESTION = Step("learn.search", expires_in=15 * 60)


class LearnFlow:
    def __init__(self, library: Library, search: LibrarySearch) -> None:
        self._library = library
        self._search = search

    def feature(self) -> Feature:
        return Feature(
            "learn",
            [
                OnCommand("learn", self.show_topics),
                OnPress("learn.topics", self.show_topics),
                OnPress("learn.topic", self.show_topic),
                OnPress("learn.read", self.show_page),
                OnPress("learn.sources", self.show_sources),
                OnLink(Kind.ARTICLE.code, self.show_linked),
                OnLink(TOPIC_CODE, self.show_topic),
                OnCommand("search", self.ask_words),
                OnPress("learn.search", self.ask_words),
                OnAnswer(_QUESTION.name, self.got_words),
            ],
        )

    async def show_topics(self, context: Context, event: Command | Press) -> Outcome:
        may_see_helped = context.may(Action.SEE_HELPED)
        screen = views.topics_screen(context.t, self._library.topics, may_see_helped=may_see_helped)
        return _shown(event, screen)

    async def show_topic(self, context: Context, event: Command | Press) -> Outcome:
        topic = next((each for each in self._library.topics if each == event.argument), None)
        if topic is None:
            raise UserError("learn.gone")
        return _shown(event, views.topic_screen(context, topic, self._library))

    async def show_page(self, context: Context, pressed: Press) -> Outcome:
        article, number = self._place(pressed)
        return _shown(pressed, views.page_screen(context, article, number))

    async def show_sources(self, context: Context, pressed: Press) -> Outcome:
        article, number = self._place(pressed)
        back = press(context.t.label("learn.back"), "learn.read", article.name, number)
        return _shown(pressed, sources_screen(context, article, back))

    async def show_linked(self, context: Context, command: Command) -> Outcome:
        return _shown(command, views.page_screen(context, self._article(command.argument), 0))

    async def ask_words(self, context: Context, event: Command | Press) -> Outcome:
        """`/search with words` needs not ask."""
        if isinstance(event, Command) and event.argument.strip():
            return await self._found(context, event.argument)
        return _shown(event, views.question_screen(context.t), _QUESTION)

    async def got_words(self, context: Context, text: Text) -> Outcome:
        return await self._found(context, text.text)

    async def _found(self, context: Context, words: str) -> Outcome:
        """The question is over when something is found; else other words may come."""
        if hits := await asyncio.to_thread(self._search.find, words, context.t.language):
            return Outcome((Show(views.hits_screen(context.t, words, hits)),), ends=_QUESTION.dialogue)
        return Outcome((Show(views.nothing_found_screen(context.t, words)),), step=_QUESTION)

    def _place(self, pressed: Press) -> tuple[Article, int]:
        return self._article(pressed.argument), number_in(pressed.arguments, 1)

    def _article(self, name: str) -> Article:
        if article := self._library.article(name):
            return article
        raise UserError("learn.gone")


def _shown(event: Command | Press, screen: Screen, step: Step | None = None) -> Outcome:
    """In place of what was pressed, or as a new message."""
    return Outcome((Turn(screen) if isinstance(event, Press) else Show(screen),), step=step)
