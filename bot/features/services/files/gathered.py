"""What belongs to a service of an HSDS file, wherever in it that stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from babel.core import get_global

from bot.features.services.files.parts import HsdsService, Language, Phone, Schedule

_AT = "service_at_locations"


def terms_of(service: HsdsService) -> list[str]:
    return [name for attribute in service.attributes for name in attribute.names]


def schedules_of(service: HsdsService) -> Iterator[tuple[str, tuple[Schedule, ...]]]:
    if service.schedules:
        yield "schedules", service.schedules
        return
    for number, at in enumerate(service.service_at_locations):
        if at.schedules:
            yield f"{_AT}[{number}].schedules", at.schedules
        else:
            yield f"{_AT}[{number}].location.schedules", at.location.schedules


def phones_of(service: HsdsService) -> Iterator[dict[str, str]]:
    """The nearest to the service there are; nobody talks with a fax machine."""
    places = service.service_at_locations
    levels = (
        service.phones,
        tuple(chain.from_iterable(at.phones for at in places)),
        tuple(chain.from_iterable(at.location.phones for at in places)),
        service.organization.phones,
    )
    phones: tuple[Phone, ...] = next((level for level in levels if level), ())
    for phone in phones:
        if phone.type.lower() != "fax":
            yield {
                "number": phone.number,
                "extension": str(phone.extension).removesuffix(".0"),
                "note": phone.description,
            }


def addresses_of(service: HsdsService) -> Iterator[str]:
    for at in service.service_at_locations:
        for address in at.location.addresses:
            if address.address_type != "virtual" and str(address):
                yield ", ".join(filter(None, (at.location.name, str(address))))


def languages_of(service: HsdsService) -> list[str]:
    """Codes of three letters are written with two where there are such."""
    spoken: list[Language] = [*service.languages]
    if not spoken:
        spoken += chain.from_iterable(at.location.languages for at in service.service_at_locations)
    shorter = get_global("language_aliases")
    codes = (language.code.replace("_", "-").split("-")[0].lower() for language in spoken)
    return list(dict.fromkeys(shorter.get(code, code) for code in codes if code))


def accessibility_of(service: HsdsService) -> Iterator[str]:
    for at in service.service_at_locations:
        for each in at.location.accessibility:
            yield from filter(None, (each.description, each.details))
