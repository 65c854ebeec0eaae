"""Cells of a CSV file that a spreadsheet would take for a formula, made words, and read back (OWASP: CSV injection)."""

import unicodedata

RUNS = frozenset("=+-@|")
QUOTE = "'"


def shown(cell: str) -> str:
    """As it is written: an apostrophe goes before what would run, also behind blanks, unseen signs and apostrophes."""
    return QUOTE + cell if _runs(cell.lstrip(QUOTE)) else cell


def meant(cell: str) -> str:
    """As it was before `shown`; what others wrote without an apostrophe stays as it is."""
    return cell[1:] if cell.startswith(QUOTE) and _runs(cell.lstrip(QUOTE)) else cell


def _runs(text: str) -> bool:
    """Whether the first sign one sees begins a formula, full-width forms included; or a tab or a return comes first."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    first = next((char for char in text if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf")), "")
    return unicodedata.normalize("NFKC", first)[:1] in RUNS if first else False
