"""No cell of a file we write runs in a spreadsheet, and every cell comes back as it was."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.cells import meant, shown
from server.settings import ROOT
from server.store.memories import Kept
from server.translation.exchange import Unit, from_csv, to_csv

RUNS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "|calc",
    "\tx",
    "\rx",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\x01=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
)
WORDS = ("", "a", "'a", "''", "1-2", "a=b", "⟦1⟧", "¿Qué?", "(=1)", "~", "'", "\u200b")
NASTY = st.text(alphabet=st.sampled_from("=+-@|'\t\r\n \u200b＝－a1,\"")) | st.text()


@pytest.mark.parametrize("cell", RUNS)
def test_what_would_run_begins_with_an_apostrophe(cell: str) -> None:
    assert shown(cell) == "'" + cell


@pytest.mark.parametrize("cell", WORDS)
def test_words_stay_as_they_are(cell: str) -> None:
    assert shown(cell) == cell


@given(NASTY)
def test_it_comes_back_as_it_was_and_never_runs(cell: str) -> None:
    written = shown(cell)
    assert meant(written) == cell
    seen = "".join(char for char in written if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf"))
    assert unicodedata.normalize("NFKC", seen[:1])[:1] not in set("=+-@|")
    assert written[:1] not in ("\t", "\r", "\n")


@given(NASTY.filter(lambda text: "\x00" not in text and text.isprintable()), NASTY.filter(str.isprintable))
def test_a_memory_comes_back_from_its_file(original: str, wording: str) -> None:
    kept = Kept(digest="0" * 32, source="en", target="de", original=original, template=wording, engine="e", editor="=x")
    written = "".join(to_csv([kept]))
    (unit,) = from_csv(written.encode())
    assert isinstance(unit, Unit)
    assert (unit.original, unit.wording) == (original, wording)
    assert list(csv.reader(io.StringIO(written, newline="")))[1][6] == "'=x"


def test_whoever_writes_such_a_file_writes_cells_so() -> None:
    writers = [path for path in (ROOT / "server").rglob("*.py") if "csv.writer" in path.read_text()]
    assert [path.name for path in writers if "shown(" not in path.read_text()] == []
    assert {path.name for path in writers} >= {"exchange.py", "verdicts.py"}
