"""What an agent says a conversation needs, and asks about why somebody has it."""

from typing import Annotated, Literal

from msgspec import Meta

from server.domain.dues import Clock
from server.protocol.commands import PLAIN, ClientId, Command, Fence, Id, Language, Millis, Slug

Label = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f]*$")]


class Triage(Command, frozen=True):
    """Say what it needs; what is absent stays as it is. An empty queue or language means: as the rules say.

    `vip` is remembered of the customer for later conversations; `deadline` 0 takes the deadline away.
    `labels` and `attributes` replace those it has; an attribute without words is taken away.
    """

    conversation_id: Id
    client_id: ClientId
    priority: Annotated[int, Meta(ge=0, le=5)] | None = None
    vip: bool | None = None
    skills: Annotated[tuple[Slug, ...], Meta(max_length=10)] | None = None
    deadline: Millis | None = None
    queue: Annotated[str, Meta(max_length=40, pattern="^[a-z0-9_-]{0,40}$")] | None = None
    language: Language | None = None
    labels: Annotated[tuple[Label, ...], Meta(max_length=20)] | None = None
    attributes: (
        Annotated[dict[Label, Annotated[str, Meta(max_length=400, pattern=PLAIN)]], Meta(max_length=30)] | None
    ) = None


class StopClock(Command, frozen=True):
    """Say that no answer is needed (`reply`), a refund was paid (`refund`), a data request was met (`data`).

    The customer's time to change their mind (`withdrawal`) need not be shown any more.
    """

    conversation_id: Id
    client_id: ClientId
    clock: Clock


class StartClock(Command, frozen=True):
    """Set a clock of the law by the day (`since`, ms) it counts from, in the place of the one of its kind.

    `withdrawal`: when the goods came; `refund`: when a notice came, or the goods came back; `data`: when a request came.
    """

    conversation_id: Id
    client_id: ClientId
    clock: Literal["withdrawal", "refund", "data"]
    since: Millis


class Explain(Command, frozen=True):
    """Ask why somebody got a conversation: the assignment with this fence."""

    conversation_id: Id
    fence: Fence
