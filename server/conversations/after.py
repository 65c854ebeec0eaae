"""What follows from a commit, derived from what was committed and never from who did it."""

from collections.abc import Callable

from server.conversations.interpreter import Interpreter
from server.conversations.known import Known
from server.domain.conversation import Conversation
from server.domain.people import Agent
from server.fanout.publisher import Publisher
from server.routing.need import need_of
from server.routing.router import Router
from server.store.turn import Outcome


class After:
    """Called by the writer after each commit, in commit order. Nothing here waits."""

    def __init__(self, known: Known, publisher: Publisher) -> None:
        self._known = known
        self._publisher = publisher
        self.router: Router | None = None
        self.interpreter: Interpreter | None = None
        self.seated: Callable[[str, str], bool] = lambda _workspace, _agent: False
        self.owed: Callable[[list[str]], None] = lambda _ids: None

    def __call__(self, outcome: Outcome) -> None:
        before = {id: self._known.peek(id) for id in outcome.conversations}
        self._known.note(outcome)
        self._publisher.announce(outcome)
        for id, c in outcome.conversations.items():
            self._route(before[id], c)
        for agent in outcome.agents.values():
            self._seat(agent)
        if self.interpreter:
            self.interpreter.note(outcome)
        owed = [str(row["id"]) for table, row in outcome.rows if table == "delivery"]
        if owed:
            self.owed(owed)

    def _route(self, before: Conversation | None, c: Conversation) -> None:
        if self.router is None:
            return
        if c.status == "waiting":
            if before is None or before.status != "waiting" or need_of(before) != need_of(c):
                self.router.conversation_waiting(need_of(c))
        elif before is None or before.status == "waiting":
            self.router.conversation_gone(c.workspace_id, c.id)

    def _seat(self, agent: Agent) -> None:
        if self.router is None:
            return
        if self.seated(agent.workspace_id, agent.id):
            self.router.agent_changed(agent)
        else:
            self.router.agent_gone(agent.workspace_id, agent.id)
