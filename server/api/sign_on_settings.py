"""A desk's provider of single sign-on. Whoever sets it decides who comes in as whom, so only who may do everything does."""

from msgspec import UNSET, Struct
from msgspec.structs import asdict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import sign_on_forms as f
from server.api.admin import hand, leader, named
from server.api.answers import answer, read
from server.api.edge import Edge
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Agent
from server.domain.permissions import EVERY, within
from server.protocol.acks import Done
from server.store.sign_on import SignOn


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/sign-on...`, `/v1/admin/agents/{id}/sign-on`."""
    door = edge.sign_on

    async def one(request: Request) -> Response:
        if request.method == "GET":
            return answer(_page(edge, await door.sign_ons.of((await leader(edge, request, "roles")).workspace_id)))
        me = await _lord(edge, request)
        before = await door.sign_ons.of(me.workspace_id)
        if request.method == "DELETE":
            if before is None:
                raise Refusal("not_found", "signOnId")
            await hand(edge, request, me, "sso.remove", before.id).sign_ons.remove(before)
            return answer(Done())
        wanted = await _wanted(edge, me, before, await read(request, f.AskSignOn))
        deed = "sso.change" if before else "sso.add"
        await hand(edge, request, me, deed, wanted.id).sign_ons.put(wanted)
        if wanted.active and wanted.only:
            await _end_passwords(edge, me, wanted)
        return answer(_page(edge, wanted))

    async def tried(request: Request) -> Response:
        me, ask = await _lord(edge, request), await read(request, f.TrySignOn)
        edge.throttles.guess(f"sign-on:{me.id}", 1)
        before = await door.sign_ons.of(me.workspace_id)
        fields: dict[str, object] = {"issuer": ask.issuer, "client_id": ask.client_id, "name": ""}
        return answer(await _looked(edge, _row(edge, me, before, ask, fields)))

    async def unlinked(request: Request) -> Response:
        me, id = await _lord(edge, request), named(request, "agentId")
        agent = await edge.admin.agent(me.workspace_id, id)
        await hand(edge, request, me, "provider.unlink", id).sign_ons.unlink(agent)
        return answer(Done())

    return [
        Route("/v1/admin/sign-on", one, methods=["GET", "POST", "DELETE"]),
        Route("/v1/admin/sign-on/test", tried, methods=["POST"]),
        Route("/v1/admin/agents/{id}/sign-on", unlinked, methods=["DELETE"]),
    ]


async def _lord(edge: Edge, request: Request) -> Agent:
    me = await leader(edge, request, "roles")
    if not within(EVERY, await edge.room.desk.permissions(me)):
        raise Refusal("forbidden", "role")
    return me


async def _wanted(edge: Edge, me: Agent, before: SignOn | None, ask: f.AskSignOn) -> SignOn:
    """What was asked for, if it makes sense: a role there is, a spare key before passwords open nothing. Refuses the place."""
    if not edge.sign_on.providers.safe(ask.issuer):
        raise Refusal("bad_request", "issuer")
    if ask.newcomers == "create" and not ask.domains:
        raise Refusal("bad_request", "domains")
    await edge.room.desk.permissions(Agent(id="", workspace_id=me.workspace_id, email="", name="", role=ask.role))
    if ask.only:
        await _check_opener(edge, me, ask.opener)
    fields = {name: value for name, value in asdict(ask).items() if name != "client_secret"}
    fields["domains"] = tuple(dict.fromkeys(ask.domains))
    return _row(edge, me, before, ask, fields)


def _row(edge: Edge, me: Agent, before: SignOn | None, ask: Struct, fields: dict[str, object]) -> SignOn:
    """With its secret sealed. A secret that was kept is not told to another provider."""
    id, secret = before.id if before else new_id("so"), getattr(ask, "client_secret", UNSET)
    if secret is UNSET:
        same = before is not None and (before.issuer, before.client_id) == (fields["issuer"], fields["client_id"])
        kept = before.client_secret if before and same else ""
    else:
        kept = edge.sign_on.secrets.vault.seal(secret.encode(), "sso", id) if secret else ""
    row = {"id": id, "workspace_id": me.workspace_id, "client_secret": kept, "changed_at": edge.room.clock.now()}
    return SignOn(**row, **fields)  # type: ignore[arg-type]


async def _check_opener(edge: Edge, me: Agent, id: str) -> None:
    """Whose password still opens must be an active person who may do everything, and has one."""
    try:
        agent = await edge.room.desk.agent(me.workspace_id, id)
    except Refusal:
        raise Refusal("bad_request", "opener") from None
    mighty = within(EVERY, await edge.room.desk.permissions(agent))
    if not mighty or not await edge.room.desk.password_of(agent):
        raise Refusal("bad_request", "opener")


async def _end_passwords(edge: Edge, me: Agent, wanted: SignOn) -> None:
    """Whoever came in by a password, but the spare key's owner and who turns it off just now, comes in anew."""
    kept = (wanted.opener, me.id)
    for agent in await edge.doors.logins.sessions.close_passwords(me.workspace_id, kept):
        await edge.signed_out(agent)


async def _looked(edge: Edge, row: SignOn) -> f.Looked:
    """Discovery, the keys, and whether the provider knows the client: asked now, nothing remembered."""
    door = edge.sign_on
    try:
        facts = await door.providers.look(row.issuer)
        await door.providers.look_at_keys(facts)
        if not await door.exchange.knows_us(row, facts, door.back):
            raise Refusal("unavailable", "provider.client")
    except Refusal as refusal:
        if refusal.code != "unavailable":
            raise
        return f.Looked(ok=False, why=refusal.detail)
    pkce = "S256" in facts.code_challenge_methods_supported
    return f.Looked(ok=True, pkce=pkce, leaves=bool(facts.end_session_endpoint))


def _page(edge: Edge, row: SignOn | None) -> f.SignOnPage:
    try:
        back = edge.sign_on.back
    except Refusal:
        back = ""
    if row is None:
        return f.SignOnPage(provider=None, redirect_uri=back)
    own = {name: getattr(row, name) for name in f.SignOnCard.__struct_fields__ if name != "secret"}
    return f.SignOnPage(provider=f.SignOnCard(**own, secret=bool(row.client_secret)), redirect_uri=back)
