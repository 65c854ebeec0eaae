"""Replies to tap, cards and forms: what agents send of them, what shoppers read and answer, what rules say of every word."""

from typing import Any

import pytest

from server.domain.pieces import StoredPiece, lines_of, told
from tests.support.people import Agent, Shopper, client_id
from tests.support.running import Server
from tests.support.wire import Json

REPLIES = [{"kind": "reply", "label": "Return it"}, {"kind": "reply", "label": "Exchange it"}]
CARD = {
    "kind": "card", "title": "Wool jacket", "text": "Size 42", "link": "https://demo.example/p/42",
    "price": {"amount": "89.90", "currency": "EUR"},
}  # fmt: skip
ORDER = {"kind": "order", "number": "113-4567", "status": "On its way", "items": ["1 x Wool jacket"]}
FORM = [
    {"kind": "field", "label": "Order number", "required": True},
    {"kind": "field", "label": "Reason", "type": "choice", "options": ["Too small", "Too large"]},
    {"kind": "field", "label": "E-mail", "type": "email"},
]


class Desk:
    """An agent and a shopper who talk in English."""

    def __init__(self, agent: Agent, shopper: Shopper) -> None:
        self.agent, self.shopper, self.id = agent, shopper, shopper.conversation

    def said(self, text: str, pieces: list[Any], **more: Any) -> Json:
        """What an agent asks for."""
        fence = self.agent.fences[self.id]
        here = {"conversationId": self.id, "clientId": client_id(), "fence": fence, "language": "en"}
        return {**here, "body": {"text": text, "pieces": pieces, **more}}

    def answer(self, form: int, *values: str) -> Json:
        """What a shopper asks for."""
        pieces = [{"kind": "answer", "form": form, "values": [*values]}]
        return {"conversationId": self.id, "clientId": client_id(), "body": {"pieces": pieces}}


@pytest.fixture
async def desk(own_server: Server) -> Desk:
    agent, shopper = await Agent.logs_in(own_server.url, "amara"), await Shopper.arrives(own_server.url)
    await shopper.says("Hello, the jacket that I bought does not fit me")
    await agent.gets(shopper.conversation)
    return Desk(agent, shopper)


async def test_all_words_of_a_message_stand_in_its_text_and_pieces_say_what_each_line_is(desk: Desk) -> None:
    await desk.agent.does("message.send", **desk.said("What shall we do?", REPLIES))
    body = (await desk.shopper.sees("What shall we do?\n\nReturn it\nExchange it"))["body"]
    assert (body["prose"], [piece["label"] for piece in body["pieces"]]) == (
        "What shall we do?",
        ["Return it", "Exchange it"],
    )
    await desk.agent.does("message.send", **desk.said("", [CARD, ORDER]))
    lines = "Wool jacket\nSize 42\n89.90 EUR\nhttps://demo.example/p/42\n113-4567\nOn its way\n1 x Wool jacket"
    card, order = (await desk.shopper.sees(lines))["body"]["pieces"]
    assert (card["price"], card["link"], order["title"], order["items"]) == (
        "89.90 EUR",
        "https://demo.example/p/42",
        "113-4567",
        ["1 x Wool jacket"],
    )


async def test_a_form_is_answered_in_one_message_whose_card_number_is_masked(desk: Desk) -> None:
    await desk.agent.does("message.send", **desk.said("Please tell us:", FORM))
    lines = "Please tell us:\n\nOrder number\nReason\nToo small\nToo large\nE-mail"
    entry = await desk.shopper.sees(lines)
    form = entry["seq"]
    assert [piece.get("items") for piece in entry["body"]["pieces"]] == [None, ["Too small", "Too large"], None]
    for values, wrong in (
        (("", "Too small", ""), "values[0]: required"),
        (("113-4567", "Ugly", ""), "values[1]: choice"),
        (("113-4567", "", "nobody"), "values[2]: email"),
        (("113-4567",), "body.pieces[0].values"),
    ):
        ack = await desk.shopper.wire.ask("message.send", **desk.answer(form, *values))
        assert ack["error"]["code"] == "bad_request"
        assert ack["error"]["detail"].endswith(wrong)
    assert await desk.shopper.refused("message.send", **desk.answer(form - 1, "x")) == "not_found"
    said = desk.answer(form, "4111 1111 1111 1111", "Too small", "")
    sent = await desk.shopper.does("message.send", **said)
    assert (await desk.shopper.does("message.send", **said))["seq"] == sent["seq"]
    assert "1111 1111 1111" not in sent["text"]
    body = (await desk.agent.sees(sent["text"]))["body"]
    assert [piece["kind"] for piece in body["pieces"]] == ["answer", "answer"]
    assert sent["text"].split("\n")[2:] == ["Reason:", "Too small"]


async def test_the_rules_read_every_line_and_what_may_not_be_is_refused_by_its_place(desk: Desk) -> None:
    agent = desk.agent
    threat = "You will hear from our lawyer."
    for pieces in (
        [{"kind": "reply", "label": threat}],
        [{**CARD, "title": threat}],
        [{**ORDER, "items": [threat]}],
        [{"kind": "field", "label": "Well?", "type": "choice", "options": ["Yes", threat]}],
    ):
        checked = await agent.does("draft.check", conversationId=desk.id, text="Look:", pieces=pieces)
        assert checked["action"] != "allow", pieces
    for pieces in (
        [{**CARD, "link": "javascript:alert(1)"}], [{**CARD, "title": "two\nlines"}], [{**CARD, "title": " "}],
        [{**CARD, "price": {"amount": "1e9", "currency": "EUR"}}], [{**CARD, "picture": "fl_00000"}],
        [*REPLIES, FORM[0]], [{"kind": "field", "label": "One", "type": "choice", "options": ["only"]}],
        [{"kind": "answer", "form": 1, "values": ["x"]}],
    ):  # fmt: skip
        assert await agent.refused("message.send", **desk.said("Look:", pieces)) == "bad_request", pieces
    assert await agent.refused("message.send", **desk.said("Look:", REPLIES * 5)) == "too_large"
    shoppers = {"conversationId": desk.id, "clientId": client_id(), "body": {"text": "Look", "pieces": REPLIES}}
    assert await desk.shopper.refused("message.send", **shoppers) == "bad_request"


def test_what_runs_over_the_lines_leaves_the_text_alone() -> None:
    pieces = (StoredPiece(kind="reply", lines=("label",)), StoredPiece(kind="card", lines=("title", "link")))
    text = "Hi\n\nYes\nJacket\nhttps://a.example/"
    assert lines_of("Hi\n\nYes", pieces) is None
    assert told("Hi\n\nYes", None, pieces) is None
    _, read = told(text, "Salut\n\nOui\nVeste\nhttps://b.example/", pieces) or ("", ())
    assert [line for _, lines in read for _, line in lines] == ["Oui", "Veste", "https://a.example/"]
    prose, kept = told(text, "Salut, oui : veste", pieces) or ("", ())
    assert (prose, next(line for _, lines in kept for _, line in lines)) == ("Salut, oui : veste", "Yes")
