"""What in a message could identify somebody: found and masked before anybody else reads it.

Pure: words from `config/words/identifying/`, a text in, places in that text out.
"""

from __future__ import annotations

from bot.features.concerns.identifying.findings import MASK, Finding, Mark, mask
from bot.features.concerns.identifying.search import Identifying, read_identifying

__all__ = ["MASK", "Finding", "Identifying", "Mark", "mask", "read_identifying"]
