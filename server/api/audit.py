"""What was done to the desk and by whom, for those who answer for it."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import audit_forms as f
from server.api.answers import answer, queried
from server.api.edge import Edge, signed_in
from server.domain.errors import Refusal
from server.store.audit import Record


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/audit`."""

    async def page(request: Request) -> Response:
        session = await signed_in(edge, request)
        if "audit" not in session.permissions:
            raise Refusal("forbidden", "role")
        me = session.agent
        ask = queried(request, f.AskAudit)
        found = await edge.audit.page(me.workspace_id, ask.before, ask.limit)
        return answer(f.AuditPage(items=tuple(_line(each) for each in found)))

    return [Route("/v1/admin/audit", page, methods=["GET"])]


def _line(record: Record) -> f.AuditLine:
    fields = {name: getattr(record, name) for name in f.AuditLine.__struct_fields__}
    return f.AuditLine(**fields | {"changes": msgspec.Raw(record.changes.encode())})
