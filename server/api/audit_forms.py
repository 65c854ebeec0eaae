"""The audit log as it is read."""

from typing import Annotated

import msgspec
from msgspec import Meta

from server.api.forms import Form, Given


class AskAudit(Form, frozen=True):
    """A page of the log: before a number (0: from its end), the latest first."""

    before: Annotated[int, Meta(ge=0, le=2**53)] = 0
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class AuditLine(Given, frozen=True):
    """What somebody did. `changes`: a field's name to what it was and what it is; secrets are only said to have changed."""

    number: int
    at: int
    actor_id: str
    actor_name: str
    action: str
    target: str
    address: str
    changes: msgspec.Raw
    seal: str


class AuditPage(Given, frozen=True):
    """A page. Keep the first line's `number` and `seal` elsewhere: `server audit verify --kept` holds the log against them."""

    items: tuple[AuditLine, ...]
