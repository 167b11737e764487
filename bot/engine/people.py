"""People without names: a pseudonym, a key of their own, sealed addresses, and what they are linked with."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.core.context import Link, Purpose
from bot.core.ids import AddressId, PersonId, random_id
from bot.core.language import Language
from bot.core.manner import Manner
from bot.core.outcome import Lane, Step
from bot.engine.discretion import Reach, read_manner, read_reach, write_manner, write_reach
from bot.engine.vault import Box, Pepper, Vault, new_key
from bot.storage.database import Row, Transaction, load_queries

queries = load_queries(__file__)

_PEPPER = "pepper"


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A question that waits for this person's answer."""

    dialogue: str
    name: str
    data: Mapping[str, Any]
    asked_at: int


@dataclass(frozen=True, slots=True, repr=False)
class Sender:
    """Who an event came from. The chat id lives here and nowhere beyond the engine."""

    person: PersonId
    chat_id: int


class Registry:
    """Makes pseudonyms and opens addresses; knows the secrets, keeps no state about people."""

    def __init__(self, vault: Vault, pepper: Pepper) -> None:
        self.vault = vault
        self.pepper = pepper

    @classmethod
    async def load(cls, tx: Transaction, vault: Vault) -> Registry:
        """Reads the pepper, made at the first start and sealed under the master key ever since."""
        await queries.keep_secret(tx, name=_PEPPER, sealed=vault.seal(secrets.token_bytes(32), _PEPPER))
        row = await queries.secret(tx, name=_PEPPER)
        return cls(vault, Pepper(vault.open(row["sealed"], _PEPPER)))

    def sender(self, chat_id: int) -> Sender:
        return Sender(PersonId(self.pepper.digest("person", str(chat_id))), chat_id)

    def seal_address(self, address: AddressId, reach: Reach) -> bytes:
        return self.vault.seal(write_reach(reach), f"address:{address}")

    def open_address(self, address: AddressId, sealed: bytes) -> int:
        return self.reach(address, sealed).chat_id

    def reach(self, address: AddressId, sealed: bytes) -> Reach:
        return read_reach(self.vault.open(sealed, f"address:{address}"))


@dataclass(slots=True)
class Visitor:
    """The person of the event at hand. Nothing about them is kept until something must be."""

    tx: Transaction
    registry: Registry
    sender: Sender
    language: Language
    is_staff: bool = False
    manner: Manner = field(default_factory=Manner)
    box: Box | None = None
    key_id: str | None = None
    steps: dict[str, OpenStep] = field(default_factory=dict)
    lifted: set[Lane] = field(default_factory=set)
    """Lanes of letters the person has asked to see."""

    @classmethod
    async def load(
        cls, tx: Transaction, registry: Registry, sender: Sender, language: Language | None, now: int
    ) -> Visitor:
        rows = await queries.person_with_steps(tx, person=sender.person)
        visitor = cls(tx, registry, sender, language or Language.EN)
        if rows:
            visitor._recognise(rows, now)
        return visitor

    def _recognise(self, rows: Sequence[Row], now: int) -> None:
        row = rows[0]
        self.language, self.is_staff, self.key_id = (
            Language(row["language"]),
            bool(row["is_staff"]),
            row["key_id"],
        )
        self.box = Box(self.registry.vault.open(row["key_sealed"], f"data_key:{self.key_id}"))
        self.manner = read_manner(self.box, self.sender.person, row["manner"])
        for step in rows:
            if step["dialogue"] is not None and step["expires_at"] > now:
                data = orjson.loads(self.box.open(step["sealed"], self._step_place(step["dialogue"])))
                self.steps[step["dialogue"]] = OpenStep(
                    step["dialogue"], step["name"], data, step["asked_at"]
                )

    @property
    def is_known(self) -> bool:
        return self.box is not None

    def latest_first(self) -> list[OpenStep]:
        return sorted(self.steps.values(), key=lambda step: step.asked_at, reverse=True)

    async def ask(self, step: Step, now: int) -> None:
        """What is asked last counts as later, within one second too."""
        box = await self._known()
        others = (each.asked_at + 1 for each in self.steps.values() if each.dialogue != step.dialogue)
        await queries.keep_step(
            self.tx,
            person=self.sender.person,
            dialogue=step.dialogue,
            name=step.name,
            sealed=box.seal(orjson.dumps(step.data), self._step_place(step.dialogue)),
            asked_at=max([now, *others]),
            expires_at=now + step.expires_in,
        )

    async def end(self, dialogue: str) -> None:
        if dialogue in self.steps:
            await queries.end_step(self.tx, person=self.sender.person, dialogue=dialogue)

    async def keep_address(self, purpose: Purpose, subject: str) -> AddressId:
        box = await self._known()
        address = AddressId(random_id())
        await self._seal_address(address, purpose)
        link_id = self._link_id(address)
        sealed = box.seal(orjson.dumps([address, purpose, subject]), f"link:{link_id}")
        await queries.keep_link(self.tx, link_id=link_id, person=self.sender.person, sealed=sealed)
        return address

    async def reach_again(self, address: AddressId) -> None:
        if await self.language_of(address) is None:
            await self._seal_address(address)

    async def parting_address(self) -> AddressId:
        address = AddressId(random_id())
        await self._seal_address(address)
        return address

    async def links(self, purpose: Purpose) -> Sequence[Link]:
        return [link for link in await self.all_links() if link.purpose is purpose]

    async def all_links(self) -> list[Link]:
        return await links_of(self.tx, self.sender.person, self.box) if self.box else []

    async def unlink(self, address: AddressId) -> None:
        await queries.forget_link(self.tx, link_id=self._link_id(address))
        await forget_address(self.tx, address)

    async def choose_manner(self, manner: Manner) -> None:
        """All addresses they hold lead to them in this manner from now on."""
        box = await self._known()
        self.manner = manner
        sealed = write_manner(box, self.sender.person, manner)
        await queries.set_manner(self.tx, person=self.sender.person, sealed=sealed)
        links = await self.all_links()
        rows = [{"id": each.address, "sealed": self._sealed(each.address, each.purpose)} for each in links]
        if rows:
            await queries.reseal_address(self.tx, rows)

    async def choose_language(self, language: Language) -> None:
        self.language = language
        await self._known()
        await queries.set_language(self.tx, person=self.sender.person, language=language)
        addresses = [{"address_id": link.address, "language": language} for link in await self.all_links()]
        if addresses:
            await queries.set_address_language(self.tx, addresses)

    async def language_of(self, address: AddressId) -> Language | None:
        code = await queries.address_language(self.tx, address_id=address)
        return Language(code) if code else None

    def alias(self, purpose: Purpose) -> str:
        return self.registry.pepper.digest(f"alias:{purpose}", self.sender.person)

    async def mark_staff(self, *, is_staff: bool) -> None:
        await self._known()
        self.is_staff = is_staff
        await queries.set_staff(self.tx, person=self.sender.person, is_staff=int(is_staff))

    async def forget(self, still_owed: Collection[AddressId] = ()) -> None:
        if self.key_id is None:
            return
        for link in await self.all_links():
            if link.address not in still_owed:
                await forget_address(self.tx, link.address)
        await queries.drop_traces(self.tx, person=self.sender.person)
        await queries.forget_links(self.tx, person=self.sender.person)
        await queries.end_steps(self.tx, person=self.sender.person)
        await queries.forget_person(self.tx, person=self.sender.person)
        await queries.destroy_data_key(self.tx, key_id=self.key_id)
        self.box = self.key_id = None
        self.manner = Manner()
        self.steps.clear()

    async def _known(self) -> Box:
        """The person's own key; from here on they are kept."""
        if self.box is None:
            self.key_id, key = random_id(), new_key()
            sealed = self.registry.vault.seal(key, f"data_key:{self.key_id}")
            await queries.keep_data_key(self.tx, key_id=self.key_id, sealed=sealed)
            await queries.keep_person(
                self.tx, person=self.sender.person, key_id=self.key_id, language=self.language
            )
            self.box = Box(key)
        return self.box

    async def _seal_address(self, address: AddressId, purpose: Purpose | None = None) -> None:
        await queries.keep_address(
            self.tx, address_id=address, sealed=self._sealed(address, purpose), language=self.language
        )

    def _sealed(self, address: AddressId, purpose: Purpose | None) -> bytes:
        """Who works here is written to plainly."""
        is_plain = self.is_staff or purpose is Purpose.STAFF
        reach = Reach(self.sender.chat_id, Manner() if is_plain else self.manner)
        return self.registry.seal_address(address, reach)

    def _link_id(self, address: AddressId) -> str:
        """Tells nobody without the pepper which address a link belongs to."""
        return self.registry.pepper.digest("link", address)

    def _step_place(self, dialogue: str) -> str:
        return f"step:{self.sender.person}:{dialogue}"


async def links_of(tx: Transaction, person: PersonId, box: Box) -> list[Link]:
    """All that somebody holds, opened with their own key."""
    found = []
    for row in await queries.links_of(tx, person=person):
        address, purpose, subject = orjson.loads(box.open(row["sealed"], f"link:{row['link_id']}"))
        found.append(Link(AddressId(address), Purpose(purpose), subject))
    return found


async def forget_address(tx: Transaction, address: AddressId) -> None:
    """Nobody can be reached there any more, and nothing is owed there."""
    await queries.forget_address(tx, address_id=address)
    await queries.withdraw_letters_to(tx, address_id=address)


async def give_up_address(tx: Transaction, address: AddressId) -> None:
    """Nobody is reached there now, and nothing is owed there; where sent messages stand is still known,
    should the person come back."""
    await queries.forget_address(tx, address_id=address)
    await queries.withdraw_owed_to(tx, address_id=address)
