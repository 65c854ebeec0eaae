"""A whole bridge: in/<externalId>.json goes to the desk, its answers go to out/, whoever is forgotten goes from everywhere.

FOLDER; DESK, KEY (tokenId), SECRET: `POST /v1/admin/bridges`. In: {"thread", "customer": {"externalId", "name"}, "text"}.
"""

import base64
import hmac
import json
import os
import time
from pathlib import Path

import httpx2

FOLDER, KEY = Path(os.environ["FOLDER"]), os.environ["KEY"]
SECRET = base64.b64decode(os.environ["SECRET"].removeprefix("whsec_"))
DESK = httpx2.Client(base_url=os.environ["DESK"], trust_env=False, headers={"content-type": "application/json"})


def ask(method: str, path: str, body: object = None) -> dict:
    said = path.encode() if body is None else json.dumps(body).encode()  # without a body its path is signed
    id, now = os.urandom(16).hex(), str(int(time.time()))
    mac = base64.b64encode(hmac.digest(SECRET, f"{id}.{now}.".encode() + said, "sha256")).decode()
    headers = {"webhook-id": id, "webhook-timestamp": now, "webhook-signature": f"v1,{mac}", "webhook-key": KEY}
    return DESK.request(method, path, content=None if body is None else said, headers=headers).json()


def bring() -> None:
    for file in sorted((FOLDER / "in").glob("*.json")):
        answer = ask("POST", "/v1/bridge/messages", {"externalId": file.stem, **json.loads(file.read_text())})
        if not answer["ok"] and answer["error"]["retry"]:
            return  # the later ones wait, so that their order is kept
        file.rename(FOLDER / ("done" if answer["ok"] else "refused") / file.name)


def hand_over() -> None:
    for each in ask("GET", "/v1/bridge/deliveries")["items"]:
        for id in each["attachments"]:
            (FOLDER / "out" / id).write_bytes(DESK.get(ask("GET", f"/v1/bridge/files/{id}")["url"]).content)
        (FOLDER / "out" / f"{each['id']}.json").write_text(json.dumps(each))
        ask("POST", "/v1/bridge/receipts", {"deliveryId": each["id"], "state": "sent"})


def forget() -> None:
    for each in ask("GET", "/v1/bridge/erasures")["items"]:
        for file in [one for one in FOLDER.glob("[!i]*/*.json") if json.dumps(each["recipient"]) in one.read_text()]:
            for id in [file.name, *json.loads(file.read_text()).get("attachments", [])]:
                (file.parent / id).unlink(missing_ok=True)
        ask("POST", "/v1/bridge/forgotten", {"erasureId": each["id"]})


for name in ("in", "out", "done", "refused"):
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
while True:
    try:
        for deed in (bring, hand_over, forget):
            deed()
    except (httpx2.HTTPError, KeyError) as error:  # the desk is away, or said no: look again soon
        print(f"again in a second: {error!r}", flush=True)
    time.sleep(1)
