"""What reading and searching look like: the texts and the buttons under them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.context import Context
from bot.core.menu import to_menu
from bot.core.outcome import Button, Rows, Screen, press
from bot.core.text import Html, Texts, paragraphs
from bot.features.learn.article import Article
from bot.features.learn.item import TOPIC_CODE, Kind, Topic
from bot.features.learn.library import AnyItem, Library
from bot.features.learn.parts import (
    entry,
    expired_line,
    fresh_first,
    search_button,
    share_button,
    today,
    topics_button,
    voice_row,
)
from bot.features.learn.scenario import Scenario
from bot.features.learn.search import Hit

WORDS_SHOWN = 60


def topics_screen(t: Texts, topics: Sequence[Topic], *, may_see_helped: bool) -> Screen:
    rows = ((press(t.label(f"learn.topic.{topic}"), "learn.topic", topic),) for topic in topics)
    helped: Rows = ((press(t.label("learn.helped"), "learn.helped"),),) if may_see_helped else ()
    return Screen(t("learn.topics"), (*rows, *helped, (search_button(t), to_menu(t))))


def topic_screen(context: Context, topic: Topic, library: Library) -> Screen:
    """Articles, then what can be tried, then the quiz."""
    t = context.t
    articles = fresh_first(context, (each for each in library.articles if each.topic is topic))
    scenarios = fresh_first(context, (each for each in library.scenarios if each.topic is topic))
    has_quiz = any(each.topic is topic and not each.has_expired(today(context)) for each in library.quizzes)
    rows = (
        *((press(_title(t, each), "learn.read", each.name, 0),) for each in articles),
        *((_try_button(t, each),) for each in scenarios),
        *(((press(t.label("learn.quiz"), "learn.quiz", topic, 0),),) if has_quiz else ()),
        (share_button(t, TOPIC_CODE, topic),),
        (press(t.label("learn.back"), "learn.topics"), to_menu(t)),
    )
    return Screen(
        paragraphs(
            t("learn.about", topic=t.label(f"learn.topic.{topic}")),
            *(entry(t, each) for each in articles),
            t("learn.to_try") if scenarios else "",
            *(entry(t, each) for each in scenarios),
            t("learn.about_quiz") if has_quiz else "",
        ),
        rows,
    )


def page_screen(context: Context, article: Article, number: int) -> Screen:
    """Page `number` from 0; where there is no such page, the nearest."""
    t, edition = context.t, article.editions[context.t.language]
    last = len(edition.pages) - 1
    number = min(number, last)
    head = t("learn.head", title=edition.title, page=number + 1, pages=len(edition.pages))
    turns = tuple(
        press(t.label(label), "learn.read", article.name, other)
        for label, other in (("learn.previous", number - 1), ("learn.next", number + 1))
        if 0 <= other <= last
    )
    asks = number == last
    sources = press(t.label("learn.sources"), "learn.sources", article.name, number)
    return Screen(
        paragraphs(
            head,
            expired_line(context, article),
            edition.pages[number].html,
            t("learn.was_it_helpful") if asks else "",
        ),
        (
            *((turns,) if turns else ()),
            *((voice_row(t, Kind.ARTICLE, article.name),) if asks else ()),
            (sources, share_button(t, Kind.ARTICLE.code, article.name, number)),
            (press(t.label("learn.back"), "learn.topic", article.topic), to_menu(t)),
        ),
    )


def question_screen(t: Texts) -> Screen:
    return Screen(t("learn.ask_words"), ((topics_button(t), to_menu(t)),))


def hits_screen(t: Texts, words: str, hits: Sequence[Hit]) -> Screen:
    """Each button opens the page where the words stand, in the reader's own language, or a scenario."""
    found = (_hit(t, n, hit) for n, hit in enumerate(hits, 1))
    rows = ((_hit_button(t, n, hit),) for n, hit in enumerate(hits, 1))
    return Screen(
        paragraphs(t("learn.found", words=_shortened(words)), *found),
        (*rows, (search_button(t), topics_button(t)), (to_menu(t),)),
    )


def nothing_found_screen(t: Texts, words: str) -> Screen:
    """Whoever finds nothing to read may need somebody at once."""
    return Screen(
        t("learn.nothing_found", words=_shortened(words)),
        (
            (press(t.label("start.help_now"), "support.now"),),
            (press(t.label("start.talk"), "concern.new"),),
            (topics_button(t), to_menu(t)),
        ),
    )


def _hit(t: Texts, n: int, hit: Hit) -> Html:
    title = _title(t, hit.item)
    if hit.language is t.language:
        return t("learn.hit", n=n, title=title, excerpt=hit.excerpt)
    language = t.language_name(hit.language)
    return t("learn.hit_elsewhere", n=n, title=title, excerpt=hit.excerpt, language=language)


def _hit_button(t: Texts, n: int, hit: Hit) -> Button:
    if isinstance(hit.item, Scenario):
        label = t.label("learn.hit_button", n=n, heading=_title(t, hit.item))
        return press(label, "learn.play", hit.item.name)
    heading = hit.item.editions[t.language].pages[hit.part].heading
    return press(t.label("learn.hit_button", n=n, heading=heading), "learn.read", hit.item.name, hit.part)


def _shortened(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= WORDS_SHOWN else flat[:WORDS_SHOWN].rstrip() + "…"


def _try_button(t: Texts, scenario: Scenario) -> Button:
    return press(t.label("learn.try", title=_title(t, scenario)), "learn.play", scenario.name)


def _title(t: Texts, item: AnyItem) -> str:
    return item.editions[t.language].title
