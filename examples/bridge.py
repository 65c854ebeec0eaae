"""A whole bridge: what lies in `in/` goes to the desk, what the desk answers is laid into `out/`. Run it beside your channel.

In:  FOLDER, and from `POST /v1/admin/bridges`: DESK (https://...), KEY (tokenId), SECRET (whsec_...).
     in/<externalId>.json: {"thread", "customer": {"externalId", "name"}, "text"}, brought in the order of their names.
Out: out/<delivery id>.json: {"recipient", "thread", "text", "language", "attachments": [file names]}, each once.
     What was taken moves to done/, what never will be to refused/. Kill it whenever you like: nothing is lost or doubled.
"""

import base64
import hmac
import json
import os
import time
import uuid
from pathlib import Path

import httpx2

FOLDER, KEY = Path(os.environ["FOLDER"]), os.environ["KEY"]
SECRET = base64.b64decode(os.environ["SECRET"].removeprefix("whsec_"))
DESK = httpx2.Client(base_url=os.environ["DESK"], timeout=15, trust_env=False)


def ask(method: str, path: str, body: object = None) -> dict:
    """One signed request. A request without a body signs its path."""
    said = path.encode() if body is None else json.dumps(body).encode()
    id, now = str(uuid.uuid4()), str(int(time.time()))
    mac = base64.b64encode(hmac.digest(SECRET, f"{id}.{now}.".encode() + said, "sha256")).decode()
    headers = {"webhook-id": id, "webhook-timestamp": now, "webhook-signature": f"v1,{mac}", "webhook-key": KEY}
    content = None if body is None else said
    return DESK.request(method, path, content=content, headers={**headers, "content-type": "application/json"}).json()


def bring() -> None:
    for file in sorted((FOLDER / "in").glob("*.json")):
        answer = ask("POST", "/v1/bridge/messages", {"externalId": file.stem, **json.loads(file.read_text())})
        if not answer["ok"] and answer["error"]["retry"]:
            return  # the later ones wait, so that their order is kept
        file.rename(FOLDER / ("done" if answer["ok"] else "refused") / file.name)


def hand_over() -> None:
    for each in ask("GET", "/v1/bridge/deliveries")["items"]:
        for id in each["attachments"]:
            content = DESK.get(ask("GET", f"/v1/bridge/files/{id}")["url"]).content
            (FOLDER / "out" / id).write_bytes(content)
        letter = {name: each[name] for name in ("recipient", "thread", "text", "language", "attachments")}
        (FOLDER / "out" / f"{each['id']}.json").write_text(json.dumps(letter))
        ask("POST", "/v1/bridge/receipts", {"deliveryId": each["id"], "state": "sent"})


for name in ("in", "out", "done", "refused"):
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
while True:
    try:
        bring()
        hand_over()
    except (httpx2.HTTPError, KeyError) as error:  # the desk is away, or said no: look again soon
        print(f"again in a second: {error!r}", flush=True)
    time.sleep(1)
