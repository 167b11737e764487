"""Files from the web: from public addresses, over https, not too large, and not twice."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.core.download import CannotDownload, Known
from bot.gateway import download as gateway
from bot.gateway.download import REDIRECTS, download, is_public
from tests.gateway.server import serving


async def content(url: str, etag: str = "") -> bytes | None:
    return (await download(url, Known(etag), may_be_private=True)).content


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
        *("::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1"),
    ],
)
def test_this_machine_and_its_neighbours_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_the_rest_of_the_world_is_public() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize(
    "url", ["http://example.org/a.ics", "ftp://example.org/", "file:///etc/passwd", "https://127.0.0.1/"]
)
async def test_what_is_not_public_https_is_not_asked_for(url: str) -> None:
    with pytest.raises(CannotDownload, match="not a"):
        await download(url, Known(), may_be_private=False)


async def test_a_name_that_leads_home_is_not_followed() -> None:
    with pytest.raises(CannotDownload):
        await download("https://localhost/", Known(), may_be_private=False)


async def test_a_file_is_known_by_its_tag_with_and_without_quotes() -> None:
    asked = []

    async def answer(request: web.Request) -> web.Response:
        asked.append((request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")))
        return web.Response(body=b"x", headers={"ETag": '"abc"', "Last-Modified": "yesterday"})

    async with serving(answer) as url:
        first = await download(url, Known(), may_be_private=True)
        await download(url, first.known, may_be_private=True)
    assert asked == [(None, None), ('"abc", "abc", abc', "yesterday")]


async def test_what_has_not_changed_is_not_sent_again() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=304)

    async with serving(answer) as url:
        assert await content(url, '"abc"') is None


async def test_a_file_that_does_not_end_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "LARGEST_FILE", 100_000)

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1000):
            await response.write(b"x" * 65536)
        return response

    async with serving(answer) as url:
        with pytest.raises(CannotDownload, match="over"):
            await content(url)


async def test_redirects_are_followed_a_few_times_and_nowhere_they_should_not_lead() -> None:
    async def answer(request: web.Request) -> web.Response:
        left = int(request.query.get("left", "0"))
        if left:
            raise web.HTTPFound(f"/?left={left - 1}")
        if request.query.get("to"):
            raise web.HTTPFound(request.query["to"])
        return web.Response(body=b"here")

    async with serving(answer) as url:
        assert await content(f"{url}/?left={REDIRECTS}") == b"here"
        with pytest.raises(CannotDownload, match="redirects"):
            await content(f"{url}/?left={REDIRECTS + 1}")
        with pytest.raises(CannotDownload, match="https"):
            await content(f"{url}/?to=file:///etc/passwd")


@pytest.mark.parametrize("status", [404, 500])
async def test_any_other_answer_is_none(status: int) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status)

    async with serving(answer) as url:
        with pytest.raises(CannotDownload, match=str(status)):
            await content(url)


async def test_what_comes_packed_all_the_same_is_not_unpacked() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=b"bomb", headers={"Content-Encoding": "gzip"})

    async with serving(answer) as url:
        with pytest.raises(CannotDownload, match="packs"):
            await content(url)
