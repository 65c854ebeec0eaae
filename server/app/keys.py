"""`python -m server keys list | rotate`: the server's keys, and the secrets that lie sealed under them."""

import argparse
import os
import secrets
from collections import Counter
from pathlib import Path
from typing import Any

from server.app.store import Store
from server.domain.clock import SystemClock
from server.identity.sealing import Vault, is_sealed, key_id
from server.identity.webhook_signatures import Secrets
from server.settings import Settings, key_file, keys_of
from server.store.sealed import PLAIN, SealedRow


def add_keys(commands: Any) -> None:
    """The command's own words."""
    asked = commands.add_parser("keys", help="list the server's keys, or take a new one and seal all secrets with it")
    asked.add_argument("deed", choices=["list", "rotate"])


async def keys(settings: Settings, asked: argparse.Namespace) -> int:
    """Do it; 1 when the operator has to do something first."""
    if asked.deed == "rotate" and not new_key(settings):
        return 1
    store = Store(settings, SystemClock(), lambda _outcome: None)
    try:
        if asked.deed == "rotate":
            _say(f"{await reseal(store, Secrets(keys_of(settings)))} secrets sealed anew. Restart every process now.")
        for line in await listed(store, keys_of(settings)):
            _say(line)
    finally:
        await store.database.close()
    return 0


def new_key(settings: Settings) -> bool:
    """Put one before the others; where SECRET_KEY names them, say how, unless it was done."""
    fresh = secrets.token_urlsafe(48)
    if settings.secret_key:
        if settings.secret_key_former:
            return True
        _say(
            "On every node make the present SECRET_KEY the SECRET_KEY_FORMER, set a new one, restart, and run this again:"
        )
        _say(f"  SECRET_KEY={fresh}")
        return False
    known = [each.decode() for each in keys_of(settings)]
    write_keys(key_file(settings), [fresh, *known])
    return True


def write_keys(path: Path, keys: list[str]) -> None:
    """All of them or, when this process dies, those from before."""
    part = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


async def reseal(store: Store, secrets_: Secrets) -> int:
    """Every secret under the newest key; also those that a former key once made. Answers how many were not."""
    done = 0
    for row in await store.sealed.all():
        open_ = row.kind in PLAIN and not is_sealed(row.value)
        value = _shut(secrets_.vault, row) if open_ else secrets_.resealed(row.kind, row.id, row.value)
        if value != row.value:
            done += await store.sealed.put(row, value)
    return done


async def seal_what_lies_open(store: Store) -> None:
    """What earlier versions stored as it was is sealed; a start does that."""
    for row in await store.sealed.all():
        if row.kind in PLAIN and not is_sealed(row.value):
            await store.sealed.put(row, _shut(store.vault, row))


def _shut(vault: Vault, row: SealedRow) -> str:
    return vault.seal(row.value.encode(), row.kind, row.id)


async def listed(store: Store, keys: tuple[bytes, ...]) -> list[str]:
    """A line for each key: its name, and how many secrets it seals."""
    rows = await store.sealed.all()
    names = {key_id(key): key_id(key).hex() for key in keys}
    vault = Secrets(keys).vault
    held = Counter(vault.key_of(row.value) if is_sealed(row.value) else key_id(keys[-1]) for row in rows)
    roles = ["signs and seals", *["still known"] * (len(keys) - 1)]
    return [f"{names[id]}  {role}; {held[id]} secrets" for id, role in zip(names, roles, strict=True)] + [
        f"{id.hex()}  not here; {count} secrets cannot be opened" for id, count in held.items() if id not in names
    ]


def _say(text: str) -> None:
    print(text)  # noqa: T201
