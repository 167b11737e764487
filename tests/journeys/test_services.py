"""Finding help near oneself: a few taps, a list that narrows in place, a card that says how old it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.core.roles import Role
from bot.features.services.model import Service
from bot.sandbox import Phone
from bot.sandbox.seen import Message
from tests.features.services.places import VIENNA, at, bring, service
from tests.house import Play, playing

NOON = at(11)
"""In Vienna, on a Wednesday."""
LANTERN = service(
    "lantern",
    kinds=["counselling", "family"],
    name={"en": "Lantern Room", "ar": "غرفة الفانوس"},
    description={"en": "A quiet talk."},
    hours="Mon-Fri 10:00-18:00",
    languages=["de", "uk"],
    minimum_age=12,
    maximum_age=21,
    cost="free",
    is_anonymous=True,
    phones=[{"number": "+43 1 0000001", "note": "Desk"}],
    web="https://lantern.example.org/?a=1&b=2",
    email="hello@lantern.example.org",
    access={"en": "No steps."},
    alert={"en": "New <door>."},
    source_url="https://town.example.org/",
    checked_by="the town",
)
LAW = service("law", kinds=["legal"], name={"de": "Rechte-Ecke"}, description={"de": "Fragen zum Recht."})
CHAT = service("chat", areas=["online"], name={"en": "Night chat"}, hours="00:00-24:00", zone=VIENNA)
OLD = service("old", name={"en": "Old Mill"}, checked_on="2025-01-01", hours="00:00-24:00", zone=VIENNA)
MADE_UP = service("made-up", name={"en": "Nowhere"}, is_demonstration=True, status="paused")
MANY = [service(f"many-{number}", areas=["riverside"], name={"en": f"Many {number}"}) for number in range(12)]


@asynccontextmanager
async def finding(database_url: str, *found: Service) -> AsyncIterator[tuple[Play, Phone]]:
    async with playing(database_url, start=NOON) as play:
        await imports(play, *found)
        yield play, play.person()


async def imports(play: Play, *found: Service) -> None:
    async with play.house.database.transaction() as tx:
        await bring(tx, int(play.clock.now()), *found)


async def test_from_the_menu_to_a_card_in_four_taps_and_back(database_url: str) -> None:
    async with finding(database_url, LANTERN, LAW, CHAT, OLD, MADE_UP) as (_, youth):
        await youth.says("/menu")
        await youth.presses("Find help near you")
        await youth.hears("Where shall we look?")
        await youth.presses("North district")
        kinds = await youth.hears("What kind of help?")
        assert labels(kinds)[:4] == ["Counselling · 4", "Rights and law · 1", "Family · 1", "All kinds · 5"]
        await youth.presses("Counselling · 4")
        found = await youth.hears("Counselling: 4 entries")
        assert [label for label in labels(found) if label[0].isdigit()] == [
            "1. Night chat",
            "2. Lantern Room",
            "3. Nowhere",
            "4. Old Mill",
        ]
        assert "open until 18:00 · free · no name needed" in plain(found.text)
        assert "demonstration · temporarily closed" in plain(found.text)
        assert "⚠️ not checked for long · open day and night" in plain(found.text)
        await youth.presses("2. Lantern Room")
        card = await youth.hears("A quiet talk.")
        assert card.message_id == kinds.message_id
        await youth.presses("Back to the list")
        await youth.hears("Counselling: 4 entries")


async def test_a_card_says_everything_and_how_old_it_is(database_url: str) -> None:
    async with finding(database_url, LANTERN) as (_, youth):
        await youth.opens(f"v-{LANTERN.code}")
        card = await youth.hears("Lantern Room")
        for line in (
            "Please note: New <door>.",
            "Kind of help: Counselling and Family",
            "Age: 12 to 21",
            "Languages: German and Ukrainian",
            "Cost: free",
            "You need not give your name.",
            "Now: open until 18:00",
            "Today: 10:00–18:00",
            "Every week, Vienna time:",
            "Mon–Fri: 10:00–18:00",
            "Phone: +43 1 0000001 (Desk)",
            "Website: https://lantern.example.org/?a=1&b=2",
            "E-mail: hello@lantern.example.org",
            "Accessibility: No steps.",
            "Checked on Sunday 1 November 2026 by the town.",
            "Source: Town list",
        ):
            assert line in plain(card.text).splitlines()
        for button, copied in (
            ("Copy +43 1 0000001", "+43 1 0000001"),
            ("Copy e-mail", "hello@lantern.example.org"),
            ("Copy link to share", f"https://t.me/trustline_demo_bot?start=v-{LANTERN.code}"),
        ):
            await youth.presses(button)
            assert youth.clipboard == copied


async def test_a_list_narrows_in_place_and_every_button_says_how_many_it_leaves(database_url: str) -> None:
    async with finding(database_url, LANTERN, LAW, CHAT, OLD) as (_, youth):
        await youth.says("/support")
        await youth.presses("Everywhere")
        await youth.presses("All kinds · 4")
        first = await youth.hears("All kinds: 4 entries")
        await youth.presses("Open now · 3")
        await youth.hears("Only: Open now")
        await youth.presses("Language")
        await youth.presses("Ukrainian · 1")
        narrowed = await youth.hears("Only: Ukrainian and Open now")
        assert narrowed.message_id == first.message_id
        assert "✓ Language" in labels(narrowed)
        await youth.presses("Age")
        await youth.presses("14 to 17 · 1")
        await youth.hears("Only: Ukrainian, 14 to 17 and Open now")
        await youth.presses("Cost")
        await youth.presses("free · 1")
        await youth.hears("1 entry")
        for let_go, any_of in (
            ("Cost", "Whatever it costs"),
            ("Age", "Any age"),
            ("Language", "Any language"),
        ):
            await youth.presses(f"✓ {let_go}")
            await youth.presses(any_of)
        await youth.presses("✓ Open now")
        await youth.hears("All kinds: 4 entries")
        await youth.presses("Without a name · 1")
        await youth.hears("Only: Without a name")


async def test_a_long_list_is_paged_and_a_page_that_is_gone_is_the_last(database_url: str) -> None:
    async with finding(database_url, *MANY) as (play, youth):
        await youth.says("/support")
        await youth.presses("Riverside")
        await youth.presses("Counselling · 12")
        seen = set()
        for page in range(3):
            found = await youth.hears("12 entries" if not page else f"{page * 5 + 1}.")
            seen |= {label.partition(" ")[2] for label in labels(found) if label[0].isdigit()}
            if page < 2:
                await youth.presses("Next")
        assert seen == {f"Many {number}" for number in range(12)}
        await imports(play, *MANY[:3])
        await youth.presses("Previous")
        assert "Next" not in (await youth.hears("3 entries")).buttons


async def test_where_nothing_is_known_it_says_so_and_leads_on(database_url: str) -> None:
    async with finding(database_url) as (play, youth):
        await youth.says("/support")
        nothing = await youth.hears("There is nothing in this list yet.")
        assert {"Help now 🆘", "Talk to an officer"} <= set(nothing.buttons)
        await imports(play, LAW)
        await youth.says("/support")
        await youth.presses("Riverside")
        await youth.hears("There is nothing in the list here.")
        await youth.presses("Everywhere")
        await youth.hears("What kind of help?")


async def test_what_is_old_made_up_retired_or_in_another_language_says_so(database_url: str) -> None:
    async with finding(database_url, LAW, OLD, MADE_UP) as (play, youth):
        await youth.opens(f"v-{OLD.code}")
        await youth.hears("This may be out of date.")
        await youth.opens(f"v-{MADE_UP.code}")
        made_up = await youth.hears("this place does not exist")
        assert "Temporarily closed" in made_up.text
        await youth.opens(f"v-{LAW.code}")
        german = await youth.hears("Parts of this are shown in")
        assert "German" in german.text
        await imports(play, OLD)
        await youth.opens(f"v-{LAW.code}")
        await youth.hears("No longer in the list.")
        await youth.opens("v-nosuchcode")
        await youth.hears("This is no longer here. /support shows the list.")


async def test_three_people_mark_an_entry_and_call_the_coordinator(database_url: str) -> None:
    async with finding(database_url, LANTERN) as (play, youth):
        coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
        for phone in (youth, play.person("Noor"), play.person("Sam")):
            await phone.opens(f"v-{LANTERN.code}")
            assert "Several people" not in (await phone.hears("Lantern Room")).text
            assert "Nobody learns who said it." in (await phone.presses("This is wrong") or "")
            assert "You have said so already." in (await phone.presses("This is wrong") or "")
        await coordinator.hears("At least three people say that something about")
        await coordinator.presses("Show")
        await coordinator.hears("Several people say that something here is wrong.")
        await youth.says("/privacy")
        await youth.hears("1 note that an entry about help near you is wrong")
        await youth.presses("Erase everything")
        await youth.presses("Yes, erase everything")
        await youth.hears("Erased")
        await youth.opens(f"v-{LANTERN.code}")
        assert "Several people" not in (await youth.hears("Lantern Room")).text


async def test_arabic_runs_from_right_to_left_on_every_screen(database_url: str) -> None:
    async with finding(database_url, LANTERN, LAW, MADE_UP) as (play, _):
        youth = play.person(language="ar")
        await youth.says("/support")
        shown = await youth.hears()
        for data in (
            "services.kinds|north",
            "services.list|north|||||||0",
            "services.narrow|l|north||||||",
            f"services.card|{LANTERN.code}|north|||||||0",
            f"services.card|{LAW.code}|north|||||||0",
            f"services.card|{MADE_UP.code}|north|||||||0",
        ):
            await youth.presses_data(data, shown.message_id)
            lines = [line for line in youth.message(shown.message_id).text.splitlines() if line]
            assert all(line.startswith("\u200f") for line in lines), data


@pytest.mark.parametrize(
    "data",
    [
        "services.kinds",
        "services.list|nowhere|?|||||x|²",
        "services.card|x",
        "services.wrong",
        "services.narrow|?",
        "services.narrow|l|" + "9" * 40,
    ],
)
async def test_forged_buttons_do_no_harm(tmp_path: object, data: str) -> None:
    async with finding(f"sqlite:///{tmp_path}/x.db", LANTERN) as (_, youth):
        await youth.says("/support")
        shown = await youth.hears()
        said = await youth.presses_data(data, shown.message_id)
        assert "went wrong" not in (said or "")
        await youth.presses_data("services.start", shown.message_id)
        assert "Where shall we look?" in youth.message(shown.message_id).text


def labels(message: Message) -> list[str]:
    return [plain(label) for label in message.buttons]


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")
