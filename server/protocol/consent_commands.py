"""What customers may say of their data."""

from typing import Annotated

from msgspec import Meta

from server.protocol.commands import PLAIN, ClientId, Command, Short


class RecordConsent(Command, frozen=True):
    """Say yes or no (`given`) to a purpose, as worded in the text of a `version`, in some place (`source`: a page, a form)."""

    client_id: ClientId
    purpose: Annotated[str, Meta(min_length=1, max_length=64, pattern="^[a-z][a-z0-9_.-]*$")]
    given: bool
    version: Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
    source: Short = ""
