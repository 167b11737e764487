"""Stretches of a hand-over, a summary, and of looking who has a case."""

from __future__ import annotations

from bot.sandbox import Phone
from tests.house import Play
from tests.journeys.steps import send_concern
from tests.journeys.watching import find_route, press_route
from tests.waiting import until

BODY = "Somebody follows me home."
NEED, RISK, DONE, PROMISED = "A safe way home.", "He was seen twice.", "We spoke once.", "A call on Friday."
HEALTH = "Youth health service"
OVER = "This is over"


async def takes(officer: Phone, text: str = BODY) -> None:
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears(text)


async def summarises(officer: Phone) -> None:
    """Four answers, in the order they are asked for."""
    await press_route(officer, "case.summary")
    for number, words in enumerate((NEED, RISK, DONE, PROMISED), start=1):
        await officer.hears(f"{number} of 4")
        await officer.says(words)
    await officer.hears(PROMISED)


async def asks_youth(officer: Phone, youth: Phone, organisation: str = HEALTH) -> None:
    """The young person is asked whether another organisation may have the case."""
    await hands_over(officer)
    await officer.presses(organisation)
    await officer.hears("The young person is asked first")
    await officer.presses("Ask the young person")
    await officer.hears("being asked")
    await youth.hears(NEED)
    await youth.hears("You decide")


async def hands_over(officer: Phone) -> None:
    """Where something else stands in place of the card, by way of the card."""
    if find_route(officer, "case.hand_over") is None:
        await press_route(officer, "case.show")
    await press_route(officer, "case.hand_over")


async def offers_colleagues(officer: Phone) -> None:
    await hands_over(officer)
    await officer.presses("A colleague of mine")
    await officer.presses("Offer it")
    await officer.hears("Offered to")


async def summarised_case(play: Play) -> tuple[Phone, Phone]:
    """The officer and the young person of a case that has a summary."""
    officer, youth = await play.officer(), play.person()
    await send_concern(youth, BODY)
    await takes(officer)
    await summarises(officer)
    return officer, youth


def shows(phone: Phone, words: str) -> bool:
    """It stands in the chat now."""
    return any(words in message.text for message in phone.messages)


async def loses(phone: Phone, words: str) -> None:
    """It does not stand in the chat any more."""
    await until(lambda: not shows(phone, words))


async def holders(play: Play) -> list[str]:
    """The organisations of those who have a case in hand; one for each case."""
    async with play.house.database.transaction() as tx:
        rows = await tx.rows("SELECT organisation FROM concerns WHERE state = 1 AND officer IS NOT NULL", {})
    return [row["organisation"] for row in rows]


async def deeds(play: Play) -> list[str]:
    """What the journal says was done, oldest first."""
    async with play.house.database.transaction() as tx:
        rows = await tx.rows("SELECT deed FROM journal ORDER BY position", {})
    return [row["deed"] for row in rows]
