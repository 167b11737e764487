"""The streams of a PDF: drawing instructions without remarks, and photographs without their metadata."""

from __future__ import annotations

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
    Stream,
    parse_content_stream,
    unparse_content_stream,
)

from bot.core.media import CannotClean, Refusal
from bot.gateway.cleaning.jpeg import without_metadata

_JPEG = frozenset({"/DCTDecode", "/DCT"})
_HARMLESS = frozenset(
    f"/{name}"
    for name in (
        *("FlateDecode", "LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode"),
        *("CCITTFaxDecode", "JBIG2Decode", "Fl", "LZW", "A85", "AHx", "RL", "CCF"),
    )
)
"""JPEG 2000 is not among them: it can carry EXIF and XMP in boxes of its own."""

_BEGIN_MARK, _REMARKS = "BDC", frozenset({"MP", "DP"})
_LAYER = Name.OC
_SILENT_MARK = ContentStreamInstruction([Name.Span], Operator("BMC"))


def clean_stream(stream: Stream, *, draws: bool) -> None:
    """In place. Raises CannotClean for a kind of data nobody here can clean."""
    filters = _listed(stream.get("/Filter"))
    names = [str(name) for name in filters]
    if names and names[-1] in _JPEG:
        _clean_photograph(stream, filters)
        names.pop()
    if not _HARMLESS.issuperset(names):
        raise CannotClean(Refusal.NOT_CLEANABLE)
    if draws:
        stream.write(drawn_again(stream))


def drawn_again(stream: Object) -> bytes:
    """The instructions alone: remarks of the program go, and words attached to a passage (`ActualText`)."""
    kept: list[ContentStreamInstruction | ContentStreamInlineImage] = []
    for instruction in parse_content_stream(stream):
        if isinstance(instruction, ContentStreamInlineImage):
            _refuse_inline_photograph(instruction)
            kept.append(instruction)
        elif str(instruction.operator) == _BEGIN_MARK and instruction.operands[0] != _LAYER:
            kept.append(_SILENT_MARK)
        elif str(instruction.operator) not in _REMARKS:
            kept.append(instruction)
    return unparse_content_stream(kept)


def _clean_photograph(stream: Stream, filters: list[Object]) -> None:
    parameters = _listed(stream.get("/DecodeParms"))
    own = parameters[-1] if len(parameters) == len(filters) else None
    assert own is None or isinstance(own, Dictionary)
    if len(filters) == 1:
        jpeg = stream.read_raw_bytes()
    else:
        stream.Filter = Array(filters[:-1])
        if parameters:
            stream.DecodeParms = Array(parameters[:-1])
        jpeg = stream.read_bytes()
    stream.write(without_metadata(jpeg), filter=Name.DCTDecode, decode_parms=own)


def _refuse_inline_photograph(inline: ContentStreamInlineImage) -> None:
    if _JPEG.intersection(inline.iimage.filters):
        raise CannotClean(Refusal.NOT_CLEANABLE)


def _listed(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
