"""Whatever is written: findings are in order and in range, and nothing is found once it is masked."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.features.concerns.identifying import MASK, Mark, mask, read_identifying

CONFIG = Path(__file__).parents[3] / "config" / "words" / "identifying"
SENTENCES = Path(__file__).parent / "identifying"
IDENTIFYING = read_identifying(CONFIG)

MARKED = re.compile(r"⟦\w+\|(.*?)⟧")
LINES = [
    MARKED.sub(r"\1", line.replace("{code}", "HXS36-8CX6R-X")).split()
    for language in Language
    for kind in tomllib.loads((SENTENCES / f"{language}.toml").read_text("utf-8")).values()
    for line in kind.strip().splitlines()
]
JOINTS = (
    " ",
    " ",
    " ",
    ", ",
    ". ",
    "\n",
    "-",
    "",
    "@",
    ".",
    "/",
    ": ",
    "'",
    "\u200b",
    "\u0640",
    " (",
    "_",
    MASK[0],
)
REPEATED = [
    *(
        "my name is ",
        "0664 1234567, ",
        "1 ",
        "a@",
        "a at b dot ",
        "a.b.",
        "Anna ",
        "rue a ",
        "д 5 ",
        "5 B ",
        "+(1",
    ),
    *(
        "½",
        "﷽",
        "www.a.b/?c=d ",
        "Baker Street ",
        "1234 Ab ",
        "Hauptstr 5 ",
        "e\u0301\u200b",
        "_a.#",
        "a",
        " ",
    ),
    *(
        "St Mary's ",
        "van der ",
        "@a.",
        "http://a?b&c=",
        "12345-",
        "О0l",
        "01.02.2009 ",
        "insta is ",
        "insta ",
    ),
]


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """A few words of some sentence, and what ties them to the next piece."""
    line = draw(st.sampled_from(LINES))
    first = draw(st.integers(0, len(line) - 1))
    words = line[first : first + draw(st.integers(1, 5))]
    return " ".join(words) + draw(st.sampled_from(JOINTS))


mixed = st.lists(pieces(), max_size=8).map("".join)
anything = st.one_of(mixed, st.text(max_size=60), st.text("0123456789 -./()+@abCD:\n", max_size=60))


@settings(max_examples=600, deadline=None)
@given(anything)
def test_nothing_is_found_once_it_is_masked(text: str) -> None:
    found = IDENTIFYING.find(text, "AT")
    edges = [edge for finding in found for edge in (finding.start, finding.end)]
    assert edges == sorted(edges)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in found)
    masked = mask(text, found)
    assert IDENTIFYING.find(masked, "AT") == ()
    assert mask(masked, IDENTIFYING.find(masked, "AT")) == masked


@pytest.mark.parametrize("repeated", REPEATED)
def test_a_longer_message_takes_longer_in_proportion(repeated: str) -> None:
    """Eight times the text would take 64 times the time if anything were tried again for every letter."""

    def seconds(letters: int) -> float:
        text = (repeated * letters)[:letters]
        took = []
        for _ in range(5):
            started = time.perf_counter()
            IDENTIFYING.find(text, "AT")
            took.append(time.perf_counter() - started)
        return min(took)

    assert seconds(8_192) < 32 * seconds(1_024) + 0.01


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("call 0\u200b664 12\u20603 45 67 now", "0\u200b664 12\u20603 45 67"),
        ("call ０６６４ １２３４５６７ now", "０６６４ １２３４５６７"),
        ("call 0️⃣6️⃣6️⃣4️⃣ 1234567 now", "0️⃣6️⃣6️⃣4️⃣ 1234567"),
        ("call O664 I234567 now", "O664 I234567"),
        ("I'm ＠anna_b07 there", "＠anna_b07"),
        ("t.mе/anna_b07", "t.mе/anna_b07"),
        ("Аnna.b@gmаil.com is me", "Аnna.b@gmаil.com"),
        ("my name is A\u00adnna!", "A\u00adnna"),
        ("me llamo Jose\u0301.", "Jose\u0301"),
    ],
)
def test_what_the_eye_does_not_see_hides_nothing(written: str, hidden: str) -> None:
    found = IDENTIFYING.find(written, "AT")
    assert [written[finding.start : finding.end] for finding in found] == [hidden]


@pytest.mark.parametrize(
    "written",
    [
        "call 112, 1-1-2, 144 or 116 111",
        "it was on 01.02.2009 at 18:30, or 2019-2021",
        "1000000 people saw it",
        "the helpline 0800 567 567",
        "see https://www.who.int/page/12345678 and http://example.org/a/b",
        "https://youtube.com/watch?v=abc&t=5",
        "look at amazon.com",
        "instagram.com is down",
        "never-never-a, ABCDE-FGHJK-M, HXS36-8CX6R-Y",
        "there 12000 a person",
    ],
)
def test_numbers_and_links_that_lead_to_nobody_are_left(written: str) -> None:
    assert IDENTIFYING.find(written, "AT") == ()


def test_a_local_number_is_one_where_it_can_be_dialled() -> None:
    assert [finding.mark for finding in IDENTIFYING.find("ring 22 123 456", "CY")] == [Mark.PHONE]
    assert IDENTIFYING.find("ring 12 345 67", "RU") == ()


def test_the_mask_tells_no_length() -> None:
    masked = {
        mask(text, IDENTIFYING.find(text, "AT"))
        for text in ("My name is Jo.", "My name is Maximiliana Featherstone.")
    }
    assert masked == {f"My name is {MASK}."}


def test_one_place_can_be_masked_and_another_shown() -> None:
    text = "My name is Anna, mail anna@example.org"
    name, _ = IDENTIFYING.find(text, "AT")
    assert mask(text, [name]) == f"My name is {MASK}, mail anna@example.org"


def test_every_mistake_of_every_file_is_told(tmp_path: Path) -> None:
    for language in Language:
        (tmp_path / f"{language}.toml").write_text((CONFIG / f"{language}.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "pt.toml").write_text("", "utf-8")
    (tmp_path / "fr.toml").unlink()
    (tmp_path / "it.toml").write_text("capitals_tell = ", "utf-8")
    english = (tmp_path / "en.toml").read_text("utf-8")
    (tmp_path / "en.toml").write_text(
        english.replace("class {class},", "class {clas},").replace(
            'at_words = "at"', 'at_words = "a-t"\nfoo = ""'
        ),
        "utf-8",
    )
    with pytest.raises(OperatorError) as raised:
        read_identifying(tmp_path)
    told = "\n".join(raised.value.problems)
    for part in (
        "fr.toml: is missing",
        "it.toml: ",
        "pt.toml: is not",
        "{clas}",
        "'a-t' is not one word",
        "foo: ",
    ):
        assert part in told
