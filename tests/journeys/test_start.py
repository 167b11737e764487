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


async def test_words_that_go_nowhere_are_said_to_have_been_read_by_nobody(play: Play) -> None:
    youth = play.person()
    await youth.says("I want to die")
    alarm = await youth.hears("Is somebody in danger right now?")
    assert "I am a bot and can’t call for you" in alarm.text
    answer = await youth.hears("nobody has read this")
    assert "/concern" in answer.text
    assert answer.buttons[:2] == ["Help now 🆘", "Talk to an officer"]
