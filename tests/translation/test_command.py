"""`python -m server.translation detect --jsonl`: a line in, a line out, whatever the line is."""

import json
import subprocess
import sys

import msgspec

from server.translation.asking import answers
from server.translation.detect import Detector

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
