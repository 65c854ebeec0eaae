"""Handing over, saying what is needed, and asking why."""

import msgspec
import pytest

from server.app import demo
from server.conversations import explaining, resting, transfer, triage
from server.conversations.picking import commit_pick
from server.domain.timeline import Requeued, Triaged
from server.protocol import commands as ask
from server.protocol.triage_commands import Explain, Triage
from server.routing.need import Kind
from server.routing.policy import Candidate, Proposal, Reason
from tests.conversations.conftest import Scene, refused
from tests.properties.desk import AGENTS, QUEUE

LIN, SOFIA, JONAS, AMARA = AGENTS


@pytest.mark.parametrize(
    ("goal", "field", "value"),
    [
        ({"team_id": demo.SALES.id}, "team_id", demo.SALES.id),
        ({"queue": QUEUE}, "queue", QUEUE),
        ({"language": "fr"}, "wanted_language", "fr"),
        ({}, "team_id", ""),
    ],
)
async def test_handed_over_it_keeps_its_place(scene: Scene, goal: dict[str, str], field: str, value: str) -> None:
    came = scene.clock.ms
    id = await scene.asks("ana")
    scene.later(20)
    await scene.claims(SOFIA, id)
    scene.sql("UPDATE conversation SET declined = '[\"x\"]', declined_at = 7 WHERE id = ?", id)
    scene.later(20)
    await transfer.transfer(scene.room, SOFIA, scene.on(ask.Transfer, id, note="please", **goal))
    c = await scene.conversation(id)
    assert (c.status, c.waiting_since, getattr(c, field), c.preferred_id) == ("waiting", came, value, "")
    assert c.declined == (() if goal else ("x", SOFIA.actor.id)), "to others: everybody may be asked again"
    body = (await scene.log(id))[-1]
    assert isinstance(body, Requeued)
    assert (body.cause, body.agent_id) == ("transferred", SOFIA.actor.id)
    assert (body.team_id, body.queue, body.language) == (c.team_id, c.queue, c.wanted_language)
    scene.holds()


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        ({"queue": "nobodys"}, ("not_found", "queue")),
        ({"language": "tlh"}, ("not_found", "language")),
        ({"team_id": "tm_00000"}, ("not_found", "teamId")),
        ({"agent_id": "ag_00000"}, ("not_found", "agentId")),
        ({"team_id": "tm_00000", "queue": QUEUE}, ("bad_request", "queue")),
        ({"agent_id": "ag_00000", "language": "fr"}, ("bad_request", "language")),
    ],
)
async def test_a_name_of_nobody_changes_nothing(scene: Scene, goal: dict[str, str], expected: tuple[str, str]) -> None:
    id = await scene.asks("ana")
    await scene.claims(SOFIA, id)
    before = await scene.conversation(id)
    assert await refused(transfer.transfer(scene.room, SOFIA, scene.on(ask.Transfer, id, note="x", **goal))) == expected
    assert await scene.conversation(id) == before


async def test_a_queue_brings_its_own_team(scene: Scene) -> None:
    id = await scene.asks("ana")
    await transfer.transfer(scene.room, SOFIA, scene.on(ask.Transfer, id, team_id=demo.SALES.id))
    await transfer.transfer(scene.room, SOFIA, scene.on(ask.Transfer, id, queue=QUEUE))
    assert (await scene.conversation(id)).team_id == ""


async def test_the_log_says_who_changed_what_it_needs(scene: Scene) -> None:
    id = await scene.asks("ana")
    command = scene.on(
        Triage,
        id,
        priority=4,
        vip=False,
        skills=("refunds", "b2b", "refunds"),
        deadline=9,
        queue=QUEUE,
        language="fr",
    )
    await triage.triage(scene.room, JONAS, command)
    c = await scene.conversation(id)
    assert (c.priority, c.skills, c.deadline, c.queue, c.wanted_language) == (4, ("b2b", "refunds"), 9, QUEUE, "fr")
    said = Triaged(priority=4, skills=("b2b", "refunds"), deadline=9, queue=QUEUE, language="fr")
    assert (await scene.log(id))[-1] == said, "what did not change is not said"
    await triage.triage(scene.room, JONAS, command)
    await triage.triage(scene.room, JONAS, scene.on(Triage, id, priority=4))
    assert (await scene.conversation(id)).last_seq == c.last_seq, "nothing changed, nothing is said"
    await triage.triage(scene.room, JONAS, scene.on(Triage, id, queue="", language="", skills=(), deadline=0))
    c = await scene.conversation(id)
    assert (c.priority, c.skills, c.deadline, c.queue, c.wanted_language) == (4, (), 0, "", "")


async def test_what_makes_no_sense_is_refused_by_name(scene: Scene) -> None:
    id = await scene.asks("ana")
    for more, expected in (
        ({"queue": "nobodys"}, ("not_found", "queue")),
        ({"language": "tlh"}, ("not_found", "language")),
    ):
        assert await refused(triage.triage(scene.room, SOFIA, scene.on(Triage, id, **more))) == expected
    for wrong in ({"priority": 6}, {"priority": -1}, {"skills": ["a b"]}, {"skills": ["a"] * 11}, {"deadline": -1}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"conversationId": id, "clientId": "12345678", **wrong}, Triage)
    await resting.close(scene.room, AMARA, scene.on(ask.Close, id))
    assert (await refused(triage.triage(scene.room, SOFIA, scene.on(Triage, id, priority=1))))[0] == "bad_state"


async def test_who_matters_more_matters_more_the_next_time(scene: Scene) -> None:
    id = await scene.asks("ana")
    await triage.triage(scene.room, SOFIA, scene.on(Triage, id, vip=True))
    assert scene.sql("SELECT id, vip FROM customer") == [("cu_ana", 1)]
    assert (await scene.conversation(await scene.asks("ana"))).vip
    await triage.triage(scene.room, SOFIA, scene.on(Triage, id, vip=False))
    assert not (await scene.conversation(await scene.asks("ana"))).vip


async def test_a_decision_can_be_explained_and_a_hand_needs_no_reason(scene: Scene) -> None:
    id = await scene.asks("ana")
    values = {"language": "en", "level": 5, "waited_ms": 40_000, "idle_ms": 0, "free": 2, "passed": 1}
    proposal = Proposal(
        workspace_id=demo.WORKSPACE,
        conversation_id=id,
        agent_id=SOFIA.actor.id,
        kind=Kind(language="en"),
        step="fluent",
        reason=Reason("waited_speaks", values),
        candidates=(
            Candidate(SOFIA.actor.id, 90, "chosen", {"language": 50, "room": 40}),
            Candidate(LIN.actor.id, 0, "full"),
        ),
    )
    assert await commit_pick(scene.room, proposal)
    fence = (await scene.conversation(id)).fence
    told = await explaining.explain(scene.room, LIN, Explain(conversation_id=id, fence=fence))
    assert (told.agent_name, told.step, told.reason, told.why) == ("Sofía Reyes", "fluent", "waited_speaks", values)
    assert told.waited_ms == 40_000
    assert [(one.name, one.score, one.why, one.parts) for one in told.candidates] == [
        ("Sofía Reyes", 90, "chosen", {"language": 50, "room": 40}),
        ("Lin Yue", 0, "full", {}),
    ]
    await scene.claims(AMARA, id)
    by_hand = await explaining.explain(scene.room, LIN, Explain(conversation_id=id, fence=fence + 1))
    assert (by_hand.agent_name, by_hand.step, by_hand.candidates) == ("Amara Okoye", "claim", ())
    unknown = explaining.explain(scene.room, LIN, Explain(conversation_id=id, fence=fence + 2))
    assert await refused(unknown) == ("not_found", "fence")
