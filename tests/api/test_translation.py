"""Translation as those who lead a desk have it: levels, engines, glossary, corrections, the memory out and in."""

import asyncio
import secrets

import pytest

from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import Somebody, World
from tests.translation.odd import REFUSED, TEXTS, fate

LONELY = {"name": "Ours", "kind": "libretranslate", "url": "http://127.0.0.1:9"}
CSV = (
    "source,target,original,translation\nen,de,{0} number 4711,{0} Nummer 4711\nen,de,two 1,zwei 2\nen,,x,y\nen,de,,\n"
)


@pytest.fixture
async def lead(world: World) -> Somebody:
    return await world.agent("north", "cleo")


async def page(lead: Somebody) -> Json:
    """The health page."""
    found: Json = (await lead.http("GET", "/v1/admin/translation")).json()
    return found


async def test_every_pair_has_a_level_and_an_engine_can_be_tried(world: World, lead: Somebody) -> None:
    before = await page(lead)
    assert {each["level"] for each in before["pairs"]} == {"engine"}, "the house's pseudo engine has them all"
    assert [(each["id"], each["own"]) for each in before["engines"]] == [("pseudo", False)]
    made = (await lead.http("POST", "/v1/admin/engines", {**LONELY, "pairs": ["de-en"]})).json()
    try:
        after = await page(lead)
        assert [each["name"] for each in after["engines"]] == ["Ours", "pseudo"]
        asked = {"text": "Where is #1001?", "source": "en", "target": "de"}
        good = (await lead.http("POST", "/v1/admin/translation/try", asked)).json()
        assert (good["text"], good["engine"], good["why"]) == ("[de] Where is #1001?", "pseudo", [])
        turned = {**asked, "source": "de", "target": "en", "engine": made["id"]}
        bad = (await lead.http("POST", "/v1/admin/translation/try", turned)).json()
        assert (bad["text"], bad["why"]) == ("", [f"{made['id']}:unreachable"])
        foreign = await world.agent("south", "cleo")
        assert made["id"] not in (await foreign.http("GET", "/v1/admin/translation")).text
        assert (await foreign.http("DELETE", f"/v1/admin/engines/{made['id']}")).status_code == 404
        for wrong in ({"url": "ftp://x.example"}, {"kind": "deepl"}, {"pairs": ["deen"]}, {"key": "snow ☃"}):
            assert (await lead.http("POST", "/v1/admin/engines", {**LONELY, **wrong})).status_code == 400
    finally:
        assert (await lead.http("DELETE", f"/v1/admin/engines/{made['id']}")).status_code == 200


async def test_a_key_goes_in_and_never_out_and_the_order_is_the_desks(world: World, lead: Somebody) -> None:
    key = secrets.token_hex(16) + ":fx"
    asks = [
        {"name": "Deep", "kind": "deepl", "key": key},
        {"name": "Model", "kind": "chat", "url": "https://m.example/v1"},
    ]
    refused = await lead.http("POST", "/v1/admin/engines", asks[1])
    assert (refused.status_code, refused.json()["error"]["detail"]) == (400, "model"), "a language model has a name"
    for wrong, detail in (
        ({"name": "x", "kind": "google_project", "key": "{}"}, "key"),
        ({"name": "x", "kind": "google", "key": "k", "model": "m"}, "model"),
        ({"name": "x", "kind": "apertium", "url": "https://a.example", "key": "k"}, "key"),
    ):
        assert (await lead.http("POST", "/v1/admin/engines", wrong)).json()["error"]["detail"] == detail
    made = [(await lead.http("POST", "/v1/admin/engines", each | {"model": ""})).json() for each in asks[:1]]
    made += [(await lead.http("POST", "/v1/admin/engines", asks[1] | {"model": "small", "position": 1})).json()]
    try:
        assert [(each["kind"], each["keyed"], each["paid"]) for each in made] == [
            ("deepl", True, True),
            ("chat", False, True),
        ]
        at = [f"/v1/admin/engines/{each['id']}" for each in made]
        again = (await lead.http("PATCH", at[1], {"key": key, "position": 0})).json()
        assert (again["keyed"], again["model"], again["url"]) == (True, "small", "https://m.example/v1")
        assert (await lead.http("PATCH", at[0], {"position": 5, "active": False})).status_code == 200
        assert (await lead.http("PATCH", at[0], {"key": ""})).json()["error"]["detail"] == "key"
        shown = await page(lead)
        assert [each["name"] for each in shown["engines"] if each["own"]] == ["Model", "Deep"]
        assert key not in str(shown) + str(made) + str(again)
        ids = [each["id"] for each in made]
        for wrong_ids in (ids[:1], [*ids, ids[0]], ["pseudo", *ids]):
            refused = await lead.http("POST", "/v1/admin/engine-order", {"order": wrong_ids})
            assert refused.json()["error"]["code"] == "bad_state", "all of them or none"
        assert (await lead.http("POST", "/v1/admin/engine-order", {"order": ids})).status_code == 200
        assert [each["name"] for each in (await page(lead))["engines"] if each["own"]] == ["Deep", "Model"]
        tried = (await lead.http("POST", "/v1/admin/translation/try", {"engine": "pseudo"})).json()
        assert tried["asked"] in tried["text"]
        assert tried["asked"], "a sentence of the phrasebook"
    finally:
        for each in made:
            await lead.http("DELETE", f"/v1/admin/engines/{each['id']}")


async def spoken(world: World, text: str, language: str) -> tuple[Somebody, Json]:
    """A conversation of a shopper of another language, taken by an agent."""
    ann = await world.agent("north", "ann")
    shopper = await world.shopper("north")
    opened = await shopper.posts(
        "conversation.open", {"clientId": client_id(), "body": {"text": text}, "locale": language}
    )
    here = {"conversationId": opened["conversationId"]}
    await ann.posts("conversation.claim", {**here, "clientId": client_id()})
    return ann, here


async def entries(ann: Somebody, here: Json, kind: str) -> list[Json]:
    """The bodies of one kind."""
    log = (await ann.posts("conversation.resume", {**here, "after": 0}))["entries"]
    return [each["body"] | {"seq": each["seq"]} for each in log if each["body"]["kind"] == kind]


async def test_a_correction_is_read_at_once_and_learnt_when_somebody_agrees(world: World, lead: Somebody) -> None:
    letters = "".join(secrets.choice("abcdefghik") for _ in range(6))  # a digit among them would make it a code
    word = f"Müllsack{letters}x"
    ann, here = await spoken(world, f"Wo ist bitte mein {word} 4711 geblieben, ich warte schon lange", "de")
    said = (await entries(ann, here, "message.posted"))[0]
    ask = {**here, "clientId": client_id(), "seq": said["seq"]}
    ask["reading"] = {"language": "en", "text": f"Where is my {word} 4711?"}
    for _ in range(2):
        assert (await ann.posts("message.correct", ask))["ok"]
    told = [each["reading"] for each in await entries(ann, here, "message.translated")]
    assert [each["text"] for each in told if each["engine"] == "person"] == [f"Where is my {word} 4711?"]
    waiting = [
        each for each in (await lead.http("GET", "/v1/admin/corrections")).json()["items"] if word in each["original"]
    ]
    assert [(each["wording"], each["editorName"]) for each in waiting] == [(f"Where is my {word} 4711?", "Ann")]
    decide = f"/v1/admin/corrections/{waiting[0]['id']}"
    foreign = await world.agent("south", "cleo")
    assert (await foreign.http("POST", decide, {"decision": "agree"})).status_code == 404
    assert (await lead.http("POST", decide, {"decision": "agree"})).status_code == 200
    assert (await lead.http("POST", decide, {"decision": "agree"})).status_code == 404
    _, there = await spoken(world, f"Wo ist bitte mein {word} 9999 geblieben, ich warte schon lange", "de")
    again = (await entries(ann, there, "message.posted"))[0]["readings"][0]
    assert (again["text"], again["engine"]) == (f"Where is my {word} 9999?", "memory")


async def test_a_language_that_a_person_names_holds_for_what_was_said_and_what_comes(world: World) -> None:
    ann, here = await spoken(world, "gratis bolsa", "es")
    said = (await entries(ann, here, "message.posted"))[0]
    assert said["language"] != "pt"
    ask = {**here, "seq": said["seq"], "language": "pt"}
    once = client_id()
    for _ in range(2):
        assert (await ann.posts("message.identify", {**ask, "clientId": once}))["ok"]
    told = await _told_after(ann, here, said["seq"])
    named = await entries(ann, here, "message.identified")
    assert [(each["ref"], each["language"]) for each in named] == [(said["seq"], "pt")]
    assert told["reading"]["text"] == "[en] gratis bolsa"
    sent = await ann.posts(
        "message.send", {**here, "clientId": client_id(), "body": {"text": "It left us on Monday already"}}
    )
    assert sent["ok"]
    checked = await ann.posts("draft.check", {**here, "text": "It is on its way", "language": "en"})
    assert checked["preview"]["language"] == "pt"
    for seq, language, code in (
        (said["seq"], "und", "bad_request"),
        (sent["seq"], "pt", "bad_state"),
        (999, "pt", "not_found"),
    ):
        wrong = await ann.posts("message.identify", {**ask, "clientId": client_id(), "seq": seq, "language": language})
        assert wrong["error"]["code"] == code


async def _told_after(ann: Somebody, here: Json, seq: int) -> Json:
    """The next translation."""
    async with asyncio.timeout(10):
        while True:
            for each in await entries(ann, here, "message.translated"):
                if each["ref"] == seq and each["reading"]["text"]:
                    return each
            await asyncio.sleep(0.02)


async def test_the_preview_is_corrected_sent_with_the_original_and_read_by_one_more(world: World) -> None:
    ann, here = await spoken(world, "Wo ist denn mein Paket, ich habe es noch nicht bekommen", "de")
    text = f"The carrier has your parcel {secrets.token_hex(4)} and will bring it"
    checked = await ann.posts("draft.check", {**here, "text": text, "language": "en", "back": True})
    assert checked["preview"]["text"].startswith("[de] ")
    assert checked["back"]["text"] == f"[en] {checked['preview']['text']}"
    mine = {"language": "de", "text": "Ihr Paket ist unterwegs und kommt bald"}
    judged = await ann.posts("draft.check", {**here, "text": text, "language": "en", "reading": mine})
    assert (judged["preview"]["text"], judged["preview"]["engine"]) == (mine["text"], "person")
    send = {**here, "body": {"text": text}, "language": "en", "reading": mine, "withOriginal": True}
    wrong = await ann.posts(
        "message.send", {**send, "clientId": client_id(), "reading": {"language": "fr", "text": "x"}}
    )
    assert (wrong["error"]["code"], wrong["error"]["detail"]) == ("bad_request", "reading.language")
    sent = await ann.posts("message.send", {**send, "clientId": client_id()})
    assert sent["state"] == "posted", "nobody waits for an engine"
    body = (await entries(ann, here, "message.posted"))[-1]
    assert (body["reading"]["text"], body["withOriginal"]) == (mine["text"], True)
    for named, coming in (("", False), ("de", True), ("xx", False)):  # what is in the reader's own language needs none
        answer = await ann.posts("message.translate", {**here, "seqs": [sent["seq"]], "language": named})
        assert (answer["ok"], answer["coming"]) == (True, coming)


async def test_the_memory_goes_out_and_comes_in(world: World, lead: Somebody) -> None:
    word = "Sack" + secrets.token_hex(4).translate(str.maketrans("0123456789", "ghijklmnop"))
    csv = {"content": CSV.format(word).encode(), "headers": {**lead.proof.headers, "content-type": "text/csv"}}
    come = await world.client.post("/v1/admin/memory", **csv)
    wrong = [{"line": 3, "reason": "numbers"}, {"line": 4, "reason": "language"}, {"line": 5, "reason": "empty"}]
    assert come.json() == {"learnt": 1, "leftOut": 3, "wrong": wrong}
    tmx = (await lead.http("GET", "/v1/admin/memory?format=tmx&source=en&target=de")).text
    assert f'<seg>{word} number <ph x="1"/></seg>' in tmx
    kinds = {**lead.proof.headers, "content-type": "application/xml"}
    back = await world.client.post("/v1/admin/memory", content=tmx.encode(), headers=kinds)
    assert back.json()["wrong"] == []
    assert (await lead.http("GET", "/v1/admin/memory?format=tmx&source=en&target=de")).text == tmx
    assert f"{word} number ⟦1⟧" in (await lead.http("GET", "/v1/admin/memory?format=csv")).text
    bomb = b'<!DOCTYPE tmx [<!ENTITY a "aa">]><tmx><body>&a;</body></tmx>'
    for content, detail in ((bomb, "entities:1"), (b"<tmx>\n<body></tmx>", "xml:2"), (b"<html/>", "header:1")):
        bad = await world.client.post("/v1/admin/memory", content=content, headers=kinds)
        assert (bad.status_code, bad.json()["error"]["detail"]) == (400, detail)
    ann, here = await spoken(world, "Wo ist denn mein Paket, ich habe es noch nicht bekommen", "de")
    async with asyncio.timeout(10):
        checked = await ann.posts("draft.check", {**here, "text": f"{word} number 5", "language": "en"})
    assert (checked["preview"]["text"], checked["preview"]["engine"]) == (f"{word} Nummer 5", "memory")
    near = await ann.posts("draft.check", {**here, "text": f"{word} numbers 5", "language": "en"})
    assert (near["similar"]["wording"], near["preview"]["engine"]) == (f"{word} Nummer 5", "pseudo")


async def test_a_term_of_the_shop_takes_its_place(world: World, lead: Somebody) -> None:
    term = {"term": "travel sack", "wording": "Reisesack", "source": "en", "target": "de"}
    made = (await lead.http("POST", "/v1/admin/terms", term)).json()
    again = (await lead.http("POST", "/v1/admin/terms", {**term, "wording": "Reisebeutel"})).json()
    assert again["id"] == made["id"]
    ann, here = await spoken(world, "Wo ist denn mein Paket, ich habe es noch nicht bekommen", "de")
    text = f"The Travel Sack {secrets.token_hex(3)} is out of stock"
    checked = await ann.posts("draft.check", {**here, "text": text, "language": "en"})
    assert "Reisebeutel" in checked["preview"]["text"]
    assert (await lead.http("DELETE", f"/v1/admin/terms/{made['id']}")).status_code == 200
    voices = [{"language": "de", "formality": "casual", "market": "AT"}]
    kept = (await lead.http("PATCH", "/v1/admin/policy", {"voices": voices})).json()["voices"]
    assert kept == [{**voices[0], "shopId": ""}]


async def test_whatever_is_typed_has_a_typed_answer_and_hurts_nobody(world: World) -> None:
    for name, text in TEXTS.items():
        got = await fate(world, text)
        send, check = REFUSED.get(name, ("ok", "ok"))
        assert got.customer == send, name
        assert got.agent in ({send} if send != "ok" else {"posted", "pending"}), name
        assert got.check == (f"allow, {'no preview' if send != 'ok' else 'previewed'}" if check == "ok" else check), (
            name
        )
        assert got.phrases.endswith("found") or got.phrases == "bad_request", name
