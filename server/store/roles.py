"""The roles a workspace made itself."""

from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.permissions import Permission
from server.store import tables as t
from server.store.load import AGENT_COLUMNS
from server.store.reads import Reads
from server.store.records import Records


class OwnRole(Struct, frozen=True, kw_only=True):
    """A role of one workspace's own."""

    id: str
    workspace_id: str
    name: str
    permissions: tuple[Permission, ...]
    created_at: int = 0


class Roles:
    """Plain questions and changes; whoever calls has checked the right to them."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def all(self, workspace_id: str) -> list[OwnRole]:
        """Those the workspace made, by name."""
        query = select(t.role).where(t.role.c.workspace_id == workspace_id).order_by(t.role.c.name)
        return [OwnRole(**row._mapping) for row in await self._reads.rows(query)]

    async def one(self, workspace_id: str, id: str) -> OwnRole:
        """Refuses `not_found`."""
        found = next((each for each in await self.all(workspace_id) if each.id == id), None)
        if found is None:
            raise Refusal("not_found", "roleId")
        return found

    async def add(self, role: OwnRole) -> None:
        """A new one. Refuses `conflict` when the name is taken."""
        await self._write(insert(t.role).values(asdict(role)))

    async def change(self, role: OwnRole) -> list[Agent]:
        """The role as it shall be; the logins of whoever has it end. Answers who that is."""
        changed = update(t.role).where(t.role.c.id == role.id)
        return await self._write(changed.values(name=role.name, permissions=role.permissions), role)

    async def remove(self, workspace_id: str, id: str) -> None:
        """Forget it. Refuses `not_found`, and `bad_state` while somebody has it, is invited to it or would get it."""
        role = await self.one(workspace_id, id)
        held = select(t.agent.c.id).where(t.agent.c.workspace_id == workspace_id, t.agent.c.role == id)
        asked = select(t.invitation.c.id).where(t.invitation.c.workspace_id == workspace_id, t.invitation.c.role == id)
        made = select(t.sign_on.c.id).where(t.sign_on.c.workspace_id == workspace_id, t.sign_on.c.role == id)
        async with self._records.write() as connection:
            if (await connection.execute(held.union_all(asked, made).limit(1))).first():
                raise Refusal("bad_state", "roleId")
            await connection.execute(delete(t.role).where(t.role.c.id == role.id))

    async def _write(self, statement: Any, changed: OwnRole | None = None) -> list[Agent]:
        found: list[Agent] = []
        try:
            async with self._records.write() as connection:
                await connection.execute(statement)
                if changed:
                    mine = (t.agent.c.workspace_id == changed.workspace_id, t.agent.c.role == changed.id)
                    holders = await connection.execute(select(*AGENT_COLUMNS).where(*mine))
                    found = [Agent(**row._mapping) for row in holders]
                    ids = [agent.id for agent in found]
                    await connection.execute(delete(t.session).where(t.session.c.agent_id.in_(ids)))
                    if "answer" not in changed.permissions:
                        await connection.execute(update(t.agent).where(*mine).values(availability="offline"))
        except Refusal as refusal:
            if isinstance(refusal.__cause__, IntegrityError):
                raise Refusal("conflict", "name") from None
            raise
        return found
