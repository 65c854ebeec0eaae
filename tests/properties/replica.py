"""A client's state kept by events alone: what a list and a thread must become without ever being read again."""

from typing import Any

from tests.support.people import Person
from tests.support.wire import Json

SETTLES = {"message.released": "posted", "message.held": "held", "message.returned": "returned"}

UNTOLD = ("place", "waitMs", "mail", "updatedAt")


class Replica:
    """Snapshots read once, then changed by what was heard. `deaf` is the seeded fault: it misses one kind of event."""

    def __init__(self, person: Person, *, agent: bool, deaf: str = "") -> None:
        self.person, self.agent, self._deaf = person, agent, deaf
        self.list: dict[str, Json] = {}
        self.people: dict[str, Json] = {}
        self.threads: dict[str, dict[int, Json]] = {}
        self._versions: dict[str, tuple[int, int]] = {}
        self._heard = len(person.wire.heard)

    async def read(self, id: str) -> "Replica":
        """The snapshots: everything there is now."""
        self.list = await self.fresh_list()
        self.people = await self.fresh_people()
        self.threads[id] = await self.fresh_thread(id)
        return self

    def catch_up(self) -> None:
        """Apply what was heard since."""
        news = self.person.wire.heard[self._heard :]
        self._heard += len(news)
        for name, body in news:
            if name == self._deaf:
                continue
            if name == "conversation.changed":
                self._line(body["conversation"])
            elif name == "colleague.changed":
                self.people[body["colleague"]["id"]] = body["colleague"]
            elif body.get("conversationId") in self.threads and "seq" in body:
                self._entry(self.threads[body["conversationId"]], body)

    def _line(self, c: Json) -> None:
        version = (c["updatedAt"], c["lastSeq"])
        if version >= self._versions.get(c["id"], (0, 0)):
            self._versions[c["id"]] = version
            self.list[c["id"]] = self._line_of(c)

    def _entry(self, thread: dict[int, Json], entry: Json) -> None:
        thread[entry["seq"]] = entry
        body = entry["body"]
        state = SETTLES.get(body["kind"]) if self.agent else None
        if not self.agent:
            self.list[entry["conversationId"]]["lastSeq"] = entry["seq"]
        if state and body["ref"] in thread:
            told = {key: body[key] for key in ("reading", "label", "findings") if key in body}
            told |= {key: body[key] for key in ("text", "language") if body.get(key) is not None}
            number = {"cseq": entry["cseq"]} if "cseq" in entry else {}
            settled = thread[body["ref"]] | number
            thread[body["ref"]] = settled | {"body": settled["body"] | told | {"state": state}}

    async def fresh_list(self) -> dict[str, Json]:
        """The list as somebody who just came reads it."""
        views: tuple[Json, ...] = ({"view": "all"}, {"view": "closed"}) if self.agent else ({},)
        pages = [await self.person.does("conversation.list", **view, limit=100) for view in views]
        return {item["id"]: self._line_of(item) for page in pages for item in page["items"]}

    def _line_of(self, c: Json) -> Json:
        """What a customer may expect is told now and then, and is honest when it is read; `updatedAt` only orders states."""
        return c if self.agent else {key: value for key, value in c.items() if key not in UNTOLD}

    async def fresh_people(self) -> dict[str, Json]:
        """The colleagues likewise."""
        if not self.agent:
            return {}
        return {person["id"]: person for person in (await self.person.does("people.list"))["items"]}

    async def fresh_thread(self, id: str) -> dict[int, Json]:
        """One thread likewise, in pages."""
        found: dict[int, Json] = {}
        more = True
        while more:
            page = await self.person.does("conversation.resume", conversationId=id, after=max(found, default=0))
            found |= {entry["seq"]: entry for entry in page["entries"]}
            more = page["more"]
        return found

    async def differences(self) -> list[str]:
        """Where the kept state is not what a newcomer would read."""
        self.catch_up()
        found = _differ("list", self.list, await self.fresh_list())
        found += _differ("people", self.people, await self.fresh_people())
        for id, thread in self.threads.items():
            found += _differ(id, thread, await self.fresh_thread(id))
        return found


def _differ(what: str, kept: dict[Any, Json], fresh: dict[Any, Json]) -> list[str]:
    keys = sorted(kept.keys() | fresh.keys())
    return [
        f"{what} {key}: kept {_only(kept.get(key), fresh.get(key))}, fresh {_only(fresh.get(key), kept.get(key))}"
        for key in keys
        if kept.get(key) != fresh.get(key)
    ]


def _only(one: Json | None, other: Json | None) -> Any:
    if one is None or other is None:
        return one
    return {key: value for key, value in one.items() if value != other.get(key)}
