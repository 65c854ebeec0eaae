"""Links asked for by e-mail: each leaves at the next round, at least once, and twice only with the same Message-ID."""

from email.headerregistry import Address

import msgspec
import structlog

from server.conversations.letters import Letter, content_of, page_link, recipient
from server.conversations.room import Room
from server.store.link_letters import Wish
from server.worker.smtp import Answer, Post

log = structlog.get_logger()


class Links:
    """One worker's hand for them."""

    def __init__(self, room: Room, post: Post, sender: Address) -> None:
        self._room = room
        self._post = post
        self._sender = sender

    async def due(self, limit: int) -> list[Wish]:
        """Who is owed one now."""
        return await self._room.link_letters.due(self._room.clock.now(), limit)

    async def send(self, wish: Wish, claim_ms: int) -> Answer | None:
        """What the server said; None when somebody else is at it, or there is nothing left to lead to."""
        now = self._room.clock.now()
        if not await self._room.link_letters.claim(wish, now, now + claim_ms):
            return None
        content, to = await self._letter(wish)
        if not content:
            await self._room.link_letters.done(wish, now)
            return None
        return await self._post.send(content, to)

    async def settle(self, wish: Wish, answer: Answer, pause_ms: int, days_ms: int) -> None:
        """Write down what became of it. One that is refused for good is over: nobody may learn whose address it is."""
        now = self._room.clock.now()
        if answer.kind in ("later", "away") and now - wish.asked_at < days_ms:
            return await self._room.link_letters.put_off(wish, now + pause_ms)
        if answer.kind != "accepted":
            log.info("link.refused", code=answer.code)
        return await self._room.link_letters.done(wish, now)

    async def _letter(self, wish: Wish) -> tuple[bytes, str]:
        """As it travels, and where to; nothing when the conversation or the shop's page is gone, or the address is none."""
        found = await self._room.reads.some([wish.conversation_id])
        if not found:
            return b"", ""
        c = msgspec.structs.replace(found[0], mail_to=wish.email)
        shop = next(shop for shop in await self._room.desk.shops(c.workspace_id) if shop.id == c.shop_id)
        letter = Letter(
            conversation=c,
            shop=shop,
            sender=self._sender,
            said=(),
            number=c.last_cseq,
            now=wish.asked_at,
            resume=self._room.resuming.word(c, wish.asked_at),
            wish=wish.id,
        )
        try:
            return (content_of(letter) if page_link(c, shop) else b""), recipient(c).addr_spec
        except ValueError:
            return b"", ""
