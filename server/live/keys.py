"""The spelling of every key and channel.

The part in braces is a cluster's hash tag: equal tags live together.
"""

from zlib import crc32

PARTITIONS = 128
"""Hash tags of the bus: few enough to group subscriptions, many enough to spread over a cluster."""


def epoch(workspace: str) -> str:
    """Which load of the routing data is valid: `<number>.<run id of the Redis it was loaded into>`."""
    return f"tw:{{{workspace}}}:epoch"


def building(workspace: str) -> str:
    """The epoch that is being loaded; guards the loading as `epoch` guards the use."""
    return f"tw:{{{workspace}}}:building"


def rebuild_lock(workspace: str) -> str:
    """Held by the node that loads, so that others wait."""
    return f"tw:{{{workspace}}}:rebuild"


def desk(workspace: str, token: str) -> str:
    """The prefix of all routing data of one epoch; the scripts append the last word."""
    return f"{desks(workspace)}{token}:"


def desks(workspace: str) -> str:
    """The prefix of the routing data of all epochs."""
    return f"tw:{{{workspace}}}:desk:"


def leases(workspace: str) -> str:
    """Sorted set of `agent|node|socket` by expiry."""
    return f"tw:{{{workspace}}}:leases"


TIMERS = "tw:{timers}"
"""Sorted set of workspaces by the time the router must look at them again."""


def channel(topic: str) -> str:
    """The bus channel of a topic."""
    return f"tw:bus:{{{partition(topic)}}}:{topic}"


def partition(topic: str) -> int:
    """Which hash tag a topic has; the same on every node."""
    return crc32(topic.encode()) % PARTITIONS


def topic_of(spelled: bytes) -> str:
    """The topic of a channel's name."""
    return spelled.decode().split("}:", 1)[1]
