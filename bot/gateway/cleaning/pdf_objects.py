"""The objects a PDF page is drawn from, kept by an allow-list: a key not known to draw something is dropped.

So nobody has to know all the places where programs keep what they know of a person.
"""

from __future__ import annotations

from enum import Enum, auto

from pikepdf import Array, Dictionary, Name, Object, Stream, String

from bot.gateway.cleaning.pdf_streams import clean_stream

_PAGE = "Contents MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit Resources Group"
_RESOURCES = "ExtGState ColorSpace Pattern Shading XObject Font Properties"
_FORM = "FormType BBox Matrix S I K CS"
_IMAGE = "Width Height BitsPerComponent ImageMask Mask Decode Interpolate SMask SMaskInData Matte"
_FILTERS = (
    "Length Filter DecodeParms Predictor Colors Columns EarlyChange EndOfLine EncodedByteAlign Rows "
    "EndOfBlock BlackIs1 DamagedRowsBeforeError ColorTransform JBIG2Globals"
)
_FONT = (
    "BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts CIDSystemInfo "
    "Registry Ordering Supplement DW W DW2 W2 CIDToGIDMap CharProcs FontMatrix FontBBox FontName "
    "FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH "
    "AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 CharSet CIDSet Length1 Length2 Length3 "
    "BaseEncoding Differences CMapName WMode UseCMap"
)
_STATE = "LW LC LJ ML D RI OP op OPM FL SM SA BM ca CA AIS TK G BC TR"
_SHADES = (
    "PatternType PaintType TilingType XStep YStep ShadingType Background AntiAlias Function Domain "
    "Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow FunctionType Range Size BitsPerSample "
    "Order Encode C0 C1 N Functions Bounds WhitePoint BlackPoint Gamma Colorants"
)
_LAYERS = "OC OCGs P VE ON OFF BaseState"
_DRAWING = frozenset(
    f"/{key}"
    for group in (_PAGE, _RESOURCES, _FORM, _IMAGE, _FILTERS, _FONT, _STATE, _SHADES, _LAYERS, "Type Subtype")
    for key in group.split()
)
_WORDS_THAT_DRAW = frozenset({"/Registry", "/Ordering", "/CharSet"})
_DEVICE_COLOURS = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}


class Role(Enum):
    """What a dictionary's keys are."""

    PLAIN = auto()
    RESOURCES = auto()
    NAMES = auto()
    """Names of the document's own."""
    GLYPHS = auto()
    """Names of glyphs, each drawn by a content stream."""
    GLYPH = auto()


_ROLES = {"/Resources": Role.RESOURCES, "/CharProcs": Role.GLYPHS, "/Colorants": Role.NAMES}
_CHILDREN = {Role.RESOURCES: Role.NAMES, Role.GLYPHS: Role.GLYPH}


class Pruning:
    """Goes through the objects of one document, each once, however many pages share them."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int, Role]] = set()
        self._ahead: list[tuple[Object, Role]] = []

    def prune(self, root: Object) -> None:
        """Everything that can be reached from there, and is not a page's parent."""
        self._ahead.append((root, Role.PLAIN))
        while self._ahead:
            item, role = self._ahead.pop()
            if not item.is_indirect or (*item.objgen, role) not in self._seen:
                self._seen.add((*item.objgen, role))
                self._visit(item, role)

    def _visit(self, item: Object, role: Role) -> None:
        if isinstance(item, Array):
            self._visit_array(item)
            return
        if not isinstance(item, Dictionary | Stream):
            return
        for key in list(item.keys()):
            self._visit_key(item, key, role)
        if item.get("/Type") == Name.OCG:
            item.Name = String("")
        if isinstance(item, Stream):
            clean_stream(item, draws=role is Role.GLYPH or _draws(item))

    def _visit_key(self, item: Object, key: str, role: Role) -> None:
        if key == "/Parent" and item.get("/Type") == Name.Page:
            return
        value = item[key]
        is_named_freely = role in (Role.NAMES, Role.GLYPHS)
        if _is_word(key, value) or not (is_named_freely or key in _DRAWING):
            del item[key]
            return
        if (plain := _plain_colours(value)) is not None:
            item[key] = plain
        elif isinstance(value, Object):
            self._ahead.append((value, _CHILDREN.get(role) or _ROLES.get(key, Role.PLAIN)))

    def _visit_array(self, array: Array) -> None:
        is_palette = len(array) > 0 and array[0] == Name.Indexed
        for index, value in enumerate(array):
            if (plain := _plain_colours(value)) is not None:
                array[index] = plain
            elif isinstance(value, String) and not is_palette:
                array[index] = String("")
            elif isinstance(value, Object):
                self._ahead.append((value, Role.PLAIN))


def _is_word(key: str, value: object) -> bool:
    return isinstance(value, String) and key not in _WORDS_THAT_DRAW


def _draws(stream: Stream) -> bool:
    return stream.get("/Subtype") == Name.Form or stream.get("/PatternType") == 1


def _plain_colours(value: object) -> Name | None:
    """Instead of colours by a profile: a profile is a file of its own, and may name a person's screen."""
    if isinstance(value, Array) and len(value) == 2 and value[0] == Name.ICCBased:
        return _DEVICE_COLOURS.get(int(value[1].get("/N", 3)), Name.DeviceRGB)
    return None
