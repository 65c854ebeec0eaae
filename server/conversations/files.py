"""Files in two steps: announce and PUT, then name the id in a message; and the address that shows one again."""

from server.conversations.room import Caller, Room
from server.domain import rights
from server.domain.errors import Refusal
from server.domain.ids import derived_id
from server.domain.people import Actor
from server.pipeline.stages import clean
from server.protocol.acks import Linked, Prepared
from server.protocol.commands import Attach, Link
from server.store.files import Allowance, File

CUSTOMER = Allowance(files=60, size=300 << 20)
DESK = Allowance(files=2000, size=8 << 30)
"""Within a day, one person: what no honest hand reaches, and no flood can pass."""


async def attach(room: Room, caller: Caller, ask: Attach) -> Prepared:
    """Where to PUT the bytes. The same client id names the same file. Refuses `rate_limited` who sends too much in a day."""
    actor = caller.actor
    if ask.conversation_id:
        await room.known.conversation(actor, ask.conversation_id)
    owner = actor.author.key
    id = derived_id("fl", actor.workspace_id, owner, ask.client_id)
    file = File(
        id=id,
        workspace_id=actor.workspace_id,
        owner=owner,
        name=_safe(ask.name),
        size=ask.size,
        created_at=room.clock.now(),
    )
    allowed = CUSTOMER if actor.kind == "customer" else DESK
    await room.files.announce(file, allowed, ask.conversation_id or "")
    url, until = room.links.make(id, "put")
    return Prepared(file_id=id, url=url, expires_at=until)


async def link(room: Room, caller: Caller, ask: Link) -> Linked:
    """An address for a file of a conversation one may see, or of one's own. Refuses `not_found` for all others."""
    actor = caller.actor
    file = await room.files.find(ask.file_id)
    if file.workspace_id != actor.workspace_id or not file.stored_at or not await _may_see(room, actor, file):
        raise Refusal("not_found", "fileId")
    url, until = room.links.make(file.id, "get", file.conversation_id)
    return Linked(url=url, expires_at=until)


async def _may_see(room: Room, actor: Actor, file: File) -> bool:
    """One's own; else a file of a conversation one may see, and a customer or a bridge only what a message has brought them."""
    if file.owner == actor.author.key:
        return True
    if not file.conversation_id:
        return False
    rights.see(actor, (await room.known.conversation(actor, file.conversation_id)).conversation)
    return actor.kind not in ("customer", "bridge") or await room.files.shown(file)


def _safe(name: str) -> str:
    """A name without a path and without direction tricks (ASVS 5.0, 5.3.2)."""
    tricks = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2F, 0x5C])
    return clean(name).translate(tricks).strip(". ")[:120] or "file"
