"""Changing what a workspace is: its people, teams, shops, bridges and policy."""

from typing import Any

import msgspec
from msgspec.structs import asdict
from sqlalchemy import delete, insert, select, update

from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.workspace import Policy, Shop
from server.store import tables as t
from server.store.desk import Bridge, Team
from server.store.load import AGENT_COLUMNS
from server.store.plant import first_token
from server.store.reads import Reads
from server.store.records import Records


class Admin:
    """Plain changes; whoever calls has checked the right to them."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def agents(self, workspace_id: str) -> list[Agent]:
        """Everybody, also who is not active, by name."""
        query = select(*AGENT_COLUMNS).where(t.agent.c.workspace_id == workspace_id).order_by(t.agent.c.name)
        return [Agent(**row._mapping) for row in await self._reads.rows(query)]

    async def agent(self, workspace_id: str, id: str) -> Agent:
        """One person, active or not. Refuses `not_found`."""
        found = next((agent for agent in await self.agents(workspace_id) if agent.id == id), None)
        if found is None:
            raise Refusal("not_found", "agentId")
        return found

    async def add_agent(self, agent: Agent, password_hash: str) -> None:
        """A new person. Refuses `conflict` when the address is taken."""
        if any(other.email == agent.email for other in await self.agents(agent.workspace_id)):
            raise Refusal("conflict", "email")
        await self._write(insert(t.agent).values(asdict(agent) | {"password_hash": password_hash}))

    async def change_agent(self, id: str, changes: dict[str, Any], *, over: bool) -> None:
        """Only what was changed is written: what the desk itself moves (load, availability) is left alone.

        `over`: all their logins end with it.
        """
        async with self._records.write() as connection:
            if changes:
                await connection.execute(update(t.agent).where(t.agent.c.id == id).values(changes))
            if over:
                await connection.execute(delete(t.session).where(t.session.c.agent_id == id))

    async def add_team(self, workspace_id: str, team: Team) -> None:
        """A new team."""
        await self._write(insert(t.team).values(id=team.id, workspace_id=workspace_id, name=team.name))

    async def rename_team(self, workspace_id: str, team: Team) -> None:
        """The team's new name. Refuses `not_found`."""
        c = t.team.c
        named = update(t.team).where(c.id == team.id, c.workspace_id == workspace_id).values(name=team.name)
        async with self._records.write() as connection:
            if not (await connection.execute(named)).rowcount:
                raise Refusal("not_found", "teamId")

    async def add_shop(self, shop: Shop) -> None:
        """A new storefront."""
        await self._write(insert(t.shop).values(asdict(shop)))

    async def change_shop(self, workspace_id: str, id: str, changes: dict[str, Any]) -> Shop:
        """The shop with these fields changed, as it is now. Refuses `not_found`."""
        mine = (t.shop.c.id == id, t.shop.c.workspace_id == workspace_id)
        async with self._records.write() as connection:
            if changes:
                await connection.execute(update(t.shop).where(*mine).values(changes))
            row = (await connection.execute(select(t.shop).where(*mine))).one_or_none()
        if row is None:
            raise Refusal("not_found", "shopId")
        return Shop(**row._mapping)

    async def add_bridge(self, bridge: Bridge, token_hash: str, now: int) -> None:
        """A new relay with its first token."""
        values = asdict(bridge) | {"token_hash": token_hash, "active": True, "created_at": now}
        async with self._records.write() as connection:
            await connection.execute(insert(t.bridge).values(values))
            await connection.execute(insert(t.bridge_token).values(first_token(bridge, token_hash, now)))

    async def change_policy(self, workspace_id: str, changes: dict[str, Any]) -> Policy:
        """The policy with these fields changed, as it is now; two who change it at once both have their way."""
        mine = t.workspace.c.id == workspace_id
        async with self._records.write() as connection:
            row = (await connection.execute(select(t.workspace.c.policy).where(mine).with_for_update())).one()
            policy: Policy = msgspec.structs.replace(row.policy, **changes)
            await connection.execute(update(t.workspace).where(mine).values(policy=policy))
        return policy

    async def _write(self, statement: Any) -> None:
        async with self._records.write() as connection:
            await connection.execute(statement)
