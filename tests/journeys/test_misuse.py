"""Somebody misuses this: what they are told, what still goes through, and who decides an appeal."""

from __future__ import annotations

from bot.core.roles import Role
from bot.features.concerns.conduct import DAY, GAP
from bot.sandbox import Phone
from bot.sandbox.seen import visible
from bot.storage.database import Row
from tests.house import Play
from tests.journeys.steps import send_concern, taken_case

BODY = "Your uniform is a costume."
DANGER = "I want to kill myself"


async def strike(play: Play, officer: Phone, misdeed: str = "insults", case: int = 0) -> list[str]:
    """Through the buttons of a case's menu; all that the officer is shown."""
    case_id = (await concerns(play))[case]["case_id"]
    officer.skips()
    assert await officer.presses_data(f"case.misuse|{case_id}", officer.last.message_id) is None
    shown = [(await officer.hears("what is it?")).text]
    await officer.presses(misdeed)
    shown.append((await officer.hears("misuse?")).text)
    await officer.presses("Yes, tell them")
    return [*shown, (await officer.hears("Done.")).text]


async def concerns(play: Play) -> list[Row]:
    async with play.house.database.transaction() as tx:
        return list(await tx.rows("SELECT * FROM concerns ORDER BY opened_at, case_id", {}))


async def rows(play: Play, sql: str) -> list[Row]:
    async with play.house.database.transaction() as tx:
        return list(await tx.rows(sql, {}))


async def answers(officer: Phone, youth: Phone, words: str, thread: int | None) -> None:
    """So that no promise is open while the clock is put forward."""
    await officer.says(words, thread=thread)
    await youth.hears(words)


async def passes(youth: Phone, words: str) -> None:
    youth.skips()
    await youth.says(words)
    await youth.hears("Passed on")


async def is_stopped(youth: Phone, words: str) -> str:
    youth.skips()
    await youth.says(words)
    return visible((await youth.hears("In danger? /now always works")).text)


async def test_a_warning_then_slower_then_a_pause_and_danger_always_comes_through(play: Play) -> None:
    officer, youth, relayed = await taken_case(play, BODY)
    await answers(officer, youth, "Please stop this.", relayed.thread)
    seen = [await strike(play, officer)]
    told = (await youth.hears("This is a warning")).text
    assert "insults" in told
    assert "Olaf" not in told
    await passes(youth, "And your hat too.")

    await answers(officer, youth, "That is enough.", relayed.thread)
    play.clock.advance(DAY)
    seen.append(await strike(play, officer))
    await youth.hears("one message every 10 minutes")
    await passes(youth, "Ha.")
    assert "10 min" in await is_stopped(youth, "Ha ha.")
    await passes(youth, DANGER)
    await answers(officer, youth, "Help is on its way.", relayed.thread)
    play.clock.advance(GAP)
    await passes(youth, "Ha ha ha.")

    await answers(officer, youth, "We are here when you mean it.", relayed.thread)
    play.clock.advance(DAY)
    seen.append(await strike(play, officer))
    await youth.hears("you can’t write to officers")
    assert "72 h" in await is_stopped(youth, "Ha ha ha ha.")
    await passes(youth, DANGER)
    await answers(officer, youth, "We are with you.", relayed.thread)
    assert seen[0] == seen[1] == seen[2], "an officer is never shown how far somebody has climbed"
    play.clock.advance(3 * DAY)
    await passes(youth, "I am back.")


async def test_who_is_paused_can_still_begin_a_concern_when_somebody_is_in_danger(play: Play) -> None:
    officer, youth, relayed = await taken_case(play, BODY)
    for _ in range(3):
        await answers(officer, youth, "Please stop this.", relayed.thread)
        play.clock.advance(DAY)
        await strike(play, officer)
    await youth.hears("you can’t write to officers")
    await youth.says("/concern")
    await youth.presses("Online")
    await youth.presses("Old Town")
    await youth.says("Look at your silly hats.")
    await youth.hears("not sent yet")
    await youth.presses("See what the officer will see")
    assert "You can write to officers again in" in str(await youth.presses("Send"))
    await youth.says(DANGER)
    await youth.hears("not sent yet")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await youth.hears("Your case code:")


async def test_an_appeal_goes_to_the_lead_who_takes_it_back(play: Play) -> None:
    lead = await play.officer("Lea", role=Role.LEAD)
    coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    officer, youth, _ = await taken_case(play, BODY)
    await strike(play, officer, "a made-up case")
    await youth.hears("This is a warning")
    officer.skips()
    await youth.presses("I don’t agree")
    await youth.hears("you don’t agree")
    card = await lead.hears("Somebody doesn’t agree")
    assert "a made-up case" in card.text
    assert BODY not in card.text
    assert "already" in str(await youth.presses_data(await appeal_of(play), youth.last.message_id))
    await coordinator.hears_nothing()
    await officer.hears_nothing()
    await lead.presses("Take it back")
    await lead.hears("it was taken back")
    assert "Nothing is held against you" in (await youth.hears("You were heard")).text
    await officer.hears("did not agree that it was misuse, and it was taken back")
    case_id = (await concerns(play))[0]["case_id"]
    assert "already" in str(await lead.presses_data(f"case.appeal|{case_id}|stands", card.message_id))
    told = await rows(play, "SELECT deed, detail, organisation FROM journal ORDER BY position")
    assert [(row["deed"], row["detail"]) for row in told][-3:] == [
        ("struck", "prank"),
        ("appealed", ""),
        ("appeal_decided", "lifted"),
    ]
    play.clock.advance(DAY)
    await strike(play, officer)
    await youth.hears("This is a warning")


async def appeal_of(play: Play) -> str:
    return f"concern.appeal|{(await concerns(play))[0]['case_id']}"


async def test_whoever_struck_does_not_decide_nor_does_another_house(play: Play) -> None:
    coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    stranger = await play.officer("Hana", organisation="youth-health", role=Role.LEAD, topics=("online",))
    lead, youth = await play.officer("Lea", role=Role.LEAD), play.person()
    await send_concern(youth, BODY)
    await lead.hears("Concern")
    await lead.presses("Take")
    await lead.hears(BODY)
    await strike(play, lead)
    await youth.hears("This is a warning")
    await youth.presses("I don’t agree")
    await coordinator.hears("Somebody doesn’t agree")
    case_id = (await concerns(play))[0]["case_id"]
    for phone in (lead, stranger):
        refused = await phone.presses_data(f"case.appeal|{case_id}|stands", phone.last.message_id)
        assert "not there" in str(refused)
    await coordinator.presses("It stands")
    await youth.hears("it stands")
    await lead.hears("and it stands")


async def test_where_nobody_else_works_the_only_one_decides(play: Play) -> None:
    only, youth = await play.officer("Carla", role=Role.COORDINATOR), play.person()
    await send_concern(youth, BODY)
    await only.hears("Concern")
    await only.presses("Take")
    await only.hears(BODY)
    await strike(play, only)
    await youth.presses("I don’t agree")
    await only.hears("Somebody doesn’t agree")


async def test_once_a_day_and_not_while_it_is_disputed_and_only_by_whoever_has_the_case(play: Play) -> None:
    await play.officer("Lea", role=Role.LEAD)
    other = await play.officer("Otto")
    officer, youth, relayed = await taken_case(play, BODY)
    await answers(officer, youth, "Please stop this.", relayed.thread)
    await strike(play, officer)
    press = f"case.strike|{(await concerns(play))[0]['case_id']}|filth"
    assert "Once a day" in str(await officer.presses_data(press, officer.last.message_id))
    assert await other.presses_data(press, other.last.message_id)
    await youth.hears("This is a warning")
    await youth.presses("I don’t agree")
    await youth.hears("you don’t agree")
    play.clock.advance(DAY)
    assert "nobody has decided" in str(await officer.presses_data(press, officer.last.message_id))


async def test_nobody_is_warned_in_silence(play: Play) -> None:
    officer, youth, relayed = await taken_case(play, BODY)
    youth.blocks()
    await officer.says("Are you there?", thread=relayed.thread)
    await officer.hears("not", within=15)
    press = f"case.strike|{(await concerns(play))[0]['case_id']}|filth"
    assert "in silence" in str(await officer.presses_data(press, officer.last.message_id))
    assert await rows(play, "SELECT * FROM strikes") == []


async def test_nothing_that_is_kept_joins_two_cases_of_one_person(play: Play) -> None:
    police, health = await play.officer("Olaf"), await play.officer("Hana", organisation="youth-health")
    youth = play.person()
    for officer, topic in ((police, "Drugs"), (health, "Online")):
        await send_concern(youth, BODY, topic=topic)
        await officer.hears("Concern")
        await officer.presses("Take")
        await officer.hears(BODY)
        play.clock.advance(60)
    await strike(play, police, case=0)
    play.clock.advance(60)
    await strike(play, health, "a made-up case", case=1)
    await youth.hears("one message every 10 minutes")
    one, other = [values(row) for row in await concerns(play)]
    assert one & other == set()
    [kept] = await rows(play, "SELECT * FROM strikes")
    assert values(kept) & (one | other) == set()
    journal = [values(row) for row in await rows(play, "SELECT * FROM journal WHERE deed = 'struck'")]
    assert journal[0] & journal[1] == {"struck"}
    assert values(kept) & (journal[0] | journal[1]) == set()


def values(row: Row) -> set[object]:
    """What could tell that two rows are about the same: not small numbers, nor words from a closed list."""
    closed = {"old-town", "en", "", None}
    return {
        value
        for value in dict(row).values()
        if value not in closed and not (isinstance(value, int) and value < 10)
    }
