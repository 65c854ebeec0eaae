"""`./dev test` is green when everything was proved, and never otherwise."""

import sys
from pathlib import Path

import pytest

from checks import prove

PASSES = (("-q", "-m", "not serial"), ("-m", "serial"))
SETTINGS = "[pytest]\nmarkers = serial\n"
GOOD = "def test_good() -> None: pass\n"
BAD = "def test_bad() -> None: assert 0\n"
HASTY = "from pathlib import Path\ndef test_hasty{0}(place=Path('seen{0}')) -> None: assert place.exists() or place.touch()\n"
LOOK = ("--lf", "--lfnf=none")
ALONE = "import pytest\n@pytest.mark.serial\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pytest.ini").write_text(SETTINGS)
    return tmp_path


@pytest.mark.parametrize(
    ("beside", "alone", "code", "told"),
    [
        (GOOD, GOOD, 0, "2 passed in"),
        (GOOD, "", 0, "1 passed in"),
        ("", GOOD, 0, "1 passed in"),
        (GOOD, BAD, 1, "1 passed, 1 failed in"),
        (BAD, GOOD, 1, "1 failed, 1 passed in"),
        (GOOD, "raise OSError\n" + GOOD, 1, " error in"),
        ("", "", 1, "no tests ran in"),
    ],
)
def test_one_closing_line_for_both_passes(
    tree: Path, capsys: pytest.CaptureFixture[str], beside: str, alone: str, code: int, told: str
) -> None:
    (tree / "test_beside.py").write_text(beside)
    (tree / "test_alone.py").write_text(alone.startswith("def") * ALONE + alone)
    assert prove.main(vitest=(), passes=PASSES, look=LOOK) == code
    assert told in capsys.readouterr().out.splitlines()[-1]


def test_a_failing_front_fails_the_whole(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "test_beside.py").write_text(GOOD)
    assert prove.main(vitest=(sys.executable, "-c", "raise SystemExit(3)"), passes=PASSES[:1], look=LOOK) == 1
    assert "vitest failed (3): see above" in capsys.readouterr().out


def test_tests_that_were_all_skipped_prove_nothing(tree: Path) -> None:
    (tree / "test_beside.py").write_text("import pytest\npytestmark = pytest.mark.skip\n" + GOOD)
    assert prove.main(vitest=(), passes=PASSES, look=LOOK) == 1


@pytest.mark.parametrize(
    ("written", "code", "told"),
    [
        (GOOD + HASTY.format(1), 0, "2 passed, 1 unsteady in"),
        (BAD + HASTY.format(1), 1, "2 failed in"),
        (GOOD + "".join(map(HASTY.format, range(4))), 1, "4 failed, 1 passed in"),
    ],
    ids=["named as unsteady", "what fails alone too", "too many"],
)
def test_a_few_that_failed_are_looked_at_once_more(
    tree: Path, capsys: pytest.CaptureFixture[str], written: str, code: int, told: str
) -> None:
    (tree / "test_beside.py").write_text(written)
    assert prove.main(vitest=(), passes=PASSES[:1], look=LOOK) == code
    assert told in capsys.readouterr().out.splitlines()[-1]
