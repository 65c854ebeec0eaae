"""The store as the desk's own people can read it, on any deployment: the logs of conversations, who had them, what is held."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from loadtest.laws.history import History, Line, Seat, Stored, Tenure, Thread
from loadtest.people.agent import Agent
from loadtest.people.client import DOWN
from server.protocol import acks, commands
from server.protocol.views import AgentEntry, Summary

PAGE = 300
STILL, LOOKS = 4000, 12
"""A log to which nothing was added for so many ms is at rest; so often one looks, a second apart."""
ENDS = ("conversation.requeued", "conversation.closed", "conversation.snoozed")
BEGINS = ("conversation.assigned", "conversation.offered")


class Auditor:
    """Reads with the logins of the agents, each at the pace they are allowed; follows nothing."""

    def __init__(self, agents: Sequence[Agent], history: History, busy: dict[str, int]) -> None:
        self._agents, self._history, self._busy = agents, history, busy
        self.read_so_far = 0

    async def read(self, ids: Sequence[str]) -> Stored:
        """These conversations, each at one moment. `busy` is what agents held of others before the run, and does not count."""
        asked_at = self._history.clock()
        piles = [ids[number :: len(self._agents)] for number in range(len(self._agents))]
        found = await asyncio.gather(*map(self._pile, self._agents, piles))
        threads: dict[str, Thread] = {}
        lines: dict[str, list[Line]] = {}
        for c, log in (each for pile in found for each in pile):
            threads[c.id], lines[c.id] = _thread(c), log
        self.read_so_far += len(ids)
        return Stored(
            threads,
            lines,
            [tenure for log in lines.values() for tenure in tenures(log)],
            await self._seats(),
            at=self._history.server_now(),
            asked_at=asked_at,
        )

    async def read_still(self, ids: Sequence[str]) -> Stored:
        """All of these, when nothing is added any more: a translation may come after the last word."""
        stored = await self.read(ids)
        for _ in range(LOOKS):
            moving = [id for id, log in stored.lines.items() if log and log[-1].at > stored.at - STILL]
            if not moving:
                break
            await asyncio.sleep(1.0)
            later = await self.read(moving)
            stored.threads |= later.threads
            stored.lines |= later.lines
            stored.seats, stored.at = later.seats, later.at
        stored.tenures = [tenure for log in stored.lines.values() for tenure in tenures(log)]
        return stored

    async def _pile(self, agent: Agent, ids: Sequence[str]) -> list[tuple[Summary, list[Line]]]:
        return [await self._log(agent, id) for id in ids]

    async def _log(self, agent: Agent, id: str) -> tuple[Summary, list[Line]]:
        entries: list[AgentEntry] = []
        while True:
            after = entries[-1].seq if entries else 0
            ack = await _patiently(
                agent, "conversation.resume", commands.Resume(conversation_id=id, after=after, limit=PAGE, follow=False)
            )
            assert isinstance(ack, acks.AgentResumed), ack
            entries.extend(ack.entries)
            if not ack.more:
                return ack.conversation, [_line(each, ack.conversation) for each in _known(entries, ack.conversation)]

    async def _seats(self) -> dict[str, Seat]:
        ack = await _patiently(self._agents[0], "people.list", commands.Command())
        assert isinstance(ack, acks.People), ack
        return {
            one.id: Seat(one.id, one.capacity, one.load - self._busy.get(one.id, 0), loads=None) for one in ack.items
        }


async def _patiently(agent: Agent, name: str, command: commands.Command) -> acks.Done:
    for _ in range(50):
        try:
            ack = await agent.once(name, command)
        except DOWN:
            await agent.pause(0.2)
            continue
        if not isinstance(ack, acks.Refused):
            return ack
        if not ack.error.retry:
            raise RuntimeError(f"{name}: {ack.error.code} {ack.error.detail}")
        await asyncio.sleep((ack.error.after_ms or 200) / 1000)
    raise RuntimeError(f"{name}: no answer")


def _known(entries: Sequence[AgentEntry], c: Summary) -> Iterator[AgentEntry]:
    """The row was read before the log: what is newer is left for another time."""
    return (each for each in entries if each.seq <= c.last_seq)


def _line(entry: AgentEntry, c: Summary) -> Line:
    body: dict[str, Any] = msgspec.to_builtins(entry.body)
    cseq = entry.cseq if isinstance(entry.cseq, int) and entry.cseq <= c.last_cseq else None
    if body["kind"] == "message.released":
        cseq = None
    author = f"{entry.author.kind}:{entry.author.id}"
    return Line(entry.conversation_id, entry.seq, cseq, body["kind"], author, entry.client_id, entry.at, body)


def _thread(c: Summary) -> Thread:
    names = (name for name in Thread.__struct_fields__ if name not in ("assignee", "weight"))
    return Thread(assignee=c.assignee_id, **{name: getattr(c, name) for name in names})


def tenures(log: Sequence[Line]) -> Iterator[Tenure]:
    """Who had the conversation when, as its log tells it."""
    held: Tenure | None = None
    for line in log:
        if line.kind in ENDS and held:
            yield msgspec.structs.replace(held, ended_at=line.at)
            held = None
        if line.kind in BEGINS and not (held and held.fence == line.body["fence"]):
            if held:
                yield msgspec.structs.replace(held, ended_at=line.at)
            agent, fence, step = line.body["agentId"], line.body["fence"], str(line.body.get("step", ""))
            held = Tenure(line.conversation, fence, agent, line.at, None, step)
    if held:
        yield held
