"""The laws of a conversation's change, over every order of verbs."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Agent

NEW = Conversation(id="cv_1", workspace_id="ws_1", shop_id="sh_1", customer_id="cu_1", waiting_since=1)
AGENTS = tuple(Agent(id=f"ag_{name}", workspace_id="ws_1", email="", name=name) for name in ("lin", "sofia"))
Verb = Callable[[Conversation], Conversation]


def _verb(name: str, *args: Any, **more: Any) -> st.SearchStrategy[tuple[str, Verb]]:
    law: Callable[..., Conversation] = getattr(laws, name)
    drawn = st.tuples(st.tuples(*args), st.fixed_dictionaries(more))
    return drawn.map(lambda given: (name, lambda c: law(c, *given[0], **given[1])))


times = st.integers(2, 50)
verbs = st.one_of(
    _verb("assign", st.sampled_from(AGENTS), offer_expires_at=st.sampled_from((0, 99)), weight=st.integers(1, 3)),
    _verb("accept"),
    _verb("requeue", times, fresh=st.booleans(), without=st.sampled_from(("", "ag_lin", "ag_sofia"))),
    _verb("snooze", st.sampled_from((0, 30))),
    _verb("close"),
    _verb("wake", times),
)


def _refusal(verb: Callable[[], object]) -> str:
    """The code a verb refuses with, empty when it does not."""
    try:
        verb()
    except Refusal as refusal:
        return refusal.code
    return ""


@settings(max_examples=300, deadline=None)
@given(st.lists(verbs, max_size=14))
def test_whatever_happens_a_conversation_makes_sense(steps: list[tuple[str, Verb]]) -> None:
    c = NEW
    for name, verb in steps:
        code = _refusal(lambda c=c, verb=verb: verb(c))
        assert code in ("", "bad_state")
        if not code:
            before, c = c, verb(c)
            _makes_sense(c)
            _follows(name, before, c)


def _makes_sense(c: Conversation) -> None:
    assert bool(c.assignee_id) == bool(c.assignee_name) == (c.status in ("offered", "assigned", "snoozed"))
    assert bool(c.offer_expires_at) == (c.status == "offered")
    assert not c.snoozed_until or c.status == "snoozed"
    assert len(set(c.declined)) == len(c.declined)
    assert bool(c.declined) == bool(c.declined_at)
    assert not c.declined or c.status in ("waiting", "offered")
    for agent in AGENTS:
        mine = c.assignee_id == agent.id and c.status in ("assigned", "snoozed")
        assert _owns(c, agent.id, c.fence) == _owns(c, agent.id, None) == mine
        assert not _owns(c, agent.id, c.fence - 1)


def _owns(c: Conversation, agent_id: str, fence: int | None) -> bool:
    code = _refusal(lambda: laws.own(c, agent_id, fence))
    assert code in ("", "not_assignee")
    return not code


def _follows(name: str, before: Conversation, after: Conversation) -> None:
    """What one step may change: an owner only with a new fence, the place only by waking or a fresh start."""
    assert after.fence >= before.fence
    if after.assignee_id != before.assignee_id:
        assert after.fence > before.fence
    if name not in ("requeue", "wake"):
        assert after.waiting_since == before.waiting_since
    if before.status == "closed":
        assert name == "wake"
    if before.status in ("assigned", "snoozed") and after.status in ("waiting", "closed"):
        assert after.preferred_id in (before.assignee_id, "" if before.assignee_id in after.declined else None)
    if before.status == "offered" and after.status != "assigned":
        assert after.preferred_id == before.preferred_id, "an offer is not having"
    kept = ("id", "workspace_id", "customer_id", "last_seq", "last_cseq", "pending", "created_at")
    assert all(getattr(after, field) == getattr(before, field) for field in kept)


@settings(deadline=None)
@given(times)
def test_a_closed_conversation_takes_nothing_but_waking(now: int) -> None:
    closed = laws.close(NEW)
    verbs = (
        lambda: laws.assign(closed, AGENTS[0]),
        lambda: laws.accept(closed),
        lambda: laws.requeue(closed, now),
        lambda: laws.snooze(closed, now),
        lambda: laws.close(closed),
    )
    assert {_refusal(verb) for verb in verbs} == {"bad_state"}
    assert laws.wake(closed, now).waiting_since == now
