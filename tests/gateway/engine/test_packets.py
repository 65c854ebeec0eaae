"""The codec: what goes out can be read back, and nothing that comes in raises anything but MalformedError."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw
from websockets.client import ClientProtocol
from websockets.frames import Frame as WireFrame
from websockets.protocol import State
from websockets.uri import parse_uri

from server.gateway.engine import frames
from server.gateway.engine.frames import Frame, binary, control
from server.gateway.engine.packets import RESERVED, Kind, MalformedError, decode
from server.gateway.engine.payloads import join, split

NAMES = st.text(min_size=1, max_size=20).filter(lambda name: name not in RESERVED and name.isprintable())
NAMESPACES = st.sampled_from(["/", "/custom", "/a-b_c", "/工"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc你", max_size=3), inner, max_size=4),
    max_leaves=10,
)
PARTS = st.lists(st.binary(max_size=20), max_size=4).map(tuple)


def _text(frame: Frame) -> str:
    assert frame.text is not None
    return frame.text.decode()


def _unframed(wire: bytes) -> Iterator[bytes]:
    """Read finished frames with the reader of another library."""
    reader = ClientProtocol(parse_uri("ws://shop.example/"), state=State.OPEN, max_size=None)
    reader.receive_data(wire)
    for frame in reader.events_received():
        assert isinstance(frame, WireFrame)
        assert frame.fin
        yield bytes(frame.data)


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 100_000])
def test_frames_of_every_length_are_read_by_others(size: int) -> None:
    assert list(_unframed(frames.binary(b"x" * size).wire)) == [b"x" * size]
    assert list(_unframed(control("y" * size).wire)) == [b"y" * size]


@given(NAMESPACES, NAMES, st.lists(JSON, max_size=3), PARTS)
def test_event_comes_back_as_it_was(namespace: str, name: str, args: list[object], parts: tuple[bytes, ...]) -> None:
    frame = frames.event(namespace, (name, *args), attachments=parts)
    packet = decode(_text(frame))
    assert (packet.namespace, packet.name, packet.number) == (namespace, name, None)
    assert packet.kind is (Kind.BINARY_EVENT if parts else Kind.EVENT)
    assert [json.loads(bytes(arg)) for arg in packet.args] == args
    assert packet.awaits == len(parts)
    assert frame.size == len(_text(frame).encode()) + sum(map(len, parts))
    assert [message.get("text", message.get("bytes")) for message in frame.messages] == [_text(frame), *parts]
    assert list(_unframed(frame.wire)) == [_text(frame).encode(), *parts]


@given(NAMESPACES, st.integers(0, 10**15 - 1), st.lists(JSON, max_size=3), PARTS)
def test_ack_comes_back_as_it_was(namespace: str, number: int, args: list[object], parts: tuple[bytes, ...]) -> None:
    packet = decode(_text(frames.ack(namespace, number, tuple(args), parts)))
    assert (packet.namespace, packet.number, packet.awaits) == (namespace, number, len(parts))
    assert [json.loads(bytes(arg)) for arg in packet.args] == args


@given(st.text(max_size=60))
def test_any_text_is_read_or_malformed(text: str) -> None:
    try:
        decode("4" + text)
    except MalformedError:
        return


@given(st.sampled_from("012356"), st.text('0123456789-/,[]{}":ab\\u\x00é', max_size=40))
def test_any_near_miss_is_read_or_malformed(kind: str, text: str) -> None:
    try:
        decode("4" + kind + text)
    except MalformedError:
        return


@pytest.mark.parametrize(
    "text",
    [
        "4",
        "49",
        '44{"message":"x"}',
        "40[]",
        "40null",
        '401{"a":1}',
        "41{}",
        "42",
        '42["a"]]',
        '42["a",]',
        '42"a"',
        "42[null]",
        '42[1,"a"]',
        '42["disconnect"]',
        '42["newListener"]',
        '421234567890123456["a"]',
        '43["a"]',
        "431{}",
        '45["a"]',
        '45-["a"]',
        '4599999-["a"]',
        '45١-["a"]',
        '42["\ud800"]',
        "42" + "[" * 100_000,
        '42/a["b"]',
    ],
)
def test_what_a_client_may_not_send(text: str) -> None:
    with pytest.raises(MalformedError):
        decode(text)


def test_raw_arguments_are_not_touched() -> None:
    packet = decode('42/a,17["say", {"n" : 1.50} ,[ ]]')
    assert (packet.namespace, packet.number) == ("/a", 17)
    assert [bytes(arg) for arg in packet.args] == [b'{"n" : 1.50}', b"[ ]"]
    frame = frames.event("/", ("said", Raw(b'{"n" : 1.50}')))
    assert _text(frame) == '42["said",{"n" : 1.50}]'


@pytest.mark.parametrize(
    ("text", "namespace", "body"),
    [
        ("40", "/", None),
        ('40{"a":1}', "/", b'{"a":1}'),
        ("40/x", "/x", None),
        ("40/x,", "/x", None),
        ('40/x,{"a":1}', "/x", b'{"a":1}'),
    ],
)
def test_connect_keeps_its_handshake(text: str, namespace: str, body: bytes | None) -> None:
    packet = decode(text)
    assert packet.namespace == namespace
    assert (bytes(packet.body) if packet.body is not None else None) == body


@given(st.lists(st.one_of(st.text(st.characters(exclude_characters="\x1e", exclude_categories=["Cs"])), st.binary())))
def test_polling_bodies_come_back_as_they_were(packets: list[str | bytes]) -> None:
    sent: list[Frame] = []
    told: list[str | bytes] = []
    for packet in packets:
        if isinstance(packet, str):
            sent.append(control("4" + packet))
            told.append("4" + packet)
        else:
            sent.append(binary(packet))
            told.append(packet)
    if told:
        assert split(join(sent).encode()) == told


@pytest.mark.parametrize("body", [b"", b"\x1e", b"4a\x1e", b"\xff", b"b=", b"b@@@@"])
def test_broken_polling_bodies(body: bytes) -> None:
    with pytest.raises(MalformedError):
        split(body)
