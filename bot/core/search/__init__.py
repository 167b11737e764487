"""Search in memory, for everything that has a title and a text, in the languages we speak.

A slice turns what it has into `Document`s, in each language, and asks:

    search = Search(documents_in, read_search_words(config))
    hits = await asyncio.to_thread(search.find, "how do i say no", Language.EN, 5)

A hit says which document, where in it, in what words, and in which language it was found.
"""

from __future__ import annotations

from bot.core.search.document import Document, Section
from bot.core.search.search import Hit, Search
from bot.core.search.search_words import SearchWords, read_search_words

__all__ = ["Document", "Hit", "Search", "SearchWords", "Section", "read_search_words"]
