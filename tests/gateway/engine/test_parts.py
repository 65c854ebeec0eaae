"""The small parts by themselves: outbox, audiences, inbox, wheel."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from server.gateway.engine.audiences import Audiences
from server.gateway.engine.frames import Frame
from server.gateway.engine.inbox import Inbox
from server.gateway.engine.outbox import Fate, Outbox
from server.gateway.engine.wheel import Wheel


def _frame(size: int, *, volatile: bool = False) -> Frame:
    return Frame(bytes(size), volatile=volatile)


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans(), st.booleans())))
def test_outbox_never_exceeds_its_bounds_and_keeps_order(steps: list[tuple[int, bool, bool]]) -> None:
    outbox, kept, dropped = Outbox(50, 100), [], 0
    for size, volatile, pop in steps:
        frame = _frame(size, volatile=volatile)
        fate = outbox.push(frame)
        if fate is Fate.KEPT:
            kept.append(frame)
        assert outbox.size <= (50 if fate is Fate.KEPT and volatile else 100)
        dropped += fate is Fate.DROPPED
        if pop and (out := outbox.pop()) is not None:
            before = kept[: kept.index(out)]
            assert all(lost.volatile for lost in before)
            dropped += len(before)
            kept = kept[len(before) + 1 :]
    rest = outbox.take()
    assert [frame for frame in kept if frame in rest] == rest
    assert all(frame in rest for frame in kept if not frame.volatile)
    assert outbox.dropped == dropped + len(kept) - len(rest)
    assert (outbox.size, bool(outbox)) == (0, False)


def test_outbox_sheds_volatile_frames_before_it_overflows() -> None:
    outbox = Outbox(50, 100)
    assert [outbox.push(_frame(20, volatile=True)) for _ in range(3)] == [Fate.KEPT, Fate.KEPT, Fate.DROPPED]
    assert outbox.push(_frame(90)) is Fate.KEPT
    assert (outbox.size, outbox.dropped) == (90, 3)
    assert outbox.push(_frame(11)) is Fate.OVERFLOW
    assert outbox.size == 90


class _Listener:
    def __init__(self) -> None:
        self.names: set[str] | None = None


@given(st.lists(st.tuples(st.sampled_from(["join", "leave", "drop"]), st.integers(0, 3), st.sampled_from("abc"))))
def test_audiences_agree_both_ways(steps: list[tuple[str, int, str]]) -> None:
    audiences: Audiences[_Listener] = Audiences()
    people = [_Listener() for _ in range(4)]
    truth: set[tuple[int, str]] = set()
    for verb, who, name in steps:
        if verb == "join":
            audiences.join(people[who], name)
            truth.add((who, name))
        elif verb == "leave":
            audiences.leave(people[who], name)
            truth.discard((who, name))
        else:
            audiences.drop(people[who])
            truth = {pair for pair in truth if pair[0] != who}
    for name in "abc":
        assert set(audiences.of(name)) == {people[who] for who, heard in truth if heard == name}
    for who, person in enumerate(people):
        assert (person.names or set()) == {name for one, name in truth if one == who}
    assert len(audiences) == len({name for _, name in truth})


async def test_inbox_asks_the_reader_to_wait_and_lets_it_go_on() -> None:
    handled: list[int] = []
    gate = asyncio.Event()

    async def handle(step: int) -> None:
        await gate.wait()
        handled.append(step)

    inbox: Inbox[int] = Inbox(handle, most=3, most_bytes=100)
    for step in range(4):
        inbox.put(step, 10)
    await asyncio.sleep(0)
    assert inbox.full
    reader = asyncio.create_task(inbox.room())
    await asyncio.sleep(0)
    assert not reader.done()
    gate.set()
    await asyncio.wait_for(reader, 15)
    await asyncio.sleep(0)
    assert handled == [0, 1, 2, 3]
    inbox.put(9, 500)
    inbox.put(9, 500)
    assert inbox.full
    inbox.forget()
    assert not inbox.full


class _Hand:
    """A clock moved by hand, which knows when it was read."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.reads = 0

    def now(self) -> int:
        return round(self.time * 1000)

    def monotonic(self) -> float:
        self.reads += 1
        return self.time

    async def read(self) -> None:
        """Until the wheel's next turn has begun, and no further: a slow machine only makes this longer."""
        before = self.reads
        async with asyncio.timeout(15):
            while self.reads == before:  # noqa: ASYNC110 - each round of the loop is looked at
                await asyncio.sleep(0)


class _Beat:
    def __init__(self, clock: _Hand, every: float) -> None:
        self.clock = clock
        self.every = every
        self.times: list[float] = []

    def check(self, now: float) -> float | None:
        self.times.append(now)
        return now + self.every


async def test_wheel_calls_not_before_its_time_and_at_most_a_tick_late() -> None:
    clock = _Hand()
    wheel = Wheel(clock, 0.01)
    beats = [_Beat(clock, 0.05 + n / 1000) for n in range(500)]
    for beat in beats:
        wheel.at(clock.time + beat.every, beat)
    for _ in range(30):
        clock.time += 0.01
        await clock.read()
        for _ in range(5):  # the slices of one turn
            await asyncio.sleep(0)
    for beat in beats:
        due = 1000.0
        for time in beat.times:
            due += beat.every
            assert due <= time <= due + 0.04
            due = time
        assert beat.times or beat.every > 0.25


async def test_wheel_gives_everyone_a_turn_to_speak_after_the_process_was_frozen() -> None:
    clock = _Hand()
    wheel = Wheel(clock, 0.01)
    beat = _Beat(clock, 5.0)
    wheel.at(clock.time + 1.0, beat)
    clock.time += 60.0
    await clock.read()
    assert beat.times == []
    await clock.read()
    assert beat.times == [1060.0]
