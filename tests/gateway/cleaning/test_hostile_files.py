"""Broken, cut, swollen and malicious files: refused, never an error of another kind, never a hang."""

from __future__ import annotations

import asyncio
import struct
import wave
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Pdf
from PIL import Image

from bot.core.media import CannotClean, CleanFile, MediaKind, Refusal
from bot.gateway.cleaning.cleaner import Cleaner
from bot.gateway.cleaning.jpeg import without_metadata
from bot.gateway.cleaning.limits import LARGEST_CONTENT
from tests.planted import Planted, planted_files
from tests.planted_document import pdf
from tests.planted_pictures import jpeg

FILES = planted_files("Qz7xPlanted")
IDS = [planted.name for planted in FILES]


async def _outcome(cleaner: Cleaner, content: bytes, kind: MediaKind) -> CleanFile | Refusal:
    try:
        return await cleaner.clean(content, kind)
    except CannotClean as refused:
        return refused.reason


@pytest.mark.parametrize("planted", FILES, ids=IDS)
async def test_a_file_that_was_cut_off_is_cleaned_or_refused(cleaner: Cleaner, planted: Planted) -> None:
    content, kind = planted.content, planted.kind
    for tenth in range(10):
        outcome = await _outcome(cleaner, content[: len(content) * tenth // 10], kind)
        assert isinstance(outcome, CleanFile) or outcome in (Refusal.BROKEN, Refusal.NOT_CLEANABLE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    planted=st.sampled_from(FILES),
    changes=st.lists(
        st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12
    ),
)
def test_a_file_with_wrong_bytes_is_cleaned_or_refused(
    planted: Planted, changes: list[tuple[float, bytes]]
) -> None:
    content = bytearray(planted.content)
    for where, wrong in changes:
        at = int(where * len(content))
        content[at : at + len(wrong)] = wrong

    async def attempt() -> CleanFile | Refusal:
        cleaner = Cleaner(job_seconds=20)
        try:
            return await _outcome(cleaner, bytes(content), planted.kind)
        finally:
            await cleaner.close()

    assert asyncio.run(attempt()) is not Refusal.BUSY


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_a_jpeg_is_taken_apart_or_refused(rubbish: bytes) -> None:
    for content in (rubbish, b"\xff\xd8" + rubbish, jpeg("mark")[:300] + rubbish):
        with suppress(CannotClean):
            assert without_metadata(content).startswith(b"\xff\xd8")


async def test_a_picture_of_too_many_pixels_is_not_even_unpacked(cleaner: Cleaner) -> None:
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(1000)))
        + _chunk(b"IEND", b"")
    )
    assert await _outcome(cleaner, bomb, MediaKind.PHOTO) is Refusal.TOO_BIG


async def test_the_biggest_picture_allowed_fits_into_a_worker(cleaner: Cleaner) -> None:
    written = BytesIO()
    Image.new("RGBA", (10_000, 5_000), (200, 0, 0, 128)).save(written, "PNG", compress_level=1)
    clean = await _outcome(cleaner, written.getvalue(), MediaKind.PHOTO)
    assert isinstance(clean, CleanFile)
    assert (clean.width, clean.height) == (2560, 1280)


async def test_a_page_that_swells_without_end_is_refused(cleaner: Cleaner) -> None:
    written = BytesIO()
    with Pdf.open(BytesIO(pdf("mark"))) as document:
        ten_megabytes = document.make_stream(b"0 0 m " * 1_700_000)
        document.pages[0].Contents = Array([ten_megabytes] * 300)
        document.save(written)
    assert len(written.getvalue()) < 100_000
    outcome = await _outcome(cleaner, written.getvalue(), MediaKind.DOCUMENT)
    assert outcome in (Refusal.TOO_BIG, Refusal.BUSY, Refusal.BROKEN)


async def test_what_is_too_big_or_too_long_is_refused(cleaner: Cleaner) -> None:
    assert await _outcome(cleaner, bytes(LARGEST_CONTENT + 1), MediaKind.VIDEO) is Refusal.TOO_BIG
    endless = BytesIO()
    with wave.open(endless, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(8000 * 601))
    assert await _outcome(cleaner, endless.getvalue(), MediaKind.VOICE) is Refusal.TOO_LONG


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
