"""Invitations to a desk: who may become what, until when, by a word that is stored as its hash and opens once."""

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import delete, insert, select

from server.domain.errors import Refusal
from server.domain.people import Agent
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records


class Invitation(Struct, frozen=True, kw_only=True):
    """Somebody is asked to join. Times are ms."""

    id: str
    workspace_id: str
    email: str
    role: str
    locale: str
    team_ids: tuple[str, ...]
    created_at: int
    expires_at: int


COLUMNS = tuple(t.invitation.c[name] for name in Invitation.__struct_fields__)


class Invitations:
    """Whoever calls has checked the right to what they ask."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def open(self, workspace_id: str, now: int) -> list[Invitation]:
        """Those that wait for an answer, the latest first."""
        c = t.invitation.c
        query = select(*COLUMNS).where(c.workspace_id == workspace_id, c.expires_at > now)
        rows = await self._reads.rows(query.order_by(c.created_at.desc(), c.id))
        return [Invitation(**row._mapping) for row in rows]

    async def by_token(self, token_hash: str, now: int) -> Invitation | None:
        """The one this word opens."""
        c = t.invitation.c
        rows = await self._reads.rows(select(*COLUMNS).where(c.token_hash == token_hash, c.expires_at > now))
        return Invitation(**rows[0]._mapping) if rows else None

    async def add(self, invitation: Invitation, token_hash: str) -> None:
        """One more; an older one of the same address is over. Refuses `conflict` when the address is somebody's."""
        c, i = t.agent.c, t.invitation.c
        mine = (i.workspace_id == invitation.workspace_id, i.email == invitation.email)
        taken = select(c.id).where(c.workspace_id == invitation.workspace_id, c.email == invitation.email)
        async with self._records.write() as connection:
            if (await connection.execute(taken)).first():
                raise Refusal("conflict", "email")
            await connection.execute(delete(t.invitation).where(*mine))
            await connection.execute(insert(t.invitation).values(asdict(invitation) | {"token_hash": token_hash}))

    async def remove(self, workspace_id: str, id: str) -> None:
        """Take it back. Refuses `not_found`."""
        c = t.invitation.c
        async with self._records.write() as connection:
            gone = await connection.execute(delete(t.invitation).where(c.id == id, c.workspace_id == workspace_id))
            if not gone.rowcount:
                raise Refusal("not_found", "invitationId")

    async def accept(self, invitation: Invitation, agent: Agent, password_hash: str) -> None:
        """Somebody joins, and the word is spent, in one step.

        Refuses `not_found` when it was spent before, `conflict` when the address is somebody's by now.
        """
        c = t.agent.c
        taken = select(c.id).where(c.workspace_id == agent.workspace_id, c.email == agent.email)
        async with self._records.write() as connection:
            if not (await connection.execute(delete(t.invitation).where(t.invitation.c.id == invitation.id))).rowcount:
                raise Refusal("not_found", "token")
            if (await connection.execute(taken)).first():
                raise Refusal("conflict", "email")
            await connection.execute(insert(t.agent).values(asdict(agent) | {"password_hash": password_hash}))
