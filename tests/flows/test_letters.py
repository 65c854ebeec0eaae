"""The answer by e-mail on a running server: from a customer in Osaka who will not wait to the letter in their box."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.mailbox import Mailbox, mailbox, text_of
from tests.support.people import Agent, Shopper, client_id
from tests.support.running import Server, run

PAGE = "https://harbor.example/cart?item=48213"
ASKED, MAYA = "注文した商品はいつ届きますか？", "maya@home.example"
ENGLISH, JAPANESE = "Your order should arrive on 14 May.", "お届け予定日は"


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    """The world's mail."""
    async with mailbox() as opened:
        yield opened


@pytest.fixture
async def server(tmp_path: Path, seeded: Path, box: Mailbox) -> AsyncIterator[Server]:
    """A demo whose letters leave after half a second."""
    mail = {"SMTP_URL": box.url, "MAIL_FROM": "Harbor & Pine <help@shop.example>", "MAIL_WAIT_SECONDS": "0.5"}
    started = await Server(tmp_path, **mail).given(seeded).start()
    yield started
    await started.stop()


def standing(server: Server) -> float:
    """For how many seconds no letter may leave."""
    with closing(sqlite3.connect(server.database, timeout=20)) as database:
        return float(database.execute("SELECT due_at FROM letter").fetchone()[0]) / 1000 - time.time()


def a_minute_later(server: Server) -> None:
    """No claim and no pause between two letters is left standing."""
    with closing(sqlite3.connect(server.database, timeout=20)) as database, database:
        database.execute("UPDATE letter SET due_at = 0")


async def written_down(server: Server) -> None:
    """The worker is done with its letter: its claim became the pause before the next."""
    async with asyncio.timeout(20):
        while standing(server) > 60:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)


def mailed(server: Server) -> tuple[int, int]:
    """How far the letters came, and how far they were to come."""
    with closing(sqlite3.connect(server.database, timeout=20)) as database:
        found: tuple[int, int] = database.execute("SELECT mailed, last_cseq FROM conversation").fetchone()
        return found


async def asks_and_goes(url: str) -> str:
    """Maya in Osaka asks when nobody is there, leaves her address and closes the page; answers the conversation."""
    maya = await Shopper.arrives(url, locale="ja-JP")
    page = {"url": PAGE, "title": "カート"}
    opened = await maya.does("conversation.open", clientId=client_id(), body={"text": ASKED}, locale="ja-JP", page=page)
    here = {"conversationId": opened["conversationId"]}
    assert (await maya.does("conversation.resume", **here))["conversation"]["mail"] == "offered"
    await maya.does("conversation.contact", clientId=client_id(), email=MAYA, **here)
    assert (await maya.does("conversation.resume", **here))["conversation"]["mail"] == "asked"
    await maya.wire.close()
    return str(here["conversationId"])


async def takes(url: str, id: str) -> Agent:
    """Amara claims it, and sees where the answer goes."""
    amara = await Agent.logs_in(url, "amara", online=False)
    claimed = (await amara.does("conversation.claim", conversationId=id, clientId=client_id()))["conversation"]
    assert claimed["mailTo"] == MAYA
    amara.fences[id] = claimed["fence"]
    return amara


async def test_a_customer_who_will_not_wait_gets_letters_whatever_happens_to_the_server(
    server: Server, box: Mailbox
) -> None:
    id = await asks_and_goes(server.url)
    amara = await takes(server.url, id)
    await amara.does("note.post", clientId=client_id(), body={"text": "Careful: VIP"}, conversationId=id)
    await amara.says(id, ENGLISH, language="en")
    (first,) = await box.holds(1)
    assert first["X-Envelope"] == f"help@shop.example {MAYA}"
    assert first["Subject"] == "【Harbor & Pine】お問い合わせへのご回答"
    text = text_of(first)
    assert JAPANESE in text
    assert PAGE in text
    assert not any(kept in text for kept in (ENGLISH, "VIP", ASKED))

    await written_down(server)
    box.took = lambda _: server.process and server.process.kill()
    a_minute_later(server)
    await amara.says(id, "Thank you for your patience.", language="en")
    await server.dies()
    await box.holds(2)
    box.took = lambda _: None
    sent, written = mailed(server)
    assert sent < written, "it died before it could write down that the letter was taken"
    a_minute_later(server)
    await server.start()
    _, second, again = await box.holds(3)
    assert again["Message-ID"] == second["Message-ID"] != first["Message-ID"]
    assert text_of(again) == text_of(second)
    assert second["In-Reply-To"] == first["Message-ID"]

    await written_down(server)
    amara = await takes(server.url, id)
    a_minute_later(server)
    await amara.says(id, ENGLISH, language="en")
    fourth = (await box.holds(4))[3]
    assert fourth["In-Reply-To"] == again["Message-ID"], "the second was sent once more, and not again"


async def test_doctor_says_whether_the_mail_server_answers(box: Mailbox, tmp_path: Path) -> None:
    about = {"MAIL_FROM": "help@shop.example", "DATA_DIR": str(tmp_path), "PORT": "1"}
    outputs = [(await run("doctor", SMTP_URL=url, **about))[1] for url in (box.url, "smtp://127.0.0.1:1", "mail")]
    assert f"ok    mail       127.0.0.1:{box.port} answers" in outputs[0]
    assert "FAIL  mail       127.0.0.1:1 does not let us in: SMTPConnectError" in outputs[1]
    assert "FAIL  mail       SMTP_URL is not smtp://" in outputs[2]
