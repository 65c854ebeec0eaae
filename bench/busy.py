"""A desk with a past: thousands of conversations in the list and one that has gone on for thousands of messages."""

from functools import partial
from itertools import islice

from msgspec.structs import replace

from bench.desk import HOUR, Desk, W
from bench.words import AGENTS, CUSTOMERS, sentences
from server.app.store import Store
from server.domain.clock import SystemClock
from server.domain.people import Agent, Author
from server.domain.permissions import BUILT_IN
from server.domain.timeline import Posted
from server.identity.tokens import hashed
from server.store.sessions import Session
from server.store.turn import Change, Needs, Turn

COOKIE = "a-login-made-for-measuring"
AT_ONCE = 500
FIRST = "This is where the long talk began"


class Past:
    """A clock that is set by hand: what is stored under it happened then."""

    monotonic = staticmethod(SystemClock.monotonic)

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        """Milliseconds since the epoch."""
        return self.at


async def talk(made: Desk, messages: int) -> None:
    """Everybody has said a word, the first customer and their agent have said `messages`, over many days."""
    now = SystemClock().now()
    clock = Past(now - 300 * HOUR)
    store = Store(made.settings, clock, lambda _outcome: None)
    await store.writer.start()
    for start in range(0, messages, AT_ONCE):
        clock.at += 200 * HOUR // (messages // AT_ONCE + 1)
        size = min(AT_ONCE, messages - start)
        await store.writer.commit(Change(Needs(conversations=("cv_0",)), partial(_long, start, size)))
    for start in range(1, made.conversations, AT_ONCE):
        clock.at += HOUR
        ids = tuple(f"cv_{number}" for number in range(start, min(start + AT_ONCE, made.conversations)))
        await store.writer.commit(Change(Needs(conversations=ids), partial(_word, ids)))
    await store.writer.stop()
    await store.sessions.open(_login(now), hashed(COOKIE))
    await store.database.close()


def _login(now: int) -> Session:
    agent = Agent(id="ag_0", workspace_id=W, email="0@bench.example", name="Agent 0")
    rights = BUILT_IN[agent.role]
    return Session(
        id="se_browser", agent=agent, permissions=rights, csrf="c", created_at=now, seen_at=now, expires_at=now + HOUR
    )


def _long(start: int, size: int, turn: Turn) -> None:
    texts = islice(sentences(CUSTOMERS + AGENTS), start, start + size)
    for number, text in enumerate(texts, start):
        ours = number % 3 == 2
        author = Author("agent", "ag_0", "Agent 0") if ours else Author("customer", "cu_0", "Rosa Marín")
        body = Posted(text=text if number else FIRST, language="en" if ours else "es", state="posted")
        turn.append("cv_0", author, f"client-{number:06}", body)
    _left(turn, "cv_0", "Rosa Marín")


def _word(ids: tuple[str, ...], turn: Turn) -> None:
    for id, text in zip(ids, sentences(CUSTOMERS), strict=False):
        name = f"Customer {id[3:]}"
        turn.append(id, Author("customer", f"cu_{id[3:]}", name), "client-000000", Posted(text=text, language="es"))
        _left(turn, id, name, text)


def _left(turn: Turn, id: str, name: str, text: str = FIRST) -> None:
    c = turn.current(id)
    turn.save(replace(c, customer_name=name, last_text=text, last_from="customer", agents_read=c.last_cseq))
