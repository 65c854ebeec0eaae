"""Saved views and macros, one's own and the desk's; and the notes that call somebody, once they were read."""

from server.conversations.room import Caller, Room
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.protocol import acks
from server.protocol.aid_commands import DropPreset, SavePreset, SeeMentions
from server.protocol.commands import Command
from server.store.aids import Preset


async def list_presets(room: Room, caller: Caller, _ask: Command) -> acks.Presets:
    """What the caller can choose from."""
    kept = await room.aids.presets(caller.actor)
    cards = (acks.PresetCard(id=one.id, name=one.name, body=one.body, shared=not one.owner_id) for one in kept)
    return acks.Presets(items=tuple(cards))


async def save_preset(room: Room, caller: Caller, ask: SavePreset) -> acks.Presets:
    """Keep it. Refuses `forbidden` when somebody who does not lead shares it with all, `not_found` for a foreign one."""
    if ask.shared and not caller.actor.leads:
        raise Refusal("forbidden", "shared")
    owner = "" if ask.shared else caller.actor.id
    preset = Preset(id=ask.id or new_id("ps"), owner_id=owner, name=ask.name.strip(), body=ask.body)
    await room.aids.keep_preset(caller.actor, preset, room.clock.now())
    return await list_presets(room, caller, Command())


async def drop_preset(room: Room, caller: Caller, ask: DropPreset) -> acks.Presets:
    """Away with it."""
    await room.aids.drop_preset(caller.actor, ask.id)
    return await list_presets(room, caller, Command())


async def see_mentions(room: Room, caller: Caller, ask: SeeMentions) -> acks.Done:
    """The caller has read the notes that call them."""
    await room.known.conversation(caller.actor, ask.conversation_id)
    await room.aids.see_mentions(caller.actor, ask.conversation_id, ask.seq)
    return acks.Done()
