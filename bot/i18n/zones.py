"""What a time zone is called: by its city, in the reader's language."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_gmt


def city_of(zone: str, locale: Locale) -> str:
    """The city of `zone` (IANA); the offset of a zone that has none."""
    names = _names_of(zone)
    if names[0].startswith("Etc/"):
        moment = datetime(2000, 1, 1, tzinfo=ZoneInfo(zone))
        return get_timezone_gmt(moment, locale=locale) if moment.utcoffset() else "UTC"
    for name in names:
        if city := locale.time_zones.get(name, {}).get("city"):
            return str(city)
    return names[0].rpartition("/")[2].replace("_", " ")


def _names_of(zone: str) -> list[str]:
    """All names of one zone, the present one first: Babel translates some under an old name only (Kiev)."""
    aliases = get_global("zone_aliases")
    present = aliases.get(zone, zone)
    return [present, *(old for old, new in aliases.items() if new == present)]
