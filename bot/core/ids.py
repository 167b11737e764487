"""Identifiers: random and made by us, or keyed pseudonyms; never a Telegram id, never a sequence."""

from __future__ import annotations

import secrets
from typing import NewType

PersonId = NewType("PersonId", str)
"""Keyed pseudonym of a private chat; the same for every update of one person."""

AddressId = NewType("AddressId", str)
"""A sealed way to reach one person for one purpose; two purposes of a person share none."""

KeyId = NewType("KeyId", str)
"""Names a data key; destroying the key destroys all that was sealed with it."""

FileId = NewType("FileId", str)
"""Names a clean file of ours, sealed with a data key."""

MessageId = NewType("MessageId", int)
"""Telegram's number of a message within one private chat."""

ThreadId = NewType("ThreadId", int)
"""Telegram's number of a topic within one private chat."""

Ref = NewType("Ref", str)
"""A slice's own name for a letter, by which the sent message is found again."""

Batch = NewType("Batch", str)
"""Names many letters that are one to whoever wrote it."""


def random_id() -> str:
    """96 random bits in 16 characters that may stand in a URL and in callback data."""
    return secrets.token_urlsafe(12)
