"""The end of work after the commit."""

import asyncio
import gc
import warnings

from server.conversations.interpreter import Interpreter
from tests.conversations.conftest import Scene


async def test_what_had_not_begun_is_let_go_in_silence_and_nothing_more_begins(scene: Scene) -> None:
    c = await scene.conversation(await scene.asks("ana"))
    interpreter, before = Interpreter(scene.room), len(asyncio.all_tasks())
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        interpreter.interpret(c, [], "en")
        assert len(asyncio.all_tasks()) == before + 1
        await interpreter.stop()
        interpreter.interpret(c, [], "en")
        gc.collect()
    assert [str(each.message) for each in said] == []
    assert len(asyncio.all_tasks()) == before
