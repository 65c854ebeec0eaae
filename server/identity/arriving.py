"""Who comes in by which way: from what a provider says of somebody to a person of the desk, once and for ever."""

import re
from collections.abc import Callable

from server.domain.addresses import shortened
from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Agent
from server.identity.id_tokens import Said
from server.store.audit import Deed
from server.store.sign_on import Link, SignOn, SignOns, link_id

ADDRESS = re.compile(r"[!-?A-~]+@[!-?A-~]+")
"""Plain letters alone: small letters of others can be somebody else's (the Kelvin sign's is k)."""
LONGEST = 254


class Arrivals:
    """`noting` makes the tools whose next change is one line of the audit log."""

    def __init__(self, sign_ons: SignOns, noting: Callable[[Deed], SignOns], clock: Clock) -> None:
        self._sign_ons = sign_ons
        self._noting = noting
        self._clock = clock

    async def by_provider(self, sign_on: SignOn, said: Said, address: str) -> Agent:
        """Who it is. The subject decides; the first time the verified address does, and is never asked again.

        Refuses `forbidden`: `signOn.inactive`, `.unverified`, `.domain`, `.person` for nobody of the desk, and `.linked` for who
        is another subject already.
        """
        if known := await self._sign_ons.linked(sign_on.workspace_id, sign_on.issuer, said.sub):
            return _active(known)
        email = _address(sign_on, said)
        agent = await self._sign_ons.by_email(sign_on.workspace_id, email)
        newcomer = None if agent else await self._newcomer(sign_on, said, email)
        person = newcomer or (_active(agent) if agent else None)
        if person is None:
            return await self._faster(sign_on, said, "signOn.person")
        link = self._link(sign_on, said, person)
        action, target = ("agent.join", person.id) if newcomer else ("link.add", link.id)
        deed = Deed(agent=person, action=action, target=target, address=shortened(address))
        try:
            await self._noting(deed).link(link, newcomer)
        except Refusal as refusal:
            if refusal.code == "conflict":
                return await self._faster(sign_on, said, "signOn.linked")
            raise
        return person

    async def by_password(self, agent: Agent) -> bool:
        """Whether this password is the spare key of a desk that its provider opens. Refuses `forbidden` for all others of it."""
        if await self.passwords_open(agent.workspace_id):
            return False
        if not await self.spared(agent):
            raise Refusal("forbidden", "signOn")
        return True

    async def passwords_open(self, workspace_id: str) -> bool:
        """Whether people of this desk have use for a password."""
        found = await self._sign_ons.of(workspace_id)
        return found is None or not (found.active and found.only)

    async def spared(self, agent: Agent) -> bool:
        """Whether this is whose password opens a desk that its provider opens else."""
        found = await self._sign_ons.of(agent.workspace_id)
        return found is not None and found.active and found.only and found.opener == agent.id

    async def note_spare(self, agent: Agent, address: str) -> None:
        """The spare key was used, and the log says so."""
        deed = Deed(agent=agent, action="door.spare", target=agent.id, address=shortened(address))
        await self._noting(deed).noted()

    async def _faster(self, sign_on: SignOn, said: Said, otherwise: str) -> Agent:
        """Two first logins at once are one: the other may have spent the invitation by now."""
        known = await self._sign_ons.linked(sign_on.workspace_id, sign_on.issuer, said.sub)
        if known is None:
            raise Refusal("forbidden", otherwise)
        return _active(known)

    async def _newcomer(self, sign_on: SignOn, said: Said, email: str) -> Agent | None:
        asked = await self._sign_ons.invited(sign_on.workspace_id, email, self._clock.now())
        if asked is None:
            if sign_on.newcomers != "create":
                return None
            asked = {"role": sign_on.role, "locale": _locale(said.locale)}
        name = " ".join("".join(filter(str.isprintable, said.name)).split())[:200] or email.partition("@")[0]
        return Agent(id=new_id("ag"), workspace_id=sign_on.workspace_id, email=email, name=name, **asked)

    def _link(self, sign_on: SignOn, said: Said, person: Agent) -> Link:
        return Link(
            id=link_id(sign_on.workspace_id, sign_on.issuer, said.sub),
            workspace_id=sign_on.workspace_id,
            agent_id=person.id,
            issuer=sign_on.issuer,
            subject=said.sub,
            linked_at=self._clock.now(),
        )


def _active(agent: Agent) -> Agent:
    if not agent.active:
        raise Refusal("forbidden", "signOn.inactive")
    return agent


def _address(sign_on: SignOn, said: Said) -> str:
    """The address by which somebody is known the first time. What is not verified is nobody's."""
    proved = sign_on.trusts_email if said.verified is None else said.verified
    if not proved or len(said.email) > LONGEST or not ADDRESS.fullmatch(said.email):
        raise Refusal("forbidden", "signOn.unverified")
    email = said.email.lower()
    if sign_on.domains and email.partition("@")[2] not in sign_on.domains:
        raise Refusal("forbidden", "signOn.domain")
    return email


def _locale(tag: str) -> str:
    return tag if tag.isascii() and 2 <= len(tag) <= 35 and tag.replace("-", "").isalnum() else "en"
