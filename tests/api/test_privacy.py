"""What a person may ask of a desk, by HTTP: who may answer, what they get, and that everybody who looks on is told."""

import io
import json
import zipfile

from tests.gateway.things import say
from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import Somebody, World


async def talks(world: World, word: str) -> tuple[Somebody, Somebody, Json, str]:
    """A shopper and an agent who both look at what the shopper said; the person's card and the conversation."""
    shopper, ann = await world.shopper("north"), await world.agent("north", "ann")
    await shopper.connect()
    await ann.connect()
    opened = {
        "clientId": client_id(),
        "body": {"text": f"My name is {word}"},
        "name": word,
        "email": f"{word}@x.example",
    }
    id = (await shopper.asks("conversation.open", opened))["conversationId"]
    for each in (shopper, ann):
        assert (await each.asks("conversation.resume", {"conversationId": id}))["ok"]
    dana = await world.agent("north", "dana")
    (card,) = (await dana.http("GET", f"/v1/admin/customers?q={word}")).json()["items"]
    return shopper, ann, card, id


async def test_a_person_is_found_exported_and_forgotten_before_everybodys_eyes(world: World) -> None:
    shopper, ann, card, id = await talks(world, "Quuxanary")
    dana, cleo = await world.agent("north", "dana"), await world.agent("north", "cleo")
    yes = {"clientId": client_id(), "purpose": "newsletter", "given": True, "version": "7", "source": "checkout"}
    assert (await shopper.asks("consent.record", yes))["ok"]
    assert (await shopper.asks("consent.record", yes))["ok"]
    for query in ("quux", "QUUXANARY@X.example", card["id"], id):
        found = (await dana.http("GET", f"/v1/admin/customers?q={query}")).json()["items"]
        assert [one["id"] for one in found] == [card["id"]], query
    path = f"/v1/admin/customers/{card['id']}"
    (said,) = (await dana.http("GET", f"{path}/consents")).json()["items"]
    assert (said["purpose"], said["given"], said["version"]) == ("newsletter", True, "7")

    given = await dana.http("GET", f"{path}/export")
    assert given.headers["content-disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        told = json.loads(archive.read("person.json"))
    assert (told["person"]["name"], len(told["conversations"]), len(told["consents"])) == ("Quuxanary", 1, 1)

    for who, sure, status in ((cleo, card["id"], 403), (dana, "cu_another0", 400), (dana, card["id"], 200)):
        assert (await who.http("POST", f"{path}/erase", {"sure": sure})).status_code == status
    for each in (shopper, ann):
        assert each.wire
        event = await each.wire.event("conversation.erased", timeout=20)
        assert event["body"]["upto"] >= 2
    for each in (shopper, ann):
        again = await each.asks("conversation.resume", {"conversationId": id, "after": 0})
        assert "Quuxanary" not in json.dumps(again)
        assert [entry["seq"] for entry in again["entries"]] == list(range(1, again["last"] + 1))
    (last,) = (await dana.http("GET", "/v1/admin/erasures")).json()["items"]
    assert last["doneAt"] >= last["at"]
    assert not (await dana.http("GET", "/v1/admin/customers?q=Quuxanary")).json()["items"]
    line = (await dana.http("GET", "/v1/admin/audit?limit=2")).json()["items"]
    assert [(each["action"], each["target"]) for each in line] == [
        ("customer.erase", last["subject"]),
        ("customer.export", last["subject"]),
    ]
    word = {"conversationId": id, "clientId": client_id()}
    assert (await shopper.asks("message.send", {**say(id, "Hello again"), **word}))["ok"]


async def test_how_long_words_are_kept_is_said_by_an_admin_alone(world: World) -> None:
    cleo, dana = await world.agent("north", "cleo"), await world.agent("north", "dana")
    rule = {"retention": {"*": 730, "mail": 365}}
    assert (await cleo.http("PATCH", "/v1/admin/policy", rule)).status_code == 403
    assert (await dana.http("PATCH", "/v1/admin/policy", rule)).json()["retention"] == rule["retention"]
    for wrong in ({"*": 0}, {"Web!": 3}, {"web": 40_000}):
        assert (await dana.http("PATCH", "/v1/admin/policy", {"retention": wrong})).status_code == 400
    assert (await dana.http("PATCH", "/v1/admin/policy", {"retention": {}})).json()["retention"] == {}


async def test_a_correction_that_was_agreed_to_leaves_the_memory_with_the_person(world: World) -> None:
    """Also one in a language the desk does not list, of a note, and of a message whose language a person named later."""
    word = "Quuxrubbish"
    shopper, ann, card, id = await talks(world, word)
    cleo, dana = await world.agent("north", "cleo"), await world.agent("north", "dana")
    await ann.posts("conversation.claim", {"conversationId": id, "clientId": client_id()})
    await shopper.posts("message.send", say(id, f"Where is my {word}, please? I have waited for so long"))
    await ann.posts("note.post", say(id, f"She waits for her {word} and is rightly angry about it"))
    log = (await ann.posts("conversation.resume", {"conversationId": id, "after": 0}))["entries"]
    said = [each["seq"] for each in log if "wait" in each["body"].get("text", "")]
    assert len(said) == 2
    for seq in said:
        better = {"language": "sw", "text": f"Yuko wapi {word}"}
        ask = {"conversationId": id, "clientId": client_id(), "seq": seq, "reading": better}
        assert (await ann.posts("message.correct", ask))["ok"]
    waiting = (await cleo.http("GET", "/v1/admin/corrections")).json()["items"]
    for each in waiting:
        if word in each["original"]:
            assert (
                await cleo.http("POST", f"/v1/admin/corrections/{each['id']}", {"decision": "agree"})
            ).status_code == 200
    kept = "SELECT count(*) FROM memory WHERE original LIKE ?"
    assert world.rows(kept, f"%{word}%") == [(2,)]
    assert (await dana.http("POST", f"/v1/admin/customers/{card['id']}/erase", {"sure": card["id"]})).status_code == 200
    assert world.rows(kept, f"%{word}%") == [(0,)]
    assert word not in (await dana.http("GET", "/v1/admin/memory?format=csv")).text
