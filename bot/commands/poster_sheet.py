"""Draws posters: A4, one page for each language. Only `poster` loads this and the libraries it needs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import fontpkg_fira_sans
import fontpkg_ibm_plex_sans_arabic
import pypdfium2
import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from bot.core.language import Language

_WIDTH, _HEIGHT, _MARGIN = 210, 297, 18
"""Millimetres, like every measure here but the sizes of letters."""
_INSIDE = _WIDTH - 2 * _MARGIN
_NARROWEST, _STEP = 60, 3
_CODE = 102
_POINT = 25.4 / 72
_LINE = 1.25
"""From one line to the next, in sizes of its letters."""
_PAPER, _INK, _ACCENT, _TINT, _WHITE = (
    (255, 248, 238),
    (33, 43, 66),
    (190, 74, 38),
    (252, 230, 210),
    (255, 255, 255),
)
_DOTS_PER_INCH = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on one poster, from top to bottom; `link` is a picture to scan, and words to type."""

    language: Language
    headline: str
    subject: str
    finds: str
    scan: str
    link: str
    promise: str
    emergency: str


def write_sheets(sheets: list[Sheet], target: Path) -> list[Path]:
    """One PDF; or one PNG for each sheet, named after its language where there are several."""
    pdf = _Paper()
    for sheet in sheets:
        pdf.draw(sheet)
    written = bytes(pdf.output())
    if target.suffix == ".pdf":
        target.write_bytes(written)
        return [target]
    document = pypdfium2.PdfDocument(written)
    targets = [
        target.with_stem(f"{target.stem}-{sheet.language}") if len(sheets) > 1 else target for sheet in sheets
    ]
    for page, path in zip(document, targets, strict=True):
        page.render(scale=_DOTS_PER_INCH * _POINT / 25.4).to_pil().save(path)
    return targets


class _Paper(FPDF):
    def __init__(self) -> None:
        super().__init__(format="A4")
        self.set_auto_page_break(False)
        for family, package, name in (
            ("latin", fontpkg_fira_sans, "FiraSans"),
            ("arabic", fontpkg_ibm_plex_sans_arabic, "IBMPlexSansArabic"),
        ):
            for style, weight in (("", "Regular"), ("B", "Bold")):
                self.add_font(family, style, package.ROOT / "files" / f"{name}-{weight}.ttf")

    def draw(self, sheet: Sheet) -> None:
        self.add_page()
        self._write_in(sheet.language)
        self._fill(0, 0, _WIDTH, _HEIGHT, _PAPER)
        self._fill(0, 0, _WIDTH, 6, _ACCENT)
        self._text(18, 34, sheet.headline, 32, most_lines=2, is_bold=True)
        self._text(51, 20, sheet.subject, 23, most_lines=2, is_bold=True, colour=_ACCENT)
        self._text(72, 16, sheet.finds, 15, most_lines=2)
        self._draw_code(sheet.link, 90)
        self._text(195, 8, sheet.scan, 13, most_lines=1)
        self._address(sheet, 203)
        self._fill(_MARGIN - 4, 219, _INSIDE + 8, 32, _TINT, radius=5)
        self._text(222, 26, sheet.promise, 15, most_lines=3, is_bold=True)
        self._text(258, 24, sheet.emergency, 13, most_lines=3)

    def _write_in(self, language: Language) -> None:
        self._family = "arabic" if language is Language.AR else "latin"
        self.set_text_shaping(
            True, direction="rtl" if language.is_right_to_left else "ltr", language=language.value
        )

    def _fill(
        self, x: float, y: float, width: float, height: float, colour: tuple[int, int, int], radius: float = 0
    ) -> None:
        self.set_fill_color(*colour)
        self.rect(x, y, width, height, style="F", round_corners=radius > 0, corner_radius=radius)

    def _text(
        self,
        y: float,
        height: float,
        text: str,
        size: float,
        *,
        most_lines: int,
        is_bold: bool = False,
        colour: tuple[int, int, int] = _INK,
    ) -> None:
        """In the middle of a strip of the page; in smaller letters where it would take too many lines."""
        self.set_text_color(*colour)
        self.set_font(self._family, "B" if is_bold else "", size)
        while self._lines(text, _INSIDE) > most_lines:
            size -= 0.5
            self.set_font_size(size)
        width, line = self._even_width(text), size * _POINT * _LINE
        self.set_xy((_WIDTH - width) / 2, y + (height - self._lines(text, width) * line) / 2)
        self.multi_cell(width, line, text, align="C")

    def _even_width(self, text: str) -> int:
        """The narrowest that takes no more lines: no word is left alone on the last."""
        widths: Sequence[int] = (*range(_NARROWEST, _INSIDE, _STEP), _INSIDE)
        most = self._lines(text, _INSIDE)
        return widths[bisect_left(widths, -most, key=lambda width: -self._lines(text, width))]

    def _lines(self, text: str, width: float) -> int:
        lines = self.multi_cell(width, text=text, align="C", dry_run=True, output=MethodReturnValue.LINES)
        assert isinstance(lines, list)
        return len(lines)

    def _draw_code(self, link: str, y: float) -> None:
        """On white, with the quiet modules around it that readers need."""
        left = (_WIDTH - _CODE) / 2
        self._fill(left, y, _CODE, _CODE, _WHITE, radius=6)
        rows = tuple(segno.make_qr(link, error="m").matrix_iter(border=4))
        module = _CODE / len(rows)
        self.set_fill_color(*_INK)
        for row, modules in enumerate(rows):
            for column in (at for at, is_dark in enumerate(modules) if is_dark):
                self.rect(left + column * module, y + row * module, module, module, style="F")

    def _address(self, sheet: Sheet, y: float) -> None:
        """Left to right, whatever is written around it."""
        self._write_in(Language.EN)
        self._text(y, 10, sheet.link.removeprefix("https://"), 14, most_lines=1, is_bold=True, colour=_ACCENT)
        self._write_in(sheet.language)
