"""Words in letters that take a conversation up again elsewhere: whoever reads the customer's mail goes on where they stopped."""

from server.domain.conversation import Conversation
from server.identity.tokens import Claims, Signer

DAYS = 7


class ResumeClaims(Claims, frozen=True, kw_only=True):
    """One conversation of one customer of one shop."""

    customer_id: str
    workspace_id: str
    shop_id: str
    conversation_id: str


class Resuming:
    """Makes and reads such words."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def word(self, c: Conversation, since: int = 0) -> str:
        """For a week from `since` (ms), else from what was last said to the customer: a letter sent twice says the same twice."""
        claims = ResumeClaims(
            until=(since or c.public_at) + DAYS * 86_400_000,
            customer_id=c.customer_id,
            workspace_id=c.workspace_id,
            shop_id=c.shop_id,
            conversation_id=c.id,
        )
        return self._signer.sign(claims)

    def read(self, word: str) -> ResumeClaims:
        """What it opens. Refuses `unauthenticated` for a forged one, and for one whose time is over."""
        return self._signer.read(word, ResumeClaims)
