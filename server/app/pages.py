"""Memory that was let go, given back to the machine: the C library keeps what loading needed, in case it is needed again."""

import ctypes
import gc
from collections.abc import Callable

SECONDS = 60.0
_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def _glibc(name: str) -> Callable[..., int]:
    """A function of glibc's; elsewhere nothing, for others give back by themselves."""
    try:
        found: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError):
        return lambda *_: 0
    return found


_trim = _glibc("malloc_trim")


def one_heap() -> None:
    """All threads take memory from one heap, said before there is a second thread. Of its own each would keep what it let go
    of, and only one of them has the interpreter anyway."""
    _glibc("mallopt")(_ARENA_MAX, 1)


async def give_back() -> None:
    """Whole pages that nothing lies on any more. Takes a millisecond, five after much was let go."""
    _trim(0)


def keep_what_stays() -> None:
    """What a process has read by now (rules, phrases, code) lives as long as it does: the collector need not walk it again.
    What reading it took is given back."""
    gc.collect()
    gc.freeze()
    _trim(0)
