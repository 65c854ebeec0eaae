"""What may be played differently: rules, people, hours."""

from collections.abc import Collection, Sequence
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import asdict, replace

from server.api.admin_forms import Changes
from server.api.forms import Form
from server.api.hours_forms import hours_of
from server.api.routing_forms import Id, RoutingRules
from server.domain.errors import Refusal
from server.domain.hours import check
from server.domain.language import Speaks
from server.domain.people import Agent

Millis = Annotated[int, Meta(ge=0, le=4_102_444_800_000, description="milliseconds since the Unix epoch")]
NEW = "new_"
"""How the id of somebody begins who is not there yet."""


class OtherAgent(Changes, frozen=True, kw_only=True):
    """A person as they would be; absent fields stay. An `id` that begins with `new_` is somebody who is hired for it.

    With other hours, or newly hired, they are there as they promise; else as they were.
    """

    id: Id


Others = Annotated[tuple[OtherAgent, ...], Meta(max_length=200)]


class AskReplay(Form, frozen=True):
    """Play the stored traffic since a time, 92 days at most, under other rules or with other people."""

    since: Millis
    until: Millis | UnsetType = UNSET
    routing: RoutingRules | UnsetType = UNSET
    relax_seconds: Annotated[int, Meta(ge=0, le=86400)] | UnsetType = UNSET
    agents: Others = ()


class Roster(Form, frozen=True):
    """The same people in a file."""

    agents: Others


def roster_of(
    stored: Sequence[Agent], others: Others, teams: Collection[str], shops: Collection[str]
) -> tuple[Agent, ...]:
    """Everybody, with these changes. Refuses `not_found` and `bad_request` with the path of what makes no sense."""
    found = {agent.id: agent for agent in stored}
    workspace_id = stored[0].workspace_id if stored else ""
    for number, other in enumerate(others):
        path = f"agents.{number}"
        before = found.get(other.id)
        if before is None and other.id.startswith(NEW):
            before = Agent(id=other.id, workspace_id=workspace_id, email="", name=other.id)
            if other.hours is UNSET or not other.hours.shifts:
                raise Refusal("bad_request", f"{path}.hours")
        if before is None:
            raise Refusal("not_found", f"{path}.id")
        found[other.id] = _changed(before, other, path)
        _known(found[other.id].team_ids, teams, f"{path}.teamIds")
        _known(found[other.id].shop_ids, shops, f"{path}.shopIds")
    return tuple(found.values())


def _changed(before: Agent, other: OtherAgent, path: str) -> Agent:
    fields = {name: value for name, value in asdict(other).items() if value is not UNSET}
    if other.languages is not UNSET:
        fields["languages"] = tuple(Speaks(each.language, each.level) for each in other.languages)
    if other.hours is not UNSET:
        fields["hours"] = hours_of(other.hours)
    agent = replace(before, **fields)
    try:
        check(agent.hours, agent.time_zone)
    except Refusal as refusal:
        raise Refusal(refusal.code, f"{path}.{refusal.detail}") from None
    return agent


def _known(ids: Collection[str], all_ids: Collection[str], path: str) -> None:
    if not set(ids) <= set(all_ids):
        raise Refusal("not_found", path)
