"""What a member of staff looks like to colleagues. Young people never see any of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.core.context import StaffMember
from bot.core.directory import Directory
from bot.core.hours import WeekHours
from bot.core.language import Language
from bot.core.roles import Role
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.staff.hours import spell_hours
from bot.features.staff.rules import NOTHING, Standing


def role_name(t: Texts, role: Role) -> str:
    return t.label(f"staff.role_{role.name.lower()}")


def row_label(t: Texts, directory: Directory, member: StaffMember) -> str:
    """A button: whether they are on duty, what colleagues call them, what they are and where."""
    organisation = directory.organisation_name(member.organisation, t.language)
    who = t.label("staff.who", role=role_name(t, member.role), organisation=organisation)
    if member.name:
        who = t.label("staff.who_named", name=member.name, who=who)
    return t.label("staff.row_on" if member.is_on_duty else "staff.row_off", who=who)


def card(
    t: Texts,
    directory: Directory,
    member: StaffMember,
    stands: Standing,
    zone: str,
    *,
    is_reachable: bool,
) -> Html:
    organisation = directory.organisation_name(member.organisation, t.language)
    return paragraphs(
        lines(
            t("staff.card_name", name=member.name) if member.name else "",
            t("staff.who", role=role_name(t, member.role), organisation=organisation),
        ),
        "" if member.role is Role.COORDINATOR else _covers(t, directory, member),
        duty_line(t, stands, zone) if is_reachable else t("staff.unreachable"),
    )


def duty_line(t: Texts, stands: Standing, zone: str) -> Html:
    if stands.until is None:
        return t("staff.on_duty" if stands.is_on else "staff.off_duty")
    until = t.moment(stands.until, zone)
    return t("staff.on_duty_until" if stands.is_on else "staff.off_duty_until", until=until)


def hours_lines(t: Texts, week: WeekHours) -> Html:
    return lines(
        *(t("staff.hours_line", days=days, times=times) for days, times in spell_hours(week, t.language))
    )


def _covers(t: Texts, directory: Directory, member: StaffMember) -> Html:
    languages = [t.language_name(each) for each in Language if each in member.languages]
    return lines(
        t("staff.card_areas", areas=_listed(t, member.areas, directory.areas, directory.area_name)),
        t("staff.card_topics", topics=_listed(t, member.topics, directory.topics, directory.topic_name)),
        t("staff.card_languages", languages=t.listed(languages)) if languages else "",
    )


def _listed(t: Texts, ids: frozenset[str], order: Iterable[str], name: Callable[[str, Language], str]) -> str:
    """In the order of the configuration."""
    if not ids:
        return t.label("staff.all")
    if ids == NOTHING:
        return t.label("staff.none")
    return t.listed([name(each, t.language) for each in order if each in ids])
