"""A whole queue in plain lists that keeps a board: for replay, for judging policies, and while Redis is away."""

from bisect import insort

from server.routing.board import Board, Head
from server.routing.need import Kind, Need


class Waiting:
    """Who waits, by class and by preferred agent. A change costs a search in one class."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._needs: dict[str, Need] = {}
        self._classes: dict[Kind, list[tuple[int, str]]] = {}
        self._mine: dict[str, list[tuple[int, str]]] = {}

    def __len__(self) -> int:
        return len(self._needs)

    def add(self, need: Need) -> None:
        """A conversation waits, or its need has changed."""
        self.remove(need.conversation_id)
        self._needs[need.conversation_id] = need
        insort(self._classes.setdefault(need.kind, []), (need.score, need.conversation_id))
        if need.preferred_id:
            insort(self._mine.setdefault(need.preferred_id, []), (need.score, need.conversation_id))
        self._show(need)

    def remove(self, conversation_id: str) -> Need | None:
        """It waits no longer; what it needed."""
        need = self._needs.pop(conversation_id, None)
        if need is None:
            return None
        place = (need.score, conversation_id)
        self._classes[need.kind].remove(place)
        if need.preferred_id:
            self._mine[need.preferred_id].remove(place)
        self._show(need)
        return need

    def _show(self, need: Need) -> None:
        row = self._classes[need.kind]
        if not row:
            del self._classes[need.kind]
        self.board.show(need.kind, self._head(row))
        if need.preferred_id:
            self.board.prefer(need.preferred_id, self._head(self._mine[need.preferred_id]))

    def _head(self, row: list[tuple[int, str]]) -> Head | None:
        return head_of(self._needs[row[0][1]]) if row else None


def head_of(need: Need) -> Head:
    """A need as the first of its class."""
    return Head(
        conversation_id=need.conversation_id,
        kind=need.kind,
        score=need.score,
        waiting_since=need.waiting_since,
        preferred_id=need.preferred_id,
    )


def place_of(needs: list[Need], conversation_id: str) -> int | None:
    """A conversation's place in its line, from 1; None when it does not wait."""
    mine = next((need for need in needs if need.conversation_id == conversation_id), None)
    if mine is None:
        return None
    line = [need for need in needs if need.kind.line == mine.kind.line]
    return 1 + sum((need.score, need.conversation_id) < (mine.score, conversation_id) for need in line)
