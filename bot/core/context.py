"""What a handler is given: the transaction, the time, the texts, the keepers of people and keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Protocol

from bot.core.ids import AddressId, Batch, FileId, KeyId, MessageId, PersonId, Ref, ThreadId
from bot.core.journal import Journal
from bot.core.language import Language
from bot.core.outcome import SentMessage, Tally
from bot.core.roles import Action, Role, may
from bot.core.text import Texts
from bot.storage.database import Transaction


class Purpose(StrEnum):
    """Why an address is kept. Addresses and pseudonyms of different purposes cannot be joined."""

    CONCERN = "concern"
    ATTENDANCE = "attendance"
    STAFF = "staff"
    CONDUCT = "conduct"
    """Only ever an alias: no address is kept for it."""
    HELPED = "helped"
    """Only ever an alias, for what somebody found helpful."""
    SERVICES = "services"
    """Only ever an alias, too: who said that an entry is wrong."""
    REPORT = "report"
    """Only ever an alias, of somebody who could not reach a number."""
    DISCRETION = "discretion"
    """To delete what stands in their chat."""
    VOICE = "voice"
    """To be told what came of what they answered."""
    ACTIVITY = "activity"
    """A place in one activity; places of one person share nothing either."""
    QUESTION = "question"
    """One question to a session, to be told what becomes of it; and the alias for votes."""
    FEEDBACK = "feedback"
    """Only ever an alias, for what somebody thought of a session."""


@dataclass(frozen=True, slots=True)
class Link:
    """One thing a person holds: where they are reached about it, and the slice's own id of it."""

    address: AddressId
    purpose: Purpose
    subject: str


class People(Protocol):
    """The only place that can tell that two things belong to one person, and only while they are here."""

    async def keep_address(self, purpose: Purpose, subject: str) -> AddressId:
        """Seal a way to reach the person of this event about `subject`, and remember it as theirs."""
        ...

    async def links(self, purpose: Purpose) -> Sequence[Link]: ...

    async def reach_again(self, address: AddressId) -> None:
        """The person of this event is here: an address of theirs that was given up leads to them again."""
        ...

    async def unlink(self, address: AddressId) -> None:
        """Forget an address and that it was theirs: what is still owed there is not sent."""
        ...

    async def choose_language(self, language: Language) -> None: ...

    def alias(self, purpose: Purpose) -> str:
        """The person's pseudonym for one purpose: cannot be joined with any other of theirs."""
        ...

    async def parting_address(self) -> AddressId:
        """An address nobody can link with the person, for one letter that `is_last`."""
        ...

    async def mark_staff(self, *, is_staff: bool) -> None: ...

    @property
    def is_known(self) -> bool:
        """Something is kept about the person of this event."""
        ...

    async def forget(self, still_owed: Collection[AddressId] = ()) -> None:
        """Destroy the person's key and all rows under it: language, steps, links and addresses.

        Addresses where a last letter is `still_owed` lead nowhere else any more, and go with that letter.
        """
        ...


class Sealer(Protocol):
    """One data key at hand. `bound_to` names the row and column: sealed bytes open nowhere else."""

    def seal(self, text: str, bound_to: str) -> bytes: ...

    def open(self, sealed: bytes, bound_to: str) -> str: ...


class Keys(Protocol):
    """Data keys: what is sealed with one is gone when it is destroyed, in every backup too."""

    async def new(self, tx: Transaction) -> KeyId: ...

    async def sealer(self, tx: Transaction, key: KeyId) -> Sealer:
        """Raises KeyError when the key was destroyed."""
        ...

    async def destroy(self, tx: Transaction, key: KeyId) -> None: ...

    def lookup(self, purpose: str, secret: str) -> str:
        """A keyed hash by which a secret can be found without being kept."""
        ...


class Sent(Protocol):
    """What became of letters."""

    async def by_ref(self, tx: Transaction, refs: Iterable[Ref]) -> Sequence[SentMessage]: ...

    async def by_message(self, tx: Transaction, to: AddressId, message: MessageId) -> Ref | None: ...

    async def by_thread(self, tx: Transaction, to: AddressId, thread: ThreadId) -> Ref | None: ...

    async def withdraw(self, tx: Transaction, refs: Iterable[Ref]) -> None:
        """Forget letters: what has not left yet does not leave."""
        ...

    async def take_back(self, tx: Transaction, to: AddressId) -> Sequence[Ref]:
        """Forget what is owed there, or waits there behind a neutral message; what was named, by its name."""
        ...

    async def language_of(self, tx: Transaction, address: AddressId) -> Language | None:
        """The language letters to this address are written in; None when it is no longer kept."""
        ...

    async def hold_back(self, tx: Transaction, ref: Ref) -> bool:
        """Forget a letter that has not left yet; False when it has, or is just leaving."""
        ...

    async def forget_addresses(self, tx: Transaction, addresses: Iterable[AddressId]) -> None:
        """Nobody is reached there any more, and nothing is owed there."""

    async def tally(self, tx: Transaction, batch: Batch) -> Tally: ...

    async def put_off_batch(self, tx: Transaction, batch: Batch, until: int) -> None:
        """Its letters that are not on their way leave no sooner."""
        ...

    async def withdraw_batch(self, tx: Transaction, batch: Batch) -> None:
        """Forget its letters that are not on their way; one that is may come back, to be withdrawn then."""
        ...

    async def forget_batch(self, tx: Transaction, batch: Batch) -> None:
        """What became of it is not kept any longer."""
        ...


class Files(Protocol):
    """Clean files, each sealed with the data key of what it belongs to."""

    async def keep(self, tx: Transaction, files: Iterable[FileId]) -> None:
        """They stay as long as their key."""
        ...

    async def keep_for(self, tx: Transaction, files: Iterable[FileId], seconds: int) -> None:
        """They stay for so long from now on, unless they stay as long as their key."""
        ...

    async def drop(self, tx: Transaction, files: Iterable[FileId]) -> None: ...


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One officer, lead or coordinator, as other slices may know them."""

    address: AddressId
    role: Role
    organisation: str
    areas: frozenset[str]
    topics: frozenset[str]
    """Empty: all."""
    languages: frozenset[Language] = frozenset()
    """Those they answer in; empty: not said."""
    name: str = ""
    """What colleagues call them; young people never see it."""
    is_on_duty: bool = True
    """Now: by the roster, or because they said so."""

    def covers(self, topic: str, area: str) -> bool:
        return (not self.topics or topic in self.topics) and (not self.areas or area in self.areas)


@dataclass(frozen=True, slots=True)
class Need:
    """What a case asks of whoever is to have it."""

    topic: str
    area: str
    language: Language
    kinds: frozenset[str] = frozenset()
    """Kinds of organisation whose officers may read it, as the young person chose; empty: all."""
    excluded: frozenset[AddressId] = frozenset()


class Tier(IntEnum):
    """In this order staff are called until somebody takes a case."""

    DUTY = 0
    """Who covers it and is on duty, those who answer in its language first."""
    ROSTER = 1
    """Who covers it and is not on duty now."""
    LEADS = 2
    COORDINATORS = 3


class Roster(Protocol):
    """Who works here, who covers what, and who is on duty."""

    async def of(self, tx: Transaction, person: PersonId) -> StaffMember | None: ...

    async def at(self, tx: Transaction, address: AddressId) -> StaffMember | None: ...

    async def able(self, tx: Transaction, need: Need, now: int) -> Mapping[Tier, Sequence[StaffMember]]:
        """Everybody who may have such a case, each in the first tier they belong to; all tiers are there."""
        ...

    async def working_for(self, tx: Transaction, organisation: str) -> Sequence[StaffMember]:
        """All who can be reached."""
        ...

    async def next_duty(self, tx: Transaction, need: Need, now: int) -> int | None:
        """When the next of those who cover it comes on duty (UTC seconds); None: nobody knows."""
        ...


class TextsFor(Protocol):
    def __call__(self, language: Language) -> Texts: ...


@dataclass(slots=True, kw_only=True)
class Work:
    """What anything is done with, inside one transaction, whether or not a person is at hand."""

    tx: Transaction
    now: int
    """UTC seconds."""
    texts_for: TextsFor
    keys: Keys
    sent: Sent
    files: Files
    journal: Journal

    async def texts_at(self, address: AddressId) -> Texts | None:
        """Texts in the language of whoever an address reaches."""
        language = await self.sent.language_of(self.tx, address)
        return self.texts_for(language) if language else None


@dataclass(slots=True, kw_only=True)
class Context(Work):
    """Everything one event of a person is handled with."""

    person: PersonId
    speaks_ours: bool
    """They chose a language, or their Telegram speaks one of ours; else `t` is English."""
    t: Texts
    people: People
    staff: StaffMember | None
    steps: Mapping[str, Mapping[str, Any]]
    """Data of the open questions, by dialogue; the one asked last comes first."""

    def may(self, action: Action) -> bool:
        """Whether the person at hand may do this at all, in whatever case."""
        return may(self.staff.role if self.staff else Role.ANYONE, action)
