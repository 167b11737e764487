"""What every command needs: the database, the keepers of secrets, this deployment's values and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.core.clock import Clock
from bot.core.danger import DangerWords, read_danger_words
from bot.core.directory import Directory, read_directory
from bot.core.emergency import EmergencyNumbers, read_emergency_numbers
from bot.core.errors import Reading
from bot.core.language import Language
from bot.core.search import SearchWords, read_search_words
from bot.engine.files import FileStore
from bot.engine.journal import ChainedJournal
from bot.engine.keyring import Keyring
from bot.engine.master_key import key_file, master_keys
from bot.engine.outbox import Outbox
from bot.engine.people import Registry
from bot.engine.vault import Vault
from bot.engine.workshop import Workshop
from bot.features.concerns.asking import AskingWords, read_asking_words
from bot.features.concerns.canned import CannedReplies, read_canned
from bot.features.concerns.identifying import Identifying, read_identifying
from bot.features.concerns.names import CaseNames, read_case_names
from bot.features.concerns.office import Office, Times
from bot.features.concerns.retention import Retention, read_retention
from bot.features.concerns.thanks import ThanksWords, read_thanks_words
from bot.features.learn.library import Library, load_library
from bot.features.programme.sources import Source, read_sources
from bot.features.staff.organisations import adopt_kept
from bot.features.staff.roster import StaffRoster
from bot.features.support.doubts import Doubts
from bot.features.support.helplines import Helplines, read_helplines
from bot.features.support.places import Places
from bot.i18n import Catalogues
from bot.settings import Settings
from bot.storage.connect import open_database
from bot.storage.database import Database

LOCALES = Path(__file__).parent.parent / "locales"


@dataclass(frozen=True, slots=True)
class Values:
    """All that is read from `config/`."""

    directory: Directory
    library: Library
    search_words: Mapping[Language, SearchWords]
    emergency: EmergencyNumbers
    helplines: Helplines
    danger: DangerWords
    identifying: Identifying
    asking: AskingWords
    thanks: ThanksWords
    names: CaseNames
    canned: CannedReplies
    retention: Retention
    times: Times
    sources: tuple[Source, ...]
    messages_per_second: int
    between_rooms: int
    """Seconds."""


def times_of(settings: Settings) -> Times:
    return Times(
        settings.answer_within_hours * 3600,
        settings.acknowledge_within_minutes * 60,
        settings.acknowledge_urgent_within_minutes * 60,
        settings.undo_seconds,
    )


def read_values(settings: Settings) -> Values:
    """Raises OperatorError with every mistake in every file."""
    config, reading = settings.config, Reading()

    def canned(directory: Directory) -> CannedReplies:
        return read_canned(config / "canned", directory.topics)

    def retention(directory: Directory) -> Retention:
        return read_retention(config, directory.topics)

    directory = reading.of(read_directory, config)
    danger = reading.of(read_danger_words, config)  # first: the others take what it needs only for a moment
    values = Values(
        directory,
        reading.of(load_library, config / "learn"),
        reading.of(read_search_words, config),
        reading.of(read_emergency_numbers, config),
        reading.of(read_helplines, config),
        danger,
        reading.of(read_identifying, config / "words" / "identifying"),
        reading.of(read_asking_words, config),
        reading.of(read_thanks_words, config),
        reading.of(read_case_names, config / "case_names"),
        reading.of(canned, directory),
        reading.of(retention, directory),
        times_of(settings),
        reading.of(read_sources, config),
        settings.messages_per_second,
        settings.minutes_between_rooms * 60,
    )
    reading.end()
    return values


@dataclass(frozen=True, slots=True)
class House:
    """Opened once; whoever opens it closes its database."""

    database: Database
    registry: Registry
    keyring: Keyring
    outbox: Outbox
    files: FileStore
    journal: ChainedJournal
    workshop: Workshop
    roster: StaffRoster
    doubts: Doubts
    values: Values
    texts_for: Catalogues
    clock: Clock

    @property
    def directory(self) -> Directory:
        return self.values.directory

    @property
    def places(self) -> Places:
        values = self.values
        return Places(values.directory, values.emergency, values.helplines, self.doubts)

    def office(self, *, uses_topics: bool) -> Office:
        values = self.values
        return Office(
            values.directory,
            self.roster,
            values.names,
            values.canned,
            values.identifying,
            values.asking,
            values.thanks,
            values.danger,
            values.emergency,
            values.times,
            uses_topics,
        )


async def open_house(settings: Settings, clock: Clock, values: Values | None = None) -> House:
    """`values` are read unless they were before. Raises StorageError, OperatorError, Unreadable."""
    values = values or read_values(settings)
    texts_for = Catalogues(LOCALES)
    url = settings.database_url.get_secret_value()
    written = settings.master_key.get_secret_value() if settings.master_key else None
    vault = Vault(master_keys(written, key_file(url)))
    database = await open_database(url)
    try:
        async with database.transaction(serial="secrets") as tx:
            registry = await Registry.load(tx, vault)
            await adopt_kept(tx, values.directory)
    except BaseException:
        await database.close()
        raise
    keyring = Keyring(registry)
    outbox, files = Outbox(registry, keyring, clock), FileStore(keyring, clock)
    journal = ChainedJournal(registry.pepper)
    return House(
        database,
        registry,
        keyring,
        outbox,
        files,
        journal,
        Workshop(database, keyring, outbox, files, journal, texts_for, clock),
        StaffRoster(keyring, values.directory, clock),
        Doubts(),
        values,
        texts_for,
        clock,
    )
