"""One series as somebody at its end applies it: by number, whatever comes early, late or twice."""

from collections.abc import Iterator

from msgspec import Struct

from server.protocol.views import AgentEntry, CustomerEntry

Entry = AgentEntry | CustomerEntry


class Line(Struct):
    """Somebody's end of one series: the last number applied, what came too early, since when it is followed."""

    last: int = 0
    early: dict[int, Entry] = {}
    since: float = float("inf")

    def take(self, entry: Entry, *, careless: bool) -> Iterator[Entry]:
        """What can be applied now that this came; who is `careless` does not wait for what is missing between."""
        if entry.seq > self.last:
            self.early[entry.seq] = entry
        while self.early:
            following = min(self.early) if careless else self.last + 1
            if following not in self.early:
                return
            applied = self.early[following]
            self.last = following
            self.early = {seq: each for seq, each in self.early.items() if seq > following}
            yield applied
