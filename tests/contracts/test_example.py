"""The example bridge that ships is the one that runs here: killed in the middle, it loses nothing and doubles nothing."""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from server.settings import ROOT
from tests.contracts.conftest import Key
from tests.gateway.things import claimed, forgotten, say, stored
from tests.support.worlds import World

EXAMPLE = ROOT / "examples/bridge.py"


async def start(folder: Path, world: World, key: Key) -> asyncio.subprocess.Process:
    """`python examples/bridge.py`."""
    environment = {"FOLDER": str(folder), "DESK": world.url, "KEY": key.id, "SECRET": key.secret}
    with (folder / "log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, str(EXAMPLE), env={**os.environ, **environment}, stdout=log, stderr=log
        )


def kept(folder: Path) -> set[str]:
    """What the bridge has."""
    return {file.name for file in folder.glob("*/*")}


async def until(there: Callable[[], bool], folder: Path) -> None:
    """Wait, and say what the bridge said when it takes too long."""
    for _ in range(400):
        if there():
            return
        await asyncio.sleep(0.05)
    raise AssertionError((folder / "log").read_text()[-2000:])


async def test_it_relays_both_ways_and_may_be_killed(world: World, north_key: Key, tmp_path: Path) -> None:
    assert len(EXAMPLE.read_text().splitlines()) <= 60
    thread, ann = secrets.token_hex(4), await world.agent("north", "ann")
    (tmp_path / "in").mkdir()
    words = [f"Word {number}" for number in range(12)]
    names = [f"{thread}-{number:02}" for number in range(12)]
    for name, text in zip(names, words, strict=True):
        said = {"thread": thread, "customer": {"externalId": thread, "name": "Jo"}, "text": text}
        (tmp_path / "in" / f"{name}.json").write_text(json.dumps(said))
    (tmp_path / "in" / "zz-bad.json").write_text('{"thread": 5}')
    bridge = await start(tmp_path, world, north_key)
    try:
        await until(lambda: len(list((tmp_path / "done").glob("*"))) >= 2, tmp_path)
        bridge.kill()
        await bridge.wait()
        for file in list((tmp_path / "done").glob("*"))[:1]:  # died before it noted what it had done
            file.rename(tmp_path / "in" / file.name)
        bridge = await start(tmp_path, world, north_key)
        await until((tmp_path / "refused/zz-bad.json").exists, tmp_path)
        rows = world.rows("SELECT id FROM conversation WHERE thread = ?", thread)
        assert len(rows) == 1
        id = rows[0][0]
        log = await ann.posts("conversation.resume", {"conversationId": id, "after": 0})
        assert [e["body"]["text"] for e in log["entries"] if "text" in e["body"]] == words
        await claimed(ann, id)
        file_id = await stored(ann, b"the label")
        answer = say(id, "It comes tomorrow.")
        answer["body"]["attachments"] = [file_id]
        assert (await ann.posts("message.send", answer))["ok"]
        owed = "SELECT id FROM delivery WHERE conversation_id = ?"
        await until(lambda: bool(world.rows(owed, id)), tmp_path)
        delivery = world.rows(owed, id)[0][0]
        await until((tmp_path / f"out/{delivery}.json").exists, tmp_path)
        await until(lambda: world.rows("SELECT state FROM delivery WHERE id = ?", delivery) == [("sent",)], tmp_path)
        letter = json.loads((tmp_path / f"out/{delivery}.json").read_text())
        assert (letter["recipient"], letter["attachments"]) == (thread, [file_id])
        assert (tmp_path / "out" / file_id).read_bytes() == b"the label"

        await forgotten(await world.agent("north", "dana"), thread)
        told = "SELECT state, external_id FROM bridge_erasure ORDER BY number DESC LIMIT 1"
        await until(lambda: world.rows(told) == [("done", "")], tmp_path)
        theirs = {*(f"{name}.json" for name in names), f"{delivery}.json", file_id}
        assert not theirs & kept(tmp_path), "whoever was forgotten is gone from here too"
        assert "zz-bad.json" in kept(tmp_path)
    finally:
        if bridge.returncode is None:
            bridge.kill()
        await bridge.wait()
