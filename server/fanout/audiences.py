"""The name of every audience. Nothing else in the house spells one."""

CUSTOMER = "/customer"
AGENT = "/agent"
BRIDGE = "/bridge"


LOGINS = "logins"
"""What nodes tell each other when a login ended; nobody's audience."""
RULES = "rules"
"""The same when a desk's rules changed."""


def followers(conversation_id: str) -> str:
    """Who has this conversation open: its customer's sockets in `/customer`, agents' in `/agent`."""
    return f"conversation:{conversation_id}"


def desk(workspace_id: str) -> str:
    """All agents of a workspace, in `/agent`."""
    return f"desk:{workspace_id}"


def lists(workspace_id: str) -> str:
    """The agents of a workspace who see the conversations of every shop, in `/agent`."""
    return f"lists:{workspace_id}"


def shop(id: str) -> str:
    """The agents who see some shops' conversations only, and this one's among them, in `/agent`."""
    return f"shop:{id}"


def session(id: str) -> str:
    """All sockets of one login, in `/agent`."""
    return f"session:{id}"


def person(id: str) -> str:
    """All sockets of one agent, one customer or one bridge, each in its own namespace."""
    return f"person:{id}"
