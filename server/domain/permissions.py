"""What people of a desk may do: a few named permissions, and the roles that come with the house.

A workspace makes roles of its own from the same names. Nobody gives away what they do not hold themselves.
"""

from collections.abc import Iterable
from typing import Literal, get_args

Permission = Literal["answer", "lead", "people", "setup", "connect", "audit", "privacy", "roles", "look", "every_shop"]
"""answer: take conversations and write in them. lead: act on others' conversations, decide about held messages.
people: the desk's people and invitations. setup: teams, shops, rules. connect: bridges and webhooks. audit: read the audit log.
privacy: find, export and erase a person's data.
roles: make roles, take a lost second factor off. look: read every page of the set-up. every_shop: see conversations of all shops,
whatever shops one serves."""

EVERY: tuple[Permission, ...] = get_args(Permission)

BUILT_IN: dict[str, tuple[Permission, ...]] = {
    "agent": ("answer",),
    "supervisor": ("answer", "lead", "people", "setup", "connect", "look", "every_shop"),
    "auditor": ("audit", "look", "every_shop"),
    "admin": EVERY,
}


def within(asked: Iterable[Permission], held: Iterable[Permission]) -> bool:
    """Whether whoever holds the second may give the first."""
    return set(asked) <= set(held)
