"""Catalogues are kept compiled beside their source, and never shown when they are out of date."""

from __future__ import annotations

import os
from pathlib import Path

from bot.core.language import Language
from bot.i18n import Catalogues, catalogue_path
from tests.i18n.conftest import WriteCatalogues

WORD = 'msgid "a.word"\nmsgstr "{}"\n'


def word(folder: Path) -> str:
    return Catalogues(folder)(Language.EN)("a.word")


def compiled(folder: Path) -> Path:
    return catalogue_path(folder, Language.EN).with_suffix(".mo")


def test_the_second_start_reads_what_the_first_compiled(write_catalogues: WriteCatalogues) -> None:
    folder = write_catalogues(WORD.format("old"))
    assert word(folder) == "old"
    source, stamp = catalogue_path(folder, Language.EN), compiled(folder).stat().st_mtime_ns
    source.write_text("no longer a catalogue")
    os.utime(source, ns=(stamp, stamp))
    assert word(folder) == "old"


def test_a_changed_source_is_compiled_anew(write_catalogues: WriteCatalogues) -> None:
    folder = write_catalogues(WORD.format("old"))
    assert word(folder) == "old"
    write_catalogues(WORD.format("new"))
    assert word(folder) == "new"
    assert b"new" in compiled(folder).read_bytes()


def test_a_folder_that_cannot_be_written_is_no_hindrance(write_catalogues: WriteCatalogues) -> None:
    folder = write_catalogues(WORD.format("old"))
    (compiled(folder) / "in the way").mkdir(parents=True)  # stops root, too
    assert word(folder) == "old"
    assert word(folder) == "old"


def test_nothing_but_the_compiled_catalogue_is_left_behind(write_catalogues: WriteCatalogues) -> None:
    folder = write_catalogues(WORD.format("old"))
    assert word(folder) == "old"
    assert sorted(path.name for path in compiled(folder).parent.iterdir()) == ["trustline.mo", "trustline.po"]
