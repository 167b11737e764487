"""Inside the worker: picks who cleans a file."""

from __future__ import annotations

from bot.core.media import CannotClean, CleanFile, MediaKind, Refusal
from bot.gateway.cleaning.document import clean_document
from bot.gateway.cleaning.picture import clean_picture, moves
from bot.gateway.cleaning.recording import clean_recording
from bot.gateway.cleaning.signature import Family, form_of


def clean(content: bytes, kind: MediaKind, *, disguise_voice: bool) -> CleanFile:
    """Raises CannotClean, MemoryError, and whatever a library says about a broken file."""
    form = form_of(content)
    if form is None:
        raise CannotClean(Refusal.NOT_CLEANABLE)
    if form.family is Family.DOCUMENT:
        return clean_document(content)
    if form.family is Family.RECORDING:
        return clean_recording(content, form.name, kind, disguise_voice=disguise_voice)
    if form.name == "GIF" and kind is MediaKind.ANIMATION and moves(content):
        return clean_recording(content, "gif", kind, disguise_voice=False)
    return clean_picture(content, form.name)
