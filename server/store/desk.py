"""Who and what a workspace is: people, shops, teams, bridges."""

from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, bindparam, select, update

from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.permissions import BUILT_IN, Permission
from server.domain.workspace import Shop, Workspace
from server.store import tables as t
from server.store.load import AGENT_COLUMNS
from server.store.reads import Reads
from server.store.records import Records

WORKSPACE_COLUMNS = tuple(t.workspace.c[name] for name in Workspace.__struct_fields__)


class Bridge(Struct, frozen=True, kw_only=True):
    """A named outside process that relays one channel."""

    id: str
    workspace_id: str
    shop_id: str
    name: str
    channel: str


class Holder(Struct, frozen=True):
    """A bridge by one of its tokens, and what that may do."""

    bridge: Bridge
    token_id: str
    scopes: tuple[str, ...]


class Team(Struct, frozen=True):
    """A group of agents with a queue of its own."""

    id: str
    name: str


TENANT = select(*WORKSPACE_COLUMNS).where(t.workspace.c.id == bindparam("id"))
SHOPS = select(t.shop).where(t.shop.c.workspace_id == bindparam("workspace_id"))
BY_KEY = select(t.shop).where(t.shop.c.key == bindparam("key"))
BEYOND = 1_000_000
"""More loads of the router than a backup can be behind."""


class Desk:
    """Questions and changes of what is configured."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def workspaces(self) -> list[Workspace]:
        """All tenants."""
        return [Workspace(**row._mapping) for row in await self._reads.rows(select(*WORKSPACE_COLUMNS), brief=True)]

    async def workspace(self, id: str) -> Workspace:
        """One tenant. Refuses `not_found`."""
        rows = await self._reads.rows(TENANT, {"id": id}, brief=True)
        return Workspace(**_one(rows, "workspace")._mapping)

    async def agents(self, workspace_id: str) -> list[Agent]:
        """The people of a desk who are active, by name."""
        c = t.agent.c
        query = select(*AGENT_COLUMNS).where(c.workspace_id == workspace_id, c.active.is_(True)).order_by(c.name)
        return [Agent(**row._mapping) for row in await self._reads.rows(query)]

    async def agent(self, workspace_id: str, id: str) -> Agent:
        """One active person. Refuses `not_found`."""
        c = t.agent.c
        query = select(*AGENT_COLUMNS).where(c.id == id, c.workspace_id == workspace_id, c.active.is_(True))
        return Agent(**_one(await self._reads.rows(query, brief=True), "agentId")._mapping)

    async def permissions(self, agent: Agent) -> tuple[Permission, ...]:
        """What the agent's role holds. Refuses `not_found` when there is no such role."""
        if agent.role in BUILT_IN:
            return BUILT_IN[agent.role]
        c = t.role.c
        query = select(c.permissions).where(c.id == agent.role, c.workspace_id == agent.workspace_id)
        held: tuple[Permission, ...] = _one(await self._reads.rows(query, brief=True), "role")[0]
        return held

    async def credentials(self, slug: str, email: str) -> tuple[Agent, str] | None:
        """An active agent and the hash of their password, for the door alone."""
        query = select(*AGENT_COLUMNS, t.agent.c.password_hash).join(t.workspace)
        rows = await self._reads.rows(
            query.where(t.workspace.c.slug == slug, t.agent.c.email == email.lower(), t.agent.c.active.is_(True)),
            brief=True,
        )
        if not rows:
            return None
        fields = dict(rows[0]._mapping)
        secret = str(fields.pop("password_hash"))
        return Agent(**fields), secret

    async def shops(self, workspace_id: str) -> list[Shop]:
        """The storefronts of a workspace."""
        rows = await self._reads.rows(SHOPS, {"workspace_id": workspace_id}, brief=True)
        return [Shop(**row._mapping) for row in rows]

    async def shop_by_key(self, key: str) -> Shop:
        """The shop whose public key stands in a page. Refuses `not_found`."""
        return Shop(
            **_one(await self._reads.rows(select(t.shop).where(t.shop.c.key == key), brief=True), "shop")._mapping
        )

    async def teams(self, workspace_id: str) -> list[Team]:
        """The teams of a workspace."""
        query = select(t.team.c.id, t.team.c.name).where(t.team.c.workspace_id == workspace_id)
        return [Team(*row) for row in await self._reads.rows(query.order_by(t.team.c.name), brief=True)]

    async def bridge_by_token(self, token_hash: str, now: int) -> Holder | None:
        """The active bridge that holds this token."""
        return await self._holder(t.bridge_token.c.token_hash == token_hash, now)

    async def bridge_by_key(self, token_id: str, now: int) -> Holder | None:
        """The active bridge whose token has this id."""
        return await self._holder(t.bridge_token.c.id == token_id, now)

    async def _holder(self, which: ColumnElement[bool], now: int) -> Holder | None:
        c, k = t.bridge.c, t.bridge_token.c
        columns = (c.id, c.workspace_id, c.shop_id, c.name, c.channel)
        query = select(*columns, k.id.label("token_id"), k.scopes).join_from(t.bridge_token, t.bridge)
        rows = await self._reads.rows(
            query.where(which, c.active.is_(True), (k.ends_at == 0) | (k.ends_at > now)), brief=True
        )
        if not rows:
            return None
        fields: dict[str, Any] = dict(rows[0]._mapping)
        token_id, scopes = str(fields.pop("token_id")), fields.pop("scopes")
        return Holder(Bridge(**fields), token_id, scopes)

    async def password_of(self, agent: Agent) -> str:
        """The hash of a person's password, for the door alone."""
        query = select(t.agent.c.password_hash).where(t.agent.c.id == agent.id)
        return str(_one(await self._reads.rows(query, brief=True), "agentId")[0])

    async def set_password(self, agent: Agent, password_hash: str) -> None:
        """A new one."""
        async with self._records.write() as connection:
            changed = update(t.agent).where(t.agent.c.id == agent.id).values(password_hash=password_hash)
            await connection.execute(changed)

    async def claim_router_epoch(self, workspace_id: str, expected: int, new: int) -> bool:
        """Compare-and-set of the router's epoch: whoever loses gives up rebuilding."""
        c = t.workspace.c
        async with self._records.write(brief=True) as connection:
            done = await connection.execute(
                update(t.workspace).where(c.id == workspace_id, c.router_epoch == expected).values(router_epoch=new)
            )
            return bool(done.rowcount)

    async def new_epoch(self, workspace_id: str, epoch: str) -> None:
        """Another log than before: clients start afresh, and the router's load is past all that Redis may know."""
        c = t.workspace.c
        async with self._records.write() as connection:
            new = {"epoch": epoch, "router_epoch": c.router_epoch + BEYOND}
            await connection.execute(update(t.workspace).where(c.id == workspace_id).values(**new))

    async def router_epoch(self, workspace_id: str) -> int:
        """The router's epoch as the database knows it."""
        query = select(t.workspace.c.router_epoch).where(t.workspace.c.id == workspace_id)
        return int(_one(await self._reads.rows(query, brief=True), "workspace")[0])


def _one(rows: list[Any], what: str) -> Any:
    if not rows:
        raise Refusal("not_found", what)
    return rows[0]
