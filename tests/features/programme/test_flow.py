"""What participants see: days, sessions, clashes, their agenda and their reminders."""

from __future__ import annotations

import html
import re

import pytest

from bot.core.errors import UserError
from bot.core.ids import AddressId
from bot.core.language import Language
from bot.core.outcome import CALLBACK_BYTES, Post, Screen
from bot.features.programme import letters
from bot.features.programme.kept import Attendee, KeptSession
from bot.features.programme.model import Localized, ScheduledSession, SessionState
from bot.features.programme.rounds import Recipient
from bot.features.programme.rules import ChangeKind, Lead
from bot.features.programme.telling import ToldChange
from tests.features.programme.hall import DAY, HOUR, MINUTE, TEXTS, Hall, plain, planned, programme, vienna

NINE = vienna(2026, 9, 2, 9)
MIRA = 1001
TELEGRAM_TEXT = 4096


def labels(screen: Screen) -> list[str]:
    return [plain(button.label) for row in screen.rows for button in row]


def data(screen: Screen, label: str) -> str:
    for row in screen.rows:
        for button in row:
            if label in plain(button.label):
                assert button.press is not None
                return button.press
    raise AssertionError(f"no button {label} among {labels(screen)}")


async def test_without_a_programme_it_says_so(hall: Hall) -> None:
    assert "no programme here yet" in (await hall.does(MIRA, "/programme")).text


async def test_from_the_programme_to_a_session_and_onto_the_agenda(hall: Hall) -> None:
    await hall.imports(
        programme(
            planned("a", NINE, title="Opening", track="Family"), planned("b", NINE + DAY, title="Closing")
        )
    )
    days = await hall.does(MIRA, "/programme")
    assert "Prevention days" in plain(days.text)
    assert labels(days)[:2] == ["Wednesday 2 September", "Thursday 3 September"]
    day = await hall.does(MIRA, data(days, "Wednesday"))
    assert plain(day.text) == "<b>Wednesday 2 September</b>, Vienna time\n\n<b>09:00</b> Opening · Hall A"
    session = await hall.does(MIRA, data(day, "09:00 Opening"))
    assert f'<tg-time unix="{NINE}"' in session.text
    assert "Wednesday 2 September, 09:00–10:00 (Vienna time)" in plain(session.text)
    assert "Track: Family" in plain(session.text)
    added = await hall.does(MIRA, data(session, "Add to my agenda"))
    assert "You will get a reminder 10 minutes before." in plain(added.text)
    assert "✓ 09:00 Opening" in labels(await hall.does(MIRA, data(added, "Back")))
    removed = await hall.does(MIRA, data(added, "Remove from my agenda"))
    assert "Add to my agenda" in labels(removed)


async def test_several_programmes_are_offered_by_name(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), title="Conference"))
    await hall.imports(programme(planned("b", NINE), title="School week"))
    choice = await hall.does(MIRA, "/programme")
    assert labels(choice)[:2] == ["Conference", "School week"]
    assert "School week" in (await hall.does(MIRA, data(choice, "School week"))).text


async def test_a_link_leads_to_one_session(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE, title="Opening")))
    session = await hall.session("a")
    shown = await hall.does(MIRA, f"/start s-{session.session_id}")
    assert "Opening" in shown.text
    assert "Wednesday" in (await hall.does(MIRA, data(shown, "Back"))).text
    with pytest.raises(UserError, match=r"programme\.unknown_session"):
        await hall.does(MIRA, "/start s-nonsense")


async def test_today_opens_at_what_is_going_on_and_can_be_leafed_through(hall: Hall) -> None:
    await hall.imports(programme(*(planned(str(n), NINE + n * 30 * MINUTE, 30) for n in range(20))))
    hall.at(NINE + 10 * 30 * MINUTE)
    days = await hall.does(MIRA, "/programme")
    now = await hall.does(MIRA, data(days, "Today, Wednesday 2 September"))
    assert "Session 10" in now.text
    assert "Session 7" not in now.text
    assert "Session 7" in (await hall.does(MIRA, data(now, "Earlier"))).text
    last = await hall.does(MIRA, data(now, "Later"))
    assert "Session 19" in last.text
    assert not any("Later" in label for label in labels(last))


async def test_a_track_shows_only_its_sessions_on_every_page(hall: Hall) -> None:
    sessions = [planned(str(n), NINE + n * MINUTE, track="Family" if n % 2 else "School") for n in range(30)]
    await hall.imports(programme(*sessions))
    day = await hall.does(MIRA, data(await hall.does(MIRA, "/programme"), "Wednesday"))
    tracks = await hall.does(MIRA, data(day, "Tracks"))
    assert labels(tracks) == ["All tracks", "School", "Family"]
    page = await hall.does(MIRA, data(tracks, "Family"))
    later = await hall.does(MIRA, data(page, "Later"))
    assert plain(page.text + later.text).count("· Hall A") == 15
    session = await hall.does(MIRA, data(later, "Session 29"))
    assert "Track: Family" in plain((await hall.does(MIRA, data(session, "Back"))).text).split("\n\n")[1]


async def test_a_clash_is_said(hall: Hall) -> None:
    await hall.imports(
        programme(planned("a", NINE, 90), planned("b", NINE + HOUR), planned("c", NINE + 90 * MINUTE))
    )
    await hall.adds(MIRA, "a", "c")
    session = await hall.session("b")
    added = plain((await hall.does(MIRA, f"programme.add|{session.session_id}|a")).text)
    assert (
        "At the same time on your agenda:\n<b>09:00</b> Session a · Hall A\n<b>10:30</b> Session c" in added
    )
    first = await hall.session("a")
    assert "Session c" not in (await hall.does(MIRA, f"programme.session|{first.session_id}|a")).text


async def test_what_cannot_be_added_says_why(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE, state=SessionState.CANCELLED), planned("b", NINE)))
    off, over = await hall.session("a"), await hall.session("b")
    shown = await hall.does(MIRA, f"programme.session|{off.session_id}")
    assert "This session is cancelled." in shown.text
    assert "Add to my agenda" not in labels(shown)
    with pytest.raises(UserError, match=r"programme\.not_taking_place"):
        await hall.does(MIRA, f"programme.add|{off.session_id}")
    hall.at(NINE + HOUR)
    with pytest.raises(UserError, match=r"programme\.is_over"):
        await hall.does(MIRA, f"programme.add|{over.session_id}")
    assert await hall.count("attendees") == 0


async def test_the_agenda_stands_under_its_days_and_shows_what_is_off(hall: Hall) -> None:
    assert "nothing on your agenda" in (await hall.does(MIRA, "/agenda")).text
    await hall.imports(programme(planned("a", NINE), planned("b", NINE + DAY), planned("c", NINE)))
    await hall.adds(MIRA, "a", "b")
    await hall.imports(programme(planned("b", NINE + DAY), planned("c", NINE)))
    shown = plain((await hall.does(MIRA, "/agenda")).text)
    _, wednesday, thursday = shown.split("\n\n")
    assert wednesday.splitlines() == [
        "<b>Wednesday 2 September</b>, Vienna time",
        "<s><b>09:00</b> Session a</s> (not taking place) · Hall A",
    ]
    assert thursday == "<b>Thursday 3 September</b>, Vienna time\n<b>09:00</b> Session b · Hall A"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (60, "Wednesday 2 September, 09:00–10:00 (Vienna time)"),
        (16 * 60, "Wednesday 2 September, 09:00–01:00 (Vienna time)"),
        (55 * 60, "Wednesday 2 September, 09:00–Friday 4 September, 16:00 (Vienna time)"),
    ],
)
async def test_what_takes_days_says_on_which_it_ends(hall: Hall, minutes: int, said: str) -> None:
    await hall.imports(programme(planned("a", NINE, minutes)))
    session = await hall.session("a")
    assert said in plain((await hall.does(MIRA, f"programme.session|{session.session_id}|0")).text)


async def test_a_lead_time_is_chosen_and_what_comes_next_is_shown(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE), planned("b", NINE + HOUR)))
    await hall.adds(MIRA, "a", "b")
    shown = await hall.does(MIRA, "/reminders")
    assert "✓ 10 minutes" in labels(shown)
    shown = await hall.does(MIRA, data(shown, "1 hour"))
    assert "✓ 1 hour" in labels(shown)
    assert "<b>1 hour</b> before each session" in plain(shown.text)
    moments = [int(found) for found in re.findall(r'unix="(\d+)"', shown.text)]
    assert moments == [NINE - HOUR, NINE]
    off = await hall.does(MIRA, data(shown, "No reminders"))
    assert "Reminders are off" in off.text
    assert "No reminder is planned" in off.text
    with pytest.raises(UserError):
        await hall.does(MIRA, "programme.remind|7")


async def test_nothing_is_kept_of_somebody_who_only_looks(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    day = await hall.does(MIRA, data(await hall.does(MIRA, "/programme"), "Wednesday"))
    await hall.does(MIRA, data(day, "09:00"))
    await hall.does(MIRA, "/agenda")
    await hall.does(MIRA, "/reminders")
    for table in ("people", "addresses", "attendees", "agenda"):
        assert await hall.count(table) == 0


@pytest.mark.parametrize(
    "forged",
    [
        "programme.day",
        "programme.day|x|20260902|0",
        "programme.day|{programme}|today|0",
        "programme.tracks|{programme}",
        "programme.session",
        "programme.add|x",
        "programme.remove|x",
        "programme.remind|",
    ],
)
async def test_a_forged_or_old_button_is_answered_with_a_sentence(hall: Hall, forged: str) -> None:
    done = await hall.imports(programme(planned("a", NINE)))
    with pytest.raises(UserError) as refused:
        await hall.does(MIRA, forged.format(programme=done.programme_id))
    assert TEXTS(Language.EN).label(refused.value.key)


async def test_a_forged_way_back_leads_to_the_first_page(hall: Hall) -> None:
    await hall.imports(programme(planned("a", NINE)))
    session = await hall.session("a")
    shown = await hall.does(MIRA, f"programme.session|{session.session_id}|{'9' * 14}|{'x' * 14}")
    assert data(shown, "Back").split("|")[3:] == ["0", "x" * 8]


@pytest.mark.parametrize("language", list(Language))
async def test_the_longest_session_fits_into_a_message(hall: Hall, language: Language) -> None:
    """Every field as long as a file may make it, in characters that Telegram counts twice."""
    await hall.imports(programme(*(longest(key) for key in "abcdefghi"), title="𝕿" * 300))
    await hall.adds(MIRA, *"bcdefghi")
    session = await hall.session("a")
    added = f"programme.add|{session.session_id}|9999|{'f' * 8}"
    days = await hall.does(MIRA, "/programme", language)
    screens = [
        days,
        await hall.does(MIRA, data(days, labels(days)[0]), language),
        await hall.does(MIRA, added, language),
        await hall.does(MIRA, "/agenda", language),
        await hall.does(MIRA, "/reminders", language),
        letters.reminder(TEXTS(language), session, NINE - 2 * HOUR),
        news_of(language, session, 1),
        news_of(language, session, 20),
    ]
    for screen in screens:
        read = html.unescape(re.sub(r"<[^>]+>", "", screen.text))
        assert len(read.encode("utf-16-le")) // 2 <= TELEGRAM_TEXT
        for row in screen.rows:
            assert all(len((button.press or "").encode()) <= CALLBACK_BYTES for button in row)
            assert all(len(button.label) <= 100 for button in row)


def news_of(language: Language, session: KeptSession, changes: int) -> Screen:
    to = Recipient(Attendee("mira"), AddressId("there"), language, "")
    room = session.about.room
    change = ToldChange(session, ChangeKind.MOVED, NINE, NINE + HOUR, room, room)
    body = letters.notice(TEXTS(language), to, [change] * changes, [session] * 9, NINE - DAY).body
    assert isinstance(body, Post)
    return body.screen


def longest(key: str) -> ScheduledSession:
    return ScheduledSession(
        key=key,
        code="c" * 200,
        starts_at=NINE,
        ends_at=NINE + HOUR,
        title=Localized.of("𝕬<&" * 100),
        subtitle=Localized.of("𝕭" * 300),
        abstract=Localized.of("𝕮 <b> & " * 2500),
        track=Localized.of("𝕯" * 300),
        room=Localized.of("𝕰" * 300),
        language="x" * 300,
        speakers=tuple(f"{n}" + "𝕱" * 299 for n in range(40)),
        url="https://example.org/" + "u" * 1900,
        state=SessionState.TENTATIVE,
    )


def test_every_lead_time_has_its_words() -> None:
    for language in Language:
        words = {TEXTS(language).label(f"programme.lead_{int(lead)}") for lead in Lead}
        assert len(words) == len(Lead)
