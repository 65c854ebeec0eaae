"""The log of verdicts for those who answer for a desk: read, filtered, handed out as CSV, held against its seals."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from msgspec.structs import asdict
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server.api import verdict_forms as f
from server.api.admin import leader
from server.api.answers import SAFE, answer, queried
from server.api.edge import Edge, caller
from server.domain.cells import shown
from server.domain.errors import Refusal
from server.domain.people import Actor
from server.store.rulings import PlacedRuling, RulingFilter

PAGE, MOST = 500, 100_000
"""Lines read at once, and at most in one CSV file."""
COLUMNS = "number at conversation seq author action outcome rules places packs shop channel market seal"


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/verdicts...`."""
    log = edge.rules.log
    checking: set[str] = set()

    async def page(request: Request) -> Response:
        me, ask = await _reader(edge, request), queried(request, f.AskVerdicts)
        found = await log.page(me.workspace_id, _filter(me, ask), ask.before, ask.limit)
        return answer(f.VerdictPage(items=tuple(_line(each) for each in found), more=len(found) == ask.limit))

    async def table(request: Request) -> Response:
        me, ask = await _reader(edge, request), queried(request, f.AskVerdicts)
        named = {"content-disposition": 'attachment; filename="verdicts.csv"'}
        pieces = _csv(edge, me.workspace_id, _filter(me, ask))
        return StreamingResponse(pieces, media_type="text/csv; charset=utf-8", headers=SAFE | named)

    async def seal(request: Request) -> Response:
        mine, ask = (await _reader(edge, request)).workspace_id, queried(request, f.AskSeal)
        if mine in checking:
            raise Refusal("busy", "seal", after_ms=2000)
        checking.add(mine)
        try:
            number, _, sealed = ask.kept.partition(":")
            fault = await log.verify(mine, (int(number or 0), sealed))
            lines, last = await log.head(mine)
        finally:
            checking.discard(mine)
        head = f"{lines}:{last}" if lines else ""
        if fault is None:
            return answer(f.SealState(state="whole", lines=lines, head=head))
        return answer(f.SealState(state="broken", lines=lines, head=head, broken_at=fault.number, why=fault.why))

    return [
        Route("/v1/admin/verdicts", page, methods=["GET"]),
        Route("/v1/admin/verdicts/csv", table, methods=["GET"]),
        Route("/v1/admin/verdicts/seal", seal, methods=["GET"]),
    ]


async def _reader(edge: Edge, request: Request) -> Actor:
    """Whoever sets up or looks at the desk. Refuses `forbidden`."""
    await leader(edge, request, "setup")
    return await caller(edge, request, "agent")


def _filter(me: Actor, ask: f.AskVerdicts) -> RulingFilter:
    """What is asked, within the shops one may see."""
    asked = {name: getattr(ask, name) for name in RulingFilter.__struct_fields__ if name != "shop_ids"}
    if me.shop_ids and ask.shop_id not in ("", *me.shop_ids):
        raise Refusal("not_found", "shopId")
    return RulingFilter(**asked, shop_ids=(ask.shop_id,) if ask.shop_id else me.shop_ids)


def _line(found: PlacedRuling) -> f.VerdictLine:
    ruling = found.ruling
    names = ("number", "at", "conversation_id", "seq", "author", "action", "outcome", "packs", "seal")
    return f.VerdictLine(
        **{name: getattr(ruling, name) for name in names},
        findings=tuple(
            f.Place(category=each.category, rule=each.rule, action=each.action.name, start=each.start, end=each.end)
            for each in ruling.findings
        ),
        shop_id=found.shop_id,
        channel=found.channel,
        market=found.market,
    )


async def _csv(edge: Edge, workspace_id: str, asked: RulingFilter) -> AsyncIterator[str]:
    """The file, a page of lines at a time. A cell that a spreadsheet would run begins with an apostrophe."""
    before, told = 0, 0
    yield _rows([COLUMNS.split()])
    while told < MOST:
        found = await edge.rules.log.page(workspace_id, asked, before, PAGE)
        if found:
            yield _rows([_cells(_line(each)) for each in found])
            before, told = found[-1].ruling.number, told + len(found)
        if len(found) < PAGE:
            return


def _cells(line: f.VerdictLine) -> list[str]:
    fields = asdict(line) | {
        "at": datetime.fromtimestamp(line.at / 1000, UTC).isoformat(timespec="milliseconds"),
        "conversation": line.conversation_id,
        "rules": " ".join(place.rule for place in line.findings),
        "places": " ".join(f"{place.start}-{place.end}" for place in line.findings),
        "shop": line.shop_id,
    }
    return [shown(str(fields[name])) for name in COLUMNS.split()]


def _rows(rows: list[list[str]]) -> str:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue()
