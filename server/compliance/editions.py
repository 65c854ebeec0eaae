"""Which packs said something, and in which state they all were: what a log of verdicts needs beside the rules' names."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

import msgspec

from server.compliance.engine import Compliance
from server.domain.verdict import Finding

SIGNS, LONGEST = 12, 400


@lru_cache(maxsize=512)
def edition(engine: Compliance) -> str:
    """A short digest of every word of every pack; another one after any change."""
    whole = sha256()
    for pack in sorted(engine.packs, key=lambda pack: pack.id):
        whole.update(msgspec.json.encode(pack, order="sorted"))
    return whole.hexdigest()[:SIGNS]


def spoke(engine: Compliance, findings: Iterable[Finding]) -> str:
    """`#0f3a… amazon@1 reviews@3`: the edition of all packs, then those whose rules found something, with their versions."""
    versions = {pack.id: pack.version for pack in engine.packs}
    names = sorted({finding.rule.partition(".")[0] for finding in findings} & versions.keys())
    return " ".join((f"#{edition(engine)}", *(f"{name}@{versions[name]}" for name in names)))[:LONGEST]
