"""A replay in a process of its own: a Case on stdin, a Comparison on stdout, both MessagePack.

It takes seconds of pure computing, which a process that answers people must not spend. `python -m server.routing.apart`.
"""

import os
import resource
import sys

import msgspec

from server.routing.replay import Case, replay

CPU_SECONDS = 90


def main() -> None:
    """Behind everybody else, and not for ever even when nobody waits any more."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    case = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Case)
    sys.stdout.buffer.write(msgspec.msgpack.encode(replay(case)))


if __name__ == "__main__":
    main()
