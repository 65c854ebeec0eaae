"""The keys by which shops sign their shoppers: two at a time, so that one can follow the other."""

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from server.domain.errors import Refusal
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records

MOST = 2
"""Keys of one shop that are good at the same time."""


class ShopKey(Struct, frozen=True, kw_only=True):
    """One key; its id is the `kid`. A shared secret lies sealed in `secret`, a public key in PEM in `public`.

    `ends_at` (ms): 0 while nobody ended it.
    """

    id: str
    workspace_id: str
    shop_id: str
    algorithm: str
    secret: str = ""
    public: str = ""
    created_at: int = 0
    ends_at: int = 0


class ShopKeys:
    """Whoever calls has checked the right to it."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def good(self, shop_id: str, now: int) -> list[ShopKey]:
        """The keys a shop may sign with, the oldest first."""
        query = select(t.shop_key).where(t.shop_key.c.shop_id == shop_id, _good(now))
        rows = await self._reads.rows(query.order_by(t.shop_key.c.created_at, t.shop_key.c.id))
        return [ShopKey(**row._mapping) for row in rows]

    async def one(self, workspace_id: str, id: str, now: int) -> ShopKey:
        """A key that is good. Refuses `not_found`."""
        query = select(t.shop_key).where(t.shop_key.c.id == id, t.shop_key.c.workspace_id == workspace_id, _good(now))
        rows = await self._reads.rows(query)
        if not rows:
            raise Refusal("not_found", "keyId")
        return ShopKey(**rows[0]._mapping)

    async def add(self, key: ShopKey, *, former: str = "", former_until: int = 0) -> None:
        """A new key; `former` is good until then. Refuses `bad_state` when the shop has two that nobody ends."""
        c = t.shop_key.c
        async with self._records.write() as connection:
            await connection.execute(select(t.shop.c.id).where(t.shop.c.id == key.shop_id).with_for_update())
            await connection.execute(delete(t.shop_key).where(c.shop_id == key.shop_id, ~_good(key.created_at)))
            held = (await connection.execute(select(c.id).where(c.shop_id == key.shop_id))).all()
            if len(held) >= MOST:
                raise Refusal("bad_state", "keys")
            if former:
                await connection.execute(update(t.shop_key).where(c.id == former).values(ends_at=former_until))
            await connection.execute(insert(t.shop_key).values(asdict(key)))

    async def remove(self, key: ShopKey) -> None:
        """It signs nobody any more."""
        async with self._records.write() as connection:
            await connection.execute(delete(t.shop_key).where(t.shop_key.c.id == key.id))


def _good(now: int) -> ColumnElement[bool]:
    return or_(t.shop_key.c.ends_at == 0, t.shop_key.c.ends_at > now)
