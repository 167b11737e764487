"""PDF: the pages are copied into a new document, and of their objects only what draws them.

Gone with the old document: who wrote it, with what and when; earlier versions; attachments, scripts,
bookmarks, links, form fields and comments (what they show is drawn into the page). What this can't take away:
what the pages say, hidden text among it, and the names inside fonts.
"""

from __future__ import annotations

from io import BytesIO

from pikepdf import Object, ObjectStreamMode, PasswordError, Pdf, PdfError, StreamDecodeLevel

from bot.core.media import CannotClean, CleanFile, MediaKind, Refusal
from bot.gateway.cleaning.pdf_objects import Pruning
from bot.gateway.cleaning.pdf_streams import drawn_again

_VERSION = "1.7"


def clean_document(content: bytes) -> CleanFile:
    """Raises CannotClean; a document that opens without a password leaves without its restrictions."""
    try:
        with Pdf.open(BytesIO(content), suppress_warnings=True) as source, Pdf.new() as copy:
            _draw_forms_into_pages(source)
            _copy_pages(source, copy)
            if not len(copy.pages):
                raise CannotClean(Refusal.BROKEN)
            return CleanFile(MediaKind.DOCUMENT, "application/pdf", _saved(copy))
    except PasswordError as error:
        raise CannotClean(Refusal.ENCRYPTED) from error
    except PdfError as error:
        raise CannotClean(Refusal.BROKEN) from error


def _draw_forms_into_pages(source: Pdf) -> None:
    source.generate_appearance_streams()
    source.flatten_annotations("screen")


def _copy_pages(source: Pdf, copy: Pdf) -> None:
    pruning = Pruning()
    for page in source.pages:
        page.contents_coalesce()
        copy.pages.append(page)
        _prune_page(copy.pages[-1].obj, copy, pruning)
    layers = source.Root.get("/OCProperties")
    if layers is not None:
        copy.Root.OCProperties = copy.copy_foreign(source.make_indirect(layers))
        pruning.prune(copy.Root.OCProperties)


def _prune_page(page: Object, copy: Pdf, pruning: Pruning) -> None:
    if "/Contents" in page:
        page.Contents = copy.make_stream(drawn_again(page.Contents))
    pruning.prune(page)


def _saved(copy: Pdf) -> bytes:
    written = BytesIO()
    copy.save(
        written,
        min_version=_VERSION,
        object_stream_mode=ObjectStreamMode.generate,
        stream_decode_level=StreamDecodeLevel.generalized,
        recompress_flate=True,
        deterministic_id=True,
    )
    return written.getvalue()
