"""How the journal looks: the verdict, one paragraph for each entry, and the buttons under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.core.audit import Line, Verdict
from bot.core.directory import Directory
from bot.core.outcome import Button, Rows, press
from bot.core.roles import Role
from bot.core.text import Html, Texts, escape, paragraphs

CASES_IN_A_ROW = 4


def verdict_text(t: Texts, verdict: Verdict) -> Html:
    if verdict.broken is not None:
        fault = t(f"audit.fault.{verdict.broken.fault}")
        return paragraphs(
            t("audit.broken", position=verdict.broken.position, fault=fault), t("audit.what_to_do")
        )
    if verdict.since > 1:
        checked = verdict.entries - verdict.since + 1
        return t("audit.newest_whole", checked=checked, entries=verdict.entries)
    return t.count("audit.whole", verdict.entries)


def page_text(
    t: Texts, directory: Directory, heading: Html, shown: Sequence[Line], names: Mapping[str, str]
) -> Html:
    """`names` of members of staff by their tokens."""
    if not shown:
        return paragraphs(heading, t("audit.nothing"))
    return paragraphs(heading, *(_line(t, directory, line, names) for line in shown))


def page_rows(t: Texts, shown: Sequence[Line], case: str | None, *, has_more: bool) -> Rows:
    """In the journal of all, a button for each case under the number of its newest entry shown."""
    rows: list[tuple[Button, ...]] = []
    if case is None:
        rows += _case_rows(t, shown)
    if has_more:
        rows.append((press(t.label("audit.older"), "audit.page", shown[-1].position, case or ""),))
    rows.append((press(t.label("audit.back_to_newest"), "audit.open"),))
    return tuple(rows)


def _case_rows(t: Texts, shown: Sequence[Line]) -> list[tuple[Button, ...]]:
    newest = {line.case: line.position for line in reversed(shown) if line.case}
    buttons = [
        press(t.label("audit.case_of", position=position), "audit.case", case)
        for case, position in sorted(newest.items(), key=lambda item: -item[1])
    ]
    return [
        tuple(buttons[first : first + CASES_IN_A_ROW]) for first in range(0, len(buttons), CASES_IN_A_ROW)
    ]


def _line(t: Texts, directory: Directory, line: Line, names: Mapping[str, str]) -> Html:
    who = _who(t, directory, line, names)
    when, deed = _when(t, directory, line), t.label(f"audit.deed.{line.deed}")
    if not line.detail:
        return t("audit.line", position=line.position, when=when, who=who, deed=deed)
    detail = _detail(t, line.detail)
    return t("audit.line_with_detail", position=line.position, when=when, who=who, deed=deed, detail=detail)


def _who(t: Texts, directory: Directory, line: Line, names: Mapping[str, str]) -> Html:
    if line.role is None:
        return t("audit.by_house")
    if line.role is Role.ANYONE:
        return t("audit.by_young_person")
    organisation = directory.organisation_name(line.organisation, t.language)
    who = t(f"audit.by_{line.role.name.lower()}", organisation=organisation)
    name = names.get(line.author or "")
    return t("audit.by_name", who=who, name=name) if name else who


def _when(t: Texts, directory: Directory, line: Line) -> Html:
    """Of what a young person did, the day: the minute would say too much."""
    if line.role is Role.ANYONE:
        return escape(t.day(datetime.fromtimestamp(line.at, UTC).date()))
    return t.moment(line.at, directory.zone_of(line.organisation))


def _detail(t: Texts, word: str) -> str:
    """Slices choose their own words; one without a sentence is shown as it stands."""
    try:
        return t.label(f"audit.detail.{word}")
    except KeyError:
        return word
