"""Where agents' browsers are told of what asks for them, and what each was told. A seat ends with its login."""

from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import BigInteger, Integer, Select, and_, bindparam, delete, exists, func, insert, or_, select, update

from server.domain.errors import Refusal
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, once
from server.store.sessions import SessionOptions

WATCH_MS = 90_000
"""A console that is looked at says so every 45 s; who was silent for longer than this is not looking."""


class PushKey(Struct, frozen=True):
    """A workspace's pair of keys: the private one sealed, the public one as browsers take it (base64url, uncompressed point)."""

    workspace_id: str
    private: str
    public: str


class Seat(Struct, frozen=True, kw_only=True):
    """One browser of one login. `address` is sealed; `words`: whether customers' words may be in a notice. Times are ms."""

    id: str
    workspace_id: str
    session_id: str
    agent_id: str
    address: str
    address_hash: str
    words: bool = False
    language: str = ""
    created_at: int = 0
    rests_until: int = 0
    failures: int = 0


class Call(Struct, frozen=True, kw_only=True):
    """What asks for the person of a seat: an offer or a customer's word, of this conversation, as far as these numbers."""

    seat: Seat
    conversation_id: str
    status: str
    name: str
    queue: str
    market: str
    text: str
    expires_at: int
    fence: int
    cseq: int


SEAT = tuple(t.push_seat.c[name] for name in Seat.__struct_fields__)


class Pushes:
    """Plain changes; whoever calls has checked the right to them."""

    def __init__(self, reads: Reads, records: Records, idle: int = SessionOptions().idle) -> None:
        self._reads = reads
        self._records = records
        self._idle = idle

    async def key(self, workspace_id: str) -> PushKey | None:
        """The workspace's keys, if it has any yet."""
        found = await self._reads.rows(select(t.push_key).where(t.push_key.c.workspace_id == workspace_id))
        return PushKey(**found[0]._mapping) if found else None

    async def first_key(self, key: PushKey) -> PushKey:
        """Keep these keys unless somebody was faster; answers which count."""
        async with self._records.write() as connection:
            await connection.execute(once(connection, t.push_key, asdict(key)))
        return await self.key(key.workspace_id) or key

    async def of(self, session_id: str) -> Seat | None:
        """The seat of a login."""
        found = await self._reads.rows(select(*SEAT).where(t.push_seat.c.session_id == session_id))
        return Seat(**found[0]._mapping) if found else None

    async def sit(self, seat: Seat) -> None:
        """This login is told there and nowhere else, and nobody else is told there. Refuses `unauthenticated` when it ended."""
        c = t.push_seat.c
        async with self._records.write(brief=True) as connection:
            lives = exists().where(t.session.c.id == seat.session_id)
            if not (await connection.execute(select(lives))).scalar():
                raise Refusal("unauthenticated", "session")
            mine = or_(c.session_id == seat.session_id, c.address_hash == seat.address_hash)
            await connection.execute(delete(t.push_seat).where(mine))
            await connection.execute(insert(t.push_seat).values(asdict(seat)))

    async def leave(self, session_id: str) -> None:
        """This login is told nothing any more."""
        await self._write(delete(t.push_seat).where(t.push_seat.c.session_id == session_id))

    async def drop(self, seat_id: str) -> None:
        """Nobody is there any more."""
        await self._write(delete(t.push_seat).where(t.push_seat.c.id == seat_id))

    async def rest(self, seat: Seat, until: int) -> None:
        """It is not asked before a time (ms); 0: it works again."""
        values = {"rests_until": until, "failures": seat.failures + 1 if until else 0}
        await self._write(update(t.push_seat).where(t.push_seat.c.id == seat.id).values(values))

    async def watch(self, sessions: dict[str, bool], now: int) -> None:
        """Whether the consoles of these logins are looked at now."""
        for looked in (True, False):
            some = [id for id, seen in sessions.items() if seen is looked]
            if some:
                values = {"watching": looked, "watched_at": now}
                await self._write(update(t.session).where(t.session.c.id.in_(some)).values(values))

    async def due(self, now: int, limit: int) -> list[Call]:
        """What is to be told now, to people who look at no console, the oldest first."""
        rows = await self._reads.rows(DUE, {"now": now, "idle": self._idle, "most": limit})
        return [_call(dict(row._mapping)) for row in rows]

    async def claim(self, call: Call) -> bool:
        """Note that this is told; False when somebody else has."""
        told = t.push_told.c
        values = {
            "seat_id": call.seat.id,
            "conversation_id": call.conversation_id,
            "workspace_id": call.seat.workspace_id,
            "fence": call.fence,
            "cseq": call.cseq,
        }
        here = exists().where(t.push_seat.c.id == call.seat.id)
        newer = and_(
            told.seat_id == call.seat.id,
            told.conversation_id == call.conversation_id,
            or_(told.fence < call.fence, told.cseq < call.cseq),
        )
        async with self._records.write(brief=True) as connection:
            if not (await connection.execute(select(here))).scalar():
                return False
            first = await connection.execute(once(connection, t.push_told, values))
            if first.rowcount:
                return True
            again = update(t.push_told).where(newer).values(fence=call.fence, cseq=call.cseq)
            return bool((await connection.execute(again)).rowcount)

    async def unclaim(self, call: Call) -> None:
        """It could not be told after all."""
        c = t.push_told.c
        await self._write(
            delete(t.push_told).where(c.seat_id == call.seat.id, c.conversation_id == call.conversation_id)
        )

    async def _write(self, statement: Any) -> None:
        async with self._records.write(brief=True) as connection:
            await connection.execute(statement)


def _due() -> Select[Any]:
    """The question of `due`: live logins with a seat, nobody of that person looking, something new in what they have."""
    now, idle = bindparam("now", type_=BigInteger), bindparam("idle", type_=BigInteger)
    c, s, told = t.conversation.c, t.session.c, t.push_told.c
    other = t.session.alias("other")
    own = other.c.agent_id == t.push_seat.c.agent_id
    looks = exists().where(own, other.c.watching.is_(True), other.c.watched_at > now - WATCH_MS)
    looked = select(func.max(other.c.watched_at)).where(own).correlate(t.push_seat).scalar_subquery()
    offered = and_(c.status == "offered", c.offer_expires_at > now, func.coalesce(told.fence, -1) < c.fence)
    said = and_(
        c.status == "assigned",
        c.last_from == "customer",
        c.last_cseq > c.agents_read,
        c.last_cseq > func.coalesce(told.cseq, 0),
        c.last_at > t.push_seat.c.created_at,
        c.last_at > func.coalesce(looked, 0),
    )
    lives = and_(s.expires_at > now, s.seen_at > now - idle, t.agent.c.active.is_(True))
    seat = [column.label(f"seat_{column.name}") for column in SEAT]
    line = [c.id, c.status, c.customer_name, c.queue, c.market, c.last_text, c.offer_expires_at, c.fence, c.last_cseq]
    query = select(*seat, *line).join_from(t.push_seat, t.session, s.id == t.push_seat.c.session_id)
    query = query.join(t.agent, t.agent.c.id == t.push_seat.c.agent_id)
    query = query.join(t.conversation, c.assignee_id == t.push_seat.c.agent_id)
    query = query.outerjoin(t.push_told, and_(told.seat_id == t.push_seat.c.id, told.conversation_id == c.id))
    query = query.where(lives, t.push_seat.c.rests_until <= now, ~looks, or_(offered, said))
    return query.order_by(c.last_at, c.id).limit(bindparam("most", type_=Integer))


DUE = _due()


def _call(row: dict[str, Any]) -> Call:
    return Call(
        seat=Seat(**{name: row[f"seat_{name}"] for name in Seat.__struct_fields__}),
        conversation_id=row["id"],
        status=row["status"],
        name=row["customer_name"],
        queue=row["queue"],
        market=row["market"],
        text=row["last_text"],
        expires_at=row["offer_expires_at"],
        fence=row["fence"],
        cseq=row["last_cseq"],
    )
