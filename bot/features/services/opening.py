"""When a service is open, in words: now, today and this week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale

from bot.core.hours import ALWAYS, WeekHours
from bot.core.text import Html, Texts, lines, span
from bot.features.services.model import Service, Status


def opening_now(t: Texts, service: Service, now: int) -> Html:
    """As one fact among others."""
    if service.status is Status.PAUSED:
        return t("services.paused")
    if not service.hours:
        return t("services.hours_unknown")
    zone, days_off = service.zone, service.days_off
    change = service.week.next_change(now, zone, days_off)
    if not service.week.is_on(now, zone, days_off):
        return _opens(t, change, now, zone) if change else t("services.shut")
    if change is None or change - now > 24 * 3600:
        return t("services.open_always")
    return t("services.open_until", time=t.clock_time(change, zone))


def _opens(t: Texts, at: int, now: int, zone: str) -> Html:
    if _day_of(at, zone) == _day_of(now, zone):
        return t("services.opens_today", time=t.clock_time(at, zone))
    return t("services.opens", moment=t.plain_moment(at, zone))


def opening_hours(t: Texts, service: Service, now: int) -> Html:
    """Today and in the week, by the clocks of the place, with the days off that are near."""
    if not service.hours or service.week == ALWAYS or service.status is Status.PAUSED:
        return Html()  # `opening_now` says it all
    today = _day_of(now, service.zone)
    times = _times_on(service, today, t)
    days = [today + timedelta(days=ahead) for ahead in range(7)]
    off = [t.day(day) for day in days if day in service.days_off and _on(service.week, day).spans]
    return lines(
        t("services.today", times=times) if times else t("services.today_closed"),
        t("services.week", city=t.zone_name(service.zone)),
        *(t("services.week_line", days=names, times=times) for names, times in _week(t, service.week)),
        t("services.days_off", days=t.listed(off)) if off else Html(),
    )


def _day_of(at: int, zone: str) -> date:
    return datetime.fromtimestamp(at, ZoneInfo(zone)).date()


def _on(week: WeekHours, day: date) -> WeekHours:
    return WeekHours(tuple(span for span in week.spans if span.weekday == day.weekday()))


def _times_on(service: Service, day: date, t: Texts) -> str:
    """Nothing: it is closed."""
    found = [] if day in service.days_off else _on(service.week, day).groups()
    return _comma(t).join(span(t, start, end) for _, times in found for start, end in times)


def _week(t: Texts, week: WeekHours) -> Iterator[tuple[str, str]]:
    names, comma = Locale(t.language.value).days["stand-alone"]["abbreviated"], _comma(t)
    for runs, times in week.groups():
        days = [names[first] if first == last else f"{names[first]}–{names[last]}" for first, last in runs]
        yield comma.join(days), comma.join(span(t, start, end) for start, end in times)


def _comma(t: Texts) -> str:
    return "، " if t.language.is_right_to_left else ", "
