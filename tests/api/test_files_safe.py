"""What uploads try: two kinds at once, two suffixes, hidden things; and who may see what was only meant for the desk."""

import io
import sqlite3
from contextlib import closing

import pytest
from PIL import Image

from tests.api.test_files import announced
from tests.gateway.things import HELD, claimed, say, stored
from tests.support.people import client_id
from tests.support.pictures import SECRET, bomb, photograph, picture
from tests.support.wire import Json
from tests.support.worlds import Somebody, World

SCRIPT = b"<script>alert(1)</script>"
GIFAR = picture("GIF") + b"PK\x03\x04" + SCRIPT
GIF_JS = b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)//"
JPEG_HTML = picture("JPEG", comment=b"*/--><html>" + SCRIPT) + SCRIPT
PNG_ZIP = picture("PNG") + b"PK\x05\x06" + b"\0" * 18


async def shown(world: World, person: Somebody, file: str, more: str = "", **headers: str) -> tuple[int, bytes, Json]:
    """What a link of this person brings."""
    url = (await person.posts("file.link", {"fileId": file}))["url"]
    got = await world.client.get(url + more, headers=headers)
    return got.status_code, got.content, dict(got.headers)


@pytest.mark.parametrize(
    ("name", "content", "ends"),
    [
        ("a.html", GIFAR, ".html.gif"),
        ("photo.php.jpg", JPEG_HTML, ".php.jpg"),
        ("a.svg", PNG_ZIP, ".svg.png"),
        ("IMG_0001.HEIC", photograph("JPEG"), ".HEIC.jpg"),
        ("a.jpeg", photograph("WEBP"), ".jpeg.webp"),
        ("bill.pdf.exe", b"%PDF-1.7\n" + SCRIPT, ".exe.pdf"),
        ("page.html\u200b.txt", SCRIPT, ".html.txt"),
    ],
    ids=["gifar", "jpeg-html", "png-zip", "heic-name", "webp", "pdf-exe", "html-txt"],
)
async def test_a_file_is_one_thing_and_is_called_so(world: World, name: str, content: bytes, ends: str) -> None:
    shopper = await world.shopper("north")
    file = await stored(shopper, content, name)
    status, body, headers = await shown(world, shopper, file)
    assert status == 200
    assert headers["content-disposition"].endswith(ends)
    assert headers["content-type"].startswith(("image/", "application/pdf", "text/plain"))
    if headers["content-type"].startswith("image/"):
        assert SCRIPT not in body
        assert SECRET not in body
        assert b"PK" not in body[-64:]
        assert len(body) == int(headers["content-length"])
    assert {headers["x-content-type-options"], headers["referrer-policy"]} == {"nosniff", "no-referrer"}
    policy = headers["content-security-policy"].split("; ")
    assert "sandbox" in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (GIF_JS, 415),
        (picture()[:50], 415),
        (bomb(10_000, 6_600, rows=1), 413),
        (b"hello\0world", 415),
        (b"\xff\xfehello", 415),
    ],
    ids=["gif-js", "cut", "bomb", "nul", "not-utf8"],
)
async def test_what_only_begins_like_a_file_is_refused(world: World, content: bytes, status: int) -> None:
    shopper = await world.shopper("north")
    link = await announced(shopper, "a.txt", len(content))
    put = await world.client.put(link["url"], content=content)
    assert (put.status_code, put.json()["error"]["retry"]) == (status, False)
    assert (await shopper.posts("file.link", {"fileId": link["fileId"]}))["error"]["code"] == "not_found"


async def test_text_is_text_to_its_last_byte(world: World) -> None:
    shopper = await world.shopper("north")
    for tail, status in ((b"end", 200), (b"\0", 415), (b"\xc3", 415)):
        content = b"BMW arrived. " * 20_000 + tail
        link = await announced(shopper, "a.txt", len(content))
        assert (await world.client.put(link["url"], content=content)).status_code == status


async def test_a_picture_has_a_preview_and_a_file_has_parts(world: World) -> None:
    shopper = await world.shopper("north")
    file = await stored(shopper, picture("PNG", (1000, 400)), "a.png")
    status, body, headers = await shown(world, shopper, file, "&size=small")
    assert (status, headers["content-type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(body)).size == (320, 128)
    file = await stored(shopper, b"0123456789")
    for asked, status, part in (
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=8-99", 206, b"89"),
        ("bytes=10-", 200, b"0123456789"),
        ("bytes=4-2", 200, b"0123456789"),
        ("bytes=0-1,4-5", 200, b"0123456789"),
        ("lines=1-2", 200, b"0123456789"),
    ):
        got = await shown(world, shopper, file, Range=asked)
        assert got[:2] == (status, part), asked
        if status == 206:
            assert got[2]["content-range"].endswith("/10")
    assert (await shown(world, shopper, file, "&size=small"))[1] == b"0123456789"


async def test_a_notes_file_and_a_held_messages_file_are_the_desks_alone(world: World) -> None:
    shopper, ann, ben = (
        await world.shopper("north"),
        await world.agent("north", "ann"),
        await world.agent("north", "ben"),
    )
    id = await world.conversation(shopper)
    await claimed(ann, id)
    noted, held, said = [await stored(ann, word) for word in (b"note", b"held", b"said")]
    note = {"conversationId": id, "clientId": client_id(), "body": {"text": "between us", "attachments": [noted]}}
    assert (await ann.posts("note.post", note))["ok"]
    for file, text in ((held, HELD), (said, "Here it is")):
        message = say(id, text)
        message["body"]["attachments"] = [file]
        assert (await ann.posts("message.send", message))["ok"]
    for file in (noted, held):
        assert (await ben.posts("file.link", {"fileId": file}))["ok"]
        assert (await shopper.posts("file.link", {"fileId": file}))["error"]["code"] == "not_found"
    assert (await shown(world, shopper, said))[:2] == (200, b"said")


async def test_a_file_that_was_sent_cannot_be_sent_to_somebody_else_by_mistake(world: World) -> None:
    ann, first, second = await world.agent("north", "ann"), await world.shopper("north"), await world.shopper("north")
    file = await stored(ann, b"for the first")
    answers = []
    for shopper in (first, second):
        id = await world.conversation(shopper)
        await claimed(ann, id)
        message = say(id, "Here it is")
        message["body"]["attachments"] = [file]
        answers.append(await ann.posts("message.send", message))
    assert answers[0]["ok"]
    assert answers[1]["error"]["code"] == "not_found"
    assert (await shown(world, first, file))[0] == 200
    assert (await second.posts("file.link", {"fileId": file}))["error"]["code"] == "not_found"


async def test_an_address_ends_with_its_conversation(world: World) -> None:
    shopper, ann = await world.shopper("north"), await world.agent("north", "ann")
    file = await stored(shopper, b"hello")
    opening = {"clientId": client_id(), "body": {"text": "See", "attachments": [file]}}
    await claimed(ann, (await shopper.posts("conversation.open", opening))["conversationId"])
    url = (await ann.posts("file.link", {"fileId": file}))["url"]
    assert (await world.client.get(url)).status_code == 200
    with closing(sqlite3.connect(world.server.database, timeout=20)) as database, database:
        database.execute("UPDATE file SET conversation_id = 'cv_another' WHERE id = ?", (file,))
    assert (await world.client.get(url)).status_code == 404


async def test_too_many_files_in_a_day_are_refused(world: World) -> None:
    shopper = await world.shopper("north")
    answers = [await announced(shopper, "a.txt", 20 * 2**20) for _ in range(16)]
    assert [answer["ok"] for answer in answers] == [True] * 15 + [False]
    problem = answers[-1]["error"]
    assert (problem["code"], problem["retry"]) == ("rate_limited", True)
    assert (await announced(await world.shopper("north"), "a.txt", 5))["ok"]
