"""What every verb works with, and who calls it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from msgspec import Struct

from server.compliance.clocks import Clocks
from server.conversations.known import Known
from server.domain.clock import Clock
from server.domain.conversation import Conversation
from server.domain.people import Actor, Author
from server.domain.reading import Reading
from server.domain.timeline import Entry
from server.fanout.publisher import Publisher
from server.identity.links import FileLinks
from server.identity.resuming import Resuming
from server.pipeline.run import Pipeline
from server.routing.queue import Place
from server.store.aids import Aids
from server.store.bridge_erasures import BridgeErasures
from server.store.bridges import Bridges
from server.store.deliveries import Deliveries
from server.store.desk import Desk
from server.store.files import Files
from server.store.history import History
from server.store.link_letters import LinkLetters
from server.store.lists import Lists
from server.store.persons import Persons
from server.store.reads import Reads
from server.store.search import Search
from server.store.shoppers import ShopperRecords
from server.store.writer import Writer
from server.translation.near import Near
from server.translation.request import Request
from server.translation.stored import StoredMemory, StoredTerms

SYSTEM = Author("system", "desk")


def system(workspace_id: str) -> Actor:
    """The house itself, acting in one workspace."""
    return Actor(kind="system", id="desk", workspace_id=workspace_id)


class Room(Struct, frozen=True, kw_only=True):
    """The verbs' tools. `places` and `staffed` are the router's answers, `engines` and `able` the translation chain's,
    `connected` the presence's, `clocks` the packs'. `interpret` has entries translated into a language, in its own time.
    `mails`: whether letters can be sent."""

    writer: Writer
    reads: Reads
    lists: Lists
    aids: Aids
    search: Search
    desk: Desk
    history: History
    files: Files
    deliveries: Deliveries
    bridges: Bridges
    bridge_erasures: BridgeErasures
    persons: Persons
    shoppers: ShopperRecords
    pipeline: Pipeline
    publisher: Publisher
    known: Known
    links: FileLinks
    link_letters: LinkLetters
    resuming: Resuming
    memory: StoredMemory
    terms: StoredTerms
    near: Near
    clock: Clock
    places: Callable[[str, Sequence[str]], Awaitable[Mapping[str, Place]]]
    staffed: Callable[[str], bool]
    engines: Callable[[str, Request, float], Awaitable[Reading | None]]
    able: Callable[[str, tuple[str, str]], Awaitable[bool]]
    connected: Callable[[str, str], bool]
    clocks: Clocks
    interpret: Callable[[Conversation, list[Entry], str, str], None]
    mails: bool = False


def _nothing(_: str) -> None:
    pass


class Caller(Struct, frozen=True):
    """Who calls a verb. A socket can follow a conversation; an HTTP request cannot, and need not."""

    actor: Actor
    follow: Callable[[str], None] = _nothing
    unfollow: Callable[[str], None] = _nothing
