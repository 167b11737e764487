"""What officers send again and again exists in every language and says nothing it must not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.core.directory import read_directory
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.concerns.canned import LONGEST_TEXT, LONGEST_TITLE, Canned, CannedReplies, read_canned

CONFIG = Path(__file__).parents[3] / "config"
CONTENT = CONFIG / "canned"
TOPICS = tuple(read_directory(CONFIG).topics)
SAID = {
    "organisation": "Youth health service",
    "answer_by": "Tuesday evening",
    "emergency_number": "112",
    "case_name": "Blue Swan",
}


@pytest.fixture(scope="module")
def replies() -> CannedReplies:
    return read_canned(CONTENT, TOPICS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One real reply of each kind, to make mistakes in."""
    for name in ("welcome", "online-threats"):
        shutil.copy(CONTENT / f"{name}.toml", tmp_path)
    return tmp_path


def every(replies: CannedReplies) -> list[Canned]:
    found = {canned.id: canned for topic in TOPICS for canned in replies.for_topic(topic)}
    assert len(found) == len(list(CONTENT.glob("*.toml")))
    return list(found.values())


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.toml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(OperatorError) as caught:
        read_canned(folder, TOPICS)
    return list(caught.value.problems)


def test_an_officer_finds_what_fits_the_topic_before_what_always_fits(replies: CannedReplies) -> None:
    offered = [canned.id for canned in replies.for_topic("online")]
    assert offered[0] == "online-threats"
    assert {"welcome", "closing"} < set(offered)
    assert "followed" not in offered
    assert offered[1:] == [canned.id for canned in replies.for_topic("no longer a topic")]


def test_a_reply_arrives_in_the_young_persons_language_with_what_differs_filled_in(
    replies: CannedReplies,
) -> None:
    welcome = replies.find("welcome")
    assert welcome is not None
    english = replies.text(welcome, Language.EN, **SAID)
    assert "(\u2068Youth health service\u2069)" in english
    assert "by \u2068Tuesday evening\u2069" in english
    assert replies.text(welcome, Language.RU, **SAID).startswith("Спасибо")


def test_a_value_can_neither_fill_another_place_nor_turn_the_text(replies: CannedReplies) -> None:
    welcome = replies.find("welcome")
    assert welcome is not None
    text = replies.text(welcome, Language.EN, **{**SAID, "organisation": "{case_name}\u2069\u202e"})
    assert "(\u2068{case_name}\u2069)" in text
    assert "\u202e" not in text


def test_a_place_without_a_value_is_never_sent(replies: CannedReplies) -> None:
    welcome = replies.find("welcome")
    assert welcome is not None
    with pytest.raises(KeyError, match="organisation"):
        replies.text(welcome, Language.EN, case_name="Blue Swan", answer_by="soon", emergency_number="112")


def test_a_reply_that_is_gone_is_not_found(replies: CannedReplies) -> None:
    assert replies.find("gone") is None


def test_there_is_a_reply_for_every_topic(replies: CannedReplies) -> None:
    assert len(every(replies)) >= 16
    for topic in TOPICS:
        assert any(topic in canned.topics for canned in replies.for_topic(topic))


def test_every_reply_is_short_and_whole_in_every_language(replies: CannedReplies) -> None:
    for canned in every(replies):
        for language in Language:
            assert 0 < len(canned.titles[language]) <= LONGEST_TITLE
            assert 0 < len(canned.texts[language]) <= LONGEST_TEXT
            assert "{" not in replies.text(canned, language, **SAID)
        assert len(set(canned.texts.values())) == len(Language)


def test_replies_have_as_many_lines_in_every_language(replies: CannedReplies) -> None:
    """A paragraph that is missing in one language is the mistake a translator makes most easily."""
    for canned in every(replies):
        assert len({len(text.splitlines()) for text in canned.texts.values()}) == 1, canned.id


def test_no_reply_says_a_number_of_its_own(replies: CannedReplies) -> None:
    for canned in every(replies):
        for said in (*canned.titles.values(), *canned.texts.values()):
            assert not any(char.isdigit() for char in said), canned.id


def test_arabic_lines_begin_in_arabic(replies: CannedReplies) -> None:
    for canned in every(replies):
        for line in (canned.titles[Language.AR], *canned.texts[Language.AR].splitlines()):
            assert re.match("[\u0621-\u064a]", line), line


def test_first_of_all_comes_the_call_where_somebody_does_not_wake_up(replies: CannedReplies) -> None:
    emergency = replies.find("wont-wake")
    assert emergency is not None
    for language in Language:
        assert "112" in replies.text(emergency, language, **SAID).splitlines()[0]


def test_every_file_says_that_no_native_speaker_has_read_it() -> None:
    for path in CONTENT.glob("*.toml"):
        text = path.read_text("utf-8")
        assert text.startswith("# Drafted in all languages; no native speaker has reviewed it yet.")
        assert text.count(' = "drafted"\n') == len(Language)


def test_every_mistake_in_every_file_is_told_at_once(folder: Path) -> None:
    change(folder, "welcome", "topics = []", 'topics = ["weather"]')
    change(folder, "welcome", 'de = "Willkommen, und wie es weitergeht"\n', "")
    change(folder, "welcome", "„{case_name}“", "„{name}“")
    change(folder, "welcome", "Gracias por escribir.", "Gracias por escribir}." + " Muy bien." * 60)
    change(folder, "welcome", 'it = "drafted"', 'it = "fine"')
    change(folder, "online-threats", 'en = "Someone', 'en = "{case_name} Someone or other')
    change(folder, "online-threats", "I am sorry", "{answer_by} I am sorry")
    (folder / "Not an id.toml").write_text((folder / "welcome.toml").read_text("utf-8"), "utf-8")
    (folder / "empty.toml").write_text("", "utf-8")
    (folder / "odd.toml").write_text("topics = [", "utf-8")
    problems = problems_of(folder)
    for problem in (
        "welcome.toml: topics: weather is not in topics.toml",
        "welcome.toml: title.de: is missing",
        f"welcome.toml: text.de: {{name}} is no placeholder; there are {', '.join(SAID)}",
        "welcome.toml: text.de: has no {case_name}, another language has",
        "welcome.toml: text.en: has no {name}, another language has",
        "welcome.toml: text.es: has a brace without its other half",
        "welcome.toml: reviewed.it: is neither `drafted` nor `reviewed by` somebody",
        "online-threats.toml: title.en: is one line without placeholders",
        "online-threats.toml: text.ru: has no {answer_by}, another language has",
        "Not an id.toml: is not named in a-z, 0-9 and -, 24 characters at most",
        "empty.toml: topics: Field required",
    ):
        assert problem in problems
    assert any("welcome.toml: text.es: " in each and "600 at most" in each for each in problems)
    assert any("online-threats.toml: title.en: " in each and "40 at most" in each for each in problems)
    assert any(each.startswith("odd.toml: ") for each in problems)


def test_a_folder_without_replies_is_a_mistake(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path)
    assert problem.endswith("holds no reply")
