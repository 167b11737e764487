"""A class practises: nothing in it is real, nobody outside sees it, and nothing of it is left."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.roles import Role
from bot.features.concerns.conduct import DAY
from bot.sandbox import Phone
from bot.storage.database import Row
from tests.house import Play
from tests.journeys.steps import send_concern

BODY = "A made-up story for the lesson."
PUPILS = 30
PATIENCE = 60.0
"""Seconds for the whole class; the machine may have little to spare."""


@pytest.fixture
async def lead(play: Play) -> Phone:
    return await play.officer("Lea", role=Role.LEAD)


@pytest.fixture
async def real(play: Play) -> Phone:
    """Somebody on duty who takes no part."""
    return await play.officer("Otto")


@pytest.fixture
async def trainer(play: Play) -> Phone:
    return await play.officer("Tara", organisation="youth-health", topics=("other",))


async def begin(lead: Phone, days: str = "1 day") -> str:
    """The link to share."""
    await lead.says("/training")
    await lead.presses(days)
    await lead.presses("Copy the link")
    return lead.clipboard


async def joins(phone: Phone, link: str) -> None:
    await phone.opens(link)
    await phone.hears("in a training of")


async def end(lead: Phone) -> None:
    await lead.says("/training")
    await lead.presses("End 1 now")
    await lead.hears("Ended.")


async def rows(play: Play, sql: str) -> list[Row]:
    async with play.house.database.transaction() as tx:
        return list(await tx.rows(sql, {}))


async def nothing_is_left(play: Play) -> None:
    async with asyncio.timeout(PATIENCE):
        while await rows(play, "SELECT case_id FROM concerns"):  # noqa: ASYNC110 the clock's doing
            await asyncio.sleep(0.05)
    for table in ("trainings", "training_staff", "concern_messages", "concern_cards", "case_counts"):
        assert await rows(play, f"SELECT * FROM {table}") == [], table


async def test_thirty_at_once_from_one_room(play: Play, lead: Phone, real: Phone, trainer: Phone) -> None:
    link = await begin(lead)
    await joins(trainer, link)
    keys = len(await rows(play, "SELECT key_id FROM data_keys"))
    pupils = [play.person(f"Pupil {number}") for number in range(PUPILS)]

    async def take_part(pupil: Phone) -> str:
        await joins(pupil, link)
        return await send_concern(pupil, BODY)

    async with asyncio.timeout(PATIENCE):
        codes = await asyncio.gather(*map(take_part, pupils))
    assert len(set(codes)) == PUPILS
    for _ in pupils:
        assert "Training: nothing in it is real" in (await trainer.hears("Concern")).text
    await trainer.presses("Take")
    relayed = await trainer.hears(BODY)
    await trainer.says("Thank you for telling us.", thread=relayed.thread)
    for phone in (real, lead):
        assert not [
            message for message in phone.messages if "Concern" in message.text or BODY in message.text
        ]
    await end(lead)
    await nothing_is_left(play)
    for pupil in pupils:
        await pupil.hears("The training is over")
    await trainer.hears("is over")
    left = len(await rows(play, "SELECT key_id FROM data_keys"))
    assert left - keys == PUPILS, "of every pupil the key of their own is kept, and of no case"


async def test_it_ends_by_the_clock_and_what_comes_then_is_real(
    play: Play, lead: Phone, real: Phone, trainer: Phone
) -> None:
    link, pupil = await begin(lead), play.person()
    await joins(trainer, link)
    await joins(pupil, link)
    await send_concern(pupil, BODY)
    await real.hears_nothing()
    play.clock.advance(DAY)
    await nothing_is_left(play)
    await pupil.hears("The training is over")
    late = play.person("Late")
    await late.opens(link)
    await late.hears("This training is over")
    await send_concern(pupil, "This one is real.")
    await real.hears("Concern")
    deeds = [row["deed"] for row in await rows(play, "SELECT deed FROM journal ORDER BY position")]
    assert deeds.index("training_begun") < deeds.index("training_ended")


async def test_who_leaves_writes_for_real(play: Play, lead: Phone, real: Phone, trainer: Phone) -> None:
    link, pupil = await begin(lead), play.person()
    await joins(trainer, link)
    await joins(pupil, link)
    await pupil.presses("Leave the training")
    await pupil.hears("You have left the training")
    await send_concern(pupil, "This one is real.")
    card = await real.hears("Concern")
    assert "Training" not in card.text


async def test_a_draft_stays_on_the_side_it_was_begun_on(
    play: Play, lead: Phone, real: Phone, trainer: Phone
) -> None:
    link, pupil = await begin(lead), play.person()
    await joins(trainer, link)
    await writes(pupil, "This one is real.")
    await pupil.opens(link)
    await pupil.hears("not sent yet. Send it or cancel it first")
    await pupil.presses("Cancel")
    await joins(pupil, link)
    await writes(pupil, BODY)
    assert "Send it or cancel it first" in str(await pupil.presses("Leave the training"))
    await pupil.presses("See what the officer will see")
    await pupil.hears("nothing in it is real")
    await end(lead)
    assert "not sent" in str(await pupil.presses("Send"))
    await real.hears_nothing()


async def writes(pupil: Phone, words: str) -> None:
    await pupil.says("/concern")
    await pupil.presses("Drugs")
    await pupil.presses("Old Town")
    await pupil.says(words)
    await pupil.hears("not sent yet")


async def test_without_anybody_who_answers_it_takes_nothing(play: Play, lead: Phone, real: Phone) -> None:
    link, pupil = await begin(lead), play.person()
    await joins(pupil, link)
    await pupil.says("/concern")
    await pupil.presses("Drugs")
    assert "Nobody is here" in str(await pupil.presses("Old Town"))
    await real.hears_nothing()


async def test_nothing_leaves_a_training(play: Play, lead: Phone, real: Phone, trainer: Phone) -> None:
    link, pupil = await begin(lead), play.person()
    await joins(trainer, link)
    await joins(pupil, link)
    await send_concern(pupil, BODY)
    await trainer.hears("Concern")
    await trainer.presses("Take")
    await trainer.hears(BODY)
    [concern] = await rows(play, "SELECT case_id FROM concerns")
    for press in ("case.hand_over|{}", "case.glass|{}", "case.misuse|{}", "case.strike|{}|prank"):
        data = press.format(concern["case_id"])
        pressed = await trainer.presses_data(data, trainer.last.message_id)
        assert "This is a training" in str(pressed), data
    assert await rows(play, "SELECT * FROM strikes") == []
    await real.hears_nothing()


async def test_a_lead_ends_those_of_their_own_organisation_only(play: Play, lead: Phone, real: Phone) -> None:
    other = await play.officer("Hana", organisation="youth-health", role=Role.LEAD)
    coordinator = await play.officer("Carla", organisation="city", role=Role.COORDINATOR)
    await begin(lead, "7 days")
    await other.says("/training")
    assert not [label for label in (await other.hears("Training")).buttons if "End" in label]
    [training] = await rows(play, "SELECT training_id, code_lookup FROM trainings")
    pressed = await other.presses_data(f"training.end|{training['training_id']}", other.last.message_id)
    assert "over" in str(pressed)
    await real.says("/training")
    await real.hears("I don’t know this command")
    assert lead.clipboard.rpartition("-")[2] not in training["code_lookup"]
    await end(coordinator)


async def test_who_answers_may_leave(play: Play, lead: Phone, trainer: Phone) -> None:
    link, pupil = await begin(lead), play.person()
    await joins(trainer, link)
    await joins(pupil, link)
    await trainer.presses("Leave the training")
    await trainer.hears("no more cases of this training")
    await pupil.says("/concern")
    await pupil.presses("Drugs")
    assert "Nobody is here" in str(await pupil.presses("Old Town"))
