"""A person asks what is known of them, or to be forgotten: found, exported, erased by an admin, each deed noted."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server.api import privacy_forms as f
from server.api.admin import hand, named
from server.api.answers import answer, queried, read
from server.api.edge import Edge, signed_in
from server.conversations.erasing import erase_person
from server.conversations.exporting import export_person
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Agent, Customer
from server.store.blobs import CHUNK
from server.store.erasures import Erasure, subject_of
from server.store.persons import Consent


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/customers...`, `/v1/admin/erasures`."""
    persons = edge.privacy.persons

    async def found(request: Request) -> Response:
        me, ask = await keeper(edge, request), queried(request, f.AskPersons)
        return answer(f.PersonCards(items=tuple(_card(each) for each in await persons.find(me.workspace_id, ask.q))))

    async def consents(request: Request) -> Response:
        me = await keeper(edge, request)
        customer = await _customer(edge, request, me)
        said = await persons.consents(me.workspace_id, customer.id)
        return answer(f.ConsentCards(items=tuple(_consent(each) for each in said)))

    async def erased(request: Request) -> Response:
        me, ask = await keeper(edge, request), await read(request, f.AskErasure)
        customer = await _customer(edge, request, me)
        if ask.sure != customer.id:
            raise Refusal("bad_request", "sure")
        asked = Erasure(
            id=new_id("er"),
            workspace_id=me.workspace_id,
            subject=subject_of(me.workspace_id, customer.id),
            customer_id=customer.id,
            at=edge.room.clock.now(),
        )
        await hand(edge, request, me, "customer.erase", asked.subject).erasures.begin(asked)
        return answer(_erasure(await erase_person(edge.privacy.taking, asked)))

    async def listed(request: Request) -> Response:
        me = await keeper(edge, request)
        done = await edge.privacy.taking.erasures.done(me.workspace_id, 500)
        return answer(f.ErasureCards(items=tuple(_erasure(each) for each in done)))

    return [
        Route("/v1/admin/customers", found, methods=["GET"]),
        Route("/v1/admin/customers/{id}/consents", consents, methods=["GET"]),
        Route("/v1/admin/customers/{id}/export", _exporting(edge), methods=["GET"]),
        Route("/v1/admin/customers/{id}/erase", erased, methods=["POST"]),
        Route("/v1/admin/erasures", listed, methods=["GET"]),
    ]


def _exporting(edge: Edge) -> Callable[[Request], Awaitable[Response]]:
    async def exported(request: Request) -> Response:
        me = await keeper(edge, request)
        customer = await _customer(edge, request, me)
        subject = subject_of(me.workspace_id, customer.id)
        await hand(edge, request, me, "customer.export", subject).erasures.noted()
        async with AsyncExitStack() as held:
            path = held.enter_context(edge.privacy.spool.empty())
            await export_person(edge.privacy.taking, edge.privacy.persons, customer, path)
            rest = held.pop_all()

        async def chunks() -> AsyncIterator[bytes]:
            async with rest:
                with path.open("rb") as file:
                    while chunk := file.read(CHUNK):
                        yield chunk

        named_ = {"Content-Disposition": f'attachment; filename="{customer.id}.zip"', "Cache-Control": "no-store"}
        return StreamingResponse(chunks(), headers=named_, media_type="application/zip")

    return exported


async def keeper(edge: Edge, request: Request) -> Agent:
    """The caller, when they answer for what is known of people. Refuses `forbidden`."""
    session = await signed_in(edge, request)
    if "privacy" not in session.permissions:
        raise Refusal("forbidden", "role")
    return session.agent


async def _customer(edge: Edge, request: Request, me: Agent) -> Customer:
    return await edge.room.reads.customer(me.workspace_id, named(request, "customerId"))


def _card(customer: Customer) -> f.PersonCard:
    return f.PersonCard(**{name: getattr(customer, name) for name in f.PersonCard.__struct_fields__})


def _consent(consent: Consent) -> f.ConsentCard:
    return f.ConsentCard(**{name: getattr(consent, name) for name in f.ConsentCard.__struct_fields__})


def _erasure(erasure: Erasure) -> f.ErasureCard:
    return f.ErasureCard(**{name: getattr(erasure, name) for name in f.ErasureCard.__struct_fields__})
