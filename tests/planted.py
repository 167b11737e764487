"""Files of every type a phone sends, with a mark hidden wherever they can say who made them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Pdf

from bot.core.media import MediaKind
from tests.planted_document import pdf
from tests.planted_pictures import after_the_end, exif_block, gif, jpeg, png, scene, xmp_packet
from tests.planted_recordings import mp3, mp4, recording


@dataclass(frozen=True, slots=True)
class Planted:
    """A file as somebody might send it."""

    name: str
    kind: MediaKind
    content: bytes


def planted_files(mark: str) -> list[Planted]:
    """`mark` is in each of them, many times; it is ASCII, and some places hold it in UTF-16."""
    return [*_pictures(mark), *_recordings(mark), Planted(f"{mark}.pdf", MediaKind.DOCUMENT, pdf(mark))]


def _pictures(mark: str) -> Iterator[Planted]:
    exif = exif_block(mark).tobytes()
    for name, kind in (("photo", MediaKind.PHOTO), ("scan", MediaKind.DOCUMENT)):
        yield Planted(f"{name}-{mark}.jpg", kind, jpeg(mark))
    yield Planted(f"{mark}.png", MediaKind.DOCUMENT, png(mark))
    for form in ("webp", "avif"):
        written = BytesIO()
        scene().save(written, form, exif=exif, xmp=xmp_packet(mark))
        yield Planted(f"{mark}.{form}", MediaKind.DOCUMENT, written.getvalue() + after_the_end(mark))
    yield Planted(f"{mark}.gif", MediaKind.DOCUMENT, gif(mark, 1))
    yield Planted(f"{mark}-moving.gif", MediaKind.ANIMATION, gif(mark, 5))


def _recordings(mark: str) -> Iterator[Planted]:
    film = mp4(mark)
    for kind in (MediaKind.VIDEO, MediaKind.VIDEO_NOTE, MediaKind.ANIMATION, MediaKind.DOCUMENT):
        yield Planted(f"{kind}-{mark}.mp4", kind, film)
    yield Planted(f"{mark}.mov", MediaKind.DOCUMENT, recording("mov", mark, film="mpeg4", sound="pcm_s16le"))
    yield Planted(f"{mark}.h265.mp4", MediaKind.VIDEO, recording("mp4", mark, film="libx265", sound="aac"))
    yield Planted(f"{mark}.webm", MediaKind.VIDEO, recording("webm", mark, film="libvpx", sound="libopus"))
    yield Planted(f"{mark}.ogg", MediaKind.VOICE, recording("ogg", mark, sound="libopus"))
    yield Planted(f"{mark}.mp3", MediaKind.AUDIO, mp3(mark))
    yield Planted(f"{mark}.m4a", MediaKind.AUDIO, recording("mp4", mark, sound="aac", cover=True))
    yield Planted(f"{mark}.flac", MediaKind.DOCUMENT, recording("flac", mark, sound="flac"))
    yield Planted(f"{mark}.wav", MediaKind.VOICE, recording("wav", mark, sound="pcm_s16le"))


def holds(content: bytes, mark: str) -> bool:
    """Whether the mark can be found, in any case and encoding, inside a PDF's streams too."""
    needles = [mark.lower().encode(code) for code in ("ascii", "utf-16-le", "utf-16-be")]
    needles.append(mark.encode().hex().encode())
    return any(needle in layer.lower() for layer in _layers(content) for needle in needles)


def _layers(content: bytes) -> Iterator[bytes]:
    yield content
    if content.startswith(b"%PDF"):
        with Pdf.open(BytesIO(content)) as opened:
            for item in opened.objects:
                yield item.unparse()
                if isinstance(item, pikepdf.Stream):
                    yield item.read_raw_bytes()
                    with suppress(pikepdf.PdfError):  # a JPEG, which lies there as it is
                        yield bytes(item.get_stream_buffer(pikepdf.StreamDecodeLevel.generalized))
