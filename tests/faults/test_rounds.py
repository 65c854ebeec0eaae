"""What the fault rounds stand on: lines that hurt as they say, lots that a seed draws again, a soak that sees growth."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from loadtest.laws.history import History
from loadtest.laws.judge import Broken
from tests.faults.__main__ import main
from tests.faults.nemeses import NEMESES
from tests.faults.rounds import chosen, slice_of
from tests.faults.soak import Sample, judged, slope
from tests.support.lines import Line, Mode


@pytest.fixture
async def echo() -> AsyncIterator[int]:
    """The port of somebody who says back what is said."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(100):
                writer.write(b"<" + data)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def _asks(line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, patience: float) -> bytes:
    writer.write(b"?")
    async with asyncio.timeout(patience):
        return await reader.read(10)


@pytest.mark.parametrize("mode", ["frozen", "half_open"])
async def test_a_line_that_carries_nothing_back_stays_open_and_heals(echo: int, mode: Mode) -> None:
    line = await Line(echo).start()
    reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
    assert await _asks(line, reader, writer, 5) == b"<?"
    line.mode = mode
    with pytest.raises(TimeoutError):
        await _asks(line, reader, writer, 0.1)
    line.mode = "pass"
    async with asyncio.timeout(20):
        assert await reader.read(10) == b"<?"
    writer.close()
    await line.stop()


async def test_a_line_that_is_down_resets_and_the_next_target_is_asked(echo: int) -> None:
    line = await Line(1, echo).start()
    reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
    assert await _asks(line, reader, writer, 5) == b"<?"
    line.mode = "down"
    with pytest.raises(ConnectionResetError):
        await _asks(line, reader, writer, 5)
    writer.close()
    await line.stop()


def test_the_same_seed_draws_the_same_pairs() -> None:
    one, two, other = (
        [[n.name for n in pair] for pair in chosen((), pairs=True, rng=random.Random(seed))] for seed in (3, 3, 4)
    )
    assert one == two != other
    assert len(one) == len({frozenset(pair) for pair in one}) > 200
    assert [n.name for (n,) in chosen(("roll", "flood"), pairs=False, rng=random.Random(1))] == ["roll", "flood"]
    assert len({one.name for one in NEMESES}) == len(NEMESES)


def test_an_unknown_fault_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "earthquake"]) == 2
    assert "unknown_fault: earthquake" in capsys.readouterr().err


def test_the_slice_of_a_broken_law_holds_its_conversation_alone() -> None:
    history = History()
    for number in range(30):
        history.add(
            "customer:ana", "ok", "message.send", f"id-{number}", conversation=f"cv_{number % 2}", text=f"{number}"
        )
    told = slice_of(history, Broken("lost", "customer:ana was told 7 for '9' in cv_1"), most=4)
    assert told.splitlines()[0] == "lost: customer:ana was told 7 for '9' in cv_1"
    assert [line.split()[-1] for line in told.splitlines()[1:]] == ["'23'", "'25'", "'27'", "'29'"]


def _samples(*, memory: float = 0.0, tasks: float = 0.0) -> list[Sample]:
    return [Sample(at / 60, 90 + memory * at, 40, 9, round(30 + tasks * at), 12, 5) for at in range(40)]


def test_a_soak_sees_what_grows(capsys: pytest.CaptureFixture[str]) -> None:
    assert judged(_samples()) == 0
    assert judged(_samples(memory=0.5)) == 1
    assert judged(_samples(tasks=1.0)) == 1
    assert "tasks" in capsys.readouterr().out
    assert abs(slope(_samples(memory=0.5), lambda one: one.memory) - 30.0) < 1e-6
