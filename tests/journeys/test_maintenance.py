"""While the bot is looked after, or its database is away: help works, nothing is lost, people are told."""

from __future__ import annotations

from pathlib import Path

from tests.house import Play, playing
from tests.journeys.steps import taken_case


async def test_what_comes_in_meanwhile_is_kept_and_people_are_told_once_an_hour(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/trustline.db"
    async with playing(url, maintenance=True) as play:
        youth = play.person(language="fr")
        await youth.says("/concern")
        told = await youth.hears("en maintenance")
        assert "112" in told.text
        await youth.says("rien")
        await youth.hears_nothing()
        await youth.presses("Aide immédiate")
        await youth.hears("Appelle le")
        await youth.presses("Ne respire pas")
        await youth.hears("compressions")
        assert "en maintenance" in str(await youth.presses_data("start.menu", told.message_id))
        play.clock.advance(3601)
        await youth.says("toujours rien")
        await youth.hears("en maintenance")
        async with play.house.database.transaction() as tx:
            waiting = await tx.rows("SELECT update_id FROM inbox WHERE handled_at IS NULL", {})
        assert len(waiting) == 4, "two messages, a command and a press; help is over and done"


async def test_help_comes_though_the_database_is_away_and_what_was_written_is_passed_on(play: Play) -> None:
    officer, youth, _ = await taken_case(play, "It is about the stairs.")
    await youth.hears("has taken")
    async with play.house.database.transaction() as tx:
        await tx.execute("ALTER TABLE inbox RENAME TO inbox_away", {})
    await youth.says("/now")
    card = await youth.hears("Call \u2068112\u2069 now.")
    await youth.presses("Not breathing", message=card)
    await youth.hears("chest compressions")
    await officer.says("/now")
    await officer.hears("Call \u2068112\u2069 now.")
    await youth.says("he is not breathing")
    await youth.hears("Is somebody in danger right now?")
    await youth.hears_nothing()
    async with play.house.database.transaction() as tx:
        await tx.execute("ALTER TABLE inbox_away RENAME TO inbox", {})
    await officer.hears("he is not breathing")
    assert sum("Call \u2068112\u2069 now." in each.text for each in officer.messages) == 1
