"""Whatever a file says about who made it is gone, and it shows or plays what it did before."""

from __future__ import annotations

import zlib
from io import BytesIO
from itertools import pairwise

import av
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageOps

from bot.core.media import CannotClean, CleanFile, MediaKind, Refusal
from bot.gateway.cleaning.cleaner import Cleaner
from tests.planted import Planted, holds, planted_files
from tests.planted_document import pdf
from tests.planted_pictures import SIZE, gif, jpeg, png, scene
from tests.planted_recordings import SECONDS, mp4, recording

MARK = "Qz7xPlanted"
PLANTED = planted_files(MARK)
CORNERS = ((255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255))


@pytest.mark.parametrize("planted", PLANTED, ids=[planted.name for planted in PLANTED])
async def test_a_mark_goes_in_and_none_comes_out(cleaner: Cleaner, planted: Planted) -> None:
    assert holds(planted.content, MARK)
    clean = await cleaner.clean(planted.content, planted.kind)
    assert not holds(clean.content, MARK)
    assert not any(word in clean.content for word in (b"x264", b"x265", b"Lavf6"))
    assert MARK not in clean.name
    assert _shows_the_same(clean)


def _shows_the_same(clean: CleanFile) -> bool:
    if clean.kind is MediaKind.PHOTO:
        return (clean.width, clean.height) == SIZE and _looks_like(
            Image.open(BytesIO(clean.content)), CORNERS
        )
    if clean.kind is MediaKind.DOCUMENT:
        return _is_the_page(clean.content)
    return clean.duration == SECONDS and _plays(clean)


def _looks_like(picture: Image.Image, corners: tuple[tuple[int, int, int], ...]) -> bool:
    """Left and right above, left and right below."""
    plain = picture.convert("RGB")
    right, below = plain.width - 9, plain.height - 9
    seen = [plain.getpixel(place) for place in ((8, 8), (right, 8), (8, below), (right, below))]
    pairs = zip(
        (value for colour in seen for value in colour),
        (value for colour in corners for value in colour),
        strict=True,
    )
    return all(abs(got - wanted) < 30 for got, wanted in pairs)


def _is_the_page(content: bytes) -> bool:
    with Pdf.open(BytesIO(content)) as document:
        page = document.pages[0]
        assert b"(Seen) Tj" in page.Contents.read_bytes()
        photographs = [pikepdf.PdfImage(page.Resources.XObject[name]) for name in ("/Im1", "/Im2")]
        return all(_looks_like(photograph.as_pil_image(), CORNERS) for photograph in photographs)


def _plays(clean: CleanFile) -> bool:
    with av.open(BytesIO(clean.content)) as played:
        assert not played.metadata.keys() - {"major_brand", "minor_version", "compatible_brands"}
        assert all(stream.type in ("video", "audio") for stream in played.streams)
        assert not played.chapters()
        sounds = (
            [frame.samples / frame.rate for frame in played.decode(audio=0)] if played.streams.audio else []
        )
    if clean.width:
        with av.open(BytesIO(clean.content)) as played:
            pictures = [frame.to_image() for frame in played.decode(video=0)]
        assert (clean.width, clean.height) == pictures[0].size == SIZE
        assert _looks_like(pictures[0], CORNERS)
    return not sounds or abs(sum(sounds) - SECONDS) < 0.3


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_picture_stands_upright(cleaner: Cleaner, orientation: int) -> None:
    sent = jpeg(MARK, orientation)
    upright = ImageOps.exif_transpose(Image.open(BytesIO(sent)))
    clean = await cleaner.clean(sent, MediaKind.PHOTO)
    corners = [upright.getpixel((x, y)) for y in (8, upright.height - 9) for x in (8, upright.width - 9)]
    assert (clean.width, clean.height) == upright.size
    assert _looks_like(Image.open(BytesIO(clean.content)), tuple(corners))


async def test_what_is_see_through_becomes_white(cleaner: Cleaner) -> None:
    written = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(written, "PNG")
    clean = await cleaner.clean(written.getvalue(), MediaKind.DOCUMENT)
    assert _looks_like(Image.open(BytesIO(clean.content)), ((255, 255, 255),) * 4)


async def test_sixteen_bits_of_grey_are_scaled_not_cut_off(cleaner: Cleaner) -> None:
    written = BytesIO()
    Image.new("I;16", (40, 40), 0x8000).save(written, "PNG")
    clean = await cleaner.clean(written.getvalue(), MediaKind.DOCUMENT)
    assert _looks_like(Image.open(BytesIO(clean.content)), ((128, 128, 128),) * 4)


@pytest.mark.parametrize(
    ("sent", "leaves"), [((4000, 3000), (2560, 1920)), ((1000, 10), (1000, 50)), ((9, 9), (9, 9))]
)
async def test_a_picture_leaves_as_a_photo_telegram_takes(
    cleaner: Cleaner, sent: tuple[int, int], leaves: tuple[int, int]
) -> None:
    written = BytesIO()
    Image.effect_noise(sent, 120).convert("RGB").save(written, "JPEG")
    clean = await cleaner.clean(written.getvalue(), MediaKind.PHOTO)
    assert (clean.width, clean.height) == leaves
    assert len(clean.content) < 10 * 1024 * 1024


async def test_a_film_stays_turned(cleaner: Cleaner) -> None:
    clean = await cleaner.clean(mp4(MARK, rotation=90), MediaKind.VIDEO)
    with av.open(BytesIO(clean.content)) as played:
        assert next(played.decode(video=0)).rotation == 90
    assert (clean.width, clean.height) == (SIZE[1], SIZE[0])


async def test_a_film_encoded_anew_stays_turned_too(cleaner: Cleaner) -> None:
    sent = recording("mp4", MARK, film="mpeg4", sound="aac", rotation=270)
    clean = await cleaner.clean(sent, MediaKind.VIDEO)
    with av.open(BytesIO(clean.content)) as played:
        assert next(played.decode(video=0)).rotation % 360 == 270
    assert (clean.width, clean.height) == (SIZE[1], SIZE[0])


@pytest.mark.parametrize("kind", [MediaKind.VOICE, MediaKind.AUDIO, MediaKind.VIDEO])
async def test_a_disguised_voice_is_another_one_that_lasts_as_long(cleaner: Cleaner, kind: MediaKind) -> None:
    sent = recording("matroska", MARK, film="libx264" if kind is MediaKind.VIDEO else "", sound="libopus")
    as_it_is = await cleaner.clean(sent, kind)
    disguised = await cleaner.clean(sent, kind, disguise_voice=True)
    assert disguised.duration == as_it_is.duration == SECONDS
    assert _pitch(as_it_is.content) == pytest.approx(500, rel=0.02)
    assert not 0.9 < _pitch(disguised.content) / 500 < 1.1


def _pitch(content: bytes) -> float:
    """Of the tone in the builders' recordings: how often it rises through zero within a second."""
    with av.open(BytesIO(content)) as played:
        resampler = av.AudioResampler("s16", "mono", 48_000)
        samples = b"".join(
            bytes(part) for frame in played.decode(audio=0) for part in _plain(resampler, frame)
        )
    middle = memoryview(samples).cast("h")[24_000:72_000]
    loud = [sample > 0 for sample in middle if abs(sample) > 2000]
    return sum(not before and after for before, after in pairwise(loud))


def _plain(resampler: av.AudioResampler, frame: av.AudioFrame) -> list[bytes]:
    return [bytes(part.planes[0])[: part.samples * 2] for part in resampler.resample(frame)]


async def test_what_a_form_shows_is_drawn_into_the_page(cleaner: Cleaner) -> None:
    written = BytesIO()
    with Pdf.new() as document:
        document.add_blank_page(page_size=(300, 200))
        drawing = b"/Tx BMC BT /F1 12 Tf (Filled in) Tj ET EMC"
        look = document.make_stream(drawing, Subtype=Name.Form, BBox=[0, 0, 90, 20])
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=[10, 10, 100, 30], F=4)
        field.T, field.V, field.AP = String(f"{MARK}-field"), String("Filled in"), Dictionary(N=look)
        document.pages[0].obj.Annots = Array([document.make_indirect(field)])
        document.Root.AcroForm = Dictionary(Fields=Array([document.pages[0].obj.Annots[0]]))
        document.save(written)
    clean = await cleaner.clean(written.getvalue(), MediaKind.DOCUMENT)
    assert not holds(clean.content, MARK)
    with Pdf.open(BytesIO(clean.content)) as document:
        assert "/Annots" not in document.pages[0]
        drawn = [form.read_bytes() for form in document.pages[0].Resources.XObject.values()]
        assert any(b"(Filled in) Tj" in drawing for drawing in drawn)


async def test_a_hidden_layer_stays_hidden(cleaner: Cleaner) -> None:
    written = BytesIO()
    with Pdf.open(BytesIO(pdf(MARK))) as document:
        layer = document.Root.OCProperties.OCGs[0]
        document.Root.OCProperties.D = Dictionary(OFF=Array([layer]))
        document.pages[0].Resources.Properties.L1 = layer
        document.pages[0].Contents = document.make_stream(b"/OC /L1 BDC BT /F1 9 Tf (Unseen) Tj ET EMC")
        document.save(written)
    clean = await cleaner.clean(written.getvalue(), MediaKind.DOCUMENT)
    assert not holds(clean.content, MARK)
    with Pdf.open(BytesIO(clean.content)) as document:
        page = document.pages[0]
        assert b"/OC /L1 BDC" in page.Contents.read_bytes()
        assert document.Root.OCProperties.D.OFF[0].objgen == page.Resources.Properties.L1.objgen


async def test_an_earlier_version_of_a_page_is_gone(cleaner: Cleaner) -> None:
    sent = _changed_later(f"BT ({MARK}-erased) Tj ET", "BT (Kept) Tj ET")
    assert holds(sent, f"{MARK}-erased")
    clean = await cleaner.clean(sent, MediaKind.DOCUMENT)
    assert not holds(clean.content, MARK)
    with Pdf.open(BytesIO(clean.content)) as document:
        assert b"(Kept) Tj" in document.pages[0].Contents.read_bytes()


def _changed_later(before: str, after: str) -> bytes:
    """A document as editors save a small change: the new object and a table of it follow what was there."""
    written = BytesIO()
    with Pdf.new() as document:
        document.add_blank_page(page_size=(300, 200))
        document.pages[0].Contents = document.make_stream(before.encode())
        document.save(written, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    old = written.getvalue()
    with Pdf.open(written) as document:
        number, root = document.pages[0].Contents.objgen[0], document.Root.objgen[0]
        count = int(document.trailer.Size)
    change = f"{number} 0 obj\n<< /Length {len(after)} >>\nstream\n{after}\nendstream\nendobj\n"
    table = (
        f"xref\n{number} 1\n{len(old):010} 00000 n \ntrailer\n<< /Size {count} /Root {root} 0 R "
        f"/Prev {old.split()[-2].decode()} >>\nstartxref\n{len(old) + len(change)}\n%%EOF\n"
    )
    return old + change.encode() + table.encode()


async def test_data_that_cannot_be_cleaned_is_not_carried_along(cleaner: Cleaner) -> None:
    """JPEG 2000 has boxes for EXIF and XMP."""
    written = BytesIO()
    with Pdf.open(BytesIO(pdf(MARK))) as document:
        image = document.make_stream(b"...", Subtype=Name.Image, Filter=Name.JPXDecode)
        document.pages[0].Resources.XObject.Im1 = image
        document.save(written)
    with pytest.raises(CannotClean) as refused:
        await cleaner.clean(written.getvalue(), MediaKind.DOCUMENT)
    assert refused.value.reason is Refusal.NOT_CLEANABLE


async def test_a_photograph_inside_the_drawing_itself_is_refused(cleaner: Cleaner) -> None:
    inline = b"BI /W 320 /H 240 /CS /RGB /BPC 8 /F /DCT ID " + jpeg(MARK) + b" EI"
    written = BytesIO()
    with Pdf.open(BytesIO(pdf(MARK))) as document:
        document.pages[0].Contents = document.make_stream(inline)
        document.save(written)
    with pytest.raises(CannotClean) as refused:
        await cleaner.clean(written.getvalue(), MediaKind.DOCUMENT)
    assert refused.value.reason is Refusal.NOT_CLEANABLE


async def test_a_locked_document_is_refused_with_its_reason(cleaner: Cleaner) -> None:
    written = BytesIO()
    with Pdf.open(BytesIO(pdf(MARK))) as document:
        document.save(written, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(CannotClean) as refused:
        await cleaner.clean(written.getvalue(), MediaKind.DOCUMENT)
    assert refused.value.reason is Refusal.ENCRYPTED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\3\4" + bytes(99),
        b"just words",
        b"\xd0\xcf\x11\xe0" + bytes(99),
        b"\0\0\0\x18ftypheic" + bytes(99),
    ],
    ids=["nothing", "zip or Office", "text", "old Office", "HEIC"],
)
async def test_what_no_library_here_reads_is_refused_with_a_way_out(cleaner: Cleaner, content: bytes) -> None:
    with pytest.raises(CannotClean) as refused:
        await cleaner.clean(content, MediaKind.DOCUMENT)
    assert refused.value.reason is Refusal.NOT_CLEANABLE


@pytest.mark.parametrize("kind", list(MediaKind))
async def test_what_a_file_is_its_bytes_say(cleaner: Cleaner, kind: MediaKind) -> None:
    assert (await cleaner.clean(png(MARK), kind)).kind is MediaKind.PHOTO
    assert (await cleaner.clean(pdf(MARK), kind)).kind is MediaKind.DOCUMENT
    sound = (await cleaner.clean(recording("ogg", MARK, sound="libopus"), kind)).kind
    assert sound is (MediaKind.VOICE if kind is MediaKind.VOICE else MediaKind.AUDIO)


async def test_a_gif_moves_only_where_it_is_an_animation(cleaner: Cleaner) -> None:
    moving = gif(MARK, 5)
    assert (await cleaner.clean(moving, MediaKind.ANIMATION)).kind is MediaKind.ANIMATION
    assert (await cleaner.clean(moving, MediaKind.DOCUMENT)).kind is MediaKind.PHOTO
    assert (await cleaner.clean(gif(MARK, 1), MediaKind.ANIMATION)).kind is MediaKind.PHOTO


async def test_a_compressed_photograph_in_a_document_keeps_its_look(cleaner: Cleaner) -> None:
    """Adobe's marker decides how its four colours are read."""
    written, drawn = BytesIO(), BytesIO()
    scene().convert("CMYK").save(drawn, "JPEG", comment=MARK.encode())
    with Pdf.open(BytesIO(pdf(MARK))) as document:
        packed = zlib.compress(drawn.getvalue())
        image = document.make_stream(packed, Subtype=Name.Image, Width=SIZE[0], Height=SIZE[1])
        image.ColorSpace, image.BitsPerComponent = Name.DeviceCMYK, 8
        image.Filter, image.Decode = Array([Name.FlateDecode, Name.DCTDecode]), Array([1, 0] * 4)
        document.pages[0].Resources.XObject.Im1 = image
        document.save(written)
    clean = await cleaner.clean(written.getvalue(), MediaKind.DOCUMENT)
    assert not holds(clean.content, MARK)
    with Pdf.open(BytesIO(clean.content)) as document:
        kept = Image.open(BytesIO(document.pages[0].Resources.XObject.Im1.read_raw_bytes()))
        assert kept.tobytes() == Image.open(drawn).tobytes()
