"""A script that runs inside Redis: its text, found beside this file, and the name Redis gives it."""

import hashlib
from importlib import resources

WRONG_EPOCH = "EPOCH"
"""How a script says that Redis holds another epoch than the caller believes."""


class Script:
    """`lua/<name>.lua`, after the parts it needs.

    EVALSHA's name for it is the SHA-1 of the text (redis.io, EVALSHA).
    """

    def __init__(self, name: str, *parts: str) -> None:
        self.name = name
        folder = resources.files("server.live") / "lua"
        texts = ((folder / f"{part}.lua").read_text("utf-8") for part in (*parts, name))
        self.text = "\n".join(texts)
        self.sha = hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()
