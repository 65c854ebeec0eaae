"""What checks the repository and throws bytes at it: finds what is planted, and says when it could not ask."""

from pathlib import Path

import pytest
from detect_secrets.settings import transient_settings

from checks import audit, fuzz, secrets
from server.settings import ROOT


@pytest.mark.parametrize("name", sorted(fuzz.TARGETS))
def test_strangers_bytes_meet_nothing_but_a_typed_no(name: str) -> None:
    assert fuzz.play(name, 400) > 400


@pytest.mark.parametrize("broken", ["raises", "hangs"])
def test_a_target_that_breaks_or_dawdles_is_noticed(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    def raises(data: bytes) -> None:
        if len(data) % 7 == 3:
            raise KeyError("inside")

    def dawdles(data: bytes) -> None:
        sum(range(200_000 if len(data) % 7 == 3 else 0))

    monkeypatch.setattr(fuzz, "SLOW", 0.25 if broken == "raises" else 1e-4)
    monkeypatch.setitem(fuzz.TARGETS, "text", (raises if broken == "raises" else dawdles, ()))
    with pytest.raises(KeyError if broken == "raises" else AssertionError):
        fuzz.play("text", 200)


def test_our_own_pins_are_above_the_floors_and_a_vulnerable_one_is_not(tmp_path: Path) -> None:
    clean = audit.known(ROOT)
    assert clean.faults == []
    assert "pins held against" in clean.said[0]
    (tmp_path / "requirements.txt").write_text("Starlette==0.40.0 \\\n    --hash=sha256:00\npillow==13.0.0 ; x\n")
    (tmp_path / "package-lock.json").write_text(
        '{"packages": {"node_modules/a/node_modules/vite": {"version": "5.4.0"}}}'
    )
    assert [fault.split(" is ")[0] for fault in audit.known(tmp_path).faults] == ["vite 5.4.0", "starlette 0.40.0"]


@pytest.mark.parametrize(
    ("version", "floor", "lower"),
    [
        ("1.10.0", "1.9.9", False),
        ("0.49", "0.49.1", True),
        ("2024.7.4", "2024.7.4", False),
        ("3.0.0rc1", "3.0.6", True),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, floor: str, lower: bool) -> None:
    assert audit.below(version, floor) is lower


def test_who_was_not_asked_is_said_and_is_no_verdict() -> None:
    half = {"dependencies": [{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}]}
    assert audit.read_python(half) == audit.Findings([], ["pip-audit: 1 pins looked up, 1 NOT ASKED"])
    assert audit.read_python(None) == audit.Findings([], ["pip-audit: 0 pins looked up, all NOT ASKED"])
    whole = {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]}
    assert audit.read_python(whole) == audit.Findings(["a 1: PYSEC-1"], ["pip-audit: 1 pins looked up"])
    assert "NOT ASKED" in audit.read_npm({"message": "405"}).said[0]
    bad = {"vulnerabilities": {"x": {"name": "x", "range": "<1", "severity": "high"}}}
    assert audit.read_npm(bad).faults == ["x <1: high"]


def test_a_planted_secret_is_found_by_its_kind(tmp_path: Path) -> None:
    planted = {
        "aws.py": 'key = "AKIA' + 'QXZJ4EXAMPLE2345"',
        "slack.ts": "const hook = 'https://hooks.slack.com/services/T00000000/B00000000/" + "X" * 24 + "'",
        "npm.txt": "//registry.example/:_auth" + "Token=npm_" + "a1B2" * 9,
        "key.md": "-----BEGIN " + "EC PRIVATE KEY-----",
        "told.py": 'key = "AKIA' + 'QXZJ4EXAMPLE2345"  # not a secret',
    }
    for name, text in planted.items():
        (tmp_path / name).write_text(text + "\n")
    with transient_settings({"plugins_used": [{"name": name} for name in secrets.PLUGINS]}):
        found = {path.name for path in sorted(tmp_path.iterdir()) for _ in secrets.finds(path)}
    assert found == {"aws.py", "slack.ts", "npm.txt", "key.md"}
    assert secrets.main(tmp_path) == 1
