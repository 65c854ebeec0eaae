"""A broken pack is refused with its place; the engine in use stays."""

import shutil
from pathlib import Path

import pytest

from server.compliance import PackError, Scene, load_packs
from server.compliance.brackets import expand
from server.compliance.loading import BUILTIN
from server.compliance.shelf import Shelf
from server.compliance.tenant import Usable, usable

PACK = """id = "own"
version = 1
title = "t"
source = "s"
as_of = 2026-11-01
review_after = 2027-11-01

[terms.bad]
en = ["frobnicate"]

[pattern.code]
regex = 'x\\d{3}'

[[rule]]
id = "word"
category = "abuse"
find = ["bad", "code"]
cases = [{ action = "block" }]
"""

FAULTS = [
    ("version = 1", "version = = 1", 2, "Invalid value"),
    ("version = 1", 'version = "one"', 2, "Expected `int`"),
    ("version = 1\n", "", 1, "missing required field"),
    ("x\\d{3}", "x(\\d{3}", 12, "not RE2"),
    ("x\\d{3}", "(?=x)x", 12, "not RE2"),
    ("x\\d{3}", "\\pL{900}", 12, "too large"),
    ('"abuse"', '"rudeness"', 15, "unknown category"),
    ('"bad", "code"', '"bad", "worse"', 15, "unknown slot"),
    ('action = "block"', 'action = "explode"', 15, "unknown action"),
    ('action = "block"', 'action = "mask"', 15, "unknown mask"),
    ("cases =", "kases =", 14, "kases"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "reason"), FAULTS)
def test_a_fault_is_named_with_its_line(tmp_path: Path, right: str, wrong: str, line: int, reason: str) -> None:
    (tmp_path / "own.toml").write_text(PACK.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        load_packs(tmp_path)
    assert reason in refused.value.reason
    assert abs(refused.value.line - line) <= 1, str(refused.value)
    assert str(refused.value).startswith("own.toml:")


def test_a_slot_has_one_home(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(PACK, encoding="utf-8")
    (tmp_path / "b.toml").write_text(PACK.replace('id = "own"', 'id = "other"'), encoding="utf-8")
    with pytest.raises(PackError, match="is in pack `own` too"):
        load_packs(tmp_path)


def test_a_failed_reload_keeps_the_engine(tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(PACK, encoding="utf-8")
    shelf = Shelf(tmp_path)
    before = shelf.engine
    pack.write_text(PACK.replace("frobnicate", "defenestrate").replace('"abuse"', '"rude"'), encoding="utf-8")
    with pytest.raises(PackError):
        shelf.reload()
    assert shelf.engine is before
    pack.write_text(PACK.replace("frobnicate", "defenestrate"), encoding="utf-8")
    shelf.reload()
    assert shelf.engine.judge("do not frobnicate", Scene()).action.name == "allow"
    assert shelf.engine.judge("I defenestrate", Scene()).action.name == "block"


def test_of_a_desks_packs_as_many_count_as_can_and_the_former_text_of_one_that_cannot() -> None:
    house = load_packs()
    mine = PACK.replace('[{ action = "block" }]', '[{ action = "block", directions = ["outbound"] }]')
    other = mine.replace('id = "own"', 'id = "other"').replace("bad", "worse").replace("code", "number")
    both = usable(house, (mine, other), Usable())
    assert both.engine is not None
    assert (both.sources, both.trouble) == ((mine, other), {})
    newer = mine.replace('"abuse"', '"rude"')
    after = usable(house, (newer, other), both)
    assert after.sources == (mine, other), "what it said before goes on"
    assert after.trouble["own"].startswith("own.toml:")
    fresh = usable(house, (newer, other), Usable())
    assert (fresh.sources, set(fresh.trouble)) == ((other,), {"own"}), "the others count all the same"
    assert usable(house, ("no toml",), Usable()).engine is None


def test_the_packs_that_ship_are_dated_and_tested(tmp_path: Path) -> None:
    shutil.copytree(BUILTIN, tmp_path / "packs")
    for pack in load_packs(tmp_path / "packs"):
        assert pack.as_of < pack.review_after
        assert pack.source
        assert pack.stale(pack.review_after.replace(year=2040))
        assert not pack.rule or pack.test


def test_choices() -> None:
    assert expand("a (b|c(d|)|) e") == ["a b e", "a cd e", "a c e", "a e"]
