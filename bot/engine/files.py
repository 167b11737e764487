"""Clean files: kept sealed under the data key of what they belong to, and gone with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import orjson

from bot.core.clock import Clock
from bot.core.ids import FileId, KeyId, random_id
from bot.core.media import CleanFile, MediaKind
from bot.engine.keyring import Keyring
from bot.engine.people import queries
from bot.storage.database import Transaction


class FileStore:
    """Implements `core.context.Files`, and opens files for whoever carries them."""

    def __init__(self, keyring: Keyring, clock: Clock) -> None:
        self._keyring = keyring
        self._clock = clock

    async def put(self, tx: Transaction, key: KeyId, file: CleanFile, expires_in: int | None) -> FileId:
        """Raises KeyError when the key was destroyed: nobody wants the file any more."""
        box, file_id = await self._keyring.box(tx, key), FileId(random_id())
        about = orjson.dumps([file.kind, file.mime, file.width, file.height, file.duration])
        expires_at = None if expires_in is None else int(self._clock.now()) + expires_in
        await queries.keep_file(
            tx,
            file_id=file_id,
            key_id=key,
            sealed=box.seal(about + b"\n" + file.content, f"file:{file_id}"),
            expires_at=expires_at,
        )
        return file_id

    async def open(self, tx: Transaction, files: Iterable[FileId]) -> Mapping[FileId, CleanFile]:
        """Those that are still there."""
        found = {}
        for file_id in files:
            row = await queries.file(tx, file_id=file_id)
            if row is None:
                continue
            box = self._keyring.unwrap(KeyId(row["key_id"]), row["key_sealed"])
            about, _, content = box.open(row["sealed"], f"file:{file_id}").partition(b"\n")
            kind, mime, width, height, duration = orjson.loads(about)
            found[file_id] = CleanFile(MediaKind(kind), mime, content, width, height, duration)
        return found

    async def keep(self, tx: Transaction, files: Iterable[FileId]) -> None:
        for file_id in files:
            await queries.file_stays(tx, file_id=file_id)

    async def keep_for(self, tx: Transaction, files: Iterable[FileId], seconds: int) -> None:
        expires_at = int(self._clock.now()) + seconds
        for file_id in files:
            await queries.file_stays_until(tx, file_id=file_id, expires_at=expires_at)

    async def drop(self, tx: Transaction, files: Iterable[FileId]) -> None:
        for file_id in files:
            await queries.drop_file(tx, file_id=file_id)
