"""Memory that was let go, given back to the machine: the C library keeps what loading needed, in case it is needed again."""

import ctypes
import gc
from collections.abc import Callable

SECONDS = 60.0


def _trimmer() -> Callable[[int], int]:
    """glibc's `malloc_trim`; elsewhere nothing, for others give back by themselves."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError):
        return lambda _: 0


_trim = _trimmer()


async def give_back() -> None:
    """Whole pages that nothing lies on any more. Takes a millisecond, five after much was let go."""
    _trim(0)


def keep_what_stays() -> None:
    """What a process has read by now (rules, phrases, code) lives as long as it does: the collector need not walk it again.
    What reading it took is given back."""
    gc.collect()
    gc.freeze()
    _trim(0)
