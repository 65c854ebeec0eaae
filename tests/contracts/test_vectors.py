"""The bridge contract's vectors, which other languages test themselves against, held against this server and its own signing."""

import json
import secrets
import time
from typing import Any

import httpx2
import pytest

from server.domain.errors import Refusal
from server.identity.webhook_signatures import read_secret, signature, signed, verify
from server.settings import ROOT
from tests.contracts.conftest import Key
from tests.gateway.things import claimed, forgotten, say
from tests.support.worlds import Somebody, World

VECTORS: dict[str, Any] = json.loads((ROOT / "docs/bridges/vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS["signatures"], ids=lambda vector: vector["name"])
def test_signatures(vector: dict[str, Any]) -> None:
    secret, body = read_secret(vector["secret"]), vector["body"].encode()
    headers = {f"webhook-{part}": vector[part] for part in ("id", "timestamp", "signature")}
    if vector["valid"]:
        verify([secret], headers, body, vector["now"])
        assert signature([secret], vector["id"], int(vector["timestamp"]), body) in vector["signature"]
        with pytest.raises(Refusal):
            verify([secret], headers, body + b"x", vector["now"])
    else:
        with pytest.raises(Refusal):
            verify([secret], headers, body, vector["now"])


class Player:
    """Plays one conversation of the vectors, by bearer token or by signature."""

    def __init__(self, world: World, key: Key, ann: Somebody, *, signs: bool) -> None:
        self.world, self.key, self.ann, self.signs = world, key, ann, signs
        self.words: dict[str, Any] = {f"${word}": secrets.token_hex(8) for word in ("thread", "buyer", "unique")}

    async def step(self, step: dict[str, Any]) -> None:
        """One step, and what must be in its answer."""
        if "desk" in step:
            await self.desk(step["desk"])
        elif "put" in step or "get" in step:
            method = "PUT" if "put" in step else "GET"
            url = self.words[step[method.lower()]]
            content = step["content"].encode() if method == "PUT" else None
            answer = await self.world.client.request(method, url, content=content)
            assert answer.status_code == step["status"]
            assert method == "PUT" or answer.content == step["content"].encode()
        else:
            answer = await self.ask(step)
            assert answer.status_code == step["status"], answer.text
            self.hold(step["answer"], answer.json())

    async def desk(self, what: dict[str, str]) -> None:
        """An agent answers, or an admin has somebody forgotten."""
        if "forgets" in what:
            await forgotten(await self.world.agent("north", "dana"), self.words[what["forgets"]])
            return
        id = self.words[what["in"]]
        await claimed(self.ann, id)
        assert (await self.ann.posts("message.send", say(id, what["says"])))["ok"]

    async def ask(self, step: dict[str, Any]) -> httpx2.Response:
        """One request."""
        method, path = self.filled(step["ask"]).split(" ")
        said = json.dumps(self.filled(step["body"])).encode() if "body" in step else b""
        headers = {"Content-Type": "application/json"}
        if self.signs or "id" in step:
            id = self.filled(step["id"]) if "id" in step else secrets.token_hex(8)
            headers |= {"webhook-key": self.key.id}
            headers |= signed([read_secret(self.key.secret)], id, int(time.time()), said or path.encode())
        else:
            headers["Authorization"] = f"Bearer {self.key.token}"
        return await self.world.client.request(method, path, content=said or None, headers=headers)

    def filled(self, value: Any) -> Any:
        """With the words that have a value."""
        match value:
            case dict():
                return {name: self.filled(inner) for name, inner in value.items()}
            case list():
                return [self.filled(inner) for inner in value]
            case str():
                for word in sorted(self.words, key=len, reverse=True):
                    value = value.replace(word, str(self.words[word]))
        return value

    def hold(self, wanted: Any, found: Any, place: str = "answer") -> None:
        """Everything that is wanted is there; new words take their value."""
        match wanted:
            case dict():
                for name, inner in wanted.items():
                    assert name in found, f"{place}.{name} is missing"
                    self.hold(inner, found[name], f"{place}.{name}")
            case list():
                assert len(wanted) == len(found), place
                for number, inner in enumerate(wanted):
                    self.hold(inner, found[number], f"{place}.{number}")
            case str() if wanted.startswith("$"):
                assert self.words.setdefault(wanted, found) == found, place
            case _:
                assert wanted == found, place


@pytest.mark.parametrize("signs", [False, True], ids=["by token", "by signature"])
@pytest.mark.parametrize("conversation", VECTORS["conversations"], ids=lambda each: each["name"])
async def test_conversations(world: World, north_key: Key, conversation: dict[str, Any], *, signs: bool) -> None:
    player = Player(world, north_key, await world.agent("north", "ann"), signs=signs)
    player.words["$start"] = world.rows("SELECT coalesce(max(number), 0) FROM delivery")[0][0]
    player.words["$gone"] = world.rows("SELECT coalesce(max(number), 0) FROM bridge_erasure")[0][0]
    for step in conversation["steps"]:
        await player.step(step)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"a": 1}, {}),
        ({"a": 1}, {"a": 2}),
        ([1], []),
        ({"a": "$w"}, {"a": "other"}),
        ({"a": {"b": True}}, {"a": {"b": 0.5}}),
    ],
)
def test_the_player_notices_what_is_wrong(world: World, north_key: Key, wanted: Any, found: Any) -> None:
    player = Player(world, north_key, world.nobody("bridge"), signs=False)
    player.words["$w"] = "this"
    with pytest.raises(AssertionError):
        player.hold(wanted, found)
