"""The units H.264 and H.265 are made of: only those that make up the picture pass.

The others (SEI, units of a maker's own) may hold anything: the encoder, a camera's serial number, a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from av.bitstream import BitStreamFilterContext
from av.video.stream import VideoStream

_PASSING = {"h264": "1-5|7-9", "hevc": "0-9|16-21|32-35"}
"""Slices, parameter sets and delimiters, by their type."""
PASSING_CODECS = frozenset(_PASSING)

_START = re.compile(rb"\x00*\x00\x00\x01")
_PARAMETER_SETS: dict[str, Callable[[int], bool]] = {
    "h264": lambda first: first & 0x1F in (7, 8),
    "hevc": lambda first: first >> 1 & 0x3F in (32, 33, 34),
}
"""Told from a unit's first byte."""
_TAGS = {"h264": "avc1", "hevc": "hvc1"}
"""Parameter sets in the header, as Apple's players want them."""


def picture_filter(film: VideoStream, copy: VideoStream) -> BitStreamFilterContext:
    """Also leaves only parameter sets in the header of the copy."""
    codec = film.codec_context.codec.canonical_name
    units = BitStreamFilterContext(f"filter_units=pass_types={_PASSING[codec]}", film, copy)
    # The filter has made a byte stream of the header, but dropped nothing from it.
    parts = _START.split(copy.codec_context.extradata or b"")
    sets = [part for part in parts if part and _PARAMETER_SETS[codec](part[0])]
    copy.codec_context.extradata = b"".join(b"\x00\x00\x00\x01" + part for part in sets)
    copy.codec_context.codec_tag = _TAGS[codec]
    return units


def encoded_picture_filter() -> BitStreamFilterContext:
    """For what our own encoder made, as H.264."""
    return BitStreamFilterContext(f"filter_units=pass_types={_PASSING['h264']}", "h264")
