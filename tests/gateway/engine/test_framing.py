"""Our own cutting of WebSocket frames: wherever TCP breaks the bytes, and whatever else stands between, the same is heard."""

import asyncio
import os
import random
import struct
from itertools import pairwise

import pytest

from server.gateway.engine import EngineOptions
from tests.gateway.engine.conftest import Open
from tests.gateway.engine.houses import Diary
from tests.gateway.engine.wire import HANDSHAKE

TEXT, BINARY, CLOSE, PING = 0x81, 0x82, 0x88, 0x89
QUIET = EngineOptions(max_payload=70_000)


def frame(data: bytes, first: int = TEXT) -> bytes:
    """A client's frame (RFC 6455 5.2)."""
    size, mask = len(data), os.urandom(4)
    if size < 126:
        head = bytes((first, 0x80 | size))
    elif size < 65_536:
        head = struct.pack("!BBH", first, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", first, 0x80 | 127, size)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))


def event(size: int) -> bytes:
    """An event packet of exactly this many bytes."""
    return b'42["e","' + b"x" * (size - 10) + b'"]'


STREAM = [
    frame(b"40"),
    *(frame(event(size)) for size in (12, 125, 126, 127, 65_535, 65_536)),
    frame(b'42["h', 0x01) + frame(b"ello", 0x00) + frame(b"still there?", PING) + frame(b'","there"]', 0x80),
    frame('42["ß","你好"]'.encode()),
    frame(b'451-["b",{"_placeholder":true,"num":0}]') + frame(b"\0\xff", BINARY),
    frame(b'42["last"]'),
]
HEARD = ["e", "e", "e", "e", "e", "e", "hello", "ß", "b", "last"]


async def opened(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A WebSocket behind its handshake, by hand."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write((HANDSHAKE + "\r\n").encode())
    assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
    return reader, writer


@pytest.mark.parametrize("seed", ["bytes", "whole", 1, 2, 3, 4])
async def test_breaks_and_company_change_nothing(open_house: Open, seed: str | int) -> None:
    diary = Diary()
    house = await open_house(QUIET, {"/": diary})
    _, writer = await opened(house.port)
    said = b"".join(STREAM)
    for piece in pieces(said, seed):
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0)
    async with asyncio.timeout(15):
        while len(diary.events) < len(HEARD):  # noqa: ASYNC110 - the diary has no event for it
            await asyncio.sleep(0.002)
    assert [each.name for each in diary.events] == HEARD
    assert bytes(diary.events[6].args[0]) == b'"there"'
    assert diary.events[8].attachments == (b"\0\xff",)
    writer.close()


def pieces(said: bytes, seed: str | int) -> list[bytes]:
    """The bytes in pieces: the first and last thousand one by one, all at once, or anyhow."""
    if seed == "whole":
        return [said]
    if seed == "bytes":
        ends = (
            [said[at : at + 1] for at in range(1000)],
            [said[at : at + 1] for at in range(len(said) - 300, len(said))],
        )
        return [*ends[0], said[1000 : len(said) - 300], *ends[1]]
    dice = random.Random(seed)
    cuts = sorted({0, len(said), *(dice.randrange(len(said)) for _ in range(60))})
    return [said[start:stop] for start, stop in pairwise(cuts)]


WRONG = {
    "not masked": (b"\x81\x02" + b"40", 1002),
    "a reserved bit": (frame(b"40", 0xC1), 1002),
    "not UTF-8": (frame(b"40") + frame(b"42\xff"), 1007),
    "too large": (frame(b"40") + frame(event(70_001))[:9_000], 1009),
    "a text in a text": (frame(b"4", 0x01) + frame(b"40"), 1002),
}


@pytest.mark.parametrize("fault", WRONG)
async def test_what_the_protocol_forbids_ends_the_socket(open_house: Open, fault: str) -> None:
    diary = Diary()
    house = await open_house(QUIET, {"/": diary})
    reader, writer = await opened(house.port)
    said, code = WRONG[fault]
    writer.write(said)
    async with asyncio.timeout(15):
        heard = await reader.read()
    assert struct.pack("!H", code) in heard
    assert [each.name for each in diary.events] == []
    writer.close()
