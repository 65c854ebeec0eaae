"""Secrets and places of somebody's machine are found before they are committed."""

import subprocess
from pathlib import Path

import pytest

from checks import traces


@pytest.mark.parametrize(
    "secret",
    [
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        "AKIA" + "Q" * 16,
        "ghp_" + "a1" * 18,
        "xoxb-" + "1234567890-" * 3,
        "sk_live_" + "a1" * 12,
        "AIza" + "b" * 35,
    ],
)
def test_a_secret_is_found_unless_the_line_says_it_is_none(tmp_path: Path, secret: str) -> None:
    (tmp_path / "a.py").write_text(f'key = "{secret}"\n')
    (tmp_path / "b.py").write_text(f'key = "{secret}"  # an example, not a secret\n')
    assert list(traces.finds(tmp_path / "a.py")) == [(1, "looks like a secret")]
    assert list(traces.finds(tmp_path / "b.py")) == []


@pytest.mark.parametrize("place", ["/ho" + "me/jo/tradewind", "/Us" + "ers/Jo/code", "/ro" + "ot/x", "/wo" + "rk/main"])
def test_a_place_on_a_machine_is_found(tmp_path: Path, place: str) -> None:
    (tmp_path / "notes.md").write_text(f"See {place}.\n")
    assert list(traces.finds(tmp_path / "notes.md")) == [(1, "names a place on somebody's machine")]


@pytest.mark.parametrize(
    "text", ["https://shop.example/ho" + "me/sale", "a/ro" + "ot/b", "${base}/" + "work/x", "GET /conversations/1"]
)
def test_an_address_is_no_place_on_a_machine(tmp_path: Path, text: str) -> None:
    (tmp_path / "notes.md").write_text(text)
    assert list(traces.finds(tmp_path / "notes.md")) == []


def test_the_whole_tree_is_read_and_what_git_ignores_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("/data/\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/key.pem").write_text("-----BEGIN " + "PRIVATE KEY-----\n")
    assert traces.main(tmp_path) == 0
    (tmp_path / "key.pem").write_text("-----BEGIN " + "PRIVATE KEY-----\n")
    assert traces.main(tmp_path) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "key.pem:1: looks like a secret"


def test_without_git_the_tree_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("-----BEGIN " + "PRIVATE KEY-----\n")
    assert traces.main(tmp_path) == 1
