"""What is answered to a bridge that asks whom it is to forget."""

from server.protocol.acks import Done
from server.protocol.views import View


class Forgetting(View, frozen=True):
    """Somebody to be forgotten: whoever `recipient` is by the bridge's own name. Say so for `id`; until then it is offered again.

    Once that is said, or given up (`dead`) after thirty days, the name is empty here too. `at` is when they were forgotten (ms).
    """

    id: str
    number: int
    customer_id: str
    recipient: str
    at: int
    state: str = "waiting"


class ForgettingList(Done, frozen=True, kw_only=True):
    """Whom a bridge is to forget."""

    items: tuple[Forgetting, ...]
