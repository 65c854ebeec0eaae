"""What somebody asks of a load run, and the ways it can be asked wrongly."""

from pathlib import Path
from typing import Literal

from msgspec import Struct

Code = Literal[
    "unreachable", "unauthenticated", "forbidden", "unknown_shop", "unknown_scenario", "bad_request", "not_ours"
]


class Refused(Exception):
    """The run cannot be: a code of `Code`, and what to change."""

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


class Login(Struct, frozen=True):
    """An agent's e-mail address and password."""

    email: str
    password: str


class Asked(Struct, frozen=True, kw_only=True):
    """One run. Without `url` a server of its own is started, and ends with it.

    `logins`: agents who exist; with `admin` (who leads the desk) as many more as `agents` wants are made, and dismissed
    afterwards. `hurt` and `heal` are shell commands for what a scenario breaks at a deployment that is not ours.
    """

    scenario: str = "shop_day"
    shoppers: int = 120
    agents: int = 12
    minutes: float = 1.0
    url: str = ""
    workspace: str = "demo"
    shop: str = "demo"
    admin: Login | None = None
    logins: tuple[Login, ...] = ()
    capacity: int = 5
    seed: int = 1
    pids: tuple[int, ...] = ()
    hurt: str = ""
    heal: str = ""
    folder: Path | None = None
