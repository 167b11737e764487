"""A draft is written into its step and read back, follows its messages, and is known by its mark."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from bot.core.ids import FileId, KeyId, MessageId
from bot.core.media import MediaKind
from bot.features.concerns.drafts import MOST_ENTRIES, Draft, Entry

WORDS = Entry(MessageId(1), "Somebody waits at the stop.")
ASKED = Entry(MessageId(2), "It was here.", MediaKind.PHOTO, "handle", "album")
COMING = Entry(MessageId(3), kind=MediaKind.VOICE, handle="handle", is_agreed=True)
READY = Entry(MessageId(4), kind=MediaKind.PHOTO, is_agreed=True, file=FileId("file"))
FULL = Draft(
    "drugs",
    "old-town",
    (WORDS, ASKED, COMING, READY),
    frozenset({"health", "school"}),
    is_about_staff=True,
    case_id="case",
    key=KeyId("key"),
    training="training",
)


def test_what_was_written_down_is_read_back() -> None:
    empty = Draft("", "")
    assert all(getattr(FULL, each.name) != getattr(empty, each.name) for each in fields(Draft)), (
        "nothing left out"
    )
    assert Draft.read(json.loads(json.dumps(FULL.write()))) == FULL
    assert Draft.read(json.loads(json.dumps(Draft("drugs", "north").write()))) == Draft("drugs", "north")


def test_a_draft_from_before_there_were_files_is_still_read() -> None:
    old = {"topic": "drugs", "area": "north", "messages": [[7, "First"], [9, "Second"]]}
    entries = (Entry(MessageId(7), "First"), Entry(MessageId(9), "Second"))
    assert Draft.read(old) == Draft("drugs", "north", entries)


@pytest.mark.parametrize(
    ("entries", "is_ready"),
    [((WORDS,), True), ((WORDS, READY), True), ((READY, COMING), False), ((ASKED,), False), ((), True)],
)
def test_it_is_ready_when_no_file_is_asked_about_or_on_its_way(
    entries: tuple[Entry, ...], is_ready: bool
) -> None:
    assert replace(FULL, entries=entries).is_ready is is_ready


def test_a_file_is_agreed_to_and_then_there() -> None:
    draft = Draft("drugs", "north", (ASKED, WORDS)).agreed(ASKED.number)
    assert [entry.is_agreed for entry in draft.entries] == [True, False]
    assert not draft.is_ready
    draft = draft.with_file(ASKED.number, FileId("clean"), MediaKind.DOCUMENT, 5)
    there = draft.entries[0]
    assert (there.file, there.kind, there.handle, there.text) == (
        "clean",
        MediaKind.DOCUMENT,
        None,
        "It was here.",
    )
    assert draft.entries[1] == WORDS
    assert draft.is_ready


def test_words_follow_their_message_and_no_other() -> None:
    draft = FULL.with_text(WORDS.number, "Nobody waits.")
    assert [entry.text for entry in draft.entries] == ["Nobody waits.", "It was here.", "", ""]
    assert FULL.with_text(MessageId(99), "Nobody waits.") == FULL


def test_what_is_taken_out_is_no_longer_held() -> None:
    draft = FULL.without([WORDS.number, READY.number])
    assert [draft.holds(each.number) for each in (WORDS, ASKED, COMING, READY)] == [False, True, True, False]


def test_it_is_full_at_as_many_messages_as_it_may_hold() -> None:
    draft = Draft("drugs", "north")
    for number in range(MOST_ENTRIES):
        assert not draft.is_full
        draft = draft.with_entry(Entry(MessageId(number), "words"))
    assert draft.is_full


@pytest.mark.parametrize(
    "changed",
    [
        FULL.with_text(WORDS.number, "Nobody waits."),
        FULL.without([READY.number]),
        FULL.with_entry(Entry(MessageId(5), "More.")),
        FULL.agreed(ASKED.number),
        replace(FULL, topic="online"),
        replace(FULL, area="north"),
        replace(FULL, kinds=frozenset({"health"})),
        replace(FULL, kinds=frozenset()),
        replace(FULL, is_about_staff=False),
        replace(FULL, case_id=None),
        replace(FULL, training=None),
        replace(FULL, entries=FULL.entries[::-1]),
    ],
)
def test_every_change_gives_it_another_mark(changed: Draft) -> None:
    """So a button shown before says that it is about something else."""
    assert changed.mark != FULL.mark


def test_its_mark_stays_while_nothing_changes_and_fits_into_a_button() -> None:
    again = Draft.read(json.loads(json.dumps(FULL.write())))
    assert again.mark == FULL.mark
    assert len(f"concern.hide|{FULL.mark}|{MOST_ENTRIES * 1000}".encode()) <= 64
