"""Weekly hours: read as people write them in seven languages, and right when the clocks change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.days_off import DaysOff, public_holidays
from bot.core.errors import UserError
from bot.core.hours import ALWAYS, HoursMistake, Span, WeekHours, kept_hours, read_hours
from bot.core.language import Language
from bot.features.staff.hours import read_typed_hours, spell_hours, weekday_names

VIENNA = "Europe/Vienna"
MINUTE, DAY = 60, 1440
CHANGING_WEEKS = {
    (VIENNA, date(2026, 3, 25)),
    (VIENNA, date(2026, 10, 21)),
    ("America/New_York", date(2026, 10, 28)),
    ("Australia/Lord_Howe", date(2026, 3, 31)),  # by half an hour
    ("Africa/Cairo", date(2026, 4, 20)),  # at midnight
    ("Africa/Cairo", date(2026, 10, 26)),
    ("Asia/Kathmandu", date(2026, 6, 1)),
}
OFFICE = "Mon-Fri 08:00-12:00 14:00-18:00; Sat 10:00-12:00"


def vienna(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=ZoneInfo(VIENNA)).timestamp())  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (OFFICE, OFFICE),
        ("mon – fri 8-12, 14h00-18h; SAT. 10.00-12.00", OFFICE),
        ("Sat 10-12\nMon-Fri 8:00-12:00 14:00-18:00", OFFICE),
        ("22:00-06:00", "Mon-Sun 22:00-06:00"),
        ("Fri-Mon 22-0", "Mon,Fri-Sun 22:00-24:00"),
        ("Mon Wed, Fri 9-10", "Mon,Wed,Fri 09:00-10:00"),
        ("Mon 9-10; Tue 9-11", "Mon 09:00-10:00; Tue 09:00-11:00"),
        ("00:00-24:00", "Mon-Sun 00:00-24:00"),
        ("Mon ٠٨:٠٠-١٢:٠٠، ١٤:٠٠-١٨:٠٠", "Mon 08:00-12:00 14:00-18:00"),
    ],
)
def test_hours_are_read_and_written_in_one_way(written: str, canonical: str) -> None:
    assert str(read_hours(written)) == canonical
    assert read_hours(canonical) == read_hours(written)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "empty"),
        ("  \n;", "empty"),
        ("Mon-Fri", "empty"),
        ("Mon 8-12; Tue", "empty"),
        ("Moon 8-12", "weekday"),
        ("Mon-Wed-Fri 8-12", "weekday"),
        ("Mon 8-25", "time"),
        ("Mon 8:60-12", "time"),
        ("Mon 24:00-06:00", "time"),
        ("Mon 8", "time"),
        ("Mon 9-9", "span"),
        (" ".join(f"{hour}:00-{hour}:30" for hour in range(7)), "many"),
    ],
)
def test_what_is_wrong_is_said(typed: str, problem: str) -> None:
    with pytest.raises(UserError) as refused:
        read_typed_hours(typed, Language.EN)
    assert refused.value.key == f"staff.bad_hours_{problem}"
    with pytest.raises(HoursMistake):
        read_hours(typed)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        (Language.AR, "الاثنين-الجمعة ٠٨:٠٠-١٢:٠٠، ١٤:٠٠-١٨:٠٠؛ السبت ١٠:٠٠-١٢:٠٠"),
        (Language.AR, "إثنين - جمعة 8-12 14-18؛ سبت 10-12"),
        (Language.DE, "Mo-Fr 8-12, 14-18; Sa 10-12"),
        (Language.DE, "Montag - Freitag 8-12 14-18; Samstag: 10-12"),
        (Language.EN, "monday-FRIDAY 8-12 14-18; Sa 10-12"),
        (Language.ES, "lun-vie 8-12 14-18; sáb 10-12"),
        (Language.ES, "LU-VI 8-12 14-18; sabado 10-12"),
        (Language.FR, "lun.-ven. 8h-12h 14h00-18h00 ; sam. 10h-12h"),
        (Language.IT, "lunedì-venerdi 8-12 14-18; sabato 10-12"),
        (Language.RU, "пн–пт 8-12, 14-18; суббота 10-12"),
        (Language.RU, "Mo-Fr 8-12 14-18; samedi 10-12"),
    ],
)
def test_weekdays_are_known_by_their_names_in_every_language(language: Language, typed: str) -> None:
    assert str(read_typed_hours(typed, language)) == OFFICE


def test_what_means_two_days_is_taken_as_in_the_readers_language() -> None:
    assert str(read_typed_hours("Do 8-9", Language.DE)) == "Thu 08:00-09:00"
    assert str(read_typed_hours("Do 8-9", Language.ES)) == "Sun 08:00-09:00"
    with pytest.raises(UserError):
        read_typed_hours("Do 8-9", Language.RU)


@pytest.mark.parametrize("language", list(Language))
def test_what_the_bot_writes_it_can_read(language: Language) -> None:
    week = read_hours("Mon-Thu 08:00-12:00 14:00-18:00; Fri,Sun 22:00-06:00")
    shown = "; ".join(f"{days} {times}" for days, times in spell_hours(week, language))
    assert read_typed_hours(shown, language) == week
    assert set(weekday_names(language).values()) == set(range(7))


def test_shifts_are_split_and_go_over_midnight() -> None:
    week = read_hours("Mon-Fri 08:00-12:00 14:00-18:00; Sat 22:00-06:00")
    monday = vienna(2026, 11, 23, 8)
    assert not week.is_on(monday - 1, VIENNA)
    assert week.is_on(monday, VIENNA)
    assert week.next_change(monday, VIENNA) == vienna(2026, 11, 23, 12)
    assert week.next_change(vienna(2026, 11, 23, 12), VIENNA) == vienna(2026, 11, 23, 14)
    assert week.next_change(vienna(2026, 11, 27, 18), VIENNA) == vienna(2026, 11, 28, 22)
    assert week.is_on(vienna(2026, 11, 29, 5, 59), VIENNA)
    assert week.next_change(vienna(2026, 11, 29, 1), VIENNA) == vienna(2026, 11, 29, 6)


def test_a_night_is_longer_when_the_clocks_are_put_back() -> None:
    night = read_hours("Sat 22:00-06:00")
    for day, hours in ((date(2026, 10, 24), 9), (date(2026, 3, 28), 7), (date(2026, 6, 6), 8)):
        start = vienna(day.year, day.month, day.day, 22)
        end = night.next_change(start, VIENNA)
        assert end is not None
        assert (end - start) / 3600 == hours


def test_an_hour_that_does_not_exist_is_no_duty() -> None:
    week = read_hours("Sun 02:00-03:00")
    assert week.next_change(vienna(2026, 3, 28, 12), VIENNA) == vienna(2026, 4, 5, 2)


def test_always_never_changes_and_a_day_off_is_a_break_of_a_day() -> None:
    assert kept_hours("") is ALWAYS
    assert ALWAYS.next_change(vienna(2026, 12, 20), VIENNA) is None
    off = (date(2026, 12, 24),)
    assert ALWAYS.next_change(vienna(2026, 12, 20), VIENNA, off) == vienna(2026, 12, 24)
    assert ALWAYS.next_change(vienna(2026, 12, 24), VIENNA, off) == vienna(2026, 12, 25)


def test_a_shift_that_began_before_a_day_off_is_worked_to_its_end() -> None:
    nights, off = read_hours("22:00-06:00"), (date(2026, 12, 25),)
    assert nights.is_on(vienna(2026, 12, 25, 5), VIENNA, off)
    assert not nights.is_on(vienna(2026, 12, 25, 23), VIENNA, off)
    assert not nights.is_on(vienna(2026, 12, 26, 5), VIENNA, off)
    assert nights.next_change(vienna(2026, 12, 25, 6), VIENNA, off) == vienna(2026, 12, 26, 22)


def test_public_holidays_of_a_country_and_of_a_region() -> None:
    closed = DaysOff(public_holidays("AT-9"), frozenset({date(2026, 12, 24)}))
    assert date(2026, 12, 25) in closed
    assert date(2026, 12, 24) in closed
    assert date(2026, 12, 23) not in closed
    assert date(2026, 10, 3) in public_holidays("DE")
    with pytest.raises(ValueError, match="no calendar of holidays for AT-99"):
        public_holidays("AT-99")
    with pytest.raises(ValueError, match="no calendar of holidays for XX"):
        public_holidays("XX")


spans = st.builds(
    lambda weekday, start, length: Span(weekday, start, start + length),
    st.integers(0, 6),
    st.integers(0, DAY - 1),
    st.integers(1, DAY - 1),
)
weeks = st.lists(spans, min_size=1, max_size=6, unique=True).map(lambda some: WeekHours(tuple(sorted(some))))


@given(weeks)
def test_whatever_can_be_kept_is_read_again_as_it_was(week: WeekHours) -> None:
    assert read_hours(str(week)) == week


@settings(max_examples=60, deadline=None)
@given(
    weeks,
    st.sampled_from(sorted(CHANGING_WEEKS)),
    st.sets(st.integers(0, 9), max_size=3),
    st.lists(st.integers(0, 7 * DAY - 1), min_size=1, max_size=8),
)
def test_it_agrees_with_going_through_the_week_minute_by_minute(
    week: WeekHours, place: tuple[str, date], off: set[int], minutes: list[int]
) -> None:
    zone, first = place
    days_off = tuple(first + timedelta(days=ahead) for ahead in off)
    clock = wall_clock(zone, first)
    on = [is_on_by_hand(week, day, minute, days_off) for _, day, minute in clock]
    for number in minutes:
        at = clock[number][0]
        assert week.is_on(at, zone, days_off) is on[number]
        change = next((there for there in range(number + 1, len(on)) if on[there] is not on[number]), None)
        found = week.next_change(at, zone, days_off)
        if change is not None:
            assert found == clock[change][0]
        else:
            assert found is None or found > clock[-1][0]


@cache
def wall_clock(zone: str, first: date) -> Sequence[tuple[int, date, int]]:
    """Every minute of nine days: its instant, and the day and minute that the clock on the wall shows."""
    begin = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp())
    shown = []
    for at in range(begin, begin + 9 * DAY * MINUTE, MINUTE):
        local = datetime.fromtimestamp(at, ZoneInfo(zone))
        shown.append((at, local.date(), local.hour * 60 + local.minute))
    return shown


def is_on_by_hand(week: WeekHours, day: date, minute: int, days_off: Sequence[date]) -> bool:
    for span in week.spans:
        for began in (day, day - timedelta(days=1)):
            since = minute + (day - began).days * DAY
            if (
                began.weekday() == span.weekday
                and began not in days_off
                and since in range(span.start, span.end)
            ):
                return True
    return False
