"""The size checker finds every fault it is there for, and only those."""

from pathlib import Path

import pytest

from checks import sizes


def house(root: Path, **files: str) -> Path:
    """A small sound server, and what a test puts beside it (`__` stands for `/`)."""
    room = root / "server/desk"
    room.mkdir(parents=True)
    for folder in (root / "server", room):
        (folder / "__init__.py").write_text('"""A room."""\n')
    (room / "seat.py").write_text("def seat() -> int:\n    return 1\n")
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_sound_house_has_no_faults(tmp_path: Path) -> None:
    assert sizes.faults(house(tmp_path)) == []


def test_a_file_may_have_250_lines_and_no_more(tmp_path: Path) -> None:
    fits = house(tmp_path / "fits", server__desk__long_dot_py="x = 1\n" * 250)
    bursts = house(tmp_path / "bursts", server__desk__long_dot_py="x = 1\n" * 251)
    assert sizes.faults(fits) == []
    assert sizes.faults(bursts) == ["server/desk/long.py: 251 lines, at most 250"]


def test_a_front_file_is_held_to_the_same_length(tmp_path: Path) -> None:
    text = "export const x = 1;\n" * 251
    root = house(
        tmp_path,
        console__src__view_dot_tsx=text,
        console__src__wire_dot_gen_dot_ts=text,
        console__src__i18n__de_dot_ts=text,
    )
    assert sizes.faults(root) == ["console/src/view.tsx: 251 lines, at most 250"]


@pytest.mark.parametrize("word", ["def", "async def"])
def test_a_function_may_have_50_lines_and_no_more(tmp_path: Path, word: str) -> None:
    def function(lines: int) -> str:
        return f"{word} run() -> None:\n" + "    print()\n" * (lines - 1)

    fits = house(tmp_path / "fits", server__desk__run_dot_py=function(50))
    bursts = house(tmp_path / "bursts", server__desk__run_dot_py="\n" + function(51))
    assert sizes.faults(fits) == []
    assert sizes.faults(bursts) == ["server/desk/run.py:2: run has 51 lines, at most 50"]


@pytest.mark.parametrize("word", ["utils", "util", "helpers", "common", "manager", "base_desk", "desk_v2"])
def test_a_name_must_say_something(tmp_path: Path, word: str) -> None:
    root = house(tmp_path, **{f"server__desk__{word}_dot_py": "x = 1\n"})
    assert sizes.faults(root) == [f"server/desk/{word}.py: the name '{word}' says nothing"]


def test_a_name_that_only_resembles_an_empty_one_is_fine(tmp_path: Path) -> None:
    assert sizes.faults(house(tmp_path, server__desk__commonwealth_dot_py="x = 1\n")) == []


def test_a_room_is_a_package_or_its_imports_go_unseen(tmp_path: Path) -> None:
    root = house(tmp_path, server__yard__gate_dot_py="x = 1\n")
    assert sizes.faults(root) == ["server/yard: no __init__.py, so its imports are not checked"]


def weigh(root: Path, loader: bytes, widget: bytes) -> list[str]:
    folder = house(root) / "widget/dist"
    folder.mkdir(parents=True)
    (folder / "loader.js.gz").write_bytes(loader)
    (folder / "widget.js.gz").write_bytes(widget)
    return sizes.faults(root)


def test_the_widget_has_a_weight_to_keep(tmp_path: Path) -> None:
    assert weigh(tmp_path / "light", bytes(900), bytes(24_000)) == []
    (loader,) = weigh(tmp_path / "loader", bytes(1_024), b"")
    assert loader.startswith("widget/dist/loader.js: ")
    (whole,) = weigh(tmp_path / "whole", bytes(900), bytes(25_000))
    assert whole.startswith("widget/dist: ")


def test_a_widget_that_was_not_built_is_not_light(tmp_path: Path) -> None:
    root = house(tmp_path)
    (root / "widget").mkdir()
    assert sizes.faults(root) == ["widget/dist: not built"]


def test_the_exit_code_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sizes.main(house(tmp_path / "good")) == 0
    assert sizes.main(house(tmp_path / "bad", server__desk__utils_dot_py="x = 1\n")) == 1
    assert "warning: server/desk holds" in capsys.readouterr().out
