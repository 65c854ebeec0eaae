"""A binary packet on its way in: the text came, its attachments follow one by one."""

from msgspec import structs

from server.gateway.engine.packets import MalformedError, Packet


class Assembly:
    """Collects the parts of one packet; `most` bounds their bytes together."""

    __slots__ = ("_most", "_packet", "_parts", "_size")

    def __init__(self, packet: Packet, most: int) -> None:
        self._packet = packet
        self._parts: list[bytes] = []
        self._most = most
        self._size = packet.size

    def add(self, part: bytes) -> Packet | None:
        """Take one part; the last one gives the whole packet. Raises MalformedError when too large."""
        self._parts.append(part)
        self._size += len(part)
        if self._size > self._most:
            raise MalformedError("attachments too large")
        if len(self._parts) < self._packet.awaits:
            return None
        return structs.replace(self._packet, attachments=tuple(self._parts), size=self._size)
