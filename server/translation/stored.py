"""The memory that survives: the store's rows in the shape the chain knows."""

from collections.abc import Mapping

from server.store.memories import Kept, Memories
from server.translation.memory import Remembered


class StoredMemory:
    """Memory over the store."""

    def __init__(self, memories: Memories) -> None:
        self._memories = memories

    async def get(self, workspace_id: str, digests: tuple[str, ...]) -> Mapping[str, Remembered]:
        """What is known of these digests."""
        return {
            kept.digest: Remembered(
                language=kept.target, template=kept.template, engine=kept.engine, confidence=kept.confidence
            )
            for kept in await self._memories.find(workspace_id, digests)
        }

    async def put(self, workspace_id: str, digest: str, entry: Remembered) -> None:
        """Keep an entry."""
        kept = Kept(
            digest=digest,
            target=entry.language,
            template=entry.template,
            engine=entry.engine,
            confidence=entry.confidence,
        )
        await self._memories.keep(workspace_id, kept)
