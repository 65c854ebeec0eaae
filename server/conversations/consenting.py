"""A customer says yes or no to something: kept with what they were shown, where and when."""

from server.conversations.room import Caller, Room
from server.domain.ids import derived_id
from server.protocol.acks import Done
from server.protocol.consent_commands import RecordConsent
from server.store.persons import Consent


async def record_consent(room: Room, caller: Caller, ask: RecordConsent) -> Done:
    """Keep it; nothing is overwritten, the latest of a purpose counts."""
    me = caller.actor
    said = Consent(
        id=derived_id("cs", me.workspace_id, me.id, ask.client_id),
        workspace_id=me.workspace_id,
        customer_id=me.id,
        purpose=ask.purpose,
        given=ask.given,
        version=ask.version,
        source=ask.source,
        at=room.clock.now(),
    )
    await room.persons.consented(said)
    return Done()
