"""What is known of shoppers beside their words; kept only of who has said something."""

from typing import Any

from sqlalchemy import Select, select, update

from server.domain.errors import Refusal
from server.domain.people import Actor
from server.domain.profile import Profile, SignedPerson, joined
from server.store import tables as t
from server.store.hand import Writing
from server.store.reads import Reads
from server.store.records import Records, upsert


class Profiles:
    """Whoever calls has checked the right to it."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def of(self, workspace_id: str, customer_id: str) -> Profile:
        """What is known; an empty one of whom nothing is."""
        rows = await self._reads.rows(_profile(workspace_id, customer_id), brief=True)
        return Profile(**rows[0]._mapping) if rows else Profile(customer_id=customer_id, workspace_id=workspace_id)

    async def tell(self, told: Profile) -> None:
        """Add what a page says. Refuses `bad_state` while nothing was said by the shopper: then nothing is kept."""
        async with self._records.write(brief=True) as connection:
            if not await _met(connection, told.workspace_id, told.customer_id):
                raise Refusal("bad_state", "customer")
            await put(connection, told)

    async def sign(self, actor: Actor, signed: SignedPerson, now: int) -> bool:
        """Keep what the shop signed, of whom something is known already; answers whether it is.

        What the shop says of name and address counts more than what somebody typed.
        """
        c = t.customer.c
        said = {name: value for name in ("name", "email", "locale") if (value := getattr(signed, name))}
        async with self._records.write() as connection:
            if not await _met(connection, actor.workspace_id, actor.id):
                return False
            known = await stored(connection, actor.workspace_id, actor.id)
            if known and known.signed == signed:
                return True
            mine = Profile(customer_id=actor.id, workspace_id=actor.workspace_id, signed=signed, signed_at=now)
            await put(connection, mine)
            await connection.execute(
                update(t.customer).where(c.id == actor.id).values(said | {"external_id": signed.sub})
            )
        return True


async def put(connection: Writing, told: Profile) -> None:
    """Join it to what is known."""
    known = await stored(connection, told.workspace_id, told.customer_id)
    whole = joined(known, told) if known else told
    await connection.execute(upsert(connection, t.profile, _columns(whole), "customer_id"))


async def stored(connection: Writing, workspace_id: str, customer_id: str) -> Profile | None:
    """What is known, locked where the database locks rows."""
    row = (await connection.execute(_profile(workspace_id, customer_id).with_for_update())).one_or_none()
    return Profile(**row._mapping) if row else None


def _columns(profile: Profile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in Profile.__struct_fields__}


def _profile(workspace_id: str, customer_id: str) -> Select[Any]:
    return select(t.profile).where(t.profile.c.customer_id == customer_id, t.profile.c.workspace_id == workspace_id)


async def _met(connection: Writing, workspace_id: str, customer_id: str) -> bool:
    c = t.customer.c
    query = select(c.id).where(c.id == customer_id, c.workspace_id == workspace_id, c.erased_at == 0)
    return bool((await connection.execute(query)).first())
