"""Places in a text that could identify somebody, and the text without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

MASK = "▒▒▒"
"""The same for every finding: its length must tell nothing."""


class Mark(StrEnum):
    """What a place tells. Where two overlap, the longer one names the whole."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    USERNAME = "username"
    LINK = "link"
    SCHOOL = "school"
    ADDRESS = "address"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Finding:
    """`text[start:end]` of the text as it was written."""

    start: int
    end: int
    mark: Mark


def mask(text: str, findings: Sequence[Finding]) -> str:
    """The text with every finding replaced; `findings` as `find` returns them, or some of them."""
    pieces = []
    at = 0
    for finding in findings:
        pieces += [text[at : finding.start], MASK]
        at = finding.end
    return "".join((*pieces, text[at:]))


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In order, those that overlap made one."""
    return tuple(_merged(sorted(findings, key=lambda each: (each.start, -each.end))))


def _merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    last: Finding | None = None
    for finding in findings:
        if last is None or finding.start >= last.end:
            if last:
                yield last
            last = finding
        elif finding.end > last.end:
            longer = max(last, finding, key=lambda each: each.end - each.start)
            last = Finding(last.start, finding.end, longer.mark)
    if last:
        yield last
