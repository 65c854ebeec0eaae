"""What follows from a commit, derived from what was committed and never from who did it."""

from typing import Protocol

from server.conversations.escalating import TABLE as ESCALATION
from server.conversations.interpreter import Interpreter
from server.conversations.known import Known
from server.domain.conversation import Conversation
from server.domain.people import Agent
from server.fanout.publisher import Publisher
from server.routing.need import asked
from server.routing.router import Router
from server.store.turn import Outcome


class Surroundings(Protocol):
    """What else a commit may concern."""

    def seated(self, workspace_id: str, agent_id: str) -> bool:
        """Whether an agent has a socket anywhere."""
        ...

    def owed(self, ids: list[str]) -> None:
        """Deliveries that bridges owe from now on."""
        ...

    def escalated(self) -> None:
        """Tickets are owed."""
        ...


class After:
    """Called by the writer after each commit, in commit order. Nothing here waits."""

    def __init__(
        self,
        known: Known,
        publisher: Publisher,
        router: Router,
        interpreter: Interpreter,
        around: Surroundings,
    ) -> None:
        self._known = known
        self._publisher = publisher
        self._router = router
        self._interpreter = interpreter
        self._around = around

    def __call__(self, outcome: Outcome) -> None:
        before = {id: self._known.peek(id) for id in outcome.conversations}
        self._known.note(outcome)
        self._publisher.announce(outcome)
        for id, c in outcome.conversations.items():
            self._route(before[id], c)
        for agent in outcome.agents.values():
            self._seat(agent)
        self._interpreter.note(outcome)
        owed = [str(row["id"]) for table, row in outcome.rows if table == "delivery"]
        if owed:
            self._around.owed(owed)
        if any(table == ESCALATION for table, _ in outcome.rows):
            self._around.escalated()

    def _route(self, before: Conversation | None, c: Conversation) -> None:
        if c.status == "waiting":
            if before is None or before.status != "waiting" or asked(before) != asked(c):
                self._router.conversation_waiting(c)
        elif before is None or before.status == "waiting":
            self._router.conversation_gone(c.workspace_id, c.id)

    def _seat(self, agent: Agent) -> None:
        """An agent whom this node does not see may sit at another; who left is told by those who saw it."""
        if self._around.seated(agent.workspace_id, agent.id):
            self._router.agent_changed(agent)
