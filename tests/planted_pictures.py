"""Pictures with a mark in their metadata."""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import Image, ImageCms, PngImagePlugin
from PIL.ExifTags import GPS, IFD, Base

SIZE = (320, 240)
MOVING_SECONDS = 2


def scene(width: int = SIZE[0], height: int = SIZE[1]) -> Image.Image:
    """Four corners of different colours: red, green, blue, white. Turned or mirrored, it looks different."""
    picture = Image.new("RGB", (2, 2))
    for place, colour in (((0, 0), "red"), ((1, 0), "green"), ((0, 1), "blue"), ((1, 1), "white")):
        picture.paste(colour, (*place, place[0] + 1, place[1] + 1))
    return picture.resize((width, height), Image.Resampling.NEAREST)


def jpeg(mark: str, orientation: int = 1) -> bytes:
    """EXIF with a place, a maker's note and a preview; XMP, IPTC, a profile, a comment, and a tail."""
    written = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = exif_block(mark)
    exif[Base.Orientation] = orientation
    scene().save(
        written,
        "JPEG",
        exif=exif.tobytes(),
        xmp=xmp_packet(mark),
        comment=f"{mark}-comment".encode(),
        icc_profile=profile.replace(b"sRGB", mark[:4].encode()) + f"{mark}-icc".encode(),
    )
    start, rest = written.getvalue()[:2], written.getvalue()[2:]
    iptc = f"Photoshop 3.0\0{mark}-iptc".encode()
    return start + _segment(0xED, iptc) + _segment(0xE1, _preview(mark)) + rest + after_the_end(mark)


def png(mark: str) -> bytes:
    """Texts plain, compressed and international, EXIF, and bytes after the end."""
    written, words = BytesIO(), PngImagePlugin.PngInfo()
    words.add_text("Author", f"{mark}-text")
    words.add_text("Comment", f"{mark}-ztxt", zip=True)
    words.add_itxt("XML:com.adobe.xmp", xmp_packet(mark).decode())
    scene().convert("RGBA").save(written, "PNG", pnginfo=words, exif=exif_block(mark).tobytes())
    return written.getvalue() + after_the_end(mark)


def gif(mark: str, pictures: int) -> bytes:
    written = BytesIO()
    frames = [scene().rotate(90 * turn).convert("P") for turn in range(pictures)]
    frames[0].save(
        written,
        "GIF",
        save_all=True,
        append_images=frames[1:],
        duration=1000 * MOVING_SECONDS // pictures,
        comment=f"{mark}-comment".encode(),
    )
    return written.getvalue() + after_the_end(mark)


def exif_block(mark: str) -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Artist] = f"{mark}-artist"
    exif[Base.ImageDescription] = f"{mark}-description"
    exif[Base.XPAuthor] = f"{mark}-author".encode("utf-16-le")
    exif.get_ifd(IFD.Exif)[Base.UserComment] = f"ASCII\0\0\0{mark}-comment".encode()
    exif.get_ifd(IFD.Exif)[Base.MakerNote] = f"{mark}-maker-note".encode()
    exif.get_ifd(IFD.Exif)[Base.BodySerialNumber] = f"{mark}-serial"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (41.0, 59.0, 46.0)
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation] = f"ASCII\0\0\0{mark}-place".encode()
    return exif


def _preview(mark: str) -> bytes:
    """An EXIF block whose second directory holds a small JPEG, itself with a comment."""
    small = BytesIO()
    scene(32, 24).save(small, "JPEG", comment=f"{mark}-preview".encode())
    first = struct.pack("<2sHIHI", b"II", 42, 8, 0, 14)
    second = struct.pack("<HHHIIHHIII", 2, 0x201, 4, 1, 44, 0x202, 4, 1, len(small.getvalue()), 0)
    return b"Exif\0\0" + first + second + small.getvalue()


def xmp_packet(mark: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="{mark}-xmp"/>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def _segment(code: int, payload: bytes) -> bytes:
    return bytes((0xFF, code)) + (len(payload) + 2).to_bytes(2, "big") + payload


def after_the_end(mark: str) -> bytes:
    return f"{mark}-after-the-end".encode() * 20
