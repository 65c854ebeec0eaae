"""Holds the engine in use, and changes it for a new one only when the new one is whole."""

from pathlib import Path

from server.compliance.engine import Compliance
from server.compliance.loading import BUILTIN, load_packs


class Shelf:
    """The packs of a folder as an engine that can be renewed while it is in use."""

    def __init__(self, folder: Path = BUILTIN) -> None:
        self._folder = folder
        self.engine = Compliance(load_packs(folder))

    def reload(self) -> None:
        """Reads the folder again. Raises PackError and keeps the engine in use when a pack is broken."""
        self.engine = Compliance(load_packs(self._folder))
