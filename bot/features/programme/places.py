"""Time zones as people name them: by a city, in their language or in English."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from bot.core.text import Texts
from bot.core.words import fold

MOST_PLACES = 8


def is_zone(named: str) -> bool:
    return named in _zones()


def zones_named(t: Texts, written: str) -> list[str]:
    """Whole names first, then those that begin so; a city once, whatever it was called before."""
    wanted = fold(written).strip()
    if not wanted:
        return []
    names = _names(t)
    found = [zone for name, zone in names if name.startswith(wanted)]
    exact = [zone for name, zone in names if name == wanted]
    cities = {t.zone_name(zone): zone for zone in reversed((*exact, *found))}
    return list(reversed(cities.values()))[:MOST_PLACES]


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Without those that are no place."""
    return frozenset(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


def _names(t: Texts) -> list[tuple[str, str]]:
    """Folded names, and the zones they mean."""
    own = ((fold(t.zone_name(zone)), zone) for zone in _zones())
    english = ((fold(zone.rpartition("/")[2].replace("_", " ")), zone) for zone in _zones())
    return sorted({*own, *english})
