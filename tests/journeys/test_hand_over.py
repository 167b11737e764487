"""A case changes hands: the young person decides how much goes over, and somebody always has it."""

from __future__ import annotations

import asyncio

import pytest

from bot.features.concerns.handovers import ANSWER_SECONDS
from bot.sandbox import Phone
from tests.house import Play, playing
from tests.journeys.handing import (
    BODY,
    DONE,
    HEALTH,
    NEED,
    OVER,
    asks_youth,
    deeds,
    hands_over,
    holders,
    loses,
    offers_colleagues,
    shows,
    summarised_case,
    summarises,
    takes,
)
from tests.journeys.steps import send_concern
from tests.journeys.watching import find_route, press_route
from tests.waiting import until

ANSWER = "You did right to write."


@pytest.mark.parametrize("topics", [True, False])
@pytest.mark.parametrize(("choice", "has_words"), [("only the summary", False), ("no files", True)])
async def test_the_young_person_decides_how_much_goes_over(
    database_url: str, choice: str, has_words: bool, topics: bool
) -> None:
    async with playing(database_url, topics=topics) as play:
        officer, youth = await summarised_case(play)
        health = await play.officer("Hanna", organisation="youth-health")
        await asks_youth(officer, youth)
        await youth.presses(choice)
        await youth.hears("is being asked now")
        await officer.hears("the young person agreed")
        assert await holders(play) == ["police"]
        card = await health.hears("asks you to take it over")
        assert BODY not in card.text
        assert NEED not in card.text
        await health.presses("Accept")
        await health.hears(DONE)
        told = await youth.hears("Somebody else has")
        assert HEALTH in told.text
        assert "Hanna" not in told.text
        await officer.hears("was accepted by")
        assert await holders(play) == ["youth-health"]
        if has_words:
            await health.hears(BODY)
        else:
            await health.hears_nothing()
            assert not shows(health, BODY)
        await loses(officer, BODY)
        await youth.says("Thank you for asking me.")
        await health.hears("Thank you for asking me.")
        assert not shows(officer, "Thank you for asking me.")


@pytest.mark.parametrize(("choice", "has_files"), [("no files", False), ("files too", True)])
async def test_pictures_go_over_only_if_the_young_person_says_so(
    play: Play, choice: str, has_files: bool
) -> None:
    officer, youth = await play.officer(), play.person()
    await youth.says("/concern")
    await youth.presses("Drugs")
    await youth.presses("Old Town")
    await youth.hears("Write it down")
    await youth.sends("photo", caption=BODY)
    await youth.presses("Send it, cleaned")
    await youth.hears("all hidden data is gone")
    await youth.presses("See what the officer will see")
    await youth.presses("Send")
    await takes(officer)
    await summarises(officer)
    health = await play.officer("Hanna", organisation="youth-health")
    await asks_youth(officer, youth)
    await youth.presses(choice)
    await health.hears("asks you to take it over")
    await health.presses("Accept")
    await health.hears(BODY)
    await officer.hears("was accepted by")
    assert any("photo" in message.raw for message in health.messages) == has_files
    await until(lambda: not any("photo" in message.raw for message in officer.messages))


async def test_what_goes_over_is_the_summary_the_young_person_has_read(play: Play) -> None:
    officer, youth = await summarised_case(play)
    health = await play.officer("Hanna", organisation="youth-health")
    await asks_youth(officer, youth)
    await press_route(officer, "case.show")
    await press_route(officer, "case.summary")
    for number in range(1, 5):
        await officer.hears(f"{number} of 4")
        await officer.says("Something else.")
    await officer.hears("Kept")
    await youth.presses("only the summary")
    await health.hears("asks you to take it over")
    await health.presses("Accept")
    await health.hears(NEED)
    assert not shows(health, "Something else.")


async def test_what_was_answered_goes_over_to_a_colleague_and_goes_from_whoever_had_it(
    play_without_topics: Play,
) -> None:
    play = play_without_topics
    officer, youth = await summarised_case(play)
    colleague = await play.officer("Cora")
    where = next(message for message in officer.messages if message.text == BODY)
    await officer.says(ANSWER, reply_to=where.message_id)
    await youth.hears(ANSWER)
    youth.skips()
    await offers_colleagues(officer)
    await colleague.hears("asks you to take it over")
    await youth.hears_nothing()
    await colleague.presses("Accept")
    for words in (NEED, BODY, ANSWER):
        await colleague.hears(words)
    await youth.hears("Somebody else has")
    await loses(officer, BODY)
    await offers_colleagues(colleague)
    await officer.hears("asks you to take it over")
    await officer.presses("Accept")
    await officer.hears(BODY)
    await loses(colleague, BODY)
    await loses(colleague, ANSWER)
    assert [each for each in await deeds(play) if each == "accepted"] == ["accepted"] * 2


async def test_a_no_is_kept_to(play: Play) -> None:
    officer, youth = await summarised_case(play)
    health = await play.officer("Hanna", organisation="youth-health")
    await asks_youth(officer, youth)
    agree = find_route(youth, "concern.agree")
    assert agree is not None
    await youth.presses("No, it stays")
    await youth.hears("nothing was passed on")
    await officer.hears("does not want it handed over")
    assert "This question is over" in str(await youth.presses_data(*agree))
    await health.hears_nothing()
    assert await holders(play) == ["police"]


async def test_somebody_may_change_their_mind_until_it_is_accepted(play: Play) -> None:
    officer, youth = await summarised_case(play)
    health = await play.officer("Hanna", organisation="youth-health")
    await asks_youth(officer, youth)
    await youth.presses("only the summary")
    await health.hears("asks you to take it over")
    accept = find_route(health, "case.accept")
    assert accept is not None
    await youth.presses("I changed my mind")
    await youth.hears("nothing was passed on")
    await health.hears(OVER)
    await health.presses_data(*accept)
    assert await holders(play) == ["police"]


async def test_an_old_question_agrees_to_nothing(play: Play) -> None:
    officer, youth = await summarised_case(play)
    for name, organisation in (("Hanna", "youth-health"), ("Stella", "schools")):
        await play.officer(name, organisation=organisation)
    await asks_youth(officer, youth)
    old = find_route(youth, "concern.agree")
    assert old is not None
    await press_route(officer, "case.hand_back")
    await officer.hears("Taken back")
    await youth.hears("is not handed over")
    await asks_youth(officer, youth, "School counselling")
    assert "This question is over" in str(await youth.presses_data(*old))
    assert "agreed" not in await deeds(play)


async def test_of_two_who_accept_at_once_one_has_it(play: Play) -> None:
    officer, youth = await summarised_case(play)
    rivals = [await play.officer(name, organisation="youth-health") for name in ("Hanna", "Hugo")]
    await asks_youth(officer, youth)
    await youth.presses("no files")
    for rival in rivals:
        await rival.hears("asks you to take it over")
    await asyncio.gather(*(press_route(rival, "case.accept") for rival in rivals))
    assert sorted(await _said(rivals)) == ["it is yours", "over"]
    assert await holders(play) == ["youth-health"]
    assert (await deeds(play)).count("accepted") == 1


async def test_accepting_and_taking_back_at_once_leave_one_officer(play: Play) -> None:
    officer, _ = await summarised_case(play)
    colleague = await play.officer("Cora")
    await offers_colleagues(officer)
    await colleague.hears("asks you to take it over")
    await asyncio.gather(press_route(colleague, "case.accept"), press_route(officer, "case.hand_back"))
    (said,) = await _said([colleague])
    assert len(await holders(play)) == 1
    assert (said == "it is yours") == ("accepted" in await deeds(play))


async def _said(rivals: list[Phone]) -> list[str]:
    """What each was told of a case they wanted to have."""
    said = []
    for rival in rivals:
        await until(lambda: shows(rival, "You accepted it") or shows(rival, OVER))  # noqa: B023 used at once
        said.append("it is yours" if shows(rival, "You accepted it") else "over")
    return said


async def test_agreeing_after_the_case_is_closed_or_erased_does_nothing(play: Play) -> None:
    officer, youth = await summarised_case(play)
    health = await play.officer("Hanna", organisation="youth-health")
    await asks_youth(officer, youth)
    agree = find_route(youth, "concern.agree")
    assert agree is not None
    await youth.says("/cases")
    await press_route(youth, "concern.show")
    await press_route(youth, "concern.close")
    await youth.hears("You closed")
    assert "This question is over" in str(await youth.presses_data(*agree))
    await youth.says("/cases")
    await press_route(youth, "concern.show")
    await press_route(youth, "concern.erase|")
    await press_route(youth, "concern.erased")
    await youth.hears("Erased")
    assert "not there" in str(await youth.presses_data(*agree))
    await health.hears_nothing()


async def test_when_nobody_accepts_it_stays(play: Play) -> None:
    officer, youth = await summarised_case(play)
    others = [await play.officer(name, organisation="youth-health") for name in ("Hanna", "Hugo")]
    await asks_youth(officer, youth)
    await youth.presses("only the summary")
    for other in others:
        await other.hears("asks you to take it over")
        await other.presses("I can’t")
        await other.hears("You said no")
    await officer.hears("nobody at")
    await youth.hears("It stays where it is")
    assert await holders(play) == ["police"]


async def test_after_three_days_an_offer_is_over(play: Play) -> None:
    officer, youth = await summarised_case(play)
    health = await play.officer("Hanna", organisation="youth-health")
    await asks_youth(officer, youth)
    await youth.presses("only the summary")
    await health.hears("asks you to take it over")
    async with play.house.database.transaction() as tx:
        await tx.execute("UPDATE concerns SET answer_by_at = NULL, call_at = NULL", {})
    play.clock.advance(ANSWER_SECONDS + 1)
    await officer.hears("nobody at")
    await youth.hears("It stays where it is")
    await health.hears(OVER)


async def test_without_a_summary_nothing_is_handed_over(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    await play.officer("Hanna", organisation="youth-health")
    await send_concern(youth, BODY)
    await takes(officer)
    await press_route(officer, "case.hand_over")
    await officer.hears("needs a summary first")
    await summarises(officer)
    await hands_over(officer)
    await officer.hears("To whom")


async def test_whoever_should_not_have_a_case_says_so_and_nobody_hears_why(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    other = await play.officer("Cora")
    await send_concern(youth, BODY)
    await takes(officer)
    await press_route(officer, "case.more")
    await officer.presses("Not for me")
    await officer.presses("Yes, not for me")
    told = await youth.hears("Others are being asked")
    assert "Olaf" not in told.text
    await loses(officer, BODY)
    await other.hears("Concern")
    await other.presses("Take")
    await other.hears(BODY)
    officer.skips()
    await officer.says("/desk")
    await officer.hears("Waiting to be taken: \u20680")
    assert "recused" in await deeds(play)


async def test_an_officer_who_is_asked_may_step_aside_before_they_read_anything(play: Play) -> None:
    officer, youth = await play.officer(), play.person()
    other = await play.officer("Cora")
    await send_concern(youth, BODY)
    await officer.hears("Concern")
    take = find_route(officer, "case.take")
    assert take is not None
    await officer.presses("Not for me")
    await officer.presses("Yes, not for me")
    await officer.hears("nobody is told why")
    assert "not there" in str(await officer.presses_data(*take))
    await takes(other)
    assert not shows(officer, BODY)


async def test_nobody_leaves_a_young_person_with_nobody(play: Play) -> None:
    officer, _ = await summarised_case(play)
    await press_route(officer, "case.more")
    await officer.presses("Not for me")
    assert "Nobody else" in str(await officer.presses("Yes, not for me"))
    assert await holders(play) == ["police"]
