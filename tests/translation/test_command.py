"""`python -m server.translation detect --jsonl`: a line in, a line out, whatever the line is; and `memory` with its files."""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from server.app.memory import add_memory, memory
from server.translation.asking import answers
from server.translation.detect import Detector
from server.translation.importing import LARGEST

LINES = [
    b'{"id": 1, "text": "where is my order?"}',
    b'{"id": "b", "text": "ok", "history": ["quiero devolver esto"]}',
    b'{"id": 3, "text": "merci", "locale": "fr-CA", "among": ["fr", "en"]}',
    b"",
    b"not json",
    b'{"id": 6, "text": 7}',
    b'{"text": "no id"}',
    b'{"id": 8, "text": "\\ud800"}',
    b"\xff\xfe",
    b'{"id": 10, "text": "12345"}',
    b'{"id": 11, "text": "ok", "history": [{"text": "x", "lang": "pt-BR"}]}',
    b'{"id": 12, "text": "ok", "history": [{"body": "quiero devolver esto"}, 7, null, {}]}',
    b'{"id": 13, "text": "ok", "history": [{"role": "agent", "text": "quiero devolver esto"}], "locale": null}',
    b'\xef\xbb\xbf{"id": null, "text": "danke", "among": "de, nl", "history": null, "more": 1}',
    b'{"id": 15, "text": "x", "history": ' + b"[" * 5000 + b"]" * 5000 + b"}",
]


def test_good_lines_are_answered_and_bad_ones_named(detector: Detector) -> None:
    rows = [json.loads(msgspec.json.encode(answer)) for answer in answers(LINES, detector)]
    assert [row.get("id") for row in rows] == [1, "b", 3, None, 6, None, None, None, 10, 11, 12, 13, None, None]
    assert [row.get("lang") for row in rows] == [
        *("en", "es", "fr", None, None, None, None, None, "und"),
        *("pt", "es", "und", "de", None),
    ]
    assert {row.get("error") for row in rows} == {None, "bad_line"}
    assert all(("error" in row) != ("lang" in row) for row in rows)


def test_the_command_answers_over_its_pipes() -> None:
    command = [sys.executable, "-m", "server.translation", "detect", "--jsonl"]
    ended = subprocess.run(command, input=b"\n".join(LINES), capture_output=True, check=True, timeout=30)
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len(rows) == 14
    assert rows[0]["lang"] == "en"
    assert ended.stderr == b""


Ran = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def memory_command(
    seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ran:
    """The command as `__main__` runs it, over a desk of the test's own; its code and what it says."""
    shutil.copy(seeded, tmp_path / seeded.name)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    parser = argparse.ArgumentParser()
    add_memory(parser)

    def run(deed: str, file: Path, kind: str) -> tuple[int, list[str]]:
        asked = parser.parse_args([deed, str(file), "--workspace", "demo", "--format", kind])
        code = asyncio.run(memory(asked))
        return code, capsys.readouterr().err.splitlines()

    return run


def test_a_memory_goes_out_and_in_by_command(memory_command: Ran, tmp_path: Path) -> None:
    come = tmp_path / "come.csv"
    rows = ["source,target,original,translation", 'en,de,"Sack 4711, please","Sack 4711, bitte"']
    come.write_text("\n".join([*rows, "en,de,two 1,zwei 2", "en,xx9,a,b"]))
    said = [f"{come}:3: numbers", f"{come}:4: language", "1 learnt, 2 left out"]
    assert memory_command("import", come, "csv") == (0, said)
    for kind, broken, reason in (("tmx", "<tmx>\n<body>\n<", "3: xml"), ("csv", "a,b\n1,2\n", "1: header")):
        out = tmp_path / f"out.{kind}"
        assert memory_command("export", out, kind) == (0, ["1 units"])
        assert "Sack" in out.read_text()
        assert memory_command("import", out, kind) == (0, ["1 learnt, 0 left out"])
        out.write_text(broken)
        assert memory_command("import", out, kind) == (1, [f"{out}:{reason}"])
        out.write_bytes(b"\n" * (LARGEST + 1))
        assert memory_command("import", out, kind) == (1, [f"{out}:{LARGEST + 1}: long"])
    nowhere = tmp_path / "none"
    assert memory_command("import", nowhere, "csv") == (1, [f"{nowhere}: No such file or directory"])
