"""What is known without asking anybody: the memory of this process, then the phrasebook. Never waits."""

from server.domain.reading import Reading
from server.translation.memory import Memory, Recent, Remembered, fill, memory_key, template_of
from server.translation.phrasebook import Phrasebook

LONGEST = 1000  # longer texts are never said twice, and looking for their entities would cost the budget


class Instant:
    """The translation that travels with the message. One a process."""

    def __init__(self, phrasebook: Phrasebook, recent: Recent | None = None) -> None:
        self.phrasebook = phrasebook
        self._recent = recent or Recent()

    def recall(
        self, text: str, source: str, target: str, *, workspace_id: str = "", terms: tuple[str, ...] = ()
    ) -> Reading | None:
        """The text for a reader of `target`, if it is known; `terms` are names that stay as they are."""
        if len(text) > LONGEST:
            return None
        key = memory_key(text, source, target, terms)
        entry = self._recent.get(workspace_id, key.digest)
        if entry and (filled := fill(entry.template, key.slots)) is not None:
            return Reading(
                language=target, text=filled, engine="memory", confidence=entry.confidence, editor=entry.editor
            )
        return self.phrasebook.lookup(text, source, target, terms)

    def voiced(self, reading: Reading, text: str, source: str, formality: str) -> Reading:
        """What the phrasebook said, as a shop of this `formality` says it; any other reading as it is."""
        if reading.engine != "phrasebook" or not formality:
            return reading
        return self.phrasebook.lookup(text, source, reading.language, formality=formality) or reading

    def learn(
        self, workspace_id: str, text: str, source: str, reading: Reading, *, terms: tuple[str, ...] = ()
    ) -> tuple[str, Remembered] | None:
        """Keeps a reading; returns (digest, entry) for the store, None when it cannot be masked."""
        key = memory_key(text, source, reading.language, terms)
        template = template_of(reading, key.slots)
        if template is None:
            return None
        entry = Remembered(
            language=reading.language,
            template=template,
            engine=reading.engine,
            confidence=reading.confidence,
            source=source,
            original=key.masked,
            version=reading.version,
            editor=reading.editor,
        )
        self._recent.put(workspace_id, key.digest, entry)
        return key.digest, entry

    def forget(self, workspace_id: str, digest: str) -> None:
        """Somebody knows better: ask the store again."""
        self._recent.drop(workspace_id, digest)

    async def fetch(
        self,
        memory: Memory,
        workspace_id: str,
        text: str,
        pair: tuple[str, str],
        *,
        terms: tuple[str, ...] = (),
    ) -> Reading | None:
        """Asks the store's memory (not instant) and keeps what it says at hand."""
        source, target = pair
        digest = memory_key(text, source, target, terms).digest
        if entry := (await memory.get(workspace_id, (digest,))).get(digest):
            self._recent.put(workspace_id, digest, entry)
        return self.recall(text, source, target, workspace_id=workspace_id, terms=terms)
