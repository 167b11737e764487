"""Everything about one service, with how old it is and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import escape as escape_attribute

from bot.core.context import Context
from bot.core.language import Language
from bot.core.menu import to_menu
from bot.core.outcome import Button, Rows, Screen, press
from bot.core.text import Html, Texts, lines, paragraphs
from bot.features.services.model import Service, Status, best
from bot.features.services.opening import opening_hours, opening_now
from bot.features.services.phones import Phone
from bot.features.services.rules import Query, fresh_until
from bot.features.services.store import Listed

# Telegram takes 4,096 characters of text in all.
NAME, DESCRIPTION, TEXT, SHORT = 120, 700, 300, 120
MOST_PHONES, MOST_LANGUAGES = 4, 12
_COPIED = 256
"""What a button can put on the clipboard."""


def card_screen(context: Context, listed: Listed, link: str, query: Query | None, page: int) -> Screen:
    """`query` and `page`: the list to go back to, if it was opened from one."""
    t, service = context.t, listed.about
    text = paragraphs(
        lines(t("services.title", name=named(t, service)), *_warnings(t, listed, context.now)),
        _said(t, "services.plain", service.description, DESCRIPTION),
        lines(*_facts(t, service)),
        lines(
            t("services.now", state=opening_now(t, service, context.now)),
            opening_hours(t, service, context.now),
            _said(t, "services.plain", service.hours_note),
        ),
        lines(*_ways(t, service)),
        lines(*_origin(t, service)),
    )
    return Screen(text, (*_contact_rows(t, service), *_last_rows(t, listed, link, query, page)))


def named(t: Texts, service: Service) -> str:
    return shortened(best(service.name, t.language)[0], NAME)


def is_stale(service: Service, now: int) -> bool:
    return fresh_until(service.checked_on, service.expires_on) < datetime.fromtimestamp(now, UTC).date()


def shortened(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def _said(t: Texts, key: str, words: dict[Language, str], limit: int = TEXT) -> Html:
    text, _ = best(words, t.language)
    return t(key, text=shortened(text, limit)) if text else Html()


def _warnings(t: Texts, listed: Listed, now: int) -> Iterator[Html]:
    service = listed.about
    if service.is_demonstration:
        yield t("services.demonstration_note")
    if listed.is_retired:
        yield t("services.retired_note")
    if is_stale(service, now):
        yield t("services.stale_note")
    if listed.is_doubted:
        yield t("services.doubted_note")
    if service.status is Status.PAUSED:
        yield t("services.paused_note")
    yield _said(t, "services.alert", service.alert)


def _facts(t: Texts, service: Service) -> Iterator[Html]:
    kinds = [t.label(f"services.kind.{kind}") for kind in service.kinds]
    yield t("services.kinds", kinds=t.listed(kinds))
    yield _said(t, "services.for_whom", service.for_whom)
    yield ages(t, service)
    if spoken := [t.language_name(code) for code in service.languages[:MOST_LANGUAGES]]:
        yield t("services.languages", languages=t.listed(spoken))
    yield t("services.cost", cost=t.label(f"services.cost.{service.cost}"))
    yield _said(t, "services.plain", service.cost_note)
    yield t(_ANONYMOUS[service.is_anonymous])


_ANONYMOUS = {True: "services.anonymous", False: "services.not_anonymous", None: "services.maybe_anonymous"}


def ages(t: Texts, service: Service) -> Html:
    youngest, oldest = service.minimum_age, service.maximum_age
    if youngest is None and oldest is None:
        return Html()
    if oldest is None:
        return t("services.age_from", youngest=youngest)
    if not youngest:
        return t("services.age_to", oldest=oldest)
    return t("services.age_between", youngest=youngest, oldest=oldest)


def _ways(t: Texts, service: Service) -> Iterator[Html]:
    if service.address:
        yield t("services.address", text=shortened(service.address, TEXT))
    for phone in service.phones[:MOST_PHONES]:
        yield _phone(t, phone)
    if service.web:
        address = escape_attribute(service.web)
        yield t("services.web", link=Html(f'<a href="{address}">{address}</a>'))
    if service.email:
        yield t("services.email", email=service.email)
    yield _said(t, "services.access", service.access)


def _phone(t: Texts, phone: Phone) -> Html:
    """The number exactly as it was written."""
    line = t("services.phone", number=phone.number)
    if phone.extension:
        line = t("services.phone_extension", number=phone.number, extension=phone.extension)
    return t("services.phone_note", phone=line, note=shortened(phone.note, SHORT)) if phone.note else line


def _origin(t: Texts, service: Service) -> Iterator[Html]:
    """When it was checked, by whom, whence it comes, and in which language it is shown instead."""
    yield _checked(t, service.checked_on, shortened(service.checked_by, SHORT))
    source = shortened(service.source, SHORT)
    if service.source_url:
        source = Html(f'<a href="{escape_attribute(service.source_url)}">{escape_attribute(source)}</a>')
    yield t("services.source", source=source)
    texts = (service.name, service.description, service.for_whom, service.cost_note, service.hours_note)
    shown = {best(words, t.language)[1] for words in (*texts, service.access, service.alert)}
    others = [t.language_name(language) for language in Language if language in shown - {t.language}]
    if others:
        yield t("services.shown_in", languages=t.listed(others))


def _checked(t: Texts, day: date | None, who: str) -> Html:
    if day is None:
        return t("services.never_checked")
    if who:
        return t("services.checked_by", day=t.day(day), year=day.year, who=who)
    return t("services.checked", day=t.day(day), year=day.year)


def _contact_rows(t: Texts, service: Service) -> Rows:
    numbers = [
        Button(t.label("services.copy_number", number=phone.number), copy=phone.number)
        for phone in service.phones[:MOST_PHONES]
    ]
    others = []
    if service.web:
        others.append(Button(t.label("services.open_web"), url=service.web))
    if service.email and len(service.email) <= _COPIED:
        others.append(Button(t.label("services.copy_email"), copy=service.email))
    return (*((number,) for number in numbers), *((tuple(others),) if others else ()))


def _last_rows(t: Texts, listed: Listed, link: str, query: Query | None, page: int) -> Rows:
    code = listed.code
    back = (
        press(t.label("services.back_to_list"), "services.list", *query.arguments(), page)
        if query is not None
        else press(t.label("services.look_on"), "services.start")
    )
    return (
        (
            Button(t.label("services.share"), copy=link),
            press(t.label("services.wrong"), "services.wrong", code),
        ),
        (back, to_menu(t)),
    )
