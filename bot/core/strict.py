"""How what stands in a file is held against its model: nothing unknown in it, nothing changed afterwards."""

from __future__ import annotations

from pydantic import ConfigDict

STRICT = ConfigDict(frozen=True, extra="forbid", defer_build=True)
"""A model is built when it is first used: most are parts of others, and are never used by themselves."""
TRIMMED = ConfigDict(frozen=True, extra="forbid", defer_build=True, str_strip_whitespace=True)
"""The same, without the space around words."""
