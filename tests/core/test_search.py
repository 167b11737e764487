"""A question finds what it asks for, however its words are formed, spelt and written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.search import Document, Hit, Search, SearchWords, Section, read_search_words
from bot.core.search.latin import cyrillic, sound_of, sounds_of
from bot.core.search.slips import slips_between

OTHERS = {
    Language.AR: "رسالة من المدرسة",
    Language.DE: "Ein Brief von der Schule",
    Language.EN: "A letter from school",
    Language.ES: "Una carta de la escuela",
    Language.FR: "Une lettre de l'école",
    Language.IT: "Una lettera della scuola",
    Language.RU: "Письмо из школы",
}


def searching(language: Language, *texts: str, words: SearchWords | None = None) -> Search:
    """Documents named by their place; in the other languages there is one about something else."""
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    return Search(
        lambda here: documents if here is language else [Document("other", OTHERS[here])],
        {here: words or SearchWords() for here in Language},
    )


def found(question: str, language: Language, *texts: str, words: SearchWords | None = None) -> list[str]:
    return [hit.name for hit in searching(language, *texts, words=words).find(question, language, 5)]


WRITTEN = [
    ("de", "Gefühle", "GEFUHLE"),
    ("de", "Gefühle", "gefuehle"),
    ("de", "Dolmetscher", "dolmetcher"),
    ("de", "Freundschaft", "freundschaften"),
    ("de", "Druck", "Gruppendruck"),
    ("en", "counsellor", "counselor"),
    ("en", "volunteering", "volunteer"),
    ("en", "complaint", "complaints"),
    ("en", "anxious", "anxoius"),
    ("en", "bored", "soooo booored"),
    ("en", "interpreter", "interpre"),
    ("es", "psicóloga", "psicologa"),
    ("es", "derechos", "derecho"),
    ("fr", "bénévolat", "benevola"),
    ("fr", "interprète", "interprete"),
    ("fr", "œuvre", "oeuvres"),
    ("it", "attività", "attivita"),
    ("it", "volontariato", "volontario"),
    ("ru", "переводчик", "переводчика"),
    ("ru", "чувства", "чувствами"),
    ("ru", "волонтёрство", "волонтерство"),
    ("ru", "полицейский", "полицеский"),
    ("ar", "مُتَرجِم", "مترجم"),
    ("ar", "شكوى", "شكوي"),
    ("ar", "إشاعة", "اشاعه"),
    ("ar", "محامي", "والمحامي"),
    ("ar", "هواية", "بهواية"),
    ("ar", "موسيقى", "للموسيقي"),
    ("ar", "هوية", "بالهويـــة"),
    ("ar", "يشرب", "بيشرب"),
]
OTHER_LETTERS = [
    ("ar", "صاحبي", "sa7bi"),
    ("ar", "المخدرات", "mukhaddirat"),
    ("ar", "شرطة", "el shorta"),
    ("ar", "معلومات", "ma3loomat"),
    ("ar", "صديقي", "sadi2i"),
    ("ar", "حقوق", "7o9o9"),
    ("ru", "сказать нет", "kak skazat net"),
    ("ru", "полиция", "policiya"),
    ("ru", "учитель", "uchitelya"),
    ("ru", "школа", "shkola"),
    ("ru", "друзьям", "druzyam"),
    ("ru", "жалоба", "zhaloby"),
    ("ru", "наркотики", "yfhrjnbrb"),
    ("ar", "شرطة", "av'm"),
]
WORDS = {
    here: [written for language, written, _ in (*WRITTEN, *OTHER_LETTERS) if language == here]
    for here in Language
}
SEARCHES = {here: searching(here, *WORDS[here]) for here in Language}


def first_word(typed: str, language: Language) -> str:
    return WORDS[language][int(SEARCHES[language].find(typed, language, 1)[0].name)]


@pytest.mark.parametrize(("language", "written", "typed"), WRITTEN)
def test_a_word_is_found_however_it_is_written(language: str, written: str, typed: str) -> None:
    assert first_word(typed, Language(language)) == written


@pytest.mark.parametrize(("language", "written", "typed"), OTHER_LETTERS)
def test_a_word_is_found_in_latin_letters_and_with_the_other_keyboard(
    language: str, written: str, typed: str
) -> None:
    assert first_word(typed, Language(language)) == written


def test_what_is_said_finds_what_is_meant_also_in_other_forms_and_as_a_phrase() -> None:
    words = SearchWords(meant={"cop": ("police",), "cant cope": ("overwhelmed",)})
    texts = ("Talking with the police", "When you are overwhelmed", "A letter")
    assert found("the cops", Language.EN, *texts, words=words) == ["0"]
    assert found("i cant cope", Language.EN, *texts, words=words) == ["1"]
    assert found("i can", Language.EN, *texts, words=words) == []


def test_small_words_are_no_question_but_count_a_little() -> None:
    words = SearchWords(small=frozenset({"how", "do", "i", "the"}))
    texts = ("How do I say it", "The way to say no")
    assert found("how do i say", Language.EN, *texts, words=words)[0] == "0"
    assert found("how do i xqzwk", Language.EN, *texts, words=words) == []


def test_a_title_and_keywords_say_more_than_a_text() -> None:
    documents = [
        Document("text", "A letter", sections=(Section("One", "There was music."),)),
        Document("keyword", "A tale", keywords=("music",)),
    ]
    search = Search(lambda _: documents, {here: SearchWords() for here in Language})
    assert search.find("music", Language.EN, 5)[0].name == "keyword"


PARTS = Document(
    "parts",
    "Parts of a letter",
    "What stands where.",
    sections=(
        Section("Beginning", "Dear friend. How are <you>?"),
        Section("End", "A greeting & a name.\nSay goodbye with warm greetings!"),
    ),
)


def in_parts(question: str, language: Language = Language.EN) -> Hit:
    """The only hit in the one document, which is in English."""
    search = Search(
        lambda here: [PARTS] if here is Language.EN else [], {here: SearchWords() for here in Language}
    )
    (hit,) = search.find(question, language, 5)
    return hit


def test_a_hit_says_in_which_section_the_words_stand_and_emphasises_them() -> None:
    assert in_parts("my freind") == Hit("parts", 0, "Dear <b>friend</b>.", Language.EN)
    assert in_parts("how are you").excerpt == "<b>How</b> <b>are</b> &lt;<b>you</b>&gt;?"
    end = in_parts("warm greeting")
    assert (end.section, end.excerpt) == (1, "Say goodbye with <b>warm</b> <b>greetings</b>!")


def test_words_that_stand_in_a_title_only_lead_to_the_beginning() -> None:
    assert in_parts("letter") == Hit("parts", 0, "What stands where.", Language.EN)


def test_what_is_not_known_in_ones_own_language_is_looked_for_in_the_others() -> None:
    assert in_parts("letter", Language.RU).language is Language.EN


LETTERS = searching(Language.EN, *OTHERS.values())


@pytest.mark.parametrize(
    "nothing", ["", " \n", "🙂🙂", "?!", "'; --", "xqzwk", "qqqq wwww", "\u0651\u064b", "<>&", "+", "_ *"]
)
def test_what_is_no_question_finds_nothing(nothing: str) -> None:
    for language in Language:
        assert LETTERS.find(nothing, language, 5) == []


def test_what_is_longer_than_any_word_is_passed_over() -> None:
    """Looking for what it may have meant would hold everybody up for seconds."""
    endless = "Druck" * 800
    assert found(endless, Language.DE, "Druck") == []
    assert found(f"{endless} Druck", Language.DE, "Druck") == ["0"]


@settings(deadline=None)  # the first builds the indexes
@given(st.text(max_size=300), st.sampled_from(Language))
def test_whatever_is_typed_is_answered(question: str, language: Language) -> None:
    assert len(LETTERS.find(question, language, 2)) <= 2


def test_where_there_is_nothing_nothing_is_found() -> None:
    search = Search(lambda _: [], {here: SearchWords() for here in Language})
    assert search.find("help", Language.EN, 5) == []


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("a", "a", 0), ("help", "hepl", 1), ("help", "helps", 1), ("help", "hlp", 1), ("friend", "freinds", 2)],
)
def test_slips_of_the_finger_are_counted(one: str, other: str, slips: int) -> None:
    assert slips_between(one, other, 2) == slips
    assert slips_between(other, one, 2) == slips


def test_more_slips_than_allowed_are_not_counted() -> None:
    assert slips_between("police", "polite people", 2) == 3
    assert slips_between("abcdef", "ghijkl", 2) == 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("4to", "что"),
        ("chto", "что"),
        ("eto", "это"),
        ("skazat", "сказать"),
        ("zanyatsya", "заняться"),
        ("moy", "мой"),
        ("yunyy", "юный"),
        ("druzhba", "дружба"),
    ],
)
def test_russian_in_latin_letters_is_read(typed: str, meant: str) -> None:
    assert meant in cyrillic(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("sadiqi", "صديقي"), ("sadi9i", "صديقي"), ("madrasa", "مدرسه"), ("5ayef", "خايف"), ("gharib", "غريب")],
)
def test_arabic_in_latin_letters_sounds_alike(typed: str, meant: str) -> None:
    assert sound_of(meant) in sounds_of(typed)


def test_the_words_of_a_deployment_are_checked_all_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "words" / "search"
    folder.mkdir(parents=True)
    for language in Language:
        (folder / f"{language}.toml").write_text('small = "a the"\n[meant]\npolice = ["cop"]\n')
    assert read_search_words(tmp_path)[Language.EN].meant == {"cop": ("police",)}
    (folder / "ar.toml").unlink()
    (folder / "de.toml").write_text("small = 1\nother = 2\n")
    (folder / "en.toml").write_text('small = ""\n[meant]\npolice = "cop"\n')
    with pytest.raises(OperatorError) as caught:
        read_search_words(tmp_path)
    wrong = caught.value.problems
    assert [problem.split(": ")[0].rpartition("/")[2] for problem in wrong] == ["ar.toml"] + [
        "de.toml"
    ] * 3 + ["en.toml"]
