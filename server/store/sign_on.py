"""Single sign-on as it is stored: a workspace's provider, and which of its people is whom there."""

from collections.abc import Collection
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import delete, insert, select

from server.domain.errors import Refusal
from server.domain.ids import derived_id
from server.domain.people import Agent
from server.store import tables as t
from server.store.load import AGENT_COLUMNS
from server.store.reads import Reads
from server.store.records import Records, once, upsert

Newcomers = Literal["invited", "create"]


class SignOn(Struct, frozen=True, kw_only=True):
    """A workspace's provider. `client_secret` lies sealed; empty for a client that has none.

    `newcomers`: whether only people of the desk and invited ones come in, or whoever is new is made with `role`. `domains`: the
    only ones of addresses by which people are known the first time; all when empty. `factor`: whether the provider's word counts
    for a second factor, or the desk asks for its own. `trusts_email`: an address counts as verified unless the provider says it
    is not. `only`: no password opens the desk but that of `opener`. `leaves`: who logs out here does so at the provider.
    """

    id: str
    workspace_id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = ""
    domains: tuple[str, ...] = ()
    newcomers: Newcomers = "invited"
    role: str = "agent"
    factor: Literal["provider", "desk"] = "provider"
    opener: str = ""
    trusts_email: bool = False
    only: bool = False
    leaves: bool = False
    active: bool = True
    changed_at: int = 0


class Link(Struct, frozen=True, kw_only=True):
    """Who somebody is at a provider. The id is made of workspace, issuer and subject: there is one of each."""

    id: str
    workspace_id: str
    agent_id: str
    issuer: str
    subject: str
    linked_at: int


COLUMNS = tuple(t.sign_on.c[name] for name in SignOn.__struct_fields__)


def link_id(workspace_id: str, issuer: str, subject: str) -> str:
    """The name of the link between a workspace and one subject of a provider."""
    return derived_id("sl", workspace_id, issuer, subject)


class SignOns:
    """Whoever calls has checked the right to what they ask."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def of(self, workspace_id: str) -> SignOn | None:
        """A workspace's, in use or not."""
        rows = await self._reads.rows(select(*COLUMNS).where(t.sign_on.c.workspace_id == workspace_id))
        return SignOn(**rows[0]._mapping) if rows else None

    async def by_slug(self, slug: str) -> SignOn | None:
        """The one in use where this name stands at the door."""
        query = select(*COLUMNS).join_from(t.sign_on, t.workspace)
        rows = await self._reads.rows(query.where(t.workspace.c.slug == slug, t.sign_on.c.active.is_(True)))
        return SignOn(**rows[0]._mapping) if rows else None

    async def at(self, issuer: str, client_ids: Collection[str]) -> list[SignOn]:
        """All in use that are one of these clients there."""
        c = t.sign_on.c
        mine = (c.issuer == issuer, c.client_id.in_(client_ids), c.active.is_(True))
        return [SignOn(**row._mapping) for row in await self._reads.rows(select(*COLUMNS).where(*mine))]

    async def put(self, sign_on: SignOn) -> None:
        """As it shall be, new or changed."""
        async with self._records.write() as connection:
            await connection.execute(upsert(connection, t.sign_on, asdict(sign_on), "id"))

    async def remove(self, sign_on: SignOn) -> None:
        """No provider any more. Who is who stays known, should it come back."""
        async with self._records.write() as connection:
            await connection.execute(delete(t.sign_on).where(t.sign_on.c.id == sign_on.id))

    async def linked(self, workspace_id: str, issuer: str, subject: str) -> Agent | None:
        """Who this subject is, active or not."""
        mine = t.sign_on_link.c.id == link_id(workspace_id, issuer, subject)
        rows = await self._reads.rows(select(*AGENT_COLUMNS).join_from(t.sign_on_link, t.agent).where(mine))
        return Agent(**rows[0]._mapping) if rows else None

    async def by_email(self, workspace_id: str, email: str) -> Agent | None:
        """Who has this address at the desk, active or not."""
        c = t.agent.c
        rows = await self._reads.rows(select(*AGENT_COLUMNS).where(c.workspace_id == workspace_id, c.email == email))
        return Agent(**rows[0]._mapping) if rows else None

    async def invited(self, workspace_id: str, email: str, now: int) -> dict[str, Any] | None:
        """What somebody was invited as: role, locale, team_ids."""
        c = t.invitation.c
        mine = (c.workspace_id == workspace_id, c.email == email, c.expires_at > now)
        rows = await self._reads.rows(select(c.role, c.locale, c.team_ids).where(*mine))
        return dict(rows[0]._mapping) if rows else None

    async def link(self, link: Link, newcomer: Agent | None = None) -> None:
        """Remember who somebody is, from now on for ever; a newcomer is made, and their invitation spent, in the same step.

        Refuses `conflict`: somebody was faster, or the person is another subject already.
        """
        c = t.agent.c
        async with self._records.write() as connection:
            if newcomer:
                taken = select(c.id).where(c.workspace_id == newcomer.workspace_id, c.email == newcomer.email)
                if (await connection.execute(taken)).first():
                    raise Refusal("conflict", "signOn.email")
                await connection.execute(insert(t.agent).values(asdict(newcomer) | {"password_hash": ""}))
                i = t.invitation.c
                spent = (i.workspace_id == newcomer.workspace_id, i.email == newcomer.email)
                await connection.execute(delete(t.invitation).where(*spent))
            if not (await connection.execute(once(connection, t.sign_on_link, asdict(link)))).rowcount:
                raise Refusal("conflict", "signOn.linked")

    async def unlink(self, agent: Agent) -> None:
        """Forget who somebody is at any provider. Refuses `not_found` when they were nobody."""
        async with self._records.write() as connection:
            gone = await connection.execute(delete(t.sign_on_link).where(t.sign_on_link.c.agent_id == agent.id))
            if not gone.rowcount:
                raise Refusal("not_found", "signOnId")

    async def noted(self) -> None:
        """Nothing but the line in the audit log."""
        async with self._records.write():
            pass
