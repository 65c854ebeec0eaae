"""A customer whose words stand in every place of the database where a customer's words can stand."""

from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import insert, select

from server.app import demo
from server.app.store import Store
from server.conversations import (
    claim,
    consenting,
    contact,
    describing,
    drafts,
    note,
    opening,
    passing,
    post_message,
    rate,
    triage,
)
from server.conversations.room import SYSTEM, Caller, Room, system
from server.domain.attachment import Attachment
from server.domain.ids import derived_id
from server.domain.profile import Profile, SignedPerson
from server.domain.reading import Reading
from server.domain.ticket import TicketCommented
from server.domain.timeline import Held, Posted, Released, Translated
from server.domain.verdict import Action, Finding
from server.protocol import commands as ask
from server.protocol.aid_commands import SaveDraft
from server.protocol.consent_commands import RecordConsent
from server.protocol.profile_commands import Describe, ToldCart, ToldItem, ToldOrder, ToldStep
from server.protocol.triage_commands import Triage
from server.store import tables as t
from server.store.files import Allowance, File
from server.store.memories import Kept
from server.store.turn import Change, Needs, Turn
from server.translation.memory import memory_key
from tests.properties.desk import AGENTS
from tests.support.people import client_id

FILES = {"Zqxkanarie": "fi_ana", "Bensword": "fi_ben"}
CANARY = "Zqxkanarie"
BRIDGE = derived_id("br", demo.SLUG, "amazon")
SOFIA = AGENTS[1]
FIRST, LATER = "the-first-client-id", "a-later-client-id"


def finding(text: str) -> Finding:
    """A rule's remark that repeats what was said."""
    return Finding(category="x", rule="y", action=Action.warn, start=0, end=1, message=text, rewrite=text)


async def talk(room: Room, who: Caller, word: str) -> str:
    """A conversation with this word wherever the verbs put a customer's words; answers its id."""
    said = ask.Open(
        client_id=FIRST,
        body=ask.Content(text=f"{word} opened"),
        name=f"{word} name",
        email=f"{word}@mail.example",
        page=ask.Page(url=f"https://shop.example/{word}", title=f"{word} title"),
    )
    id = (await opening.open_conversation(room, who, said)).conversation_id
    on = lambda: {"conversation_id": id, "client_id": client_id()}  # noqa: E731
    await contact.contact(room, who, ask.Contact(**on(), email=f"{word}@letters.example"))
    await passing.set_presence(room, SOFIA, ask.Presence(availability="online", reason=""))
    await claim.claim(room, SOFIA, ask.Claim(**on()))
    await post_message.post_message(
        room, SOFIA, ask.Send(**on(), body=ask.Content(text=f"Dear {word}"), language="en", confirmed=True)
    )
    await note.post_note(room, SOFIA, ask.Note(**on(), body=ask.Content(text=f"{word} again")))
    await post_message.post_message(
        room, who, ask.Send(conversation_id=id, client_id=LATER, body=ask.Content(text=f"{word} later"))
    )
    await drafts.save_draft(room, SOFIA, SaveDraft(conversation_id=id, text=word))
    await triage.triage(room, SOFIA, Triage(**on(), attributes={"order": word}))
    page = Describe(
        attributes={"a": word}, cart=ToldCart(items=(ToldItem(name=word),)), order=ToldOrder(id=word),
        seen=(ToldStep(name=word, at=1),),
    )  # fmt: skip
    await describing.describe(room, who, page)
    signed = SignedPerson(sub="1", key="sk_1", email=f"{word}@signed.example")
    profile = Profile(customer_id=who.actor.id, workspace_id=demo.WORKSPACE, signed=signed)
    await room.shoppers.profiles.tell(profile)
    yes = RecordConsent(client_id=client_id(), purpose="x", given=True, version=word, source=word)
    await consenting.record_consent(room, who, yes)
    await room.writer.commit(Change(Needs(conversations=(id,)), lambda turn: _system(turn, id, word)))
    return id


def _system(turn: Turn, id: str, word: str) -> None:
    """What engines and reviewers add."""
    reading = Reading(language="ja", text=word, engine="e")
    turn.conversation(system(demo.WORKSPACE), id)
    waits = Posted(text=word, language="en", state="held", reading=reading, findings=(finding(word),))
    files = (Attachment(id=FILES[word], name=f"{word}.txt", mime="text/plain", size=5),)
    turn.append(id, SYSTEM, "sys:held-message", waits)
    turn.append(id, SYSTEM, "sys:with-file", Posted(text=word, language="en", attachments=files))
    turn.append(id, SYSTEM, "sys:1", Translated(ref=2, reading=reading))
    turn.append(id, SYSTEM, "sys:2", Held(ref=2, findings=(finding(word),), reading=reading))
    turn.append(id, SYSTEM, "sys:3", Released(ref=2, text=word, reading=reading))
    row = {
        "id": f"vd_{id}",
        "workspace_id": demo.WORKSPACE,
        "conversation_id": id,
        "author": "a",
        "action": "warn",
    } | {"seq": 1, "outcome": "posted", "packs": "", "typed": word, "sent": word}
    turn.row(
        "verdict",
        **row,
        findings=(msgspec.structs.replace(finding(word), category="abuse", rule="abuse.x"),),
        at=turn.now,
    )


async def surround(store: Store, id: str, customer_id: str, word: str, path: Path) -> None:
    """What stands beside the log: files, memory, outboxes, names at bridges, letters."""
    file = File(
        id=FILES[word], workspace_id=demo.WORKSPACE, owner=f"customer:{customer_id}", conversation_id=id,
        name=f"{word}.txt", mime="text/plain", size=len(word), sha256="0" * 64, created_at=1,
    )  # fmt: skip
    await store.files.announce(file, Allowance(files=9, size=999))
    await store.files.complete(
        File(**{name: getattr(file, name) for name in file.__struct_fields__} | {"stored_at": 2})
    )
    await store.blobs.put(f"{file.id}/{file.sha256}/full", path)
    digest = memory_key(f"Dear {word}", "en", "ja").digest
    await store.memories.keep(
        demo.WORKSPACE,
        Kept(digest=digest, source="en", original=word, target="ja", template=word, engine="e", confidence=1.0),
    )
    mine = {"workspace_id": demo.WORKSPACE}
    event = mine | {
        "id": f"we_{customer_id}",
        "conversation_id": id,
        "seq": 2,
        "about": {"reason": word},
        "state": "done",
    }
    rows: list[tuple[Any, dict[str, Any]]] = [
        (t.webhook, mine | {"id": f"wh_{customer_id}", "url": "https://a.example", "active": True}),
        (t.webhook_event, event | {"webhook_id": f"wh_{customer_id}", "kind": "delivery.changed", "id": f"we_1{customer_id}"}),
        (t.webhook_event, event | {"webhook_id": f"wh_{customer_id}", "kind": "message.posted", "about": {}}),
        (t.delivery, mine | {
            "id": f"dl_{customer_id}", "bridge_id": BRIDGE, "conversation_id": id, "thread": word, "seq": 3,
            "customer_id": customer_id, "text": word, "attachments": (), "state": "waiting", "reason": word,
        }),
        (t.bridge_customer, mine | {"bridge_id": BRIDGE, "external_id": word, "customer_id": customer_id}),
        (t.correction, mine | {"id": f"co_{customer_id}", "conversation_id": id, "seq": 2, "original": word, "wording": word}),
        (t.rich, mine | {"conversation_id": id, "seq": 3, "html": f"<p>{word}</p>"}),
        (t.letter, mine | {"conversation_id": id}),
        (t.link_letter, mine | {"id": f"ll_{customer_id}", "conversation_id": id, "email": f"{word}@home.example"}),
        (t.ticket, mine | {
            "id": f"ti_{customer_id}", "number": len(word), "customer_id": customer_id, "subject": word, "labels": (),
            "status": "closed", "updated_at": 1_700_000_000_000,
        }),
        (t.ticket_entry, mine | {
            "ticket_id": f"ti_{customer_id}", "version": 1, "body": TicketCommented(text=word), "digest": word,
        }),
    ]  # fmt: skip
    async with store.records.write() as connection:
        for table, values in rows:
            await connection.execute(insert(table).values(values))
        number = t.webhook_event.c
        event_number = (
            await connection.execute(select(number.number).where(number.id == f"we_{customer_id}"))
        ).scalar_one()
        answered = mine | {"event_number": event_number, "answer": word}
        await connection.execute(insert(t.webhook_attempt).values(answered))


async def places(store: Store, word: str) -> set[str]:
    """The tables in which this word still stands, as a database's own reader would find it."""
    found = set()
    async with store.database.writer.connect() as connection:
        for table in t.metadata.sorted_tables:
            rows = (await connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')).all()  # noqa: S608
            if any(word.lower() in str(row).lower() for row in rows):
                found.add(table.name)
    return found


async def rated(room: Room, who: Caller, id: str, word: str) -> None:
    """A judgement with a comment."""
    await rate.rate(room, who, ask.Rate(conversation_id=id, client_id=client_id(), score=2, comment=word))
