"""The sizes of the house (docs/design.md, section 2): files, functions, names, rooms, the widget's weight.

`python -m checks.sizes [root]` prints what is too large and exits 1 when anything is. Generated files, word
catalogues and data are not counted.
"""

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 250
FUNCTION_LINES = 50
ROOM_SHARE = 0.15
WIDGET_BYTES, LOADER_BYTES = 25 * 1024, 1024  # gzip, what a shopper's phone has to fetch
VAGUE = re.compile(r"utils?|helpers?|commons?|managers?|base_.*|.*_v\d+")
NOT_OURS = {"i18n", "data", "dist", "node_modules", "__pycache__"}

FRONTS = ("widget/src", "console/src")


def sources(root: Path, folder: str, *suffixes: str) -> list[Path]:
    """The hand-written files of a folder, as paths below `root`."""
    found = [path.relative_to(root) for path in sorted((root / folder).rglob("*")) if path.suffix in suffixes]
    return [path for path in found if not NOT_OURS & set(path.parts) and ".gen." not in path.name]


def functions(text: str) -> Iterator[tuple[str, int, int]]:
    """Every function of a Python text: name, first line, number of lines (decorators not counted)."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def too_long(root: Path, files: list[Path]) -> Iterator[str]:
    for path in files:
        text = (root / path).read_text()
        lines = len(text.splitlines())
        if lines > FILE_LINES:
            yield f"{path}: {lines} lines, at most {FILE_LINES}"
        for name, line, length in functions(text) if path.suffix == ".py" else ():
            if length > FUNCTION_LINES:
                yield f"{path}:{line}: {name} has {length} lines, at most {FUNCTION_LINES}"


def vague(files: list[Path]) -> Iterator[str]:
    for path in files:
        words = [*path.parts[:-1], path.name.split(".")[0]]
        yield from (f"{path}: the name {word!r} says nothing" for word in words if VAGUE.fullmatch(word.lower()))


def not_rooms(root: Path) -> Iterator[str]:
    """Folders that the floors' checker cannot see, because Python does not take them for packages."""
    for folder in sorted({path.parent for path in sources(root, "server", ".py")}):
        if not (root / folder / "__init__.py").is_file():
            yield f"{folder}: no __init__.py, so its imports are not checked"


def heavy(root: Path) -> Iterator[str]:
    """The widget as it is served, against what it may weigh."""
    if not (root / "widget").is_dir():
        return
    dist = root / "widget/dist"
    built = {path.stem: path.stat().st_size for path in dist.glob("*.gz")}
    built["a language"] = max((path.stat().st_size for path in dist.glob("lang/*.gz")), default=0)
    if "loader.js" not in built:
        yield "widget/dist: not built"
    if built.get("loader.js", 0) >= LOADER_BYTES:
        yield f"widget/dist/loader.js: {built['loader.js']} bytes gzip, below {LOADER_BYTES}"
    if sum(built.values()) > WIDGET_BYTES:
        yield f"widget/dist: {sum(built.values())} bytes gzip, at most {WIDGET_BYTES}"


def numbers(root: Path, files: list[Path]) -> Iterator[str]:
    """The medians, and the rooms that hold more than their share (a warning, not a fault)."""
    texts = {path: (root / path).read_text() for path in files}
    lengths = sorted(length for text in texts.values() for _, _, length in functions(text))
    lines = {path: len(text.splitlines()) for path, text in texts.items()}
    if not lengths:
        return
    p90 = lengths[int(len(lengths) * 0.9)]
    yield (
        f"server: {len(files)} files, median {statistics.median(lines.values()):.0f} lines; "
        f"{len(lengths)} functions, median {statistics.median(lengths):.0f}, p90 {p90} lines"
    )
    whole = sum(lines.values())
    rooms = {path.parts[1] for path in files if len(path.parts) > 2}
    for room in sorted(rooms):
        share = sum(count for path, count in lines.items() if path.parts[1] == room) / whole
        if share > ROOM_SHARE:
            yield f"warning: server/{room} holds {share:.0%} of the server, above {ROOM_SHARE:.0%}"


def faults(root: Path) -> list[str]:
    python = sources(root, "server", ".py")
    fronts = [path for folder in FRONTS for path in sources(root, folder, ".ts", ".tsx")]
    others = [path for folder in ("checks", "loadtest", "tests") for path in sources(root, folder, ".py")]
    return [
        *too_long(root, [*python, *fronts]),
        *vague([*python, *fronts, *others]),
        *not_rooms(root),
        *heavy(root),
    ]


def main(root: Path) -> int:
    found = faults(root)
    print("\n".join([*found, *numbers(root, sources(root, "server", ".py"))]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
