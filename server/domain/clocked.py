"""What the log says of a conversation's clocks."""

from server.domain.body import Body
from server.domain.dues import Clock


class ClockStarted(Body, frozen=True, tag="clock.started"):
    """What the customer said in the message numbered `ref` must be met until `due` (ms), by the law of `source`.

    With `ref` 0 somebody of the desk set it. `due` 0: it waits for the goods.
    """

    clock: Clock
    due: int
    source: str
    ref: int = 0


class ClockStopped(Body, frozen=True, tag="clock.stopped"):
    """Somebody said that no answer is needed (`reply`), that the refund was paid or the data request met."""

    clock: Clock
