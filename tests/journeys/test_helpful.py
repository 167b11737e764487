"""Whoever has read says whether it helped: once for each thing, and nobody learns who."""

from __future__ import annotations

from bot.core.roles import Role
from bot.sandbox import Phone
from bot.sandbox.seen import visible
from tests.house import Play
from tests.kept import dump

LAST_PAGE = "learn.read|saying-no|3"


async def says_of_saying_no(youth: Phone, answer: str) -> str:
    await youth.opens("l-saying-no")
    first = await youth.hears("1 of 4")
    await youth.presses_data(LAST_PAGE, first.message_id)
    await youth.hears("Was this helpful?")
    return await youth.presses(answer) or ""


async def what_helped(lead: Phone) -> str:
    await lead.says("/learn")
    await lead.presses("What helped?")
    return visible((await lead.hears("In steps of five")).text)


async def test_a_voice_counts_once_and_can_be_changed(play: Play) -> None:
    youth = play.person()
    assert "Thank you!" in await says_of_saying_no(youth, "👍 Yes")
    await youth.presses("👎 No")
    await youth.presses("👍 Yes")
    await youth.presses("👎 No")
    held = await dump(play.house.database)
    (voice,) = held["learn_voices"]
    assert (voice["item"], voice["is_helpful"]) == ("articles/saying-no", 0)
    assert held["people"] == []


async def test_staff_see_round_numbers_of_five_or_more_and_nobody_else_sees_any(play: Play) -> None:
    lead, officer = await play.officer(role=Role.LEAD), await play.officer("Otto")
    people = [play.person(f"P{n}") for n in range(7)]
    for youth in people[:4]:
        await says_of_saying_no(youth, "👍 Yes")
    assert "Not enough people have answered yet." in await what_helped(lead)
    for youth in people[4:]:
        await says_of_saying_no(youth, "👎 No")
    assert "Saying no and keeping your friends: about 5 of 5 say yes" in await what_helped(lead)
    for phone in (officer, people[0]):
        await phone.says("/learn")
        topics = await phone.hears("What would you like to read about?")
        assert "What helped?" not in topics.buttons
        assert "older message" in (await phone.presses_data("learn.helped", topics.message_id) or "")


async def test_somebody_unknown_sees_and_erases_their_voice_and_no_other(play: Play) -> None:
    youth, other = play.person(), play.person("Leo")
    await says_of_saying_no(youth, "👍 Yes")
    await says_of_saying_no(other, "👍 Yes")
    await youth.says("/privacy")
    await youth.hears("1 answer to “Was this helpful?”")
    await youth.says("/erase")
    await youth.presses("Yes, erase everything")
    await youth.hears("Proof of erasure")
    assert len((await dump(play.house.database))["learn_voices"]) == 1
    await other.says("/privacy")
    await other.hears("1 answer to “Was this helpful?”")
