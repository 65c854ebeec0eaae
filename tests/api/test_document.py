"""The OpenAPI document is true: generated requests, by everybody, and every answer is one it describes."""

import json
import os
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from server.api import openapi
from tests.support.worlds import World

LONGER = os.environ.get("API_EXAMPLES", "")
"""How many requests an operation gets when somebody has time for more; they are others each time then."""
EXAMPLES = int(LONGER or 4)
LIMITS = settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    derandomize=not LONGER,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
DOCUMENT = openapi.document()
BEYOND_SCHEMA = {
    "conversation.open": {"body.text", "body.pieces"},
    "message.send": {"body.text", "body.pieces"},
    "draft.check": {"body.pieces"},
    "note.post": {"body.text"},
    "message.deliver": {"body.text", "after"},
    "messages": {"body.text", "after"},
    "conversation.snooze": {"until"},
    "conversation.list": {"cursor"},
    "conversation.transfer": {"agentId", "teamId", "queue", "language"},
    "message.review": {"text"},
    "clock.start": {"since"},
    "ticket.list": {"cursor"},
    "ticket.comment": {"text"},
    "conversation.contact": {"email"},
    "link.mail": {"email"},
    "agents": {"timeZone", "languages", "hours"},
    "{id}": {"timeZone", "languages", "hours", "url"},
    "webhooks": {"url"},
    "push": {"endpoint", "keys"},
    "policy": {"routing"},
    "replay": {"since", "routing", "agents"},
}
"""Laws that no schema says: a message holds text, files or pieces that fit, a rest ends later, a hand-over has one heir."""
OPERATIONS = [
    (path, method, mode)
    for path, methods in DOCUMENT["paths"].items()
    for method, described in methods.items()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    if mode is GenerationMode.POSITIVE or "requestBody" in described
]
"""Every operation asked rightly, and wrongly where there is something to spoil."""


async def proof(world: World, path: str) -> dict[str, str]:
    """What the caller of this route sends along."""
    match door_of(path):
        case "agent":
            return (await world.agent("north", "cleo", fresh=path.endswith("/logout"))).proof.headers
        case "bridge":
            return world.bridge("north").proof.headers
    return (await world.shopper("north")).proof.headers


def door_of(path: str) -> str:
    """Whose proof a route takes."""
    return path.split("/")[2] if path.startswith("/v1/") else "customer"


def operation(path: str, method: str, mode: GenerationMode) -> Any:
    """One operation of the document; what it wants of the proof is not spoiled, for the proof is ours."""
    document = {**DOCUMENT, "paths": {path: {method: dict(DOCUMENT["paths"][path][method])}}}
    if mode is GenerationMode.NEGATIVE:
        document["paths"][path][method].pop("security", None)
    api = schemathesis.openapi.from_dict(document).include(path=path, method=method.upper())
    return next(found.ok() for found in api.get_all_operations())


def whole(value: Any) -> Any:
    """JSON Schema takes 5.0 for an integer; no client writes one so, and the server takes it for a fraction."""
    match value:
        case dict():
            return {key: whole(inner) for key, inner in value.items()}
        case list():
            return [whole(inner) for inner in value]
        case float() if value.is_integer():
            return int(value)
    return value


def check(case: Any, **how: Any) -> None:
    """Ask, and hold the answer against the document."""
    case.body = whole(case.body)
    answer = case.call(**how)
    lawful = BEYOND_SCHEMA.get(case.operation.path.rsplit("/", 1)[-1], set())
    refused = answer.status_code in (400, 425) and _place(answer.json()["error"]["detail"]) in lawful
    case.validate_response(answer, excluded_checks=[positive_data_acceptance] if refused else [])


def _place(detail: str) -> str:
    """The field a refusal is about: `hours` of `hours.shifts.3`, `body.pieces` of `body.pieces[2].options`."""
    detail = detail.partition("[")[0]
    return detail if detail.startswith("body.") else detail.partition(".")[0]


@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS)
async def test_every_answer_is_one_the_document_describes(
    world: World, path: str, method: str, mode: GenerationMode
) -> None:
    headers = await proof(world, path)
    asked = 0
    with requests.Session() as session:
        session.trust_env = False

        @LIMITS
        @given(case=operation(path, method, mode).as_strategy(generation_mode=mode))
        def asks(case: Any) -> None:
            nonlocal asked
            asked += 1
            check(case, session=session, headers=headers, base_url=world.url)

        asks()
    assert asked


async def test_an_answer_the_document_does_not_describe_is_noticed(world: World) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    document["components"]["schemas"]["CustomerListed"]["properties"]["items"] = {"type": "integer"}
    path = "/v1/customer/commands/conversation.list"
    api = schemathesis.openapi.from_dict(document).include(path=path)
    case = next(found.ok() for found in api.get_all_operations()).Case(body={}, media_type="application/json")
    answer = case.call(base_url=world.url, headers=await proof(world, path))
    with pytest.raises(FailureGroup):
        case.validate_response(answer)
