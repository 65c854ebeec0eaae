"""The answer by e-mail: what the desk said to customers who left an address and have not read it here; and links asked for.

At least once: a letter counts as sent when the mail server took it, and one that leaves twice carries the same Message-ID. Two
workers do not both send: each letter is claimed in the database, and a dead worker's claim runs out.
"""

import random
from collections.abc import AsyncGenerator
from contextlib import aclosing

import structlog
from msgspec import Struct

from server.conversations.letters import Letter, content_of, recipient
from server.conversations.mailing import News, mark_mailed, mark_refused, unread
from server.conversations.room import Room
from server.domain.conversation import Conversation
from server.domain.workspace import Shop
from server.store.letters import Claim, Letters
from server.store.link_letters import Wish
from server.telemetry import metrics
from server.worker.links import Links
from server.worker.smtp import Answer, MailOptions, Post

log = structlog.get_logger()
DAY_MS = 86_400_000


class PostmanOptions(Struct, frozen=True, kw_only=True):
    """Seconds, where nothing else is said. `wait`: so long the customer may read it here first, counted anew with every word.

    `pace`: between two letters of one conversation. `claim`: longer than any letter takes. `again` and `rest`: from the first
    to the longest pause of a letter, and of a server, that said no. `days`: then it is given up (RFC 5321, 4.5.4.1).
    """

    wait: float = 60.0
    pace: float = 60.0
    claim: float = 120.0
    again: tuple[float, float] = (60.0, 3600.0)
    rest: tuple[float, float] = (5.0, 300.0)
    days: int = 5
    batch: int = 50


class Postman:
    """One worker's rounds."""

    def __init__(
        self, room: Room, letters: Letters, mail: MailOptions, options: PostmanOptions, rng: random.Random
    ) -> None:
        self._room = room
        self._letters = letters
        self._sender = mail.sender
        self._post = Post(mail)
        self._links = Links(room, self._post, mail.sender)
        self._options = options
        self._rng = rng
        self._failed = 0
        self._rest_until = 0.0

    async def walk(self) -> int:
        """Send what is due; answers how many the server took. Ends early when it is away, and then rests."""
        sent, clock = 0, self._room.clock
        if clock.monotonic() < self._rest_until:
            return sent
        async with aclosing(self._round()) as answers:
            async for answer in answers:
                metrics.LETTERS.labels(answer.kind).inc()
                if answer.kind == "away":
                    self._rest_until = clock.monotonic() + self._pause(self._options.rest, self._failed)
                    self._failed += 1
                    log.warning("mail.away", code=answer.code, failed=self._failed)
                    break
                sent += answer.kind == "accepted"
                self._failed = 0
        return sent

    async def _round(self) -> AsyncGenerator[Answer]:
        """What the server says of each, links first: somebody looks for one now."""
        for wish in await self._links.due(self._options.batch):
            if answer := await self._link(wish):
                yield answer
        now = self._room.clock.now()
        quiet = (now - 2 * self._options.days * DAY_MS, now - int(self._options.wait * 1000))
        for c in await self._letters.due(now, quiet, self._options.batch):
            if answer := await self._deliver(c):
                yield answer

    async def _link(self, wish: Wish) -> Answer | None:
        """One link; see `_deliver`."""
        answer = await self._links.send(wish, int(self._options.claim * 1000))
        if answer:
            pause = self._pause(self._options.again, wish.tries)
            await self._links.settle(wish, answer, int(pause * 1000), self._options.days * DAY_MS)
        return answer

    async def _deliver(self, c: Conversation) -> Answer | None:
        """What the server said; None when somebody else is at it, or there is nothing to send after all."""
        now = self._room.clock.now()
        claim = await self._letters.claim(c, now, now + int(self._options.claim * 1000))
        if claim is None:
            return None
        fresh = (await self._room.reads.some([c.id]))[0]
        news = await unread(self._room, fresh, claim.number)
        if not (news.said and fresh.mail_to):
            if fresh.mail_to:
                await mark_mailed(self._room, fresh, news.number)
            await self._letters.put_off(c.id, now, 0)
            return None
        answer = await self._send(fresh, news)
        await self._settle(fresh, news, claim, answer)
        return answer

    async def _send(self, c: Conversation, news: News) -> Answer:
        letter = Letter(
            conversation=c,
            shop=await self._shop(c),
            sender=self._sender,
            said=news.said,
            number=news.number,
            now=self._room.clock.now(),
            resume=self._room.resuming.word(c),
        )
        try:
            content = content_of(letter)
        except ValueError:
            return Answer("never", "address")
        return await self._post.send(content, recipient(c).addr_spec)

    async def _settle(self, c: Conversation, news: News, claim: Claim, answer: Answer) -> None:
        """Write down what became of it before anything else can go wrong; then say when the next may leave."""
        seconds, tries = self._options.pace, 0
        given_up = self._room.clock.now() - c.public_at > self._options.days * DAY_MS
        if answer.kind == "accepted":
            await mark_mailed(self._room, c, news.number)
        elif answer.kind == "never" or given_up:
            await mark_refused(self._room, c, news.number, answer.code)
        else:
            seconds, tries = self._pause(self._options.again, claim.tries), claim.tries + 1
        await self._letters.put_off(c.id, self._room.clock.now() + int(seconds * 1000), tries)

    def _pause(self, bounds: tuple[float, float], tries: int) -> float:
        """Twice as long each time, and never the same for all: half of it by chance."""
        longest = min(bounds[1], bounds[0] * 2.0 ** min(tries, 20))
        return longest * self._rng.uniform(0.5, 1.0)

    async def _shop(self, c: Conversation) -> Shop:
        return next(shop for shop in await self._room.desk.shops(c.workspace_id) if shop.id == c.shop_id)
