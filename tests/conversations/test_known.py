"""What a node remembers of conversations, so that a word need not be read for."""

import msgspec

from server.conversations.known import Known
from server.conversations.passing import set_typing
from server.conversations.reading import resume
from server.protocol import commands as ask
from tests.conversations.conftest import Scene, refused
from tests.properties.desk import customer


async def test_who_just_caught_up_is_not_read_again_for_the_first_word(scene: Scene) -> None:
    id = await scene.asks("ana")
    typing = ask.Typing(conversation_id=id, typing=True)
    there, elsewhere = (
        msgspec.structs.replace(scene.room, known=Known(scene.reads, scene.room.desk, scene.clock)) for _ in range(2)
    )
    await resume(there, customer("ana"), ask.Resume(conversation_id=id))
    scene.sql("UPDATE conversation SET customer_id = 'cu_bob' WHERE id = ?", id)
    assert await refused(set_typing(elsewhere, customer("ana"), typing)) == ("not_found", "conversationId")
    await set_typing(there, customer("ana"), typing)
