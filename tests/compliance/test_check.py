"""The command line judges line by line and survives bad lines."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from server.compliance.__main__ import main
from server.compliance.check import check
from server.compliance.engine import Compliance
from server.compliance.loading import BUILTIN

LINES = [
    {"id": 1, "lang": "en", "channel": "amazon", "market": "US", "text": "Add me on WhatsApp"},
    {"id": "b", "lang": "en", "channel": "web", "text": "Good morning"},
    {"id": 3, "text": 5},
    {"id": 4, "text": "x", "direction": "sideways"},
]


def test_answers(judge: Compliance) -> None:
    lines = [*(json.dumps(line).encode() for line in LINES), b"\xff{", b"[1]", b"\n"]
    answers = [json.loads(answer) for answer in check(lines, judge)]
    assert len(answers) == 6
    assert answers[0]["action"] == "block"
    assert set(answers[0]["findings"][0]) == {"category", "rule", "start", "end"}
    assert answers[1] == {"id": "b", "action": "allow", "findings": []}
    assert answers[2]["id"] == 3
    assert answers[3]["id"] == 4
    assert all("error" in answer for answer in answers[2:])
    assert "id" not in answers[4]


def test_a_line_may_say_little_and_say_it_differently(judge: Compliance) -> None:
    odd = {"id": 1, "lang": "en-US", "channel": "Amazon_DE", "market": None, "author": "seller", "direction": "out"}
    odd["text"] = "Add me on WhatsApp"
    answers = [json.loads(answer) for answer in check([json.dumps(odd).encode(), b'{"id": 2, "text": "Hello"}'], judge)]
    assert [answer["action"] for answer in answers] == ["block", "allow"]


def test_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("words.toml", "pii.toml", "off_platform.toml", "platforms/amazon.toml"):
        shutil.copy(BUILTIN / name, tmp_path)
    read, written = io.BytesIO(json.dumps(LINES[0]).encode()), io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(read))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, write_through=True))
    assert main(["check", "--jsonl", "--packs", str(tmp_path)]) == 0
    assert json.loads(written.getvalue())["action"] == "block"
