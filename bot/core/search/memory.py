"""Indexes of the search library, kept in memory."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Mapping, Sequence

import tantivy

_WRITING_MEMORY = 15_000_000
"""Bytes, the least the library takes; given back when the index is written."""
_AS_GIVEN = "as-given"


def in_memory(
    fields: Sequence[str], rows: Iterable[Mapping[str, object]], stored: Sequence[str] = ()
) -> tantivy.Index:
    """Fields hold terms with a space between them; rows are what is in each."""
    schema = tantivy.SchemaBuilder()
    for name in fields:
        schema.add_text_field(name, stored=name in stored, tokenizer_name=_AS_GIVEN, index_option="freq")
    schema.add_integer_field("number", stored=True)
    index = tantivy.Index(schema.build())
    index.register_tokenizer(_AS_GIVEN, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    writer = index.writer(_WRITING_MEMORY, 1)
    for row in rows:
        writer.add_document(tantivy.Document(**row))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    _give_back()
    return index


def _give_back() -> None:
    """The C library would keep most of what writing took: seven languages would cost 55 MB, not 20."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
