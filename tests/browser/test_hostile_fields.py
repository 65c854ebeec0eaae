"""The corpus through every field of a customer at once, and what an engine answers: both faces show words, and report nothing."""

import json
import secrets
import sqlite3
from contextlib import closing

import httpx2
import pytest
from playwright.async_api import expect

from tests.browser.test_hostile import HURT, PAYLOADS, unharmed
from tests.support.browser import Crowd
from tests.support.people import client_id, post
from tests.support.running import PLAIN, Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def reports(server: Server) -> float:
    """What browsers told that they had to stop."""
    async with httpx2.AsyncClient(trust_env=False, verify=PLAIN) as client:
        lines = (await client.get(f"{server.url}/metrics")).text.splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith("tradewind_csp_reports_total{"))


async def comes(server: Server, payload: str) -> str:
    """Somebody all of whose fields are this; answers the conversation."""
    headers = {"User-Agent": payload.encode("ascii", "replace").decode(), "Referer": "https://shop.example/"}
    began = await post(server.url, "/v1/customer/session", {"shop": "demo", "locale": "en"}, **headers)
    page = {"url": f"https://shop.example/{payload}"[:2000], "title": payload[:200]}
    opened = {
        "clientId": client_id(),
        "body": {"text": payload},
        "name": payload[:200],
        "email": payload[:254],
        "page": page,
    }
    path = "/v1/customer/commands/conversation.open"
    answer = await post(server.url, path, opened, Authorization=f"Bearer {began.json()['token']}", **headers)
    assert answer.status_code == 200, answer.text
    conversation = str(answer.json()["conversationId"])
    web, item = (
        f"https://shop.example/{payload}"[:2000],
        {"name": payload[:200], "sku": payload[:64], "price": payload[:32]},
    )
    order = {"id": payload[:64], "status": payload[:200], "total": payload[:32], "currency": payload[:8], "url": web}
    told = {
        "attributes": {payload[:64]: payload[:200]},
        "cart": {"items": [{**item, "url": web}], "total": payload[:32]},
        "order": {**order, "date": payload[:40], "items": [item]},
        "seen": [
            {"name": payload[:64], "at": 1, "url": web, "title": payload[:200], "data": {payload[:64]: payload[:200]}}
        ],
    }
    path = "/v1/customer/commands/customer.describe"
    answer = await post(server.url, path, told, Authorization=f"Bearer {began.json()['token']}", **headers)
    assert answer.status_code == 200, answer.text
    return conversation


def signed(server: Server, id: str, payload: str) -> None:
    """The shop signed all this, as it lies in the database."""
    person = {"sub": payload, "key": "sk_1", "name": payload, "email": payload, "attributes": {payload: payload}}
    person["orders"] = [dict.fromkeys(("id", "total", "currency", "status", "date"), payload)]  # type: ignore[assignment]
    with closing(sqlite3.connect(server.database, timeout=20)) as database, database:
        whose = "(SELECT customer_id FROM conversation WHERE id = ?)"
        database.execute(f"UPDATE profile SET signed = ? WHERE customer_id = {whose}", (json.dumps(person), id))  # noqa: S608


def read(server: Server, id: str, payload: str) -> None:
    """An engine answered with this: as if it had come before anybody looked."""
    with closing(sqlite3.connect(server.database, timeout=20)) as database, database:
        query = "SELECT seq, body FROM entry WHERE conversation_id = ? AND kind = 'message.posted' ORDER BY seq LIMIT 1"
        seq, body = database.execute(query, (id,)).fetchone()
        readings = [{"language": language, "text": payload, "engine": payload[:32]} for language in ("en", "zh")]
        kept = json.dumps({**json.loads(body), "language": "ja", "readings": readings})
        database.execute("UPDATE entry SET body = ? WHERE conversation_id = ? AND seq = ?", (kept, id, seq))


async def test_every_field_of_a_customer_stays_words_and_nothing_is_reported(
    crowd: Crowd, shared_server: Server
) -> None:
    before = await reports(shared_server)
    chosen = [PAYLOADS[at] for at in (1, 4, 9, 14, 20, 26)]
    mark = secrets.token_hex(4)
    amara = await crowd.agent("amara")
    await amara.page.add_init_script(HURT)
    ids = [await comes(shared_server, f"{payload} {mark}{n}") for n, payload in enumerate(chosen)]
    for id, payload in zip(ids, chosen, strict=True):
        read(shared_server, id, f"<b>{mark}</b>{payload}")
        signed(shared_server, id, f"<i>{mark}</i>{payload}")
    await amara.comes()
    await amara.looks_at("queue")
    for n, _ in enumerate(chosen):
        await (await amara.reaches(f"{mark}{n}")).first.click()
        await expect(amara.log).to_contain_text(f"<b>{mark}</b>")
        await expect(amara.page.get_by_role("complementary")).to_contain_text(f"<i>{mark}</i>")
    await unharmed(amara)
    assert await reports(shared_server) == before
