"""What this node has told so far, so that the relay finds what it has not."""

from collections import OrderedDict
from collections.abc import Iterable

from msgspec import Struct

from server.domain.conversation import Conversation

KEPT = 20_000


class Mark(Struct):
    """The newest numbers told of one conversation, and the state its followers last heard of."""

    seq: int = 0
    cseq: int = 0
    public: tuple[str, str, int, int] = ("", "", 0, 0)
    state: tuple[str, str, int, int] = ("", "", 0, 0)


class Told:
    """A bounded memory; forgetting only means that the relay looks once more."""

    def __init__(self) -> None:
        self._marks: OrderedDict[str, Mark] = OrderedDict()

    def mark(self, id: str) -> Mark:
        """The mark of a conversation; all zero when nothing was told."""
        found = self._marks.get(id)
        if found is None:
            found = self._marks[id] = Mark()
            if len(self._marks) > KEPT:
                self._marks.popitem(last=False)
        return found

    def baseline(self, c: Conversation) -> None:
        """Somebody here begins to follow and has read up to the conversation's numbers."""
        if c.id not in self._marks:
            self.entries(c, (c.last_seq,), (c.last_cseq,))

    def entries(self, c: Conversation, seqs: Iterable[int], cseqs: Iterable[int]) -> bool:
        """Note the numbers that were told; answers whether the conversation's public state is news.

        A number that does not follow the last one leaves the mark where it was: the relay fills the hole.
        """
        mark = self.mark(c.id)
        mark.seq = _follow(mark.seq, seqs)
        mark.cseq = _follow(mark.cseq, cseqs)
        public = (c.status, c.assignee_id, c.agents_read, c.customers_read)
        news, mark.public = mark.public != public, public
        return news

    def state(self, c: Conversation) -> bool:
        """Note what the desk's list shows; answers whether an owner or a state changed."""
        mark = self.mark(c.id)
        state = (c.status, c.assignee_id, c.fence, c.offer_expires_at)
        news, mark.state = mark.state != state, state
        return news

    def behind(self, c: Conversation) -> bool:
        """Whether the database knows more of this conversation than was told here."""
        mark = self.mark(c.id)
        return mark.seq < c.last_seq or mark.cseq < c.last_cseq


def _follow(last: int, numbers: Iterable[int]) -> int:
    for number in sorted(numbers):
        if number == last + 1 or not last:
            last = number
    return last
