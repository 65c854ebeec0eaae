"""The market book for the console: what the law of a customer's country gives them."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api.answers import answer, queried
from server.api.edge import Edge, caller
from server.api.law_forms import AskLaw, LawCard, Term
from server.compliance.book import Page
from server.domain.errors import Refusal


def routes(edge: Edge) -> list[Route]:
    """`/v1/agent/law`."""

    async def market(request: Request) -> Response:
        await caller(edge, request, "agent")
        page = edge.room.clocks.book.page(queried(request, AskLaw).market)
        if page is None:
            raise Refusal("not_found", "market")
        return answer(_card(page, edge.room.clock.now()))

    return [Route("/v1/agent/law", market, methods=["GET"])]


def _card(page: Page, now: int) -> LawCard:
    law = page.law
    return LawCard(
        market=page.market,
        title=page.title,
        withdrawal=Term(days=law.window_days, unit=law.window_unit, since=law.window_from, note=law.window_note),
        refund=Term(days=law.refund_days, unit=law.refund_unit, since=law.refund_from, note=law.refund_note),
        refund_starts=law.refund_starts,
        data=Term(days=law.data_days, unit=law.data_unit, since="", note=law.data_note),
        returns_paid_by=law.returns_paid_by,
        outbound_refunded=law.outbound_refunded,
        guarantee=law.guarantee,
        must=law.must,
        must_not=law.must_not,
        sources=page.sources,
        as_of=page.as_of.isoformat(),
        review_after=page.review_after.isoformat(),
        stale=datetime.fromtimestamp(now / 1000, UTC).date() > page.review_after,
    )
