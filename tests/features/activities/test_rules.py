"""When a reminder comes; what is a nickname; what a filter is written as."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.outcome import CALLBACK_BYTES, press
from bot.core.places.rules import WAKING
from bot.features.activities.filters import OPTIONS, Facet, Wanted, read_wanted
from bot.features.activities.rules import MINUTE, Lead, NicknameProblem, nickname_problem, reminder_due_at
from tests.features.programme.hall import VIENNA, vienna

moments = st.integers(vienna(2026, 1, 1), vienna(2026, 12, 31)).map(lambda at: at - at % 60)
zones = st.sampled_from([VIENNA, "UTC", "Asia/Tashkent", "America/New_York", "Asia/Kathmandu"])


def local(at: int) -> str:
    return f"{datetime.fromtimestamp(at, ZoneInfo(VIENNA)):%d %H:%M}"


@given(moments, zones, st.sampled_from(Lead))
def test_a_reminder_comes_before_the_start_and_at_night_only_if_it_must(
    starts_at: int, zone: str, lead: Lead
) -> None:
    due_at = reminder_due_at(starts_at, lead, zone)
    assert due_at < starts_at
    if not WAKING.is_on(due_at, zone):
        assert not WAKING.is_on(starts_at - 30 * MINUTE, zone)


@pytest.mark.parametrize(
    ("starts", "lead", "due"),
    [
        (vienna(2026, 6, 4, 17), Lead.DAY, "03 17:00"),
        (vienna(2026, 6, 4, 17), Lead.SOON, "04 15:00"),
        (vienna(2026, 6, 4, 9), Lead.SOON, "04 08:00"),
        (vienna(2026, 6, 4, 8), Lead.SOON, "04 06:00"),
        (vienna(2026, 6, 4, 22), Lead.DAY, "04 08:00"),
        (vienna(2026, 3, 29, 17), Lead.DAY, "28 17:00"),
    ],
)
def test_reminders(starts: int, lead: Lead, due: str) -> None:
    assert local(reminder_due_at(starts, lead, VIENNA)) == due


@pytest.mark.parametrize("nickname", ["Fox", "ثعلب", "Лиса", "Fuchs7", "🦊", "ZORRO", "Élan", "M1R4"])
def test_nicknames(nickname: str) -> None:
    assert nickname_problem(nickname) is None


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", NicknameProblem.WORD),
        ("Mira Novak", NicknameProblem.WORD),
        ("ميرا نوفاك", NicknameProblem.WORD),
        ("MiraNovak", NicknameProblem.WORD),
        ("mira.novak", NicknameProblem.WORD),
        ("@mira", NicknameProblem.WORD),
        ("t.me/mira", NicknameProblem.WORD),
        ("Fox\u202e", NicknameProblem.WORD),
        ("0664123", NicknameProblem.DIGITS),
        ("٠٦٦٤", NicknameProblem.DIGITS),
        ("Mira2011", NicknameProblem.DIGITS),
        ("Abcdefghijklmnopq", NicknameProblem.LONG),
    ],
)
def test_what_is_no_nickname(written: str, problem: NicknameProblem) -> None:
    assert nickname_problem(written) is problem


choices = st.fixed_dictionaries(
    {}, optional={facet: st.sampled_from(options) for facet, options in OPTIONS.items()}
)


@given(choices, st.one_of(st.none(), st.from_regex(r"[a-z0-9-]{1,16}", fullmatch=True)))
def test_a_filter_is_read_as_it_is_written_and_fits_into_a_button(
    chosen: dict[Facet, str], area: str | None
) -> None:
    wanted = Wanted({**({Facet.AREA: area} if area else {}), **chosen})
    assert read_wanted(wanted.written()) == wanted
    shown = press("", "activities.show", "x" * 16, wanted.written(), 999)
    assert len((shown.press or "").encode()) <= CALLBACK_BYTES


@given(st.text())
@example("🌳" * 16)
def test_any_data_is_some_filter(written: str) -> None:
    wanted = read_wanted(written)
    press("", "activities.show", "x" * 16, wanted.written(), 99)
    assert read_wanted(wanted.written()) == wanted or "." in wanted.choices.get(Facet.AREA, "")
