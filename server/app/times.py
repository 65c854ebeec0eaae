"""Times as people write them on a command line, and durations as they read them."""

import re
from datetime import UTC, datetime

_AGO = re.compile("([0-9]{1,6})([mhdw])")
_UNITS = {"m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}


def moment(text: str, now: int, what: str) -> int:
    """`7d` before now, or an ISO 8601 time (UTC unless it says otherwise), in ms. Raises ValueError naming `what`."""
    ago = _AGO.fullmatch(text)
    if ago:
        return max(0, now - int(ago[1]) * _UNITS[ago[2]])
    try:
        told = datetime.fromisoformat(text)
        return max(0, int((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp() * 1000))
    except (ValueError, OverflowError):
        raise ValueError(f"{what} {text!r}: write 7d, 12h, 30m, 2w, or a time such as 2026-11-22T08:00") from None


def date(ms: int) -> str:
    """An instant, to the minute, in UTC."""
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")


def clock(ms: int) -> str:
    """A duration: 0:05, 12:30, 3:00:00."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
