"""The faces' files go packed to whoever can unpack them, and are the same files."""

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from server.api.packed import PackedFiles

SCRIPT = b"// a script\n" * 50


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "app.js").write_bytes(SCRIPT)
    (tmp_path / "app.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "plain.js").write_bytes(SCRIPT)
    return TestClient(PackedFiles(directory=tmp_path))


def test_whoever_can_unpack_gets_it_packed(client: TestClient) -> None:
    got = client.get("/app.js", headers={"accept-encoding": "br, gzip"})
    assert got.content == SCRIPT
    assert got.headers["content-encoding"] == "gzip"
    assert int(got.headers["content-length"]) < len(SCRIPT) / 5
    assert got.headers["content-type"] == "text/javascript; charset=utf-8", (
        "or a page of another charset would spoil its words"
    )
    assert got.headers["vary"] == "Accept-Encoding"


def test_whoever_cannot_gets_it_plain_and_no_cache_mixes_the_two(client: TestClient) -> None:
    got = client.get("/app.js", headers={"accept-encoding": "identity"})
    assert (got.content, got.headers["vary"]) == (SCRIPT, "Accept-Encoding")
    assert "content-encoding" not in got.headers
    packed = client.get("/app.js", headers={"accept-encoding": "gzip"})
    assert packed.headers["etag"] != got.headers["etag"]
    again = client.get("/app.js", headers={"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_was_never_packed_is_served_as_it_is(client: TestClient) -> None:
    got = client.get("/plain.js", headers={"accept-encoding": "gzip"})
    assert got.content == SCRIPT
    assert "content-encoding" not in got.headers
    assert TestClient(Starlette(routes=[Mount("/", client.app)])).get("/none.js").status_code == 404
