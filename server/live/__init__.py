"""Everything that may be lost: Redis, the scripts that run inside it, and the bus between nodes."""
