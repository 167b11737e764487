"""`poster`: a sheet for a school's wall, with a code that opens a topic or an article in the chat."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from bot.commands.bot_name import ask_bot_name
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.text import RIGHT_TO_LEFT_MARK, Html, Texts
from bot.features.learn.item import TOPIC_CODE, Kind, Topic
from bot.features.learn.library import Library, load_library
from bot.house import LOCALES
from bot.i18n import Catalogues
from bot.settings import Settings

try:
    from bot.commands.poster_sheet import Sheet, write_sheets
except ModuleNotFoundError as error:
    raise OperatorError(
        f"a poster needs {error.name}, which is not installed: pip install 'trustline[poster]'"
    ) from error

_BOT_NAME = re.compile(r"\w{5,32}", re.ASCII)
_FORMATS = (".pdf", ".png")


async def make_posters(settings: Settings, arguments: Namespace) -> list[Path]:
    """The files that were written. Raises OperatorError with every mistake."""
    library = load_library(settings.config / "learn")
    target = Path(arguments.output or f"poster-{arguments.article or arguments.topic}.pdf")
    if problems := list(_mistakes(library, arguments, target)):
        raise OperatorError(*problems)
    name = arguments.bot.removeprefix("@") if arguments.bot else await ask_bot_name(settings)
    link = f"https://t.me/{name}?start={_payload(arguments)}"
    languages = [Language(each) for each in dict.fromkeys(arguments.language)] or [Language.EN]
    catalogues = Catalogues(LOCALES)
    sheets = [_sheet(catalogues(language), library, arguments, link) for language in languages]
    try:
        return write_sheets(sheets, target)
    except OSError as error:
        raise OperatorError(f"--output: {error}") from error


def _mistakes(library: Library, arguments: Namespace, target: Path) -> Iterator[str]:
    if arguments.article and library.article(arguments.article) is None:
        yield f"--article: there is no article {arguments.article}"
    if arguments.topic and arguments.topic not in library.topics:
        yield f"--topic: {arguments.topic} is none of {', '.join(library.topics)}"
    for language in arguments.language:
        if language not in set(Language):
            yield f"--language: {language} is none of {', '.join(Language)}"
    if arguments.bot and not _BOT_NAME.fullmatch(arguments.bot.removeprefix("@")):
        yield f"--bot: {arguments.bot} is no name of a bot"
    if target.suffix not in _FORMATS:
        yield f"--output: {target} ends in neither {' nor '.join(_FORMATS)}"


def _payload(arguments: Namespace) -> str:
    if arguments.article:
        return f"{Kind.ARTICLE.code}-{arguments.article}"
    return f"{TOPIC_CODE}-{arguments.topic}"


def _sheet(t: Texts, library: Library, arguments: Namespace, link: str) -> Sheet:
    if article := library.article(arguments.article or ""):
        edition = article.editions[t.language]
        subject, finds = edition.title, edition.summary
    else:
        subject, finds = t.label(f"learn.topic.{Topic(arguments.topic)}"), _plain(t("poster.finds"))
    return Sheet(
        t.language,
        _plain(t("poster.headline")),
        subject,
        finds,
        _plain(t("poster.scan")),
        link,
        _plain(t("poster.anonymous")),
        _plain(t("poster.emergency")),
    )


def _plain(sentence: Html) -> str:
    """As paper has it, which knows its direction."""
    return unescape(sentence).replace(RIGHT_TO_LEFT_MARK, "")
