"""Reads an iCalendar file with the `icalendar` package, set to refuse what that reads by guessing.

Left to itself the package takes any END for the right one, leaves out the part of an RRULE that it doesn't
understand, and looks zones up where those of all files read before are remembered as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from icalendar import ComponentFactory, TypesFactory
from icalendar.parser.ical import ComponentIcalParser
from icalendar.prop import vBroken

from bot.features.programme.formats.plain_text import one_line
from bot.features.programme.formats.problems import Problem, ProgrammeFileError, UnreadableError, shown

if TYPE_CHECKING:
    from icalendar import Component
    from icalendar.parser import Contentline, Parameters

# Lines and the pieces of them; 5,000 sessions have some 200,000. Each is an object and some 30 microseconds.
MAX_PIECES = 500_000

MOMENT = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")

_FOLD = re.compile(rb"\r?\n[ \t]")
_EXACT = {
    **dict.fromkeys(("DTSTART", "DTEND", "RECURRENCE-ID"), MOMENT),
    "EXDATE": re.compile(rf"{MOMENT.pattern}(,{MOMENT.pattern})*"),
    "RRULE": re.compile(r"[^=;]+=[^=;]+(;[^=;]+=[^=;]+)*;?"),
}


class _StrictParser(ComponentIcalParser):
    """A value that can't be read is kept as `vBroken`, also outside of events: it may be one nobody needs."""

    datetime_names = ()  # no zones are looked up: a time has its TZID as a parameter

    def handle_begin_component(self, vals: str) -> None:
        name = vals.strip().upper()
        around = self.component.name if self.component else None
        if (name == "VCALENDAR") != (around is None) or (name == "VEVENT" and around != "VCALENDAR"):
            raise ValueError(f"a {name} begins where none can be")
        super().handle_begin_component(name)

    def handle_end_component(self, vals: str) -> None:
        if self.component is None or self.component.name != vals.strip().upper():
            raise ValueError(f"END:{vals} ends something that was not begun")
        super().handle_end_component("")  # under its name a VTIMEZONE would be remembered for the next file

    def handle_property(self, name: str, params: Parameters, vals: str, line: Contentline) -> None:
        if line.value_separator_index() < 0:
            raise ValueError(f"{shown(line)} is not a property")
        exact = _EXACT.get(name)
        if self.component is None or exact is None or exact.fullmatch(vals):
            super().handle_property(name, params, vals, line)
        else:
            self.handle_property_parse_error(ValueError("inexact"), name, params, vals, line)

    def handle_line_parse_error(self, exception: Exception) -> None:
        raise exception

    def handle_property_parse_error(
        self, exception: Exception, name: str, params: Parameters, val: str, *_: object
    ) -> None:
        if self.component is not None:
            self.component.add(name, vBroken(val, params=params, parse_error=exception), encode=False)


def read_calendars(data: bytes) -> list[Component]:
    """All calendars of the file, whole."""
    unfolded = _FOLD.sub(b"", data)  # as bytes: folding may cut a letter in two
    if sum(map(unfolded.count, (b"\n", b",", b";"))) > MAX_PIECES:
        raise ProgrammeFileError(
            Problem.TOO_BIG, f"the calendar has more than {MAX_PIECES:,} lines and values"
        )
    try:
        text = unfolded.decode()
    except UnicodeDecodeError:
        raise _damaged("it is not UTF-8") from None
    parser = _StrictParser(text, ComponentFactory(), TypesFactory())
    try:
        calendars = parser.parse()
    except Exception as failure:  # whatever a parser of many types fails with
        raise _damaged(str(failure)) from failure
    if parser.component is not None:
        raise ProgrammeFileError(
            Problem.BROKEN, f"the calendar breaks off: its {shown(parser.component.name)} has no end"
        )
    return calendars


def all_of(component: Component, name: str) -> list[object]:
    """Each property of that name."""
    found = component.get(name, [])
    return found if isinstance(found, list) else [found]


def one_of(component: Component, name: str) -> object | None:
    """A property that may be there once."""
    found = all_of(component, name)
    if len(found) > 1:
        raise UnreadableError(f"has {len(found)} properties {name}")
    return found[0] if found else None


def text_of(component: Component, name: str) -> str:
    """A property whose value is a text; "" if it is not there."""
    value = one_of(component, name)
    if value is not None and not isinstance(value, str):
        raise UnreadableError(f"{name} is not a text")
    return str(value or "")


def parameter_of(value: object, name: str) -> str | None:
    """A parameter of a property; of several values in one, all."""
    found = getattr(value, "params", {}).get(name)
    return ",".join(found) if isinstance(found, list) else found


def _damaged(how: str) -> ProgrammeFileError:
    return ProgrammeFileError(Problem.BROKEN, f"the calendar is damaged: {one_line(how)}")
