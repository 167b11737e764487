"""The first minute."""

from __future__ import annotations

from tests.house import Play


async def test_a_young_person_is_welcomed_in_three_lines_and_finds_the_menu(play: Play) -> None:
    youth = play.person(language="en")
    await youth.says("/start")
    welcome = await youth.hears("never see who you are")
    assert "Help now 🆘" in welcome.buttons
    await youth.presses("Privacy")
    await youth.hears("Nothing is stored about you")
