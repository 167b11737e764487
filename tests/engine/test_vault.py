"""Sealed boxes open with their key, at their place, and nowhere else."""

from __future__ import annotations

import base64
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.vault import Box, Pepper, Unreadable, Vault, new_key, read_keys, write_key

OLD, NEW, OTHER = new_key(), new_key(), new_key()


@given(content=st.binary(max_size=5000), place=st.text(min_size=1, max_size=50))
def test_what_was_sealed_opens_at_its_place(content: bytes, place: str) -> None:
    assert Vault([OLD]).open(Vault([OLD]).seal(content, place), place) == content


def test_a_box_does_not_open_in_another_row_or_column() -> None:
    vault = Vault([OLD])
    sealed = vault.seal(b"42", "address:a1")
    for place in ("address:a2", "letter:a1", "address:A1", "address:a1 ", "a1"):
        with pytest.raises(Unreadable, match=r"cannot open (address|letter|a1)$"):
            vault.open(sealed, place)


@given(place=st.integers(0, 4 + 12 + 16 + 7), bit=st.integers(0, 7))
def test_a_box_with_one_bit_changed_does_not_open(place: int, bit: int) -> None:
    vault = Vault([OLD, OTHER])
    sealed = bytearray(vault.seal(b"content!", "x:1"))
    sealed[place] ^= 1 << bit
    with pytest.raises(Unreadable):
        vault.open(bytes(sealed), "x:1")


@given(length=st.integers(0, 4 + 12 + 16 + 7))
def test_a_box_cut_short_does_not_open(length: int) -> None:
    vault = Vault([OLD])
    with pytest.raises(Unreadable):
        vault.open(vault.seal(b"content!", "x:1")[:length], "x:1")


def test_the_same_content_never_looks_the_same() -> None:
    assert len({Vault([OLD]).seal(b"same", "x:1") for _ in range(100)}) == 100


def test_the_first_key_seals_and_all_open() -> None:
    before = Vault([OLD]).seal(b"old", "x:1")
    both = Vault([NEW, OLD])
    assert both.open(before, "x:1") == b"old"
    assert not both.is_current(before)
    after = both.seal(b"new", "x:1")
    assert both.is_current(after)
    assert Vault([NEW]).open(after, "x:1") == b"new"


def test_a_key_that_is_not_at_hand_is_said_without_saying_whose_box_it_is() -> None:
    sealed = Vault([OLD]).seal(b"old", "address:secret-id")
    with pytest.raises(Unreadable, match=r"^the master key that sealed address is not at hand$"):
        Vault([NEW]).open(sealed, "address:secret-id")


def test_a_data_key_opens_its_own_boxes_only() -> None:
    sealed = Box(OLD).seal(b"words", "m:1")
    assert Box(OLD).open(sealed, "m:1") == b"words"
    with pytest.raises(Unreadable):
        Box(NEW).open(sealed, "m:1")


@pytest.mark.parametrize("between", [",", " ", "\n", ", ", ",\n"])
def test_keys_are_read_in_their_order(between: str) -> None:
    assert read_keys(between.join(map(write_key, (NEW, OLD)))) == [NEW, OLD]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", "there is no master key"),
        (" ,\n", "there is no master key"),
        ("geheim!", "not base 64"),
        (write_key(OLD)[:-2], "not base 64"),
        (base64.urlsafe_b64encode(b"short").decode(), "has 5 bytes, not 32"),
        (write_key(OLD) + "," + base64.urlsafe_b64encode(bytes(33)).decode(), "has 33 bytes, not 32"),
    ],
    ids=["nothing", "breaks only", "words", "cut off", "too short", "the second too long"],
)
def test_a_key_that_is_none_is_refused_without_being_repeated(written: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as refused:
        read_keys(written)
    assert not any(part in str(refused.value) for part in written.replace(",", " ").split())


def test_digests_cannot_be_joined_across_purposes_or_peppers() -> None:
    one, other = Pepper(OLD), Pepper(NEW)
    digests = [
        pepper.digest(purpose, value)
        for pepper, purpose, value in itertools.product((one, other), ("case", "staff", ""), ("1", "11", ""))
    ]
    assert len(set(digests)) == len(digests)
    assert one.digest("case", "1") == one.digest("case", "1")
    assert all(len(digest) == 22 for digest in digests)
