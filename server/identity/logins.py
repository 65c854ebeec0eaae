"""The agents' door: a password opens a login, a login gives tickets, a ticket opens one socket."""

import secrets

from msgspec import Struct
from msgspec.structs import replace

from server.domain.addresses import shortened
from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Agent
from server.identity.arriving import Arrivals
from server.identity.failures import Failures
from server.identity.passwords import Passwords
from server.identity.second_factor import SecondFactor
from server.identity.tokens import Claims, Signer, hashed
from server.store.desk import Desk
from server.store.sessions import Session, Sessions

TICKET = 60_000
MINUTE = 60_000
DAY = 86_400_000
KNOWN_DAYS = 180
FRESH = 10 * MINUTE
"""How long a login by a provider is as good as saying one's password again."""


class TicketClaims(Claims, frozen=True, kw_only=True):
    """One socket connect of one signed-in agent; `nonce` makes each ticket another."""

    session_id: str
    nonce: str


class KnownClaims(Claims, frozen=True, kw_only=True):
    """A browser in which this account (`workspace:email`) was logged in; `nonce` tells one browser from another."""

    account: str
    nonce: str


class Knock(Struct, frozen=True):
    """From where somebody asks: the browser's own word, the address, the cookie that is there already, a code."""

    browser: str = ""
    address: str = ""
    token: str = ""
    code: str = ""


class Proofs(Struct, frozen=True, kw_only=True):
    """By what people show who they are."""

    passwords: Passwords
    tickets: Signer
    browsers: Signer
    factor: SecondFactor
    arrivals: Arrivals
    failures: Failures


class Logins:
    """From a password, a cookie or a ticket to a signed-in agent. Every failure is `unauthenticated`."""

    def __init__(self, desk: Desk, sessions: Sessions, proofs: Proofs, clock: Clock) -> None:
        self._desk = desk
        self.sessions = sessions
        self._passwords = proofs.passwords
        self._tickets = proofs.tickets
        self._browsers = proofs.browsers
        self.factor = proofs.factor
        self.arrivals = proofs.arrivals
        self._failures = proofs.failures
        self._clock = clock

    async def login(self, slug: str, email: str, password: str, knock: Knock) -> tuple[str, Session]:
        """A cookie's token for the right password. The work is the same for an unknown address.

        Who has a second factor is told so once the password is right (`code`), and asks again with both.

        Where the desk is opened by its provider alone, the right password is refused `forbidden` / `signOn`.
        """
        found = await self._desk.credentials(slug, email)
        if not await self._passwords.verify(found[1] if found else None, password) or found is None:
            if found:
                self._failures.password(found[0], knock.address)
            raise Refusal("unauthenticated", "credentials")
        spare = await self.arrivals.by_password(found[0])
        try:
            await self.factor.check(found[0], knock.code)
        except Refusal:
            if knock.code:
                self._failures.code(found[0], knock.address)
            raise
        if spare:
            await self.arrivals.note_spare(found[0], knock.address)
        return await self.open(found[0], knock)

    async def open(self, agent: Agent, knock: Knock, proof: str = "") -> tuple[str, Session]:
        """Let somebody in who has shown who they are; `proof` as in `Session`.

        The token is always a new one, and the login whose cookie the browser had before is over (ASVS 5.0, 7.2.4).
        """
        now, (token, csrf) = self._clock.now(), fresh()
        session = Session(
            id=new_id("se"),
            agent=agent,
            permissions=await self._desk.permissions(agent),
            csrf=csrf,
            browser=knock.browser[:200],
            address=shortened(knock.address),
            created_at=now,
            seen_at=now,
            expires_at=now + self.sessions.options.longest,
            proof=proof,
        )
        if before := await self._of(knock.token):
            await self.sessions.close(before.agent.id, before.id)
        await self.sessions.open(session, hashed(token))
        return token, await self.sessions.by_token(hashed(token), now) or session  # with what the role holds now

    def known(self, account: str) -> tuple[str, int]:
        """A word by which a browser is known again, and how long it is good (s)."""
        until = self._clock.now() + KNOWN_DAYS * DAY
        claims = KnownClaims(until=until, account=account, nonce=secrets.token_urlsafe(12))
        return self._browsers.sign(claims), KNOWN_DAYS * DAY // 1000

    def knows(self, word: str, account: str) -> str:
        """Which browser of this account it is; empty for a stranger's."""
        try:
            claims = self._browsers.read(word, KnownClaims)
        except Refusal:
            return ""
        return claims.nonce if claims.account == account else ""

    async def session(self, token: str) -> Session:
        """The login of this cookie."""
        session = await self._of(token)
        if session is None:
            raise Refusal("unauthenticated", "session")
        now = self._clock.now()
        if now - session.seen_at > MINUTE:
            await self.sessions.seen([session.id], now)
        return session

    async def _of(self, token: str) -> Session | None:
        return await self.sessions.by_token(hashed(token), self._clock.now()) if token else None

    async def renewed(self, session: Session) -> tuple[str, Session]:
        """The same login under another token, after a change of what it may do or how it is proved."""
        token, csrf = fresh()
        await self.sessions.renew(session.id, hashed(token), csrf)
        return token, replace(session, csrf=csrf)

    async def new_password(self, session: Session, old: str, new: str) -> tuple[str, Session]:
        """Change one's own password: every other login ends. Refuses `forbidden` when the old one is wrong."""
        agent = session.agent
        await self._own_password(agent, old)
        await self._desk.set_password(agent, await self._passwords.hash(new))
        await self.sessions.close_all(agent.id, but=session.id)
        return await self.renewed(session)

    async def sure(self, session: Session, password: str) -> None:
        """Ask a signed-in person once more. Refuses `forbidden`: `password` when it is wrong, `again` for who came by a provider
        and has no password to say, once that is a while ago."""
        if not session.proof:
            await self._own_password(session.agent, password)
        elif self._clock.now() - session.created_at > FRESH:
            raise Refusal("forbidden", "again")

    async def _own_password(self, agent: Agent, password: str) -> None:
        if not await self._passwords.verify(await self._desk.password_of(agent), password):
            raise Refusal("forbidden", "password")

    def ticket(self, session: Session) -> tuple[str, int]:
        """A word for one socket connect, so that no cookie speaks on a socket; and when it ends (ms)."""
        until = self._clock.now() + TICKET
        claims = TicketClaims(until=until, session_id=session.id, nonce=secrets.token_urlsafe(12))
        return self._tickets.sign(claims), until

    async def by_ticket(self, ticket: str) -> Session:
        """Whose ticket this is; the login must still live. A ticket opens one socket, whichever node it is shown to.

        The store counts: while it is away no ticket opens anything (`unavailable`).
        """
        claims = self._tickets.read(ticket, TicketClaims)
        session = await self.sessions.by_id(claims.session_id, self._clock.now())
        if session is None:
            raise Refusal("unauthenticated", "session")
        if not await self.sessions.spend(claims.nonce, claims.until):
            raise Refusal("unauthenticated", "spent")
        return session


def fresh() -> tuple[str, str]:
    """A cookie's token of 256 bits, and the word that goes beside it."""
    return secrets.token_urlsafe(32), secrets.token_urlsafe(24)
