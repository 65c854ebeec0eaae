"""Translation as those who lead a desk see it: on which level each pair is, which engines, and a sentence to try them with."""

from functools import partial
from typing import Literal, cast

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import engine_options as options
from server.api import translation_forms as f
from server.api import wordings
from server.api.admin import given, hand, leader, named
from server.api.answers import answer, read
from server.api.edge import Edge
from server.domain.ids import new_id
from server.domain.people import Agent
from server.protocol.acks import Done
from server.store.engines import EngineRow
from server.translation.chain import Failure
from server.translation.engines.kinds import PAID
from server.translation.guarded import Guarded
from server.translation.request import Request as Asked

TRY_SECONDS = 10.0
SAMPLE, ENGLISH = "order.where", "Where is my order?"
State = Literal["closed", "half-open", "open"]


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/translation`, `/v1/admin/translation/try`, `/v1/admin/engines...`."""
    desk = edge.languages

    async def page(request: Request) -> Response:
        return answer(await _page(edge, await leader(edge, request, "setup")))

    async def add(request: Request) -> Response:
        me, ask = await leader(edge, request, "setup"), await read(request, f.AskEngine)
        row = EngineRow(
            id=new_id("en"),
            workspace_id=me.workspace_id,
            name=ask.name,
            options=options.made(ask.kind, {"url": ask.url, "model": ask.model, "key": ask.key}),
            pairs=ask.pairs,
            position=ask.position,
            created_at=edge.room.clock.now(),
        )
        await hand(edge, request, me, "engine.add", row.id).engines.add(row)
        desk.workshop.forget(me.workspace_id)
        return answer(options.card(row))

    async def one(request: Request) -> Response:
        me, id = await leader(edge, request, "setup"), named(request, "engineId")
        engines = hand(edge, request, me, f"engine.{'change' if request.method == 'PATCH' else 'remove'}", id).engines
        if request.method == "DELETE":
            await engines.remove(me.workspace_id, id)
            done: msgspec.Struct = Done()
        else:
            ask = await read(request, f.ChangeEngine)
            plain = {name: value for name, value in given(ask).items() if name not in options.FIELDS}
            sealed = options.changed(await edge.languages.engines.one(me.workspace_id, id), ask)
            done = options.card(await engines.change(me.workspace_id, id, plain | sealed))
        desk.workshop.forget(me.workspace_id)
        return answer(done)

    async def try_(request: Request) -> Response:
        me, ask = await leader(edge, request, "setup"), await read(request, f.AskTry)
        return answer(await _tried(edge, me, ask))

    return [
        Route("/v1/admin/translation", page, methods=["GET"]),
        Route("/v1/admin/engines", add, methods=["POST"]),
        Route("/v1/admin/engine-order", partial(_ordered, edge), methods=["POST"]),
        Route("/v1/admin/engines/{id}", one, methods=["PATCH", "DELETE"]),
        Route("/v1/admin/translation/try", try_, methods=["POST"]),
        *wordings.routes(edge),
    ]


async def _ordered(edge: Edge, request: Request) -> Response:
    me, ask = await leader(edge, request, "setup"), await read(request, f.OrderEngines)
    await hand(edge, request, me, "engine.order", me.workspace_id).engines.order(me.workspace_id, ask.order)
    edge.languages.workshop.forget(me.workspace_id)
    return answer(Done())


async def _page(edge: Edge, me: Agent) -> f.TranslationPage:
    workshop = edge.languages.workshop
    chain = (await workshop.desk(me.workspace_id)).chain
    able = {engine.id: await engine.pairs() for engine in chain.engines}
    own = await edge.languages.engines.all(me.workspace_id)
    spent, caps = await workshop.spending.spent(me.workspace_id), await workshop.caps(me.workspace_id)
    return f.TranslationPage(
        engines=(*map(options.card, own), *map(_house, workshop.own)),
        pairs=tuple(
            _pair(pair, [e for e in chain.order(*pair) if pair in able[e.id]]) for pair in await _pairs(edge, me)
        ),
        day=spent.day,
        month=spent.month,
        day_cap=caps.day,
        month_cap=caps.month,
    )


def _pair(pair: tuple[str, str], engines: list[Guarded]) -> f.PairCard:
    states = tuple(
        f.EnginePair(engine=each.id, state=cast(State, each.state(*pair)), ms=round(each.timed(*pair) * 1000))
        for each in engines
    )
    asked = next((each.engine for each in states if each.state != "open"), "")
    return f.PairCard(
        source=pair[0], target=pair[1], level="engine" if asked else "known", engine=asked, engines=states
    )


async def _tried(edge: Edge, me: Agent, ask: f.AskTry) -> f.Tried:
    chain = (await edge.languages.workshop.desk(me.workspace_id)).chain.only(ask.engine)
    clock, pair = edge.room.clock, (ask.source, ask.target)
    if not all(pair):
        able = await chain.pairs()
        pair = next((each for each in await _pairs(edge, me) if each in able), ("en", "de"))
    text = ask.text or edge.room.pipeline.tools.instant.phrasebook.say(SAMPLE, pair[0], {}) or ENGLISH
    began = clock.monotonic()
    got = await chain.translate(Asked(text=text, source=pair[0], target=pair[1], operation="preview"), TRY_SECONDS)
    ms = round((clock.monotonic() - began) * 1000)
    if isinstance(got, Failure):
        return f.Tried(text="", engine="", version="", ms=ms, why=got.tries or (got.reason,), asked=text)
    return f.Tried(text=got.text, engine=got.engine, version=got.version, ms=ms, asked=text)


async def _pairs(edge: Edge, me: Agent) -> list[tuple[str, str]]:
    """To and from the desk's own language."""
    policy = (await edge.room.known.workspace(me.workspace_id)).policy
    others = [code for code in policy.languages if code != policy.desk_language]
    return [pair for code in others for pair in ((code, policy.desk_language), (policy.desk_language, code))]


def _house(engine: Guarded) -> f.EngineCard:
    name = engine.engine.name
    return f.EngineCard(id=engine.id, name=name, kind=name, own=False, paid=name in PAID, active=True)
