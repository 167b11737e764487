"""A poster says in each language what it leads to, and its code leads there."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from bot.commands.poster import make_posters
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.house import LOCALES
from bot.i18n import Catalogues
from bot.settings import Settings
from tests.house import REPOSITORY

SETTINGS = Settings(config=REPOSITORY / "config")


def wanted(output: Path, *languages: str, **chosen: str) -> Namespace:
    usual = {"topic": None, "article": None, "bot": "some_bot"}
    return Namespace(**{**usual, **chosen}, language=list(languages), output=str(output))


def scanned(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


async def test_one_pdf_has_a_page_for_each_language_whose_code_opens_the_topic(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (path,) = await make_posters(SETTINGS, wanted(tmp_path / "p.pdf", *Language, topic="feelings"))
    document = pypdfium2.PdfDocument(path)
    assert len(document) == len(Language)
    for page, language in zip(document, Language, strict=True):
        assert scanned(page.render(scale=2).to_pil()) == ["https://t.me/some_bot?start=topic-feelings"]
        words = " ".join(page.get_textpage().get_text_bounded().split())
        assert "t.me/some_bot?start=topic-feelings" in words
        if not language.is_right_to_left:
            t = Catalogues(LOCALES)(language)
            assert t("poster.emergency") in words
            assert t.label("learn.topic.feelings") in words
    assert "glyph" not in caplog.text, "a letter is missing in a font"
    document.close()


async def test_pictures_are_one_for_each_language_and_open_an_article(tmp_path: Path) -> None:
    paths = await make_posters(SETTINGS, wanted(tmp_path / "p.png", "ar", "en", article="saying-no"))
    assert [path.name for path in paths] == ["p-ar.png", "p-en.png"]
    for path in paths:
        with Image.open(path) as picture:
            assert scanned(picture) == ["https://t.me/some_bot?start=l-saying-no"]


async def test_all_mistakes_are_listed_and_nothing_is_written(tmp_path: Path) -> None:
    wrong = wanted(tmp_path / "p.gif", "xx", "en", topic="weather", bot="t.me/x")
    with pytest.raises(OperatorError) as caught:
        await make_posters(SETTINGS, wrong)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "--topic",
        "--language",
        "--bot",
        "--output",
    ]
    assert not (tmp_path / "p.gif").exists()
