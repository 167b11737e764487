"""Open Referral's HSDS 3: services as its API gives them one by one, in a list."""

from __future__ import annotations

from typing import Any

import orjson
from pydantic import ValidationError

from bot.core.language import Language as OurLanguage
from bot.features.services.checks import ONLINE
from bot.features.services.files.checking import Findings, Location
from bot.features.services.files.gathered import (
    accessibility_of,
    addresses_of,
    languages_of,
    phones_of,
    schedules_of,
    terms_of,
)
from bot.features.services.files.parts import HsdsService
from bot.features.services.files.schedules import Opening, opening_of
from bot.features.services.files.terms import Anonymous, Terms, understood
from bot.features.services.model import Cost, Kind, Status

_LISTS = ("services", "contents")
_STATUS = {"active": Status.ACTIVE, "temporarily closed": Status.PAUSED}
_GONE = ("inactive", "defunct")
_FIELDS = {
    "kinds": "attributes", "areas": "service_areas", "for_whom": "eligibility_description", "web": "url",
    "address": "service_at_locations", "cost_note": "fees_description", "source": "organization.name",
    "source_url": "organization.website", "checked_on": "assured_date", "hours_note": "schedules",
    "access": "service_at_locations", "checked_by": "assurer_email", "is_anonymous": "attributes",
}  # fmt: skip
"""Where in HSDS the fields of a service stand that have another name there."""


def read_hsds(content: bytes, found: Findings, terms: Terms, language: OurLanguage) -> None:
    """Services that are not there any more are left out, as if the file did not name them."""
    try:
        written = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        found.wrong("", f"this is no JSON: {error}")
        return
    where = next((key for key in _LISTS if isinstance(written, dict) and key in written), "")
    services = written[where] if where else written
    if not isinstance(services, list):
        found.wrong(where, "there is no list of services")
        return
    for number, each in enumerate(services):
        _Reading(f"{where}[{number}]", found, terms, language).read(each)


class _Reading:
    """Of one service, at its place in the file."""

    def __init__(self, place: str, found: Findings, terms: Terms, language: OurLanguage) -> None:
        self._place = place
        self._found = found
        self._terms = terms
        self._language = language

    def read(self, written: Any) -> None:
        try:
            service = HsdsService.model_validate(written)
        except ValidationError as error:
            self._found.refuse(error, self._at)
            return
        if service.status.lower() not in _GONE:
            self._found.take(self._entry(service), self._at_field)

    def _entry(self, service: HsdsService) -> dict[str, Any]:
        areas = self._areas(service)
        zone = self._found.around.zone_of(areas)
        opening = self._opening(service, zone)
        return {
            "id": service.id,
            "kinds": self._kinds(service),
            "areas": areas,
            "name": self._words(service.name),
            "description": self._words(service.description or service.name),
            "for_whom": self._words(service.eligibility_description),
            "address": "; ".join(addresses_of(service)),
            "phones": [*phones_of(service)],
            "web": service.url,
            "email": service.email,
            "languages": languages_of(service),
            "minimum_age": service.minimum_age,
            "maximum_age": service.maximum_age,
            "cost": self._cost(service),
            "cost_note": self._words(service.fees_description),
            "is_anonymous": self._is_anonymous(service),
            "hours": opening.hours,
            "hours_note": self._words("; ".join(opening.notes)),
            "zone": zone if opening.hours else "",
            "access": self._words("; ".join(accessibility_of(service))),
            "alert": self._words(service.alert),
            "status": self._status(service),
            "source": service.organization.name,
            "source_url": service.organization.website,
            "checked_on": service.assured_date,
            "checked_by": service.assurer_email.rpartition("@")[2],
        }

    def _words(self, text: str) -> dict[OurLanguage, str]:
        return {self._language: text}

    def _kinds(self, service: HsdsService) -> list[str]:
        names = terms_of(service)
        kinds = understood(names, self._terms.kinds)
        if not kinds:
            told = ", ".join(filter(None, dict.fromkeys(names)))[:200] or "no terms"
            self._wrong("attributes", f"none of its terms is in config/services/hsds.toml: {told}")
        return [*kinds] or [Kind.COUNSELLING]  # one mistake is enough: it is refused already

    def _areas(self, service: HsdsService) -> list[str]:
        locations = [at.location for at in service.service_at_locations]
        names = [area.name for area in service.service_areas]
        for location in locations:
            names.append(location.name)
            names += (part for address in location.addresses for part in (address.city, address.region))
        areas = understood(names, self._terms.areas)
        if any(location.location_type == "virtual" for location in locations) and ONLINE not in areas:
            areas.append(ONLINE)
        if not areas:
            told = ", ".join(filter(None, dict.fromkeys(names)))[:200] or "no areas"
            self._wrong("service_areas", f"none of these is in config/services/hsds.toml: {told}")
        return areas or [ONLINE]

    def _opening(self, service: HsdsService, zone: str) -> Opening:
        """Its own schedules; where it has none, those of the places it is at."""
        today, opening = self._found.around.today, Opening()
        for place, schedules in schedules_of(service):
            part = opening_of(schedules, place, zone, today)
            opening.spans |= part.spans
            opening.notes += part.notes
            for where, words in part.wrong:
                self._wrong(where, words)
        return opening

    def _cost(self, service: HsdsService) -> Cost:
        amounts = [option.amount for option in service.cost_options if option.amount is not None]
        if amounts:
            return Cost.PAID if any(amounts) else Cost.FREE
        said = understood(terms_of(service), self._terms.cost)
        return said[0] if said else Cost.UNKNOWN

    def _is_anonymous(self, service: HsdsService) -> bool | None:
        said = understood(terms_of(service), self._terms.anonymous)
        if Anonymous.NO in said or any(each.document for each in service.required_documents):
            return False
        return True if said else None

    def _status(self, service: HsdsService) -> Status:
        status = service.status.lower()
        if status not in _STATUS:
            self._wrong("status", f"{status[:40]} is none of {', '.join((*_STATUS, *_GONE))}")
        return _STATUS.get(status, Status.ACTIVE)

    def _wrong(self, field: str, words: str) -> None:
        self._found.wrong(f"{self._place}.{field}", words)

    def _at(self, place: Location) -> str:
        return self._place + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)

    def _at_field(self, place: Location) -> str:
        """Of a field of ours; what a text is wrong about, it is in the only language there is."""
        field = str(place[0])
        rest = place[1:] if field == "phones" else ()
        return self._at((_FIELDS.get(field, field), *rest))
