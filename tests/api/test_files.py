"""Files: announced, put, named, shown; known by their bytes, bound to their people, never run."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator

import pytest

from tests.gateway.things import claimed, stored
from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import Somebody, World

PDF = b"%PDF-1.7\n" + b"x" * 50
EXE = b"MZ\x90\0\x03\0\0\0" + b"\0" * 100
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
ZIP = b"PK\x03\x04" + b"\0" * 100


async def announced(person: Somebody, name: str, size: int) -> Json:
    """Where the bytes are to go."""
    return await person.posts("file.attach", {"clientId": client_id(), "name": name, "size": size})


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [("a.pdf", PDF, "application/pdf"), ("包裹.txt", "你好".encode(), "text/plain")],
)
async def test_a_file_comes_in_two_steps_and_goes_out_where_no_script_runs(
    world: World, name: str, content: bytes, mime: str
) -> None:
    shopper, ann = await world.shopper("north"), await world.agent("north", "ann")
    link = await announced(shopper, name, len(content))
    put = await world.client.put(link["url"], content=content)
    assert put.json() == {"id": link["fileId"], "name": name, "mime": mime, "size": len(content)}
    opening = {"clientId": client_id(), "body": {"text": "See", "attachments": [link["fileId"]]}}
    id = (await shopper.posts("conversation.open", opening))["conversationId"]
    await claimed(ann, id)
    for person in (shopper, ann):
        url = (await person.posts("file.link", {"fileId": link["fileId"]}))["url"]
        got = await world.client.get(url)
        assert got.content == content
        assert got.headers["content-type"].partition(";")[0] == mime
        assert got.headers["content-disposition"].startswith("attachment;")
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in got.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["photo.png", "page.html", "image.svg", "run.exe", "notes"])
@pytest.mark.parametrize("content", [EXE, SVG, HTML, ZIP], ids=["exe", "svg", "html", "zip"])
async def test_a_files_bytes_decide_and_not_its_name(world: World, name: str, content: bytes) -> None:
    shopper = await world.shopper("north")
    link = await announced(shopper, name, len(content))
    put = await world.client.put(link["url"], content=content, headers={"Content-Type": "image/png"})
    assert (put.status_code, put.json()["error"]["code"]) == (415, "unsupported")
    assert (await shopper.posts("file.link", {"fileId": link["fileId"]}))["error"]["code"] == "not_found"


async def test_more_or_fewer_bytes_than_announced_are_refused_and_leave_nothing(world: World) -> None:
    shopper = await world.shopper("north")
    link = await announced(shopper, "a.txt", 5)
    large = await world.client.put(link["url"], content=b"hello!")
    short = await world.client.put(link["url"], content=b"hell")
    assert (large.status_code, large.json()["error"]["code"]) == (413, "too_large")
    assert (short.status_code, short.json()["error"]["code"]) == (400, "bad_request")
    data = world.server.folder / "data"
    assert not list((data / "files").glob(f"*/{link['fileId']}"))
    assert not list((data / "spool").iterdir())
    assert (await world.client.put(link["url"], content=b"hello")).status_code == 200
    assert (await announced(shopper, "a.txt", 21 * 2**20))["error"]["code"] == "bad_request"


async def test_a_second_put_changes_nothing(world: World) -> None:
    shopper = await world.shopper("north")
    link = await announced(shopper, "a.txt", 5)
    for content in (b"hello", b"other"):
        assert (await world.client.put(link["url"], content=content)).status_code == 200
    url = (await shopper.posts("file.link", {"fileId": link["fileId"]}))["url"]
    assert (await world.client.get(url)).content == b"hello"


async def test_two_puts_at_once_keep_one_file(world: World) -> None:
    """The first fell silent on its way; whoever comes beside it is told to wait, and never mixes with it."""
    shopper = await world.shopper("north")
    await stored(shopper, b"so that the spool is there")
    link = await announced(shopper, "a.txt", 5)
    held = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b"hel"
        await held.wait()
        yield b"lo"

    spool = world.server.folder / "data" / "spool"
    first = asyncio.create_task(world.client.put(link["url"], content=slowly()))
    while not os.listdir(spool):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    second = await world.client.put(link["url"], content=b"<scri")
    assert (second.status_code, second.json()["error"]["code"]) == (503, "busy")
    held.set()
    assert (await first).status_code == 200
    url = (await shopper.posts("file.link", {"fileId": link["fileId"]}))["url"]
    assert (await world.client.get(url)).content == b"hello"


async def test_half_an_upload_leaves_nothing_and_no_trace_in_the_log(world: World) -> None:
    shopper = await world.shopper("north")
    await stored(shopper, b"so that the spool is there")
    link, spool = await announced(shopper, "a.txt", 1000), world.server.folder / "data" / "spool"
    _, writer = await asyncio.open_connection("127.0.0.1", world.server.port)
    writer.write(f"PUT {link['url']} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf".encode())
    for there in (True, False):
        while bool(os.listdir(spool)) is not there:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        writer.close()
    await stored(shopper, b"somewhat later")
    assert "Traceback" not in world.server.tail(100_000)


async def test_an_address_is_for_one_file_and_one_deed(world: World) -> None:
    shopper = await world.shopper("north")
    first, second = await stored(shopper, b"hello"), await stored(shopper, b"other")
    url = (await shopper.posts("file.link", {"fileId": first}))["url"]
    token = url.partition("?t=")[2]
    for path in (f"/v1/files/{second}?t={token}", f"/v1/files/{first}", f"/v1/files/{first}?t=x", f"{url}x"):
        assert (await world.client.get(path)).status_code == 401
    assert (await world.client.put(url, content=b"hello")).status_code == 401


async def test_a_file_of_another_person_cannot_be_shown_or_sent(world: World) -> None:
    owner, other = await world.shopper("north"), await world.shopper("north")
    file = await stored(owner, b"hello")
    for person in (other, await world.shopper("south"), await world.agent("north", "ann")):
        assert (await person.posts("file.link", {"fileId": file}))["error"]["code"] == "not_found"
    opening = {"clientId": client_id(), "body": {"text": "Mine now", "attachments": [file]}}
    assert (await other.posts("conversation.open", opening))["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\r\nX-Evil: 1.txt", 'a".txt', "\u202egpj.txt", "包裹.txt", "..hidden"]
)
async def test_a_name_can_neither_climb_nor_break_a_header(world: World, name: str) -> None:
    shopper = await world.shopper("north")
    file = await stored(shopper, secrets.token_hex(4).encode(), f"{name}.txt")
    got = await world.client.get((await shopper.posts("file.link", {"fileId": file}))["url"])
    assert got.status_code == 200
    disposition = got.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''")
    assert not set('/\\\r\n"\u202e') & set(disposition.partition("''")[2])
    assert "x-evil" not in got.headers
