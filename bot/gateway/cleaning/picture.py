"""Pictures: painted anew on a white sheet, so only what can be seen goes on.

What this can't take away: what the picture shows, and the noise every sensor has of its own.
"""

from __future__ import annotations

from io import BytesIO

from PIL import AvifImagePlugin, Image, ImageFile, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin
from PIL.ExifTags import Base

from bot.core.media import CannotClean, CleanFile, MediaKind, Refusal
from bot.gateway.cleaning.limits import LONGEST_SIDE, MOST_PIXELS, SLIMMEST

# Pillow would load these when it needs them, and by then a worker can open no file. EXIF is read as TIFF.
Image.preinit()
LOADED = (AvifImagePlugin, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)

Image.MAX_IMAGE_PIXELS = None  # counted below, where it is a refusal and no warning

_QUALITY = 85
_SEE_THROUGH_MODES = frozenset({"LA", "RGBA"})
_PLAIN_MODES = _SEE_THROUGH_MODES | {"L", "RGB", "CMYK", "YCbCr"}
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By EXIF's orientation."""


def moves(content: bytes) -> bool:
    """A GIF of several pictures."""
    with _opened(content, "GIF") as picture:
        return bool(getattr(picture, "is_animated", False))


def clean_picture(content: bytes, form: str) -> CleanFile:
    """The first picture of the file, upright, as a JPEG that Telegram takes for a photo."""
    with _opened(content, form) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise CannotClean(Refusal.TOO_BIG)
        turn = _turn(picture)
        seen = _in_plain_mode(picture)
        seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        sheet = _on_white(seen.transpose(turn) if turn is not None else seen)
    painted = BytesIO()
    sheet.save(painted, "JPEG", quality=_QUALITY)
    return CleanFile(MediaKind.PHOTO, "image/jpeg", painted.getvalue(), sheet.width, sheet.height)


def _opened(content: bytes, form: str) -> ImageFile.ImageFile:
    picture = Image.open(BytesIO(content), formats=(form,))
    assert isinstance(picture, ImageFile.ImageFile)
    return picture


def _turn(picture: Image.Image) -> Image.Transpose | None:
    try:
        return _UPRIGHT.get(picture.getexif().get(Base.Orientation, 1))
    except Exception:  # noqa: BLE001 a broken EXIF block is no reason to refuse: it is left behind anyway
        return None


def _in_plain_mode(picture: Image.Image) -> Image.Image:
    """In colours that can be scaled."""
    if picture.mode.startswith("I"):  # 16 bits of grey, which a plain conversion would cut off, not scale
        return picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if picture.mode in _SEE_THROUGH_MODES or not picture.has_transparency_data:
        return picture if picture.mode in _PLAIN_MODES else picture.convert("RGB")
    return picture.convert("RGBA")


def _on_white(picture: Image.Image) -> Image.Image:
    """A new image: the old one's `info` holds its metadata, and Pillow would write some of it again."""
    width = max(picture.width, -(-picture.height // SLIMMEST))
    height = max(picture.height, -(-picture.width // SLIMMEST))
    sheet = Image.new("RGB", (width, height), "white")
    corner = ((width - picture.width) // 2, (height - picture.height) // 2)
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        sheet.paste(picture, corner, picture)
    else:
        sheet.paste(picture.convert("RGB"), corner)
    return sheet
