"""The logins of agents, and the tickets their sockets spent."""

from collections.abc import Collection
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, delete, exists, insert, or_, select, update

from server.domain.people import Agent
from server.domain.permissions import BUILT_IN, Permission
from server.store import tables as t
from server.store.load import AGENT_COLUMNS
from server.store.reads import Reads
from server.store.records import Records, once

HOUR = 3_600_000
MANY_FACTORS = "sso+mfa"
CHUNK = 1000


class Session(Struct, frozen=True, kw_only=True):
    """A signed-in agent. Times are ms; `seen_at` is a minute coarse. The cookie's token is stored nowhere, only its SHA-256.

    `permissions` are what the agent's role holds now. `proof` is how it was opened: empty by a password, `sso` by a provider,
    `sso+mfa` by one that says it asked for more than one factor. `factor`: whether the agent has a second factor, so that this
    login was opened, or is renewed, with it, or the provider asked for one.
    """

    id: str
    agent: Agent
    csrf: str
    browser: str = ""
    address: str = ""
    created_at: int = 0
    seen_at: int = 0
    expires_at: int = 0
    proof: str = ""
    factor: bool = False
    permissions: tuple[Permission, ...]


class SessionOptions(Struct, frozen=True):
    """Milliseconds: when an unused login ends, and when every login ends (ASVS 5.0, 7.3.1 and 7.3.2)."""

    idle: int = 12 * HOUR
    longest: int = 7 * 24 * HOUR


COLUMNS = tuple(t.session.c[name] for name in ("csrf", "address", "created_at", "seen_at", "expires_at", "proof"))


class Sessions:
    """Who is signed in. A login lives while neither end has come and its agent is active."""

    def __init__(self, reads: Reads, records: Records, options: SessionOptions = SessionOptions()) -> None:
        self._reads = reads
        self._records = records
        self.options = options

    async def open(self, session: Session, token_hash: str) -> None:
        """Remember a login."""
        values = {name: getattr(session, name) for name in ("id", *(c.name for c in COLUMNS))}
        values |= {"workspace_id": session.agent.workspace_id, "agent_id": session.agent.id}
        await self._write(insert(t.session).values(values | {"token_hash": token_hash, "user_agent": session.browser}))

    async def by_token(self, token_hash: str, now: int) -> Session | None:
        """The login of a cookie, with its agent as they are now."""
        return next(iter(await self._found(t.session.c.token_hash == token_hash, now)), None)

    async def by_id(self, id: str, now: int) -> Session | None:
        """A login by its name."""
        return next(iter(await self._found(t.session.c.id == id, now)), None)

    async def of(self, agent: Agent, now: int) -> list[Session]:
        """All logins of one person, the latest used first."""
        found = await self._found(t.session.c.agent_id == agent.id, now)
        return sorted(found, key=lambda each: (-each.seen_at, each.id))

    async def alive(self, ids: Collection[str], now: int) -> set[str]:
        """Which of these logins live: one question for a thousand of them."""
        some, found = sorted(ids), set[str]()
        for at in range(0, len(some), CHUNK):
            among = and_(t.session.c.id.in_(some[at : at + CHUNK]), self._lives(now))
            query = select(t.session.c.id).join_from(t.session, t.agent).where(among)
            found |= {str(row.id) for row in await self._reads.rows(query)}
        return found

    async def seen(self, ids: Collection[str], now: int) -> None:
        """These logins are in use."""
        some = sorted(ids)
        for at in range(0, len(some), CHUNK):
            c = t.session.c
            await self._write(update(t.session).where(c.id.in_(some[at : at + CHUNK])).values(seen_at=now))

    async def renew(self, id: str, token_hash: str, csrf: str) -> None:
        """The login goes on under another token; the old one is nothing from now on."""
        await self._write(update(t.session).where(t.session.c.id == id).values(token_hash=token_hash, csrf=csrf))

    async def close(self, agent_id: str, id: str) -> bool:
        """Forget one login of a person; answers whether there was one."""
        c = t.session.c
        return bool(await self._write(delete(t.session).where(c.id == id, c.agent_id == agent_id)))

    async def close_passwords(self, workspace_id: str, but: Collection[str]) -> list[Agent]:
        """Forget the logins a password opened, but those of some; answers whose they were."""
        c, agent = t.session.c, t.agent
        those = and_(c.workspace_id == workspace_id, c.proof == "", c.agent_id.not_in(but))
        held = select(*AGENT_COLUMNS).where(agent.c.id.in_(select(c.agent_id).where(those)))
        async with self._records.write() as connection:
            found = [Agent(**row._mapping) for row in await connection.execute(held)]
            await connection.execute(delete(t.session).where(those))
        return found

    async def close_provided(self, agent_id: str) -> int:
        """Forget those a provider opened; answers how many."""
        c = t.session.c
        return await self._write(delete(t.session).where(c.agent_id == agent_id, c.proof != ""))

    async def close_all(self, agent_id: str, but: str = "") -> int:
        """Forget the logins of a person, all or all but one; answers how many."""
        c = t.session.c
        return await self._write(delete(t.session).where(c.agent_id == agent_id, c.id != but))

    async def spend(self, nonce: str, until: int) -> bool:
        """Use up a ticket; False when some node did before."""
        async with self._records.write(brief=True) as connection:
            done = await connection.execute(once(connection, t.spent_ticket, {"nonce": nonce, "until": until}))
            return bool(done.rowcount)

    async def forget(self, now: int) -> None:
        """Drop what has ended: logins, and tickets that nothing opens any more."""
        c = t.session.c
        over = (c.expires_at <= now) | (c.seen_at <= now - self.options.idle)
        await self._write(delete(t.session).where(over))
        await self._write(delete(t.spent_ticket).where(t.spent_ticket.c.until <= now))

    def _lives(self, now: int) -> ColumnElement[bool]:
        c = t.session.c
        return and_(c.expires_at > now, c.seen_at > now - self.options.idle, t.agent.c.active.is_(True))

    async def _found(self, which: ColumnElement[bool], now: int) -> list[Session]:
        named = (t.session.c.id.label("session_id"), t.session.c.user_agent.label("browser"))
        f = t.second_factor.c
        own = exists().where(f.id == t.session.c.agent_id, f.confirmed_at > 0)
        factor = or_(own, t.session.c.proof == MANY_FACTORS).label("factor")
        held = t.role.c.permissions.label("permissions")
        query = select(*AGENT_COLUMNS, *named, *COLUMNS, factor, held).join_from(t.session, t.agent)
        query = query.outerjoin(
            t.role, and_(t.role.c.id == t.agent.c.role, t.role.c.workspace_id == t.agent.c.workspace_id)
        )
        return [_session(row) for row in await self._reads.rows(query.where(which, self._lives(now)), brief=True)]

    async def _write(self, statement: Any) -> int:
        async with self._records.write(brief=True) as connection:
            return int((await connection.execute(statement)).rowcount)


def _session(row: Any) -> Session:
    fields: dict[str, Any] = dict(row._mapping)
    own = {name: fields.pop(name) for name in ("browser", "factor", *(c.name for c in COLUMNS))}
    held, id = fields.pop("permissions"), str(fields.pop("session_id"))
    agent = Agent(**fields)
    return Session(id=id, agent=agent, permissions=BUILT_IN.get(agent.role, held or ()), **own)
