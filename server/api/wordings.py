"""A desk's own words: the glossary, corrections that wait for somebody who agrees, the memory out and in."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server.api import translation_forms as f
from server.api.admin import hand, leader, named
from server.api.answers import answer, body, queried, read
from server.api.edge import Edge
from server.domain.errors import Refusal
from server.domain.ids import derived_id
from server.domain.reading import PERSON, Reading
from server.protocol.acks import Done
from server.store.corrections import Correction
from server.store.terms import Term
from server.translation.exchange import Unreadable, to_csv, to_tmx
from server.translation.importing import LARGEST, sorted_out

SHOWN = 100
KINDS = {"tmx": "application/xml", "csv": "text/csv; charset=utf-8"}


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/terms...`, `/v1/admin/corrections...`, `/v1/admin/memory`."""
    return [*_terms(edge), *_corrections(edge), *_memory(edge)]


def _terms(edge: Edge) -> list[Route]:
    async def many(request: Request) -> Response:
        me = await leader(edge, request, "setup")
        if request.method == "GET":
            found = await edge.languages.terms.all(me.workspace_id)
            return answer(f.TermCards(items=tuple(_term(each) for each in found)))
        fields = msgspec.structs.asdict(await read(request, f.AskTerm))
        place = [str(fields[name]) for name in ("shop_id", "market", "source", "target", "term")]
        term = Term(
            id=derived_id("tr", me.workspace_id, *place),
            workspace_id=me.workspace_id,
            at=edge.room.clock.now(),
            **fields,
        )
        await hand(edge, request, me, "term.keep", term.id).terms.keep(me.workspace_id, term)
        edge.room.terms.forget(me.workspace_id)
        return answer(_term(term))

    async def remove(request: Request) -> Response:
        me, id = await leader(edge, request, "setup"), named(request, "termId")
        await hand(edge, request, me, "term.remove", id).terms.remove(me.workspace_id, id)
        edge.room.terms.forget(me.workspace_id)
        return answer(Done())

    return [
        Route("/v1/admin/terms", many, methods=["GET", "POST"]),
        Route("/v1/admin/terms/{id}", remove, methods=["DELETE"]),
    ]


def _corrections(edge: Edge) -> list[Route]:
    async def listed(request: Request) -> Response:
        me = await leader(edge, request, "lead")
        found = await edge.languages.corrections.open(me.workspace_id)
        return answer(f.CorrectionCards(items=tuple(_correction(each) for each in found)))

    async def decide(request: Request) -> Response:
        me, id = await leader(edge, request, "lead"), named(request, "correctionId")
        ask = await read(request, f.DecideCorrection)
        taken = await hand(edge, request, me, f"correction.{ask.decision}", id).corrections.take(me.workspace_id, id)
        if ask.decision == "agree":
            await _learn(edge, taken, ask.wording.strip() or taken.wording, me.id)
        return answer(Done())

    return [
        Route("/v1/admin/corrections", listed, methods=["GET"]),
        Route("/v1/admin/corrections/{id}", decide, methods=["POST"]),
    ]


async def _learn(edge: Edge, taken: Correction, wording: str, editor: str) -> None:
    """Into the memory, in the name of who agreed. Refuses `bad_request` when the numbers are not those of the original."""
    reading = Reading(language=taken.target, text=wording, engine=PERSON, editor=editor)
    instant = edge.room.pipeline.tools.instant
    learned = instant.learn(taken.workspace_id, taken.original, taken.source, reading)
    if learned is None:
        raise Refusal("bad_request", "wording")
    await edge.room.memory.put(taken.workspace_id, *learned)
    edge.room.near.forget(taken.workspace_id)


def _memory(edge: Edge) -> list[Route]:
    async def both(request: Request) -> Response:
        return await (out if request.method == "GET" else taken)(request)

    async def out(request: Request) -> Response:
        me, ask = await leader(edge, request, "setup"), queried(request, f.AskMemory)
        entries = [each async for each in edge.languages.memories.all(me.workspace_id, (ask.source, ask.target))]
        pieces = (to_tmx if ask.format == "tmx" else to_csv)(entries)
        name = f'attachment; filename="memory.{ask.format}"'
        return StreamingResponse(pieces, media_type=KINDS[ask.format], headers={"content-disposition": name})

    async def taken(request: Request) -> Response:
        me = await leader(edge, request, "setup")
        content = await body(request, LARGEST)
        is_csv = request.headers.get("content-type", "").startswith("text/csv")
        try:
            come = sorted_out(content, "csv" if is_csv else "tmx", me.id)
        except Unreadable as unread:
            raise Refusal("bad_request", f"{unread.reason}:{unread.line}") from None
        await hand(edge, request, me, "memory.import", me.workspace_id).memories.keep(
            me.workspace_id, *come.rows.values()
        )
        for digest in come.rows:
            edge.room.pipeline.tools.instant.forget(me.workspace_id, digest)
        edge.room.near.forget(me.workspace_id)
        shown = tuple(f.WrongUnit(line=each.line, reason=each.reason) for each in come.wrong[:SHOWN])
        return answer(f.Imported(learnt=len(come.rows), left_out=len(come.wrong), wrong=shown))

    return [Route("/v1/admin/memory", both, methods=["GET", "POST"])]


def _term(term: Term) -> f.TermCard:
    return f.TermCard(**{name: getattr(term, name) for name in f.TermCard.__struct_fields__})


def _correction(correction: Correction) -> f.CorrectionCard:
    return f.CorrectionCard(**{name: getattr(correction, name) for name in f.CorrectionCard.__struct_fields__})
