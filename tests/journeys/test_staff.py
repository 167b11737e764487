"""A coordinator invites colleagues, sees who works here, and ends an access: everything over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.commands.invitations import make_invite, read_grant
from bot.commands.organisations import import_organisations_from
from bot.core.errors import OperatorError
from bot.core.language import Language
from bot.core.roles import Role
from bot.features.staff.rules import Grant
from bot.sandbox import Phone
from bot.sandbox.seen import visible
from tests.house import Play
from tests.journeys.steps import send_concern
from tests.journeys.watching import ever_shown
from tests.waiting import until

BODY = "Somebody follows me home."
NAME = "Rumpelstilz"
REFRESHED = 61


async def coordinator(play: Play) -> Phone:
    return await play.officer("Carla", organisation="city", role=Role.COORDINATOR)


async def invites(chief: Phone, *choices: str, name: str) -> str:
    """Taps and writes; returns the link that can be copied."""
    await chief.says("/invite")
    await chief.hears("What will this person be?")
    for choice in choices:
        await chief.presses(choice)
    await chief.says(name)
    await chief.hears("The invitation is ready")
    await chief.presses("Copy the link")
    assert chief.clipboard.startswith("https://t.me/")
    return chief.clipboard


async def test_from_the_invitation_to_the_end_of_access(play: Play) -> None:
    chief, officer = await coordinator(play), play.person("Olga")
    link = await invites(
        chief, *("liaison officer", "Community police"), *("Next", "Next", "Next"), name=NAME
    )
    await officer.opens(link)
    await officer.hears("liaison officer of")
    await officer.presses("Duty")
    await officer.hears("On duty")
    await chief.says("/staff")
    assert any(NAME in label for label in (await chief.hears("2 people")).buttons)
    await chief.presses(NAME)
    await chief.hears("Areas")
    await chief.presses("End access")
    await chief.hears("End this person")
    await chief.presses("End access now")
    await chief.hears("Their access has ended")
    await officer.hears("Your access has ended")
    await officer.says("/duty")
    await officer.hears(visible(play.house.texts_for(Language.EN)("engine.unknown_command")))
    other = play.person("Otto")
    await other.opens(link)
    await other.hears("used already")


async def test_a_name_never_reaches_a_young_person(play: Play) -> None:
    officer, youth = await play.officer(name=NAME), play.person()
    await send_concern(youth, BODY)
    await officer.hears("Concern")
    await officer.presses("Take")
    await officer.hears(BODY)
    await officer.says("I am here.", thread=next(iter(officer.topics)))
    await youth.hears("I am here.")
    await youth.says("/cases")
    await youth.hears()
    assert not any(NAME in visible(message.text) for message in ever_shown(play, youth))


async def test_a_member_has_hours_of_their_own(play: Play) -> None:
    officer = await play.officer(hours="Mon-Fri 08:00-12:00")
    await officer.says("/duty")
    await officer.hears("Your own hours")
    await officer.presses("My hours")
    await officer.hears("When are you on duty?")
    await officer.says("Mon-Fryday 0-24")
    await officer.hears("no weekday called")
    await officer.says("Mon-Sun 0-24")
    await officer.hears("On duty")
    await officer.says("/duty off")
    off = await officer.hears("Off duty")
    assert "I am on duty" in off.buttons


async def test_an_imported_organisation_can_be_chosen_within_a_minute(play: Play, tmp_path: Path) -> None:
    chief = await coordinator(play)
    names = ", ".join(f'{language} = "Harbour mission"' for language in Language)
    file = tmp_path / "places.toml"
    entry = '[[organisation]]\nid = "harbour"\nkind = "civil_society"\n'
    file.write_text(f"{entry}name = {{ {names} }}\nhours = 'Mon 8-9'\n", "utf-8")
    assert (
        await import_organisations_from(play.house, str(file)) == "1 new, 0 changed, 0 retired, 0 unchanged"
    )
    play.clock.advance(REFRESHED)
    await until(lambda: "harbour" in play.house.directory.organisations)
    officer = await play.officer(organisation="harbour")
    await officer.says("/duty")
    await officer.hears("Mon")
    await chief.says("/invite")
    await chief.presses("lead")
    await chief.hears("Which organisation")
    await chief.presses("Harbour mission")
    file.write_text(f"{entry.replace('harbour', 'docks')}name = {{ {names} }}\n", "utf-8")
    with pytest.raises(OperatorError, match="1 still work for it"):
        await import_organisations_from(play.house, str(file))


async def test_an_invitation_from_the_command_line_grants_all_it_says(play: Play) -> None:
    coverage = ["--area", "north", "--topic", "drugs", "--language", "de", "--language", "en"]
    more = ["--name", "Nora", "--hours", "mon-fri 8-12"]
    arguments = _parser().parse_args(
        ["invite", "--role", "lead", "--organisation", "police", *coverage, *more]
    )
    grant = read_grant(play.house, arguments)
    assert grant == Grant(
        Role.LEAD,
        "police",
        ("north",),
        ("drugs",),
        (Language.DE, Language.EN),
        "Nora",
        "Mon-Fri 08:00-12:00",
    )
    chief, lead = await coordinator(play), play.person("Lea")
    await lead.opens(await make_invite(play.house, grant, play.sandbox.world.bot["username"]))
    await lead.hears("You lead the liaison officers")
    await chief.says("/staff")
    await chief.presses("Nora")
    card = visible((await chief.hears("Topics")).text)
    assert "Areas: North district\nTopics: Drugs\nAnswers in: German and English" in card


@pytest.mark.parametrize("option", ["--area", "--topic", "--language", "--hours"])
async def test_each_mistake_in_an_invitation_is_named(play: Play, option: str) -> None:
    written = ["invite", "--role", "lead", "--organisation", "nobody", option, "x"]
    with pytest.raises(OperatorError) as refused:
        read_grant(play.house, _parser().parse_args(written))
    assert [line.partition(":")[0] for line in refused.value.problems] == ["--organisation", option]
