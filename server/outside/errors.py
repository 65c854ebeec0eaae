"""Why an address was not asked, or gave no answer that could be used."""

from typing import Literal

Why = Literal[
    "url",
    "scheme",
    "userinfo",
    "host",
    "port",
    "resolve",
    "address",
    "connect",
    "timeout",
    "protocol",
    "encoding",
    "too_large",
    "redirects",
    "downgrade",
]
"""The first five are seen in the address itself, `resolve` and `address` once its name is known, the rest on the way."""


class Unreached(Exception):
    """No usable answer. `why` is all that may be shown or stored: it never repeats what a stranger wrote."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
