"""The parts of Open Referral's HSDS 3 that are read: a service and what hangs on it.

After the schema at https://docs.openreferral.org/en/v3.0.1/hsds/schema_reference.html
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Part(BaseModel):
    """Null is the same as not said."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        return {key: data[key] for key in data if data[key] is not None} if isinstance(data, dict) else data


class Term(Part):
    code: str = ""
    name: str = ""


class Attribute(Part):
    taxonomy_term: Term = Term()
    label: str = ""
    value: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return self.taxonomy_term.name, self.taxonomy_term.code, self.label, self.value


class Phone(Part):
    number: str
    extension: int | float | str = ""
    type: str = ""
    description: str = ""


class Schedule(Part):
    valid_from: date | None = None
    valid_to: date | None = None
    dtstart: date | None = None
    until: date | None = None
    timezone: Annotated[float, Field(ge=-14, le=14)] | None = None
    count: float | None = None
    freq: str = ""
    interval: float | None = None
    byday: str = ""
    byweekno: str = ""
    description: str = ""
    opens_at: str = ""
    closes_at: str = ""


class Language(Part):
    code: str = ""
    name: str = ""


class Address(Part):
    attention: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    address_type: str = ""

    def __str__(self) -> str:
        town = f"{self.postal_code} {self.city}".strip()
        return ", ".join(filter(None, (self.address_1, self.address_2, town)))


class Accessibility(Part):
    description: str = ""
    details: str = ""


class Location(Part):
    location_type: str = ""
    name: str = ""
    addresses: tuple[Address, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    languages: tuple[Language, ...] = ()


class ServiceAtLocation(Part):
    location: Location = Location()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()


class ServiceArea(Part):
    name: str = ""


class Organization(Part):
    name: str = ""
    website: str = ""
    phones: tuple[Phone, ...] = ()


class CostOption(Part):
    amount: float | None = None


class RequiredDocument(Part):
    document: str = ""


class HsdsService(Part):
    id: str
    name: str
    description: str = ""
    url: str = ""
    email: str = ""
    status: str = "active"
    fees_description: str = ""
    eligibility_description: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    assured_date: date | None = None
    assurer_email: str = ""
    alert: str = ""
    organization: Organization = Organization()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    service_at_locations: tuple[ServiceAtLocation, ...] = ()
    languages: tuple[Language, ...] = ()
    cost_options: tuple[CostOption, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    attributes: tuple[Attribute, ...] = ()
