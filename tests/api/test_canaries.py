"""Words and secrets that went through every door stand in no log, no error and no metric."""

from tests.gateway.things import say
from tests.support.people import client_id
from tests.support.worlds import Somebody, World

WORD = "Xylocanary"
SAID = f"{WORD} lives in {WORD} street"


async def bad_requests(shopper: Somebody, ann: Somebody, id: str) -> list[str]:
    """What is answered to those who send it where it does not belong."""
    wrong = [
        await shopper.asks("message.send", {"conversationId": WORD, "clientId": WORD, "body": {"text": SAID}}),
        await shopper.asks("message.send", {**say(id, SAID), "surprise": WORD}),
        await shopper.asks("conversation.contact", {"conversationId": id, "clientId": client_id(), "email": WORD}),
        await shopper.asks("link.mail", {"conversationId": id, "clientId": client_id(), "email": f"{WORD}@x.example"}),
        await ann.asks("message.send", {**say(id, SAID), "fence": WORD}),
        await ann.asks(WORD, {"text": WORD}),
    ]
    login = {"workspace": "north", "email": f"{WORD}@north.example", "password": f"{WORD}-password"}
    answers = [
        await ann.http("POST", "/v1/agent/login", login),
        await ann.http("POST", "/v1/agent/password", {"password": WORD, "old": WORD}),
        await ann.http("GET", f"/v1/agent/customers/{WORD}"),
        await ann.http("GET", f"/{WORD}?q={WORD}"),
        await ann.http("POST", "/v1/bridge/messages", {"text": WORD}, Authorization=f"Bearer {WORD}"),
    ]
    assert all(not one["ok"] for one in wrong)
    assert all(each.status_code >= 400 for each in answers)
    return [str(one) for one in wrong] + [each.text for each in answers]


async def test_nobodys_words_or_secrets_are_in_logs_errors_or_metrics(world: World) -> None:
    shopper, ann = await world.shopper("north"), await world.agent("north", "ann")
    await shopper.connect()
    await ann.connect()
    page = {"url": f"https://shop.example/{WORD}?token={WORD}", "title": WORD}
    opened = {"clientId": client_id(), "body": {"text": SAID}, "name": WORD, "email": f"{WORD}@x.example", "page": page}
    id = (await shopper.asks("conversation.open", opened))["conversationId"]
    claimed = await ann.asks("conversation.claim", {"conversationId": id, "clientId": client_id()})
    assert claimed["ok"]
    for text in (SAID, f"{WORD} 4111 1111 1111 1111"):
        await ann.asks("message.send", {**say(id, text), "fence": claimed["conversation"]["fence"]})
        await ann.asks("note.post", say(id, text))
    relay = {"thread": WORD, "externalId": WORD, "customer": {"externalId": WORD, "name": WORD}, "text": SAID}
    assert (await world.bridge("north").posts("message.deliver", relay))["ok"]
    made = await (await world.agent("north", "cleo")).http(
        "POST",
        "/v1/admin/webhooks",
        {"name": WORD, "url": f"https://{WORD}.example/{WORD}", "events": ["message.posted"]},
    )
    secrets = [made.json().get("secret", ""), str(shopper.proof.auth["token"])]
    refused = await bad_requests(shopper, ann, id)
    metrics = (await world.client.get("/metrics")).text
    told = "\n".join((world.server.log.read_text(errors="replace"), metrics, *refused))
    for word in (WORD, *filter(None, secrets)):
        assert word.lower() not in told.lower(), [line for line in told.splitlines() if word.lower() in line.lower()][
            :3
        ]


async def test_the_checker_would_see_it(world: World) -> None:
    with world.server.log.open("a") as log:
        log.write("planted by the test of the checker: Zzzplanted\n")
    assert "zzzplanted" in world.server.log.read_text(errors="replace").lower()
