"""Who covers which language when: desk-internal, for everybody who works there."""

import asyncio

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import coverage_forms as f
from server.api.answers import answer
from server.api.edge import Edge, signed_in
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.protocol.faults import fault_of
from server.routing.coverage import Person, coverage
from server.routing.fillers import HOUR


def routes(edge: Edge) -> list[Route]:
    """`/v1/agent/coverage`."""

    async def covered(request: Request) -> Response:
        mine = (await signed_in(edge, request)).agent.workspace_id
        ask = asked(request)
        agents = await edge.room.desk.agents(mine)
        languages = (await edge.room.desk.workspace(mine)).policy.languages
        now = edge.room.clock.now()
        start = now - now % HOUR if ask.start is msgspec.UNSET else ask.start
        return answer(await asyncio.to_thread(picture, agents, languages, start, ask))

    return [Route("/v1/agent/coverage", covered, methods=["GET"])]


def asked(request: Request) -> f.AskCoverage:
    """The query as a typed value. Refuses `bad_request`."""
    try:
        return msgspec.convert(dict(request.query_params), f.AskCoverage, strict=False)
    except msgspec.ValidationError as error:
        raise Refusal("bad_request", fault_of(error)) from None


def picture(agents: list[Agent], languages: tuple[str, ...], start: int, ask: f.AskCoverage) -> f.CoverageView:
    """The coverage of these people, as it goes out. Takes its time: not for the event loop."""
    people = [
        Person(a.id, a.name, a.time_zone, {each.language: each.level for each in a.languages}, a.hours) for a in agents
    ]
    found = coverage(people, languages, start, ask.hours, ask.level)
    lines = tuple(
        f.CoveragePerson(
            agent_id=agent.id,
            name=agent.name,
            time_zone=agent.time_zone,
            languages=agent.languages,
            windows=row.windows,
            local=row.local,
        )
        for agent, row in zip(agents, found.people, strict=True)
    )
    return f.CoverageView(
        languages=languages,
        level=ask.level,
        hours=msgspec.convert(found.hours, tuple[f.CoverageHour, ...], from_attributes=True),
        holes=msgspec.convert(found.holes, tuple[f.CoverageHole, ...], from_attributes=True),
        handovers=msgspec.convert(found.handovers, tuple[f.CoverageHandover, ...], from_attributes=True),
        people=lines,
        unplanned=found.unplanned,
    )
