"""The client: short calls, typed refusals, scripts that find their way back."""

import asyncio
import os
import signal

import pytest

from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.live.client import Live, LiveOptions, StaleEpoch
from server.live.script import Script
from server.live.server import RedisServer


async def test_only_seven_and_later_have_sharded_channels(live: Live) -> None:
    assert live.sharded is (live.version >= (7, 0))
    assert len(live.run_id) == 40


async def test_a_frozen_redis_is_refused_soon_and_then_at_once(redis: RedisServer, live: Live) -> None:
    loop = asyncio.get_running_loop()
    os.kill(redis.pid, signal.SIGSTOP)
    started = loop.time()
    with pytest.raises(Refusal) as caught:
        await live.get("k")
    assert caught.value.code == "unavailable"
    assert caught.value.retry
    assert 0.4 < loop.time() - started < 5
    os.kill(redis.pid, signal.SIGCONT)
    with pytest.raises(Refusal):
        await live.get("k")
    await asyncio.sleep(0.25)
    assert await live.get("k") == ""


async def test_nobody_there_is_a_refusal() -> None:
    live = Live("unix:///nowhere/s", SystemClock(), LiveOptions(pause=0))
    for call in (live.ping(), live.now(), live.publish([("a", b"b")]), live.reader()):
        with pytest.raises(Refusal, match="unavailable"):
            await call
    await live.aclose()


async def test_scripts_survive_a_script_flush(live: Live) -> None:
    script = Script("due")
    assert await live.run(script, ("t",), (1,)) == [b""]
    await live._command("SCRIPT", "FLUSH")
    assert await live.run(script, ("t",), (1,)) == [b""]
    await live._command("SCRIPT", "FLUSH")
    assert await live.run_all([(script, ("t",), (1,))] * 2) == [[b""], [b""]]


async def test_a_script_that_finds_other_data_says_so(live: Live) -> None:
    call = (Script("gone", "epoch", "queue"), ("guard", "p:"), ("1.x", "c", ""))
    with pytest.raises(StaleEpoch):
        await live.run(*call)
    with pytest.raises(StaleEpoch):
        await live.run_all([call])
    await live.put("guard", "1.x")
    assert await live.run(*call) == 1


async def test_a_broken_script_is_refused_and_does_not_close_the_door(live: Live) -> None:
    broken = Script("due")
    broken.text, broken.sha = "return nonsense(", "0" * 40
    with pytest.raises(Refusal, match="unavailable"):
        await live.run(broken, ())
    await live.ping()


async def test_forget_takes_only_the_prefix(live: Live) -> None:
    keys = ("tw:{a[1]*}:x", "tw:{a[1]*}:y", "tw:{a1}:x", "tw:{ab}:x")
    for key in keys:
        await live.put(key, "v")
    await live.forget("tw:{a[1]*}:", lambda rest: rest == "y")
    assert [await live.get(key) for key in keys] == ["", "v", "v", "v"]


async def test_another_process_is_noticed_at_the_next_word(redis: RedisServer, live: Live) -> None:
    told: list[str] = []
    live.listen(lambda: told.append(live.run_id))
    await redis._end()
    await redis.start()
    await live.ping()
    assert told == [live.run_id]


async def test_locks_end_by_themselves(live: Live) -> None:
    assert await live.lock("l", "a", 30)
    assert not await live.lock("l", "b", 30)
    await asyncio.sleep(0.05)
    assert await live.lock("l", "b", 30)


async def test_an_earlier_timer_stays(live: Live) -> None:
    for due in (50, 40, 60):
        await live.at("t", "ws", due)
    script = Script("due")
    assert await live.run(script, ("t",), (39,)) == [b"40"]
    assert await live.run(script, ("t",), (40,)) == [b"", b"ws"]
