"""A dry-run in a process of its own: a DryCase on stdin, a DryRun on stdout. `python -m server.compliance.apart`."""

import os
import resource
import sys

import msgspec

from server.compliance.dry import DryCase, dry_run

CPU_SECONDS = 90


def main() -> None:
    """Behind everybody else, and not for ever even when nobody waits any more."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    case = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=DryCase)
    sys.stdout.buffer.write(msgspec.msgpack.encode(dry_run(case)))


if __name__ == "__main__":
    main()
