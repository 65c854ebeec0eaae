"""Every command, spoiled in every field: refused by place, and never with the words that were sent."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from server.domain.errors import Refusal
from server.gateway.dispatch import decode
from server.protocol.catalog import BY_NAME, COMMANDS
from tests.protocol.test_examples import example

CANARY = "otter in the harbour"
DEEP = b"[" * 10_000 + b"]" * 10_000
WRONG: tuple[object, ...] = (CANARY, [CANARY], {CANARY: CANARY}, -1, 1.5, 2**64, None, True, CANARY * 800)


def asks() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every command with an example of it."""
    for row in COMMANDS:
        for body in example(row.name)["asks"].values():
            yield row.name, body


def places(body: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every field of a body, also of what is inside it."""
    for key, value in body.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from places(value, (*path, key))


def spoiled(body: dict[str, Any], path: tuple[str, ...], value: object) -> dict[str, Any]:
    """The body with another value in one place."""
    head, *rest = path
    return body | {head: spoiled(body[head], tuple(rest), value) if rest else value}


def refusal(name: str, body: bytes) -> str | None:
    """What is said about a body; None when it is taken."""
    try:
        decode(BY_NAME[name], body)
    except Refusal as refused:
        return refused.detail if refused.code == "bad_request" else None
    return None


@pytest.mark.parametrize(("name", "body"), list(asks()))
def test_a_spoiled_field_is_refused_by_its_place(name: str, body: dict[str, Any]) -> None:
    for path in places(body):
        details = [refusal(name, json.dumps(spoiled(body, path, value)).encode()) for value in WRONG]
        told = [detail for detail in details if detail is not None]
        free = any("bool | int" in detail for detail in told)  # a value of the page's own may be of many kinds
        assert len(told) >= (4 if free else 5), (path, details)
        assert not any("otter" in detail for detail in told)
        assert all(f"$.{'.'.join(path)}" in detail or "$" in detail for detail in told)
        inside = f"at $.{'.'.join(path[:-1])}[...]"  # how the place of a word among words of one's own is told
        assert any(detail.endswith((f"at $.{'.'.join(path)}", inside)) for detail in told), (path, told)


@pytest.mark.parametrize(("name", "body"), list(asks()))
def test_an_unknown_field_is_refused_and_named_only_when_it_is_a_name(name: str, body: dict[str, Any]) -> None:
    assert refusal(name, json.dumps(body | {"isAdmin": True}).encode()) == "Unknown field `isAdmin` at $"
    for words in (CANARY, f"{CANARY} - at `$.x`", "x" * 500, "otter`"):
        told = refusal(name, json.dumps(body | {words: 1}).encode())
        assert told is not None
        assert told.startswith("Unknown field at $")
        assert "otter" not in told


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"7", b'"otter"', b"NaN", b'{"otter', b"\xff\xfe", b"{}{}", DEEP, b'{"a":"\\ud800 otter"}'],
    ids=repr,
)
def test_what_is_no_object_is_refused(name: str, body: bytes) -> None:
    told = refusal(name, body)
    assert told is not None
    assert "otter" not in told


@pytest.mark.parametrize("body", [b'{"conversationId":"cv_1","seq":%s}' % n for n in (b"NaN", b"1e400", b"9" * 5000)])
def test_numbers_that_are_none_are_refused(body: bytes) -> None:
    assert refusal("conversation.read", body) is not None


def test_the_place_is_told_for_what_lies_deeper() -> None:
    body = {"conversationId": "cv_1", "clientId": "12345678", "body": {"text": "x", "attachments": ["fl_1", 2]}}
    assert refusal("message.send", json.dumps(body).encode()) == "Expected `str`, got `int` at $.body.attachments[1]"


def test_databases_hold_no_nul_so_only_the_words_themselves_may() -> None:
    body = {"clientId": "12345678", "body": {"text": "a\0b"}}
    assert refusal("conversation.open", json.dumps(body).encode()) is None
    for field in ("name", "email", "locale", "clientId"):
        assert refusal("conversation.open", json.dumps(body | {field: "1234\x005678"}).encode()) is not None


def test_texts_end_at_their_limit_in_code_points() -> None:
    for letter in ("a", "包", "😀"):
        body = {"clientId": "12345678", "body": {"text": letter * 8000}}
        assert refusal("conversation.open", json.dumps(body).encode()) is None
        body["body"] = {"text": letter * 8001}
        assert refusal("conversation.open", json.dumps(body).encode()) is not None
