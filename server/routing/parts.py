"""What a line of the router works with, and its patience."""

from collections.abc import Awaitable, Callable

from msgspec import Struct

from server.domain.clock import Clock
from server.routing.board import Rules
from server.routing.epochs import Epochs
from server.routing.ports import Commit, RoutingStore
from server.routing.timers import Timers


class RouterOptions(Struct, frozen=True, kw_only=True):
    """Seconds, unless named otherwise.

    `patience` is how long a proposal may wait for the database before it is examined.
    """

    without_redis: str = "store"
    patience: float = 10.0
    sweep: float = 30.0
    idle_after_load: float = 1.0
    retry: float = 1.0
    reconcile_pause: float = 0.25
    commits: int = 16


class Parts(Struct, frozen=True, kw_only=True):
    """What every line works with."""

    store: RoutingStore
    commit: Commit
    clock: Clock
    epochs: Epochs
    timers: Timers
    rules: Callable[[str], Awaitable[Rules]]
    options: RouterOptions
