"""The edges of HTTP: methods, content types, sizes, headers; always a typed answer, never a page of an inside."""

import json
import os
import socket
from pathlib import Path

import pytest

from server.api import openapi
from tests.support.nursery import born
from tests.support.people import client_id
from tests.support.worlds import World

PATHS = openapi.document()["paths"]
PLAIN = {
    "/", "/metrics", "/openapi.json", "/asyncapi.json", "/v1/agent/demo", "/v1/files/{id}",
    "/v1/admin/customers/{id}/export", "/v1/reports/csp", "/v1/admin/memory", "/v1/admin/verdicts/csv",
    "/v1/agent/conversations/{id}/formatted/{seq}", "/v1/agent/sign-on/ended",
}  # fmt: skip
MOUNTED = {"/socket.io", "/widget", "/console", "/preview"}
OPEN = {"clientId": "12345678", "body": {"text": "Hello"}}
COMMAND = "/v1/customer/commands/conversation.open"


async def test_every_route_is_described_or_known_to_be_plain(tmp_path: Path) -> None:
    said = tmp_path / "said"
    ended = await born("tests.support.routes", (str(tmp_path),), os.environ, said)
    assert await ended.wait() == 0, said.read_text()
    routes = json.loads(said.read_text())
    assert {path for kind, path in routes if kind == "Route"} == set(PATHS) | PLAIN
    assert {path for kind, path in routes if kind == "Mount"} == MOUNTED


@pytest.mark.parametrize("path", sorted(PATHS))
async def test_other_methods_are_refused_by_name(world: World, path: str) -> None:
    for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - {name.upper() for name in PATHS[path]}:
        answer = await world.client.request(method, path.replace("{id}", "cu_1"))
        assert answer.status_code == 405
        assert answer.json()["error"]["detail"] == "method"
        assert PATHS[path].keys() <= {name.lower().strip() for name in answer.headers["allow"].split(",")}


@pytest.mark.parametrize(
    "path", ["/nowhere", "/v1/customer/commands/x.y", "/v1/agent/customers/", "/v1/../etc", "/%00"]
)
async def test_what_is_not_there_is_a_typed_no(world: World, path: str) -> None:
    answer = await world.client.get(path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json"])
@pytest.mark.parametrize("path", [COMMAND, "/v1/customer/session", "/v1/agent/login"])
async def test_only_json_is_json(world: World, path: str, kind: str) -> None:
    shopper = await world.shopper("north")
    headers = shopper.proof.headers | {"Content-Type": kind}
    answer = await world.client.post(path, content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (
        415,
        {"code": "unsupported", "retry": False, "detail": "content-type"},
    )


async def test_json_with_a_charset_is_json(world: World) -> None:
    shopper = await world.shopper("north")
    headers = shopper.proof.headers | {"Content-Type": "Application/JSON; charset=utf-8"}
    ask = b'{"clientId":"%s","body":{"text":"Hello"}}' % client_id().encode()
    assert (await world.client.post(COMMAND, content=ask, headers=headers)).json()["ok"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 60_000, b'{"a":"\\ud800"}', b"NaN"])
@pytest.mark.parametrize("path", [COMMAND, "/v1/customer/session", "/v1/agent/login"])
async def test_what_is_no_json_is_refused(world: World, path: str, body: bytes) -> None:
    shopper = await world.shopper("north")
    headers = shopper.proof.headers | {"Content-Type": "application/json"}
    answer = await world.client.post(path, content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


@pytest.mark.parametrize("path", [COMMAND, "/v1/customer/session", "/v1/agent/login"])
async def test_a_body_that_is_too_large_is_refused_while_it_comes(world: World, path: str) -> None:
    shopper = await world.shopper("north")
    headers = shopper.proof.headers | {"Content-Type": "application/json"}
    answer = await world.client.post(path, content=b'"' + b"x" * 200_000 + b'"', headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("header", ["", "Bearer", "Basic eDp5", "bearer x.y", "Bearer " + "x" * 3000])
async def test_a_strange_proof_is_no_proof(world: World, header: str) -> None:
    answer = await world.client.post(COMMAND, json=OPEN, headers={"Authorization": header})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthenticated")


async def test_shoppers_routes_may_be_asked_from_any_page_and_never_with_cookies(world: World) -> None:
    asks = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"}
    for wanted, status in (("authorization,content-type", 200), ("x-csrf", 400)):
        answer = await world.client.options(COMMAND, headers=asks | {"Access-Control-Request-Headers": wanted})
        assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("request_line", [b"GET / HTTP/9.9", b"\x00\x01\x02", b"GET /" + b"x" * 70_000 + b" HTTP/1.1"])
async def test_what_is_no_http_ends_its_own_connection(world: World, request_line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", world.server.port), timeout=20) as line:
        line.sendall(request_line + b"\r\nHost: x\r\n\r\n")
        assert b"Traceback" not in line.recv(65_536)
    assert (await world.client.get("/health/live")).json() == {"ok": True}


@pytest.mark.parametrize("id", ["cu_1", "%00", "cu_%00", "%E2%80%AE", "x" * 500, "'"])
async def test_a_customer_who_is_none_is_not_found(world: World, id: str) -> None:
    ann = await world.agent("north", "ann")
    answer = await ann.http("GET", f"/v1/agent/customers/{id}")
    assert (answer.status_code, answer.json()["error"]["detail"]) == (404, "customerId")
