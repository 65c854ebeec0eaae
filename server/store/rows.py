"""What changed between two states of a row, as it may be shown: no secrets, nothing the desk itself moves, nothing endless."""

from hashlib import sha256
from typing import Any

import msgspec

SECRET = frozenset({"password_hash", "token_hash", "generation", "former", "csrf", "client_secret", "secret"})
"""That they changed is noted, what they are is not."""

MOVING = frozenset({
    "load", "loads", "availability", "away_reason", "idle_since", "misses", "rests_until", "since", "router_epoch",
})  # fmt: skip
"""What the desk itself moves all day."""

LONGEST = 1000
"""Characters of one value as JSON; of a longer one its size and SHA-256 are noted."""

Changes = dict[str, tuple[Any, Any]]


def changes_of(before: dict[str, Any], after: dict[str, Any]) -> Changes:
    """Field -> (what it was, what it is); None where there was none. Of a value with parts, the parts are compared."""
    found: Changes = {}
    for name in before | after:
        if name in MOVING:
            continue
        old, new = _plain(before.get(name)), _plain(after.get(name))
        if old == new:
            continue
        if name in SECRET:
            found[name] = ("secret" if old else None, "secret" if new else None)
        elif isinstance(old, dict) and isinstance(new, dict):
            parts = {part for part in old | new if old.get(part) != new.get(part)}
            found |= {f"{name}.{part}": (_short(old.get(part)), _short(new.get(part))) for part in sorted(parts)}
        else:
            found[name] = (_short(old), _short(new))
    return found


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _short(value: Any) -> Any:
    text = msgspec.json.encode(value)
    return value if len(text) <= LONGEST else f"{len(text)} bytes, SHA-256 {sha256(text).hexdigest()}"
