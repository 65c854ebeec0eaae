"""How soon words are found among many messages: the middle and the slowest of twelve questions, on SQLite and PostgreSQL.

`python -m bench.search` stores the messages through the same index the desk writes, asks each question several times, and
prints what a plain `LIKE` over the stored bodies takes for the same questions in the same run. It fails beyond `--limit`.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
from sqlalchemy import Text, insert, select, type_coerce

from server.domain.conversation import Conversation
from server.domain.people import Actor, Author, Customer
from server.domain.terms import asked
from server.domain.timeline import Entry, Posted
from server.domain.workspace import Shop, Workspace
from server.store import tables as t
from server.store.chain import Sealer
from server.store.database import Database, open_database
from server.store.flush import flush
from server.store.migrate import migrate
from server.store.plant import Plant, plant
from server.store.reads import Reads
from server.store.records import Records
from server.store.search import Search
from server.store.turn import Outcome
from tests.support.parts import Postgres

QUESTIONS = (
    "parcel", "parcel arrive", "A-10293", "zebra", "p", "refund lamp blue",
    "订单", "发货", "货", "届きません", "傘", "배송",
)  # fmt: skip
SAID = (
    "where is my parcel order arrive late refund lamp kettle blue green broken please thanks today tomorrow address "
    "我的订单 什么时候 发货 退款 颜色 谢谢 注文した 傘が まだ 届きません いつ ありがとう 주문한 상품 배송 언제"
)
WORDS = SAID.split()
ACTOR = Actor(kind="agent", id="ag_1", workspace_id="ws_1")
BATCH = 500


def said(number: int, dice: random.Random) -> Entry:
    """A message of 4 to 20 words; one in a thousand names a zebra."""
    words = [*dice.choices(WORDS, k=dice.randint(4, 20)), f"A-{dice.randint(10000, 99999)}"]
    text = " ".join(words + ["zebra"] * (number % 1000 == 7))
    return Entry(
        workspace_id="ws_1",
        conversation_id=f"cv_{number // 20}",
        seq=number % 20 + 1,
        cseq=number % 20 + 1,
        author=Author("customer", "cu_1"),
        client_id=f"client-{number}",
        at=number,
        body=Posted(text=text, language="en"),
    )


async def fill(database: Database, records: Records, messages: int) -> None:
    """Twenty messages a conversation, through the writer's own statements."""
    shop = Shop(id="sh_1", workspace_id="ws_1", key="k", name="s", market="DE", locale="de")
    await plant(records, Plant(workspace=Workspace(id="ws_1", slug="s", name="s", epoch="e"), shops=(shop,)), 0)
    threads = [
        Conversation(id=f"cv_{n}", workspace_id="ws_1", shop_id="sh_1", customer_id="cu_1")
        for n in range(messages // 20 + 1)
    ]
    async with database.pen() as pen:
        customer = Customer(id="cu_1", workspace_id="ws_1", name="Maya")
        await flush(pen, Outcome(new_customers={"cu_1": customer}), Sealer((b"",)))
        await pen.write(insert(t.conversation), [msgspec.structs.asdict(c) for c in threads])
    dice = random.Random(7)
    for first in range(0, messages, BATCH):
        entries = [said(number, dice) for number in range(first, min(first + BATCH, messages))]
        here = {entry.conversation_id: threads[int(entry.conversation_id[3:])] for entry in entries}
        async with database.pen() as pen:
            await flush(pen, Outcome(conversations=here, appended=entries, digests=[""] * len(entries)), Sealer((b"",)))


async def timed(ask: Callable[[str], Awaitable[object]], times: int) -> list[float]:
    """Milliseconds of each question, the middle of some tries."""
    found = []
    for question in QUESTIONS:
        tries = []
        for _ in range(times):
            began = time.perf_counter()
            await ask(question)
            tries.append((time.perf_counter() - began) * 1000)
        found.append(statistics.median(tries))
    return found


async def measure(url: str, messages: int) -> float:
    """Fill, ask, print; answers the slowest question in milliseconds."""
    database = open_database(url)
    await migrate(database)
    reads, records = Reads(database), Records(database, asyncio.Lock())
    began = time.perf_counter()
    await fill(database, records, messages)
    filled = time.perf_counter() - began
    search = Search(reads, embedded=database.embedded)
    body = type_coerce(t.entry.c.body, Text)

    async def plainly(question: str) -> object:
        fits = (body.contains(word, autoescape=True) for word in question.split())
        return await reads.rows(select(t.entry.c.seq).where(*fits).order_by(t.entry.c.at.desc()).limit(200))

    indexed = await timed(lambda question: search.find(ACTOR, asked(question)), 5)
    scanned = await timed(plainly, 1)
    slowest = QUESTIONS[indexed.index(max(indexed))]
    print(f"{database.reader.dialect.name}: {messages} messages stored and indexed in {filled:.0f} s")
    print(
        f"  found by terms   middle {statistics.median(indexed):7.1f} ms   slowest {max(indexed):7.1f} ms ({slowest})"
    )
    print(f"  a plain LIKE     middle {statistics.median(scanned):7.1f} ms   slowest {max(scanned):7.1f} ms")
    print(f"  ratio            middle {statistics.median(scanned) / statistics.median(indexed):7.1f}")
    await database.close()
    return max(indexed)


def main() -> int:
    """SQLite, then PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--limit", type=float, default=200, help="milliseconds; the exit code tells")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        slowest = asyncio.run(measure(f"sqlite:///{Path(folder) / 'bench.db'}", options.messages))
    cluster = Postgres().start()
    try:
        slowest = max(slowest, asyncio.run(measure(cluster.fresh(), options.messages)))
    finally:
        cluster.remove()
    return int(slowest > options.limit)


if __name__ == "__main__":
    sys.exit(main())
