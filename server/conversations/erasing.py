"""Taking a person's words away: first nothing can be added to them any more, then they go, then their files.

Numbers stay, so nobody sees a hole; whoever has the thread open is told by a numbered entry and drops what they had.
"""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from server.conversations.ownership import let_go
from server.conversations.room import SYSTEM, system
from server.domain import conversation as laws
from server.domain.clock import Clock
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.reading import Reading
from server.domain.timeline import Closed, Entry, Erased, Identified, Noted, Posted, Translated
from server.store.blobs import Blobs
from server.store.desk import Desk
from server.store.erasures import Erasure, Erasures, Reach
from server.store.files import Files
from server.store.reads import Reads
from server.store.ticket_erasures import TicketErasures
from server.store.turn import Change, Needs, Turn
from server.store.writer import Writer
from server.translation.memory import memory_key

PAGE = 500
DAY = 86_400_000
AT_ONCE = 50
"""Conversations whose time is over, of one desk and kind, each time round."""
OWN = 2
"""Entries that taking away adds: the end of the conversation, and that it happened."""
NOTHING = {
    "customer_name": "",
    "last_text": "",
    "mail_to": "",
    "page_url": "",
    "page_title": "",
    "thread": "",
    "attributes": {},
}


class Tools(Struct, frozen=True, kw_only=True):
    """What taking away needs. `note` keeps what was done where a backup of the database does not reach."""

    writer: Writer
    reads: Reads
    desk: Desk
    files: Files
    blobs: Blobs
    erasures: Erasures
    tickets: TicketErasures
    clock: Clock
    note: Callable[[Erasure], None]


async def erase_person(tools: Tools, asked: Erasure) -> Erasure:
    """All that was said with them and is known of them, up to the time they asked. Safe to do again."""
    for c in await tools.erasures.conversations(asked.workspace_id, asked.customer_id, asked.at):
        await erase_conversation(tools, c, asked.at, "asked")
    await _bytes(tools, await tools.erasures.forget(asked.workspace_id, asked.customer_id, tools.clock.now()))
    tools.note(asked)
    return await tools.erasures.end(asked, tools.clock.now())


async def erase_conversation(tools: Tools, c: Conversation, at: int, cause: str) -> None:
    """What was said in it up to a time. An open one ends, unless something was said since."""
    reach = await tools.erasures.reach(c.id, at)
    if not reach.seq:
        return
    await tools.writer.commit(
        Change(Needs(conversations=(c.id,), owners=True), lambda turn: _close(turn, c, reach, cause))
    )
    languages = (await tools.desk.workspace(c.workspace_id)).policy.languages
    digests = await _remembered(tools.reads, c, reach.seq, languages)
    await _bytes(tools, await tools.erasures.empty(c, reach.seq, digests))


async def finish(tools: Tools) -> int:
    """What a process that died left half done; answers how much there was."""
    found = await tools.erasures.unfinished()
    for erasure in found:
        await erase_person(tools, erasure)
    return len(found)


async def keep_for_a_time(tools: Tools) -> int:
    """Conversations and tickets whose time is over lose their words; a customer of whom nothing is left is forgotten.

    Answers how many.
    """
    done = 0
    for workspace in await tools.desk.workspaces():
        days = workspace.policy.retention
        others = ("*", *sorted(days.keys() - {"*"}))
        for channel, kept in days.items():
            channels = others if channel == "*" else (channel,)
            before = tools.clock.now() - kept * DAY
            whose = await tools.tickets.past(workspace.id, channels, before, tools.clock.now())
            for c in await tools.erasures.expired(workspace.id, channels, before, AT_ONCE):
                await erase_conversation(tools, c, before, "retention")
                whose.append(c.customer_id)
            for id in dict.fromkeys(whose):
                if not await tools.erasures.known(workspace.id, id):
                    await _bytes(tools, await tools.erasures.forget(workspace.id, id, tools.clock.now()))
            done += len(whose)
    return done


def _close(turn: Turn, c: Conversation, reach: Reach, cause: str) -> None:
    now = turn.conversation(system(c.workspace_id), c.id)
    if now.erased_seq and reach.seq <= now.erased_seq + OWN:
        return
    whole = reach.seq == now.last_seq
    cupto = now.last_cseq if whole else reach.cseq
    if whole and now.status != "closed":
        let_go(turn, now)
        turn.save(laws.close(now))
        turn.append(c.id, SYSTEM, f"sys:erased:{reach.seq}:state", Closed())
        now = turn.current(c.id)
    turn.save(replace(now, **NOTHING, pending=0, awaiting_since=0, dues=(), erased_seq=reach.seq))
    turn.append(c.id, SYSTEM, f"sys:erased:{reach.seq}", Erased(upto=reach.seq, cupto=cupto, cause=cause))


async def _remembered(reads: Reads, c: Conversation, upto: int, languages: tuple[str, ...]) -> set[str]:
    """Under which keys translations of what was said here are remembered: an agent's, and a correction somebody agreed to."""
    said, spoken, last = dict[int, tuple[str, set[str]]](), {*languages, c.customers_language}, 0
    while entries := await reads.entries(system(c.workspace_id), c.id, last, PAGE):
        for entry in entries:
            if entry.seq <= upto:
                _spoken(entry, said, spoken)
        last = entries[-1].seq
        if last >= upto:
            break
    return {
        memory_key(text, source, target).digest
        for text, sources in said.values()
        for source in sources
        for target in spoken - {source}
    }


def _spoken(entry: Entry, said: dict[int, tuple[str, set[str]]], spoken: set[str]) -> None:
    """What one entry adds: a text with the languages it was taken for, and languages something was read in."""
    body = entry.body
    match body:
        case Posted() | Noted() if body.text:
            said[entry.seq] = (body.text, {body.language})
            spoken.update(each.language for each in _readings(body))
        case Identified() if body.ref in said:
            said[body.ref][1].add(body.language)
        case Translated():
            spoken.add(body.reading.language)
        case _:
            pass


def _readings(body: Posted | Noted) -> tuple[Reading, ...]:
    return (*((body.reading,) if body.reading else ()), *body.readings) if isinstance(body, Posted) else ()


async def _bytes(tools: Tools, ids: list[str]) -> None:
    """The files' own. What cannot be reached now is removed by the sweep, for the rows say that nobody owns them."""
    for id in ids:
        try:
            await tools.blobs.forget(id)
            await tools.files.forget(id)
        except Refusal:
            continue
