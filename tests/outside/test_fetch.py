"""Real servers of every kind of malice, and the fetch that none of them harms; each guard is shown to be what stops them."""

import asyncio
import gzip
import ssl
import subprocess
import zlib
from pathlib import Path

import pytest
from msgspec.structs import replace

from server.outside import fetch as fetching
from server.outside import resolving, unpacking
from server.outside.errors import Unreached
from server.outside.fetch import Ask, SafeFetch
from server.outside.limits import Limits
from tests.support.web import GOOD, LIMITS, SECRET, Web, said


async def why(web: Web, url: str, **more: object) -> str:
    """Why it was not reached."""
    with pytest.raises(Unreached) as unreached:
        await web.fetch(url, **more)
    return unreached.value.why


async def test_it_brings_what_was_asked_and_nothing_of_this_machine(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://{SECRET}:1")
    here = await web.place(said(b"yes", "201 Created", Set_Cookie="a=b; Path=/"))
    web.names["shop.example"] = [[GOOD]]
    fetcher, url = web.fetcher(), f"http://shop.example:{here.port}/hook?x=1"
    for _ in range(2):
        answer = await fetcher(Ask(url=url, method="POST", body=b"{}", headers={"X-Own": "1", "User-Agent": "evil"}))
    assert (answer.status, answer.body, answer.url) == (201, b"yes", url)
    head = here.heads[-1].lower()
    assert head.startswith("post /hook?x=1 http/1.1\r\n")
    assert f"host: shop.example:{here.port}\r\n" in head
    assert "user-agent: tradewind/1\r\n" in head
    assert "x-own: 1\r\n" in head
    assert "cookie" not in head
    assert here.bodies == [b"{}", b"{}"]
    await fetcher.aclose()


@pytest.mark.parametrize(
    "found", [[SECRET], [GOOD, SECRET], [SECRET, GOOD], ["::1"], ["::ffff:127.0.0.6"], ["10.0.0.1"]]
)
async def test_one_bad_address_condemns_the_name(web: Web, found: list[str]) -> None:
    secret = await web.place(said(), SECRET)
    web.names["shop.example"] = [found]
    assert await why(web, f"http://shop.example:{secret.port}/") == "address"
    assert not secret.heads


async def test_what_needs_no_name_is_judged_too(web: Web) -> None:
    secret = await web.place(said(), SECRET)
    for host in (SECRET, "[::1]", "[::ffff:127.0.0.6]", "[64:ff9b::127.0.0.6]", "169.254.169.254"):
        assert await why(web, f"http://{host}:{secret.port}/") == "address"
    assert not secret.heads
    assert not web.asked


async def test_the_guard_of_addresses_is_what_stops_it(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = await web.place(said(b"the secret"), SECRET)
    monkeypatch.setattr(resolving, "public", lambda *_: True)
    limits = replace(LIMITS, ports=frozenset({secret.port}))
    assert (await web.fetcher(limits)(Ask(url=f"http://{SECRET}:{secret.port}/"))).body == b"the secret"


async def test_a_name_that_changes_after_it_was_judged_changes_nothing(web: Web) -> None:
    here = await web.place(said(b"good"))
    secret = await asyncio.start_server(lambda *_: None, SECRET, here.port)
    web.names["flips.example"] = [[GOOD], [SECRET]]
    assert (await web.fetch(f"http://flips.example:{here.port}/")).body == b"good"
    assert web.asked == ["flips.example"]
    assert await why(web, f"http://flips.example:{here.port}/") == "address"
    secret.close()


async def test_a_fetch_that_asks_the_name_again_would_be_led_astray(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = await web.place(said(b"the secret"), SECRET)
    web.names["flips.example"] = [[GOOD], [SECRET]]

    async def judged_then_resolved_again(target, resolver, limits):  # type: ignore[no-untyped-def]
        await resolving.judged(target, resolver, limits)
        return await resolver(target.host, target.port)

    monkeypatch.setattr(fetching, "judged", judged_then_resolved_again)
    assert (await web.fetch(f"http://flips.example:{secret.port}/")).body == b"the secret"


async def test_only_some_ports_are_asked(web: Web) -> None:
    web.names["public.example"] = [["93.184.215.14"]]
    for port in (22, 25, 6379, 11211, 3306):
        assert await why(web, f"http://public.example:{port}/") == "port"
    assert await why(web, "http://nowhere.example/") == "resolve"


async def chain(web: Web, *locations: str, status: str = "302 Found") -> str:
    """Places that lead on to one another; the last one answers `end`. `$` stands for the next one."""
    url = f"http://shop.example:{(await web.place(said(b'end'))).port}/"
    web.names["shop.example"] = [[GOOD]]
    for location in reversed(locations):
        step = await web.place(said(b"", status, Location=location.replace("$", url)))
        url = f"http://shop.example:{step.port}/"
    return url


async def test_redirects_are_followed_as_far_as_was_asked(web: Web) -> None:
    assert (await web.fetch(await chain(web, "$", "$", "$"), redirects=9)).body == b"end"
    assert await why(web, await chain(web, "$", "$", "$", "$"), redirects=9) == "redirects"
    assert await why(web, await chain(web, "$", "$"), redirects=1) == "redirects"
    assert (await web.fetch(await chain(web, "$"))).status == 302


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "address"),
        (f"http://{SECRET}:80/", "address"),
        ("http://0x7f000006/", "host"),
        ("http://u:p@shop.example/", "userinfo"),
        ("file:///etc/passwd", "scheme"),
        ("http://inside.example/", "address"),
        ("http://shop.example:6379/", ""),
    ],
)
async def test_redirects_are_judged(web: Web, location: str, reason: str) -> None:
    web.names["inside.example"] = [["10.0.0.7"]]
    assert await why(web, await chain(web, "$", location), redirects=3) == (reason or "connect")


async def test_credentials_stay_where_they_were_meant_for(web: Web) -> None:
    there = await web.place(said(b"end"), "127.0.0.7")
    web.names |= {"other.example": [["127.0.0.7"]], "shop.example": [[GOOD]]}
    location = f"http://other.example:{there.port}/"
    secrets = {"Authorization": "Bearer x", "Cookie": "a=b", "X-Key": "k", "webhook-signature": "v1,x", "Accept": "a/b"}
    for status, method, body in (("302 Found", "GET", b""), ("307 Temporary Redirect", "POST", b"{}")):
        here = await web.place(said(b"", status, Location=location))
        ask = {"method": "POST", "body": b"{}", "headers": secrets, "redirects": 3}
        await web.fetch(f"http://shop.example:{here.port}/", **ask)
        head = there.heads[-1].lower()
        assert all(f"{name.lower()}:" in here.heads[-1].lower() for name in secrets)
        assert not [name for name in secrets if f"{name.lower()}:" in head and name != "Accept"]
        assert "accept: a/b" in head
        assert head.startswith(method.lower())
        assert there.bodies[-1] == body


async def drip(writer: asyncio.StreamWriter) -> None:
    """A byte now and then, for ever: no single wait is long."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(10_000):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def silence(writer: asyncio.StreamWriter) -> None:
    """Nothing at all."""
    await asyncio.sleep(5)


async def drip_of_headers(writer: asyncio.StreamWriter) -> None:
    """A head that never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(10_000):
        writer.write(f"X-{number}: y\r\n".encode())
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("kind", [drip, silence, drip_of_headers])
async def test_it_ends_by_time(web: Web, kind) -> None:  # type: ignore[no-untyped-def]
    here = await web.place(kind)
    fetcher = web.fetcher(replace(LIMITS, total=0.2))
    with pytest.raises(Unreached) as unreached:
        await fetcher(Ask(url=f"http://{GOOD}:{here.port}/"))
    assert unreached.value.why == "timeout"
    await fetcher.aclose()


async def test_a_name_that_never_resolves_ends_by_time() -> None:
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    fetcher = SafeFetch(Limits(total=0.1), never)
    with pytest.raises(Unreached, match="timeout"):
        await fetcher(Ask(url="http://slow.example/"))
    await fetcher.aclose()


def bomb(size: int, window: int) -> bytes:
    """Nothing, much of it."""
    pack = zlib.compressobj(9, zlib.DEFLATED, window)
    return pack.compress(bytes(size)) + pack.flush()


async def test_it_ends_by_size(web: Web) -> None:
    async def flood(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(10_000):
            writer.write(b"x" * 65536)
            await writer.drain()

    for reply in (
        said(b"x" * 20_001),
        said(b"x" * 30_000, Content_Encoding="identity"),
        said(bomb(50_000_000, 31), Content_Encoding="gzip"),
        said(bomb(50_000_000, 15), Content_Encoding="deflate"),
        flood,
    ):
        here = await web.place(reply)
        assert await why(web, f"http://{GOOD}:{here.port}/") == "too_large"
    here = await web.place(said(b"x" * 20_000))
    assert len((await web.fetch(f"http://{GOOD}:{here.port}/")).body) == 20_000


async def test_a_bomb_is_never_opened_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    class Watched:
        largest = 0

        def __init__(self, window: int) -> None:
            self._inner = zlib.decompressobj(window)

        def decompress(self, data: bytes, most: int) -> bytes:
            out = self._inner.decompress(data, most)
            Watched.largest = max(Watched.largest, len(out))
            return out

    class Zlib:
        error, decompressobj = zlib.error, Watched

    async def chunks():  # type: ignore[no-untyped-def]
        yield bomb(50_000_000, 31)

    monkeypatch.setattr(unpacking, "zlib", Zlib)
    with pytest.raises(Unreached, match="too_large"):
        await unpacking.bounded(chunks(), "gzip", 20_000)
    assert 0 < Watched.largest <= 20_001


async def test_packed_answers_are_unpacked_and_what_cannot_be_read_is_refused(web: Web) -> None:
    packed = gzip.compress(b"packed")
    here = await web.place(said(packed, Content_Encoding="gzip"))
    assert (await web.fetch(f"http://{GOOD}:{here.port}/")).body == b"packed"
    for body, encoding in ((packed, "br"), (packed, "gzip, gzip"), (b"no gzip", "gzip"), (packed[:-4], "gzip"),
                           (packed + b"tail", "gzip")):  # fmt: skip
        here = await web.place(said(body, Content_Encoding=encoding))
        assert await why(web, f"http://{GOOD}:{here.port}/") == "encoding"
    here = await web.place(said(b"", "204 No Content", Content_Encoding="gzip"))
    assert (await web.fetch(f"http://{GOOD}:{here.port}/")).status == 204


async def test_garbage_and_nobody(web: Web) -> None:
    for reply in (b"\x00\x01garbage\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nxx"):
        here = await web.place(reply)
        assert await why(web, f"http://{GOOD}:{here.port}/") == "protocol"
    await web.close()
    assert await why(web, f"http://{GOOD}:{here.port}/") == "connect"


def certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server that is `shop.example`, and the certificate that says so."""
    key, cert = folder / "key", folder / "cert"
    wish = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=shop.example"]
    names = ["-addext", "subjectAltName=DNS:shop.example", "-keyout", str(key), "-out", str(cert), "-days", "2"]
    subprocess.run(["openssl", "req", "-x509", *wish, *names], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, cert


async def test_the_certificate_must_be_the_names_and_not_the_addresses(web: Web, tmp_path: Path) -> None:
    server, cert = certified(tmp_path)
    web.names |= {"shop.example": [[GOOD]], "other.example": [[GOOD]]}
    here = await web.place(said(b"secure"), tls=server)
    assert await why(web, f"https://shop.example:{here.port}/") == "connect"
    web.trust.load_verify_locations(cert)
    assert (await web.fetch(f"https://shop.example:{here.port}/")).body == b"secure"
    assert await why(web, f"https://other.example:{here.port}/") == "connect"
    assert await why(web, f"https://{GOOD}:{here.port}/") == "connect"


async def test_the_second_address_of_a_name_is_tried(web: Web) -> None:
    here = await web.place(said(b"second"))
    web.names["shop.example"] = [["127.0.0.7", GOOD]]
    assert (await web.fetch(f"http://shop.example:{here.port}/")).body == b"second"
