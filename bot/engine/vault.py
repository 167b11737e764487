"""Sealing: AES-256-GCM under rotatable master keys, every box bound to the place it belongs to."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_KEY_MARK = 4
KEY_BYTES = 32


class Unreadable(Exception):
    """A box that no key at hand opens: wrong key, wrong place, or damaged."""


def new_key() -> bytes:
    return AESGCM.generate_key(KEY_BYTES * 8)


def write_key(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode()


def read_keys(written: str) -> list[bytes]:
    """Keys in base 64, separated by commas or white space. Raises ValueError."""
    keys = []
    for part in written.replace(",", " ").split():
        try:
            key = base64.b64decode(part, altchars=b"-_", validate=True)
        except binascii.Error as error:
            raise ValueError("a master key is not base 64") from error
        if len(key) != KEY_BYTES:
            raise ValueError(f"a master key has {len(key)} bytes, not {KEY_BYTES}")
        keys.append(key)
    if not keys:
        raise ValueError("there is no master key")
    return keys


class Box:
    """Seals and opens with one key."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, content: bytes, bound_to: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, content, bound_to.encode())

    def open(self, sealed: bytes, bound_to: str) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to.encode())
        except (InvalidTag, ValueError) as error:
            raise Unreadable(f"cannot open {bound_to.partition(':')[0]}") from error


class Vault:
    """The master keys: the first seals, all open. A box begins with the mark of the key it needs."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._boxes = {_mark(key): Box(key) for key in keys}
        self._first = _mark(keys[0])

    def seal(self, content: bytes, bound_to: str) -> bytes:
        return self._first + self._boxes[self._first].seal(content, bound_to)

    def open(self, sealed: bytes, bound_to: str) -> bytes:
        box = self._boxes.get(sealed[:_KEY_MARK])
        if box is None:
            raise Unreadable(f"the master key that sealed {bound_to.partition(':')[0]} is not at hand")
        return box.open(sealed[_KEY_MARK:], bound_to)

    def is_current(self, sealed: bytes) -> bool:
        return sealed[:_KEY_MARK] == self._first


class Pepper:
    """A secret that stays when master keys change; makes pseudonyms and look-ups that only it can make."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def digest(self, purpose: str, value: str) -> str:
        """128 bits in 22 URL-safe characters; another purpose gives an unrelated digest."""
        mac = hmac.digest(self._secret, f"{purpose}\0{value}".encode(), "sha256")
        return base64.urlsafe_b64encode(mac[:16]).decode().rstrip("=")

    def key(self, purpose: str) -> bytes:
        """A key of its own for one purpose, which no digest gives away: none is of an unnamed purpose."""
        return hmac.digest(self._secret, f"\0key\0{purpose}".encode(), "sha256")


def _mark(key: bytes) -> bytes:
    return hashlib.sha256(b"trustline key mark" + key).digest()[:_KEY_MARK]
