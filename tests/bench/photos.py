"""A photo as large as phones make them."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image

SIZE = (4000, 3000)
MEGABYTES = 10


def large_photo() -> bytes:
    """Twelve megapixels of a busy picture: about ten megabytes of JPEG."""
    coarse = Image.frombytes("RGB", (1000, 750), random.Random(1).randbytes(1000 * 750 * 3))
    picture = coarse.resize(SIZE, Image.Resampling.BICUBIC)
    for quality in range(98, 40, -2):
        written = BytesIO()
        picture.save(written, "JPEG", quality=quality)
        if written.tell() <= MEGABYTES * 1024 * 1024:
            return written.getvalue()
    raise AssertionError("no quality makes it small enough")
