"""The screen of discreet mode, and silent hours."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.manner import Manner, QuietHours
from bot.core.outcome import Lane
from bot.features.privacy.rules import everything, is_everything, with_hours, with_wipe
from bot.sandbox.seen import Message, visible
from tests.features.privacy.household import Household, letter

VIENNA = "Europe/Vienna"


def shown(message: Message) -> list[str]:
    return [visible(label) for label in message.buttons]


def at(hour: int, zone: str = VIENNA, month: int = 7) -> float:
    return datetime(2026, month, 1, hour, 59, tzinfo=ZoneInfo(zone)).timestamp()


async def test_one_tap_turns_on_a_sensible_whole(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "All on")
    assert shown(phone.last) == [
        "✓ Neutral messages",
        "Silent hours: 21:00–07:00",
        "Delete messages: after 12 hours",
        "Wipe this chat now",
        "Menu",
    ]


async def test_what_was_chosen_before_stays_when_all_is_turned_on(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "Silent hours", "20:00–08:00", "All on")
    assert "Silent hours: 20:00–08:00" in shown(phone.last)


async def test_hours_and_their_zone_are_chosen(house: Household) -> None:
    phone = await house.youth()
    await house.discreet(phone, "Silent hours", "22:00–07:00", "Silent hours", "Clocks of: Vienna", "UTC")
    assert "Silent hours: 22:00–07:00" in shown(phone.last)
    await phone.presses("Silent hours")
    assert "Clocks of: UTC" in shown(phone.last)
    await phone.presses("all the time")
    await phone.presses("Silent hours: all the time")
    assert not any("Clocks" in label for label in shown(phone.last))
    await phone.presses("off")
    assert "Silent hours: off" in shown(phone.last)


@pytest.mark.parametrize(
    "forged", ["privacy.hours|3-4", "privacy.after|48", "privacy.zone|Mars", "privacy.zone"]
)
async def test_what_no_button_offers_is_refused(house: Household, forged: str) -> None:
    phone = await house.youth()
    await house.discreet(phone)
    before = phone.last
    assert await phone.presses_data(forged, before.message_id)
    assert phone.last.raw == before.raw


async def test_letters_make_no_sound_in_silent_hours_and_are_not_held_up(house: Household) -> None:
    phone = await house.youth()
    to = await house.address_of(phone)
    await house.posts(letter(to, "Loud."))
    assert not phone.was_silent(await phone.hears("Loud."))
    await house.discreet(phone, "Silent hours", "all the time")
    for lane in Lane:
        await house.posts(letter(to, f"Quiet {lane}.", lane=lane))
        assert phone.was_silent(await phone.hears(f"Quiet {lane}."))
    await phone.presses("Silent hours")
    await phone.presses("off")
    await house.posts(letter(to, "Loud again."))
    assert not phone.was_silent(await phone.hears("Loud again."))


@pytest.mark.parametrize("month", [1, 7])
def test_silent_hours_are_those_of_the_clocks_on_the_wall(month: int) -> None:
    night = QuietHours(21, 7, VIENNA)
    assert [hour for hour in range(24) if night.include(at(hour, month=month))] == [*range(7), 21, 22, 23]
    nap = QuietHours(13, 15, VIENNA)
    assert [hour for hour in range(24) if nap.include(at(hour, month=month))] == [13, 14]
    assert all(QuietHours(0, 0, VIENNA).include(at(hour, month=month)) for hour in range(24))


def test_all_on_is_what_all_on_turns_on() -> None:
    assert is_everything(everything(Manner(), VIENNA))
    assert not is_everything(Manner(is_neutral=True, quiet=QuietHours(21, 7, VIENNA)))


def test_only_what_is_offered_can_be_chosen() -> None:
    assert with_hours(Manner(), "1-2", VIENNA) is None
    assert with_wipe(Manner(), "48") is None
    assert with_wipe(Manner(wipe_after=3600), "off") == Manner()
    assert with_hours(Manner(quiet=QuietHours(0, 0, "UTC")), "22-7", VIENNA) == Manner(
        quiet=QuietHours(22, 7, "UTC")
    )
