"""From which status to which, who may, and what conversations are told: the laws, without a database."""

from itertools import product
from typing import get_args

import pytest

from server.domain.errors import Refusal
from server.domain.people import Actor
from server.domain.ticket import ACTIVE, Status, Ticket, may_change, may_see_ticket, moved, noted

STATUSES: tuple[Status, ...] = get_args(Status)
ALLOWED = {(a, b) for a, b in product(STATUSES, STATUSES) if a != b and a in ACTIVE}
ALLOWED |= {("solved", "open"), ("solved", "closed")}
REOPENED = {("closed", "open")}
"""Whoever leads may do these too."""


def ticket(**more: object) -> Ticket:
    return Ticket(
        **{"id": "ti_1", "workspace_id": "ws_1", "number": 1, "shop_id": "sh_1", "customer_id": "cu_1"} | more
    )  # type: ignore[arg-type]


def agent(**more: object) -> Actor:
    return Actor(**{"kind": "agent", "id": "ag_1", "workspace_id": "ws_1"} | more)  # type: ignore[arg-type]


@pytest.mark.parametrize("leads", [False, True])
def test_every_pair_of_statuses(leads: bool) -> None:
    may = ALLOWED | (REOPENED if leads else set())
    for before, after in product(STATUSES, STATUSES):
        if (before, after) in may:
            there = moved(ticket(status=before), after, 7, leads=leads)
            assert (there.status, there.status_at) == (after, 7)
            continue
        place = "closed" if before == "closed" and not leads else "status"
        with pytest.raises(Refusal, match=f"^bad_state: {place}$"):
            moved(ticket(status=before), after, 7, leads=leads)


def test_conversations_hear_of_ends_and_beginnings_alone() -> None:
    said = {(a, b): noted(a, b) for a, b in ALLOWED | REOPENED}
    assert {pair for pair, word in said.items() if word == "reopened"} == {("solved", "open"), ("closed", "open")}
    assert {pair for pair, word in said.items() if word is None} == {
        (a, b) for a, b in ALLOWED if a in ACTIVE and b in ACTIVE
    }
    assert all(word == pair[1] for pair, word in said.items() if pair[1] in ("solved", "closed"))


def test_who_may_change_what() -> None:
    theirs = ticket(assignee_id="ag_2", version=3)
    with pytest.raises(Refusal, match="not_assignee"):
        may_change(theirs, agent(), 3)
    with pytest.raises(Refusal, match="bad_state: version"):
        may_change(theirs, agent(permissions=("answer", "lead")), 2)
    may_change(theirs, agent(permissions=("answer", "lead")), 3)
    may_change(ticket(assignee_id="ag_1"), agent(), 1)
    may_change(ticket(), agent(), 1)


def test_who_may_see_it() -> None:
    assert may_see_ticket(agent(), ticket())
    assert may_see_ticket(agent(shop_ids=("sh_1",)), ticket())
    for actor in (
        agent(shop_ids=("sh_2",)),
        agent(workspace_id="ws_2"),
        agent(kind="customer", id="cu_1"),
        agent(kind="bridge"),
    ):
        assert not may_see_ticket(actor, ticket())
