"""`/invite` and a link that works once; who works here; changing and ending access."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.context import StaffMember
from bot.core.errors import UserError
from bot.core.journal import Deed
from bot.core.language import Language
from bot.core.outcome import Lane, Letter, Post, Screen
from bot.core.roles import Action, Role, may
from bot.core.text import Html
from bot.features.staff.jobs import StaffJobs
from bot.features.staff.rules import INVITE_SECONDS, PAGE, Grant
from bot.storage.backup import backup, restore
from bot.storage.connect import open_database
from tests.features.staff.office import Office, button, labels, payload_of, plain

DAY = 24 * 3600
CHIEF, OFFICER, LEAD, YOUTH = 1, 2, 3, 99
FIELDS = ("areas", "topics", "languages")


def text_of(letter: Letter) -> str:
    assert isinstance(letter.body, Post)
    return plain(letter.body.screen.text)


async def invited(office: Office, *choices: str, name: str = "") -> str:
    """Taps through the questions; returns the payload of the link."""
    shown = await office.does(CHIEF, "/invite")
    for choice in choices:
        shown = await office.presses(CHIEF, shown, choice)
    shown = await office.does(CHIEF, name) if name else await office.presses(CHIEF, shown, "Skip")
    assert "expires in 3 days" in plain(shown.text)
    assert "works once" in shown.text
    return payload_of(button(shown, "Copy the link"))


async def everyone(office: Office) -> dict[str, StaffMember]:
    """By name."""
    async with office.database.transaction() as tx:
        places = office.directory.organisations
        return {each.name: each for place in places for each in await office.roster.working_for(tx, place)}


async def test_an_invitation_says_all_that_somebody_will_be(office: Office) -> None:
    await office.hires_coordinator()
    payload = await invited(
        office,
        *("liaison officer", "Clinic"),
        *("en name", "Next"),  # the first area
        *("All", "Next"),
        *("German", "Arabic", "English", "Arabic", "Next"),
        name="  Olga\nfrom the\u202e clinic ",
    )
    welcome = await office.does(OFFICER, f"/start {payload}")
    assert "liaison officer of: Clinic" in plain(welcome.text)
    member = (await everyone(office))["Olga from the clinic"]
    assert (member.role, member.organisation) == (Role.OFFICER, "clinic")
    assert (member.areas, member.topics) == ({"north"}, set())
    assert member.languages == {Language.DE, Language.EN}
    deeds = [(line.deed, line.role, line.organisation, line.detail) for line in await office.deeds()]
    assert deeds == [
        (Deed.JOINED, Role.COORDINATOR, "police", "coordinator"),
        (Deed.INVITED, Role.COORDINATOR, "police", "officer"),
        (Deed.JOINED, Role.OFFICER, "clinic", "officer"),
    ]


async def test_the_choice_is_seen_as_it_is_made_and_can_be_taken_back(office: Office) -> None:
    await office.hires_coordinator()
    shown = await office.does(CHIEF, "/invite")
    for choice in ("lead", "Police"):
        shown = await office.presses(CHIEF, shown, choice)
    assert labels(shown) == ["✓ All", "en name", "en name", "Next"]
    shown = await office.does(CHIEF, ":staff.pick|areas|old-town")
    assert labels(shown) == ["All", "en name", "✓ en name", "Next"]
    shown = await office.presses(CHIEF, shown, "✓")
    assert labels(shown) == ["✓ All", "en name", "en name", "Next"]
    await office.does(CHIEF, ":staff.pick|areas|north")
    assert labels(await office.presses(CHIEF, shown, "All"))[0] == "✓ All"


async def test_a_coordinator_is_asked_for_no_areas_and_no_topics(office: Office) -> None:
    await office.hires_coordinator()
    payload = await invited(office, "coordinator", "Clinic", "Next")
    assert "coordinator of: Clinic" in plain((await office.does(OFFICER, f"/start {payload}")).text)


async def test_the_new_member_is_welcomed_in_a_language_they_answer_in(office: Office) -> None:
    only_german = Grant(Role.OFFICER, "police", languages=(Language.DE, Language.FR))
    await office.hires(OFFICER, only_german, Language.RU)
    async with office.visit(OFFICER, Language.RU) as (visitor, _):
        assert visitor.language is Language.DE
    await office.hires(LEAD, only_german, Language.FR)
    async with office.visit(LEAD, Language.FR) as (visitor, _):
        assert visitor.language is Language.FR


async def test_a_link_works_once_and_for_three_days(office: Office) -> None:
    await office.hires_coordinator()
    first, second = [await invited(office, "lead", "Police", "Next", "Next", "Next") for _ in range(2)]
    await office.does(OFFICER, f"/start {first}")
    office.at(office.now + INVITE_SECONDS)
    for spent in (first, second, "i-nonsense"):
        with pytest.raises(UserError, match=r"staff\.link_spent"):
            await office.does(LEAD, f"/start {spent}")
    assert await office.member_if_any(LEAD) is None


async def test_an_invitation_nobody_took_is_dropped_with_its_name(office: Office) -> None:
    await office.hires_coordinator()
    jobs = StaffJobs(office.database, office.directory, office.keyring, office.clock)
    keys = await office.count("data_keys")
    await invited(office, "lead", "Police", "Next", "Next", "Next", name="Lea")
    assert await office.count("data_keys") == keys + 1
    office.at(office.now + INVITE_SECONDS - 1)
    await jobs.drop_expired_invites()
    assert await office.count("invites") == 1
    office.at(office.now + 1)
    await jobs.drop_expired_invites()
    assert (await office.count("invites"), await office.count("data_keys")) == (0, keys)


async def test_an_invitation_to_an_organisation_that_is_gone_is_void(office: Office) -> None:
    await office.hires_coordinator()
    payload = await invited(office, "lead", "Clinic", "Next", "Next", "Next")
    office.directory.configured = {"police": office.directory.organisations["police"]}
    office.directory.adopt([])
    with pytest.raises(UserError, match=r"staff\.link_spent"):
        await office.does(LEAD, f"/start {payload}")


async def test_a_name_is_a_line_of_forty_characters(office: Office) -> None:
    await office.hires_coordinator()
    for choice in (
        "/invite",
        ":staff.role|lead",
        ":staff.org|police",
        *[":staff.next|" + each for each in FIELDS],
    ):
        await office.does(CHIEF, choice)
    for name in ("x" * 41, "\u2066"):
        with pytest.raises(UserError, match=r"staff\.name_too_long"):
            await office.does(CHIEF, name)
    assert "ready" in (await office.does(CHIEF, "x" * 40)).text


@pytest.mark.parametrize(
    "forged",
    [
        ":staff.role|king",
        ":staff.role",
        ":staff.org|nowhere",
        ":staff.pick|areas|atlantis",
        ":staff.pick|hours|x",
        ":staff.next|role",
        ":staff.change|nobody",
        ":staff.card|nobody",
        ":staff.end|nobody",
        ":staff.ended|nobody",
    ],
)
async def test_buttons_nobody_made_do_nothing(office: Office, forged: str) -> None:
    await office.hires_coordinator()
    await office.does(CHIEF, "/invite")
    with pytest.raises(UserError):
        await office.does(CHIEF, forged)


async def test_what_was_left_open_for_too_long_is_begun_again(office: Office) -> None:
    await office.hires_coordinator()
    await office.does(CHIEF, "/invite")
    office.at(office.now + DAY + 1)
    for late in (":staff.role|lead", ":staff.org|police", ":staff.pick|areas|north", ":staff.no_name"):
        with pytest.raises(UserError, match=r"staff\.choice_over"):
            await office.does(CHIEF, late)


ACTIONS = {
    "/invite": Action.INVITE,
    ":staff.invite": Action.INVITE,
    ":staff.change|x": Action.INVITE,
    ":staff.role|lead": Action.INVITE,
    ":staff.no_name": Action.INVITE,
    "/staff": Action.SEE_STAFF,
    ":staff.list|0": Action.SEE_STAFF,
    ":staff.card|x": Action.SEE_STAFF,
    ":staff.end|x": Action.END_ACCESS,
    ":staff.ended|x": Action.END_ACCESS,
    "/duty": Action.DUTY,
}


@pytest.mark.parametrize("what", ACTIONS)
@pytest.mark.parametrize("role", list(Role))
async def test_each_role_may_what_the_table_says(office: Office, role: Role, what: str) -> None:
    if role is not Role.ANYONE:
        await office.hires(OFFICER, Grant(role, "police"))
    refusals = ("engine.unknown_command", "engine.old_button")
    try:
        await office.does(OFFICER, what)
        refused = False
    except UserError as error:
        refused = error.key in refusals
    assert refused is not may(role, ACTIONS[what])


async def test_leads_see_their_organisation_and_coordinators_all_of_them(office: Office) -> None:
    await office.hires_coordinator()
    for chat_id, place in enumerate(("police", "police", "clinic"), start=10):
        await office.hires(chat_id, Grant(Role.OFFICER, place, name=f"Nr {chat_id}"))
    await office.hires(LEAD, Grant(Role.LEAD, "police", name="Lea"))
    shown = await office.does(LEAD, "/staff")
    assert labels(shown)[0] == "● coordinator, Police"
    assert labels(shown)[1] == "● Lea – lead, Police"
    assert labels(shown)[4:] == ["Messages to many"]
    assert not any("Clinic" in label for label in labels(shown))
    everybody = labels(await office.does(CHIEF, "/staff"))
    assert [each for each in everybody if "Clinic" in each] == ["● Nr 12 – liaison officer, Clinic"]
    assert everybody[-2:] == ["Invite somebody", "Messages to many"]
    (stranger,) = [each for name, each in (await everyone(office)).items() if name == "Nr 12"]
    with pytest.raises(UserError, match=r"staff\.not_there"):
        await office.does(LEAD, f":staff.card|{stranger.address}")


async def test_many_are_shown_in_pages(office: Office) -> None:
    await office.hires_coordinator()
    for chat_id in range(10, 10 + 2 * PAGE):
        await office.hires(chat_id, Grant(Role.OFFICER, "police"))
    shown = await office.does(CHIEF, "/staff")
    assert "17 people" in plain(shown.text)
    seen = [labels(shown)]
    for page in ("Page 2", "Page 3"):
        shown = await office.presses(CHIEF, shown, page)
        seen.append(labels(shown))
    people = [[label for label in page if label.startswith("●")] for page in seen]
    assert [len(page) for page in people] == [PAGE, PAGE, 1]
    assert [label for label in seen[1] if label.startswith("Page")] == ["Page 1", "Page 3"]
    card = await office.presses(CHIEF, shown, "●")
    assert await office.presses(CHIEF, card, "Back") == shown


async def test_a_card_tells_what_colleagues_must_know(office: Office) -> None:
    await office.hires_coordinator()
    member = await office.hires(
        OFFICER,
        Grant(Role.OFFICER, "clinic", ("north",), (), (Language.RU,), "Olga <b>", "Mon-Fri 08:00-12:00"),
    )
    card = await office.does(CHIEF, f":staff.card|{member.address}|0")
    words = plain(card.text)
    assert "<b>Olga &lt;b&gt;</b>\nliaison officer, Clinic" in words
    assert "Areas: en name\nTopics: All\nAnswers in: Russian" in words
    assert "On duty until" in words
    assert labels(card) == ["Change role and coverage", "End access", "Back"]
    await office.blocks(OFFICER)
    assert "cannot reach" in (await office.does(CHIEF, f":staff.card|{member.address}|0")).text
    await office.hires(LEAD, Grant(Role.LEAD, "clinic"))
    assert labels(await office.does(LEAD, f":staff.card|{member.address}")) == ["Back"]


async def test_a_member_is_changed_directly_and_told(office: Office) -> None:
    await office.hires_coordinator()
    grant = Grant(Role.OFFICER, "clinic", ("north",), name="Olga", hours="Mon-Fri 08:00-12:00")
    member = await office.hires(OFFICER, grant)
    await office.does(OFFICER, "/duty off")
    shown = await office.does(CHIEF, f":staff.change|{member.address}")
    for choice in ("lead", "All", "Next", "Next", "German", "Next", "Skip"):
        shown = await office.presses(CHIEF, shown, choice)
    assert shown.text == "Changed."
    changed = (await everyone(office))["Olga"]
    assert (changed.role, changed.organisation, changed.areas) == (Role.LEAD, "clinic", set())
    assert changed.address == member.address
    duty = plain((await office.does(OFFICER, "/duty")).text)
    assert "08:00–12:00" in duty
    assert duty.startswith("Off duty")
    (told,) = office.letters
    assert told.to == member.address
    assert "You are now: lead" in text_of(told)
    assert (await office.deeds())[-1].deed is Deed.CHANGED


async def test_a_member_who_is_invited_again_is_changed_and_lets_go_when_they_move(office: Office) -> None:
    await office.hires_coordinator()
    first = await office.hires(OFFICER, Grant(Role.OFFICER, "clinic", name="Olga"))
    second = await office.hires(OFFICER, Grant(Role.LEAD, "clinic"))
    assert office.left == []
    third = await office.hires(OFFICER, Grant(Role.LEAD, "police"))
    assert office.left == [first.address] == [second.address] == [third.address]
    assert (await everyone(office))["Olga"].organisation == "police"


async def test_who_is_ended_is_out_at_once_and_the_last_letter_comes_last(office: Office) -> None:
    await office.hires_coordinator()
    member = await office.hires(OFFICER, Grant(Role.OFFICER, "clinic", name="Olga"))
    keys = await office.count("data_keys")
    card = await office.does(CHIEF, f":staff.card|{member.address}|0")
    asked = await office.presses(CHIEF, card, "End access")
    assert office.left == []
    await office.presses(CHIEF, asked, "End access now")
    assert office.left == [member.address]
    assert await office.member_if_any(OFFICER) is None
    with pytest.raises(UserError, match=r"engine\.unknown_command"):
        await office.does(OFFICER, "/duty")
    (last,) = office.letters
    assert (last.to, last.is_last) == (member.address, True)
    assert "access has ended" in text_of(last)
    assert await office.count("data_keys") == keys - 1
    ended = (await office.deeds())[-1]
    assert (ended.deed, ended.role, ended.detail) == (Deed.ACCESS_ENDED, Role.COORDINATOR, "officer")
    with pytest.raises(UserError, match=r"staff\.not_there"):
        await office.presses(CHIEF, asked, "End access now")
    again = await office.hires(OFFICER, Grant(Role.OFFICER, "clinic"))
    assert again.address != member.address


async def test_who_erases_themselves_leaves_in_the_same_way(office: Office) -> None:
    await office.hires_coordinator()
    member = await office.hires(OFFICER, Grant(Role.OFFICER, "clinic", name="Olga"))
    await office.erases(OFFICER)
    assert office.left == [member.address]
    assert await office.count("staff") == 1
    left = (await office.deeds())[-1]
    assert (left.deed, left.role, left.organisation) == (Deed.LEFT, Role.OFFICER, "clinic")
    assert await office.erases(YOUTH) == []


async def test_the_last_coordinator_stays(office: Office) -> None:
    chief = await office.hires_coordinator()
    for step in (
        f":staff.change|{chief.address}",
        ":staff.role|officer",
        *(f":staff.next|{each}" for each in FIELDS),
    ):
        await office.does(CHIEF, step)
    for last in (":staff.no_name", f":staff.end|{chief.address}", f":staff.ended|{chief.address}"):
        with pytest.raises(UserError, match=r"staff\.last_coordinator"):
            await office.does(CHIEF, last)
    with pytest.raises(UserError, match=r"staff\.last_coordinator"):
        await office.erases(CHIEF)
    with pytest.raises(UserError, match=r"staff\.last_coordinator"):
        await office.hires(CHIEF, Grant(Role.OFFICER, "police"))
    await office.hires_coordinator(7)
    await office.does(CHIEF, f":staff.ended|{chief.address}")
    assert await office.member_if_any(CHIEF) is None


async def test_the_last_letter_leaves_in_the_last_lane(office: Office) -> None:
    await office.hires_coordinator()
    member = await office.hires(OFFICER, Grant(Role.OFFICER, "clinic"))
    office.owed.append(Letter(member.address, "tests.card", Post(Screen(Html("withdrawn"))), Lane.REMINDERS))
    await office.does(CHIEF, f":staff.ended|{member.address}")
    assert [(each.kind, each.lane) for each in office.letters] == [
        ("tests.card", Lane.REMINDERS),
        ("staff.ended", Lane.REMINDERS),
    ]


async def test_no_name_stands_readable_in_the_database(office: Office) -> None:
    await office.hires_coordinator()
    await invited(office, "lead", "Police", "Next", "Next", "Next", name="Rumpelstilz")
    await office.hires(OFFICER, Grant(Role.OFFICER, "clinic", name="Rumpelstilz"))
    async with office.database.transaction() as tx:
        for table in ("staff", "invites", "steps", "journal"):
            for row in await tx.rows(f"SELECT * FROM {table}", {}):
                assert "Rumpelstilz" not in repr(tuple(dict(row).values()))


async def test_who_left_does_not_come_back_with_an_older_backup(office: Office, tmp_path: Path) -> None:
    await office.hires_coordinator()
    await office.hires(OFFICER, Grant(Role.OFFICER, "clinic", name="Olga"))
    await office.hires(LEAD, Grant(Role.LEAD, "clinic"))
    await backup(office.database, tmp_path / "old.backup")
    await office.erases(OFFICER)
    await backup(office.database, tmp_path / "new.backup")
    url = f"sqlite:///{tmp_path}/restored.db"
    await restore(url, tmp_path / "old.backup")
    restored = await open_database(url)
    async with restored.transaction() as tx:
        roles = {row["role"] for row in await tx.rows("SELECT role FROM staff", {})}
    await restored.close()
    assert roles == {Role.COORDINATOR, Role.LEAD}
