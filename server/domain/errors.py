"""The list of refusals: every answer that is not yes, and whether asking again can help."""

from msgspec import Struct


class Code(Struct, frozen=True):
    """One kind of refusal: `retry` tells a client's outbox to keep the item; `http` is its status (RFC 9110)."""

    retry: bool
    http: int
    meaning: str


CODES: dict[str, Code] = {
    "bad_request": Code(
        False,
        400,
        "The request does not have the form the catalog gives; `detail` names the place.",
    ),
    "unknown_command": Code(False, 404, "No such command for this kind of caller."),
    "version": Code(False, 426, "This protocol version is not spoken here; reload the page."),
    "unauthenticated": Code(False, 401, "No valid token or session; get a new one."),
    "forbidden": Code(False, 403, "The caller is known and has no right to do this."),
    "not_found": Code(False, 404, "There is no such thing, or it is not the caller's."),
    "conflict": Code(False, 409, "The client id was used before with another body."),
    "bad_state": Code(False, 409, "The conversation's state does not allow this now."),
    "not_assignee": Code(False, 409, "The conversation has another owner now, or the fence is stale."),
    "at_capacity": Code(False, 409, "The agent has no free capacity."),
    "needs_confirmation": Code(False, 409, "A rule warns; send again with `confirmed: true` to go ahead."),
    "rejected_policy": Code(False, 422, "A rule forbids this text; `findings` say which and where."),
    "too_large": Code(False, 413, "The text, file or frame is larger than the limit."),
    "unsupported": Code(False, 415, "This kind of file is not accepted."),
    "too_early": Code(True, 425, "What it says comes before it is not stored yet; send that, then this again."),
    "rate_limited": Code(True, 429, "Too much at once; wait `afterMs`."),
    "busy": Code(True, 503, "The server has too much waiting; wait `afterMs`."),
    "unavailable": Code(True, 503, "A part the request needs is away; wait `afterMs`."),
    "internal": Code(True, 500, "The server failed; the request id leads the operator to the reason."),
}


class Refusal(Exception):
    """A typed no that callers may see. `code` is a key of CODES; `detail` names the place, never someone's words."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        after_ms: int | None = None,
        data: object = None,
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.after_ms = after_ms
        self.data = data

    @property
    def retry(self) -> bool:
        """Whether the same request may succeed later."""
        return CODES[self.code].retry
