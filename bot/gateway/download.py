"""Fetches a file from the web, from nowhere else, and never more of it than asked for."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from yarl import URL

from bot.core.download import CannotDownload, Downloaded, Known

LARGEST_FILE = 10_000_000
REDIRECTS = 5
SECONDS, TO_CONNECT = 60.0, 10.0
_PIECE = 65536
_MOVED = {301, 302, 303, 307, 308}


class _PublicOnly(AbstractResolver):
    """Names lead to public addresses only. The connection goes to the very address that was looked at."""

    def __init__(self) -> None:
        self._resolver = DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        public = [each for each in found if is_public(each["host"])]
        if not public:
            raise OSError("no public address")
        return public

    async def close(self) -> None:
        await self._resolver.close()


def is_public(address: str) -> bool:
    """Not this machine, not its neighbours, and none of them wrapped into an IPv6 address."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            found = inner
        elif found in ipaddress.ip_network("64:ff9b::/96"):
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.is_global and not found.is_multicast


async def download(url: str, known: Known, *, may_be_private: bool) -> Downloaded:
    """`may_be_private`: from a house's own network too, where http will do.

    Raises CannotDownload.
    """
    resolver = None if may_be_private else _PublicOnly()
    connector = aiohttp.TCPConnector(resolver=resolver)
    timeout = aiohttp.ClientTimeout(total=SECONDS, connect=TO_CONNECT)
    try:
        async with aiohttp.ClientSession(
            connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
        ) as session:
            return await _follow(session, URL(url), known, may_be_private=may_be_private)
    except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
        raise CannotDownload(type(error).__name__) from error


async def _follow(
    session: aiohttp.ClientSession, url: URL, known: Known, *, may_be_private: bool
) -> Downloaded:
    for _ in range(REDIRECTS + 1):
        _refuse_address(url, may_be_private=may_be_private)
        async with session.get(url, headers=_headers(known), allow_redirects=False) as response:
            if response.status in _MOVED and "Location" in response.headers:
                url = url.join(URL(response.headers["Location"]))
                continue
            return await _read(response)
    raise CannotDownload(f"more than {REDIRECTS} redirects")


def _refuse_address(url: URL, *, may_be_private: bool) -> None:
    """A host that is an address needs no resolver, so it is looked at here."""
    if url.scheme != "https" and not (may_be_private and url.scheme == "http"):
        raise CannotDownload("not an https address")
    if may_be_private or url.host is None:
        return
    try:
        allowed = is_public(url.host)
    except ValueError:  # a name
        return
    if not allowed:
        raise CannotDownload("not a public address")


def _headers(known: Known) -> dict[str, str]:
    """A tag goes out as it came and without its quotes: pretalx compares it so."""
    headers = {"Accept-Encoding": "identity"}
    if known.etag:
        bare = known.etag.removeprefix("W/").strip('"')
        headers["If-None-Match"] = f'{known.etag}, "{bare}", {bare}'
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    return headers


async def _read(response: aiohttp.ClientResponse) -> Downloaded:
    if response.status == 304:
        return Downloaded(None, Known())
    if response.status != 200:
        raise CannotDownload(f"the server answered {response.status}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise CannotDownload("the server packs what was to come unpacked")
    content = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        content += piece
        if len(content) > LARGEST_FILE:
            raise CannotDownload(f"over {LARGEST_FILE // 1_000_000} MB")
    return Downloaded(bytes(content), Known(*(_header(response, name) for name in ("ETag", "Last-Modified"))))


def _header(response: Any, name: str) -> str:
    """Short enough to be kept, and one line."""
    value: str = response.headers.get(name, "")
    return value if len(value) <= 200 and value.isprintable() else ""
