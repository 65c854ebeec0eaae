"""`python -m server route ...` as whoever leads a desk meets it, and the process apart that plays the past."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest

from server.app.replays import Replays, read_past
from server.app.route import route
from server.app.route_asks import add_route
from server.app.store import Store
from server.app.times import clock, date, moment
from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.routing.replay import Case, Wish, replay
from server.settings import Settings
from tests.app.past import WORKSPACE, plant_past
from tests.support.running import run

HOUR = 3_600_000
NOW = 1_763_942_400_000
NORTH = ("--workspace", "north")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a past; nobody changes it."""
    folder = tmp_path_factory.mktemp("past") / "data"
    asyncio.run(plant_past(folder))
    return folder


Told = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
def told(data: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    """The command in this process: its exit code and what it said."""
    parser = argparse.ArgumentParser()
    add_route(parser.add_subparsers())

    async def asked(*arguments: str, folder: Path = data) -> tuple[int, str]:
        code = await route(Settings(data_dir=folder), parser.parse_args(["route", *arguments]))
        said = capsys.readouterr()
        assert bool(said.err) == bool(code), "what went wrong is on stderr, what was asked for on stdout"
        return code, said.out + said.err

    return asked


async def test_todays_rules_can_be_edited_and_played(told: Told, tmp_path: Path) -> None:
    code, printed = await told("rules", *NORTH)
    assert code == 0, printed
    rules = json.loads(printed)
    rules["queues"] = [{"name": "korean", "match": {"languages": ["ko"]}, "steps": [{"name": "whoever", "level": -1}]}]
    file = tmp_path / "rules.json"
    file.write_text(json.dumps(rules))
    code, output = await told("replay", *NORTH, "--since", "1d", "--rules", str(file), "--json")
    assert code == 0, output
    comparison = json.loads(output)
    assert comparison["was"]["conversations"] == comparison["then"]["conversations"] == 60
    assert comparison["was"]["meanMs"] == 5000
    assert {one["then"]["step"] for one in comparison["differs"] if one["language"] == "ko"} == {"whoever"}
    assert sum(comparison["then"]["loads"].values()) + comparison["then"]["unserved"] == 60


async def test_the_comparison_is_said_in_words(told: Told) -> None:
    code, output = await told("replay", *NORTH, "--since", "1d")
    assert code == 0, output
    for words in ("60 conversations", "mean wait", "within their target", "Ann", "Ben", "0 of 60 would go elsewhere",
                  "The simulation fits", "as they are today"):  # fmt: skip
        assert words in output, output
    code, output = await told("replay", *NORTH, "--since", "2020-01-01", "--until", "2020-02-01")
    assert (code, output.strip()) == (0, "2020-01-01 00:00 UTC to 2020-02-01 00:00 UTC: no conversations")


async def test_only_the_newest_are_played_and_that_is_said(told: Told) -> None:
    code, output = await told("replay", *NORTH, "--since", "1d", "--most", "10", "--json")
    assert code == 0, output
    comparison = json.loads(output)
    assert comparison["was"]["conversations"] <= 10
    assert {"code": "cut", "count": 10} in comparison["caveats"]


async def test_another_roster_may_be_toml(told: Told, tmp_path: Path) -> None:
    file = tmp_path / "roster.toml"
    file.write_text(
        '[[agents]]\nid = "new_1"\nlanguages = [{ language = "ko" }]\n'
        "hours = { shifts = [" + ", ".join(f"{{ day = {day}, start = 0, end = 1440 }}" for day in range(7)) + "] }\n"
    )
    code, output = await told("replay", *NORTH, "--since", "1d", "--roster", str(file), "--json")
    assert code == 0, output
    comparison = json.loads(output)
    assert comparison["then"]["matched"] > comparison["now"]["matched"]
    assert comparison["then"]["loads"]["new_1"] > 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("rules.json", "{", "truncated"),
        ("rules.json", '{"queues": [{"name": "é"}]}', "$.queues[0].name"),
        ("rules.json", '{"quues": []}', "`quues`"),
        ("rules.json", '{"queues": [{"name": "a"}, {"name": "a"}]}', "routing.queues.1.name"),
        ("rules.json", '{"queues": [{"name": "a", "teamId": "tm_00000"}]}', "routing.queues.0.teamId"),
        ("rules.json", "[" * 100_000, "rules.json"),
        ("rules.toml", "queues = 1", "$.queues"),
        ("rules.toml", "queues = [", "rules.toml"),
        ("roster.json", '{"agents": [{"id": "ag_00000"}]}', "agents.0.id"),
        ("roster.json", '{"agents": [{"id": "new_1"}]}', "agents.0.hours"),
        ("roster.json", '{"agents": [{"id": "new_1", "hours": {"shifts": [{"day": 0, "start": 5, "end": 5}]}}]}',
         "agents.0.hours.shifts.0"),
    ],
)  # fmt: skip
async def test_a_bad_file_is_named_with_the_place(told: Told, tmp_path: Path, name: str, text: str, said: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    option = "--roster" if "roster" in name else "--rules"
    code, output = await told("replay", *NORTH, "--since", "1d", option, str(file))
    assert code == 2
    assert str(file) in output
    assert said in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rules",), "which desk? Name one with --workspace: north, south"),
        (("rules", "--workspace", "nowhere"), "north, south"),
        (("replay", *NORTH, "--since", "yesterday"), "'yesterday'"),
        (("replay", *NORTH, "--since", "99999-01-01"), "--since"),
        (("replay", *NORTH, "--since", "1d", "--until", "2d"), "nothing to play"),
        (("replay", *NORTH, "--since", "1d", "--rules", "/nowhere.json"), "/nowhere.json: No such file"),
        (("explain", "cv_nobody"), "there is no conversation 'cv_nobody'"),
        (("explain", "cv_✈"), "there is no conversation"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_said_and_ends_with_two(told: Told, arguments: tuple[str, ...], said: str) -> None:
    code, output = await told(*arguments)
    assert (code, said in output) == (2, True), output


async def test_without_a_database_it_says_what_to_do(told: Told, tmp_path: Path) -> None:
    code, output = await told("rules", folder=tmp_path / "none")
    assert (code, "python -m server release" in output) == (2, True)
    assert not (tmp_path / "none").exists()


async def test_it_is_a_command_of_the_server(data: Path) -> None:
    code, output = await run("route", "replay", *NORTH, "--since", "1d", DATA_DIR=str(data))
    assert (code, "60 conversations" in output) == (0, True), output
    code, output = await run("route", "rules", DATA_DIR=str(data))
    assert (code, output) == (2, "which desk? Name one with --workspace: north, south\n")


async def test_a_stored_decision_is_said_in_words(told: Told) -> None:
    code, output = await told("explain", "cv_00000")
    assert code == 0, output
    for words in ("cv_00000: closed", "translated", "was free; nobody who is here writes ko", "waited 1:30",
                  "chosen (12: room +12)", "Ben", "was off shift"):  # fmt: skip
        assert words in output, output


@pytest.fixture
def store(data: Path) -> Store:
    return Store(Settings(data_dir=data), SystemClock(), lambda _outcome: None)


async def no_pairs() -> frozenset[tuple[str, str]]:
    """No engine is there."""
    return frozenset()


def wish(workspace_id: str = WORKSPACE) -> Wish:
    now = SystemClock().now()
    return Wish(workspace_id=workspace_id, since=now - 24 * HOUR, until=now)


async def test_apart_it_comes_to_the_same(store: Store) -> None:
    asked = wish()
    told = await Replays(store, no_pairs)(asked)
    past = await read_past(store, WORKSPACE, (asked.since, asked.until))
    assert told == replay(Case(past=past, pairs=frozenset()))
    assert told.was.conversations == 60
    await store.database.close()


async def test_one_at_a_time_for_a_desk_and_two_for_a_process(store: Store) -> None:
    replays = Replays(store, no_pairs)
    asked = [replays(wish(id)) for id in (WORKSPACE, WORKSPACE, "ws_2", "ws_3")]
    told = await asyncio.gather(*asked, return_exceptions=True)
    codes = [one.code if isinstance(one, Refusal) else "" for one in told]
    assert codes[:2] == ["", "busy"]
    assert codes[3] == "busy"
    assert not isinstance(await replays(wish()), Refusal), "whoever was first is done"
    await store.database.close()


async def test_what_takes_too_long_is_ended_and_the_next_may_come(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = tmp_path / "python"
    endless.write_text("#!/bin/sh\nexec sleep 600\n")
    endless.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(endless))
    replays = Replays(store, no_pairs, seconds=0.05)
    for _ in range(2):
        async with asyncio.timeout(10):
            with pytest.raises(Refusal, match="too_large: since"):
                await replays(wish())
    left = [child for child in psutil.Process(os.getpid()).children() if "600" in child.cmdline()]
    assert not left
    await store.database.close()


async def test_what_fails_apart_is_the_servers_fault_and_said_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Refusal, match="internal: replay"):
        await Replays(store, no_pairs)(wish())
    await store.database.close()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("7d", NOW - 7 * 24 * HOUR),
        ("90m", NOW - 90 * 60_000),
        ("999999w", 0),
        ("2025-11-24", NOW),
        ("2025-11-24T02:00+02:00", NOW),
    ],
)
def test_times_as_people_write_them(text: str, wanted: int) -> None:
    assert moment(text, NOW, "--since") == wanted


@pytest.mark.parametrize("text", ["", "d", "-1d", "7 d", "7x", "٧d", "2025-13-01", "now"])
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="--since"):
        moment(text, NOW, "--since")


def test_durations_and_dates_as_people_read_them() -> None:
    assert [clock(ms) for ms in (0, 4999, 750_000, 3 * HOUR)] == ["0:00", "0:05", "12:30", "3:00:00"]
    assert date(NOW) == "2025-11-24 00:00 UTC"
