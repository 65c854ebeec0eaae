"""The agent's HTTP door: login, who one is, a ticket for the socket, the directory."""

from msgspec import UNSET
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api.answers import answer, read
from server.api.edge import COOKIE, Edge, address_of, caller, signed_in
from server.api.forms import (
    CustomerCard,
    CustomerPage,
    DeskRole,
    DeskShop,
    Directory,
    Left,
    Login,
    Me,
    ProfileView,
    SignedIn,
    SignedView,
    TeamView,
    Ticket,
    WorkspaceView,
)
from server.domain.addresses import household
from server.domain.errors import Refusal
from server.domain.profile import Profile
from server.domain.rights import may_see
from server.fanout.views import summary
from server.identity.doors import actor_of
from server.identity.logins import Knock
from server.store.sessions import Session

KNOWN = "tw_known"


def routes(edge: Edge) -> list[Route]:
    """The agents' routes."""
    return [*_door(edge), *_facts(edge)]


def _door(edge: Edge) -> list[Route]:
    async def login(request: Request) -> Response:
        ask = await read(request, Login)
        address = address_of(request)
        patient(edge, request, ask)
        knock = Knock(request.headers.get("user-agent", ""), address, request.cookies.get(COOKIE, ""), ask.code)
        token, session = await edge.doors.logins.login(ask.workspace, ask.email, ask.password, knock)
        account = f"{ask.workspace}:{ask.email.lower()}"
        return _remembered(edge, await let_in(edge, session, token), account)

    async def logout(request: Request) -> Response:
        session = await signed_in(edge, request, bare=True)
        onward = await edge.sign_on.leaving(session)
        await edge.doors.logins.sessions.close(session.agent.id, session.id)
        await edge.signed_out(session.agent)
        response = answer(Left(url=onward or UNSET))
        response.delete_cookie(COOKIE, path="/")
        return response

    async def me(request: Request) -> Response:
        return answer(await signed_in_card(edge, await signed_in(edge, request, bare=True)))

    async def ticket(request: Request) -> Response:
        word, until = edge.doors.logins.ticket(await signed_in(edge, request))
        return answer(Ticket(ticket=word, expires_at=until))

    return [
        Route("/v1/agent/login", login, methods=["POST"]),
        Route("/v1/agent/logout", logout, methods=["POST"]),
        Route("/v1/agent/me", me, methods=["GET"]),
        Route("/v1/agent/ticket", ticket, methods=["POST"]),
    ]


def _facts(edge: Edge) -> list[Route]:
    desk = edge.room.desk

    async def directory(request: Request) -> Response:
        me = await caller(edge, request, "agent")
        mine = me.workspace_id
        policy, roles = (await desk.workspace(mine)).policy, await edge.roles.all(mine)
        shops = [shop for shop in await desk.shops(mine) if not me.shop_ids or shop.id in me.shop_ids]
        return answer(
            Directory(
                teams=tuple(TeamView(id=team.id, name=team.name) for team in await desk.teams(mine)),
                shops=tuple(DeskShop(id=s.id, name=s.name, market=s.market, channel=s.channel) for s in shops),
                languages=policy.languages,
                roles=tuple(DeskRole(id=role.id, name=role.name) for role in roles),
                queues=tuple(queue.name for queue in policy.routing.queues),
            )
        )

    async def customer(request: Request) -> Response:
        me = await caller(edge, request, "agent")
        mine, id = me.workspace_id, str(request.path_params["id"])
        if not id.isprintable():
            raise Refusal("not_found", "customerId")
        found = await edge.room.reads.customer(mine, id)
        card = CustomerCard(**{name: getattr(found, name) for name in CustomerCard.__struct_fields__})
        said = [c for c in await edge.room.reads.of_customer(mine, found.id) if may_see(me, c)]
        if me.shop_ids and not said:
            raise Refusal("not_found", "customerId")
        profile = _profile(await edge.room.shoppers.profiles.of(mine, found.id))
        return answer(CustomerPage(customer=card, profile=profile, conversations=tuple(summary(c) for c in said)))

    return [
        Route("/v1/agent/directory", directory, methods=["GET"]),
        Route("/v1/agent/customers/{id}", customer, methods=["GET"]),
    ]


def _profile(known: Profile) -> ProfileView:
    fields = {name: getattr(known, name) for name in ProfileView.__struct_fields__}
    if signed := known.signed:
        fields["signed"] = SignedView(**{name: getattr(signed, name) for name in SignedView.__struct_fields__})
    return ProfileView(**fields)


def patient(edge: Edge, request: Request, ask: Login) -> None:
    """Spend the patience a try at a login costs: of this place with this account, of the address, and of the account.

    A browser that was in before spends a patience of its own instead of the account's: no stranger locks its owner out.
    """
    address, account = household(address_of(request)), f"{ask.workspace}:{ask.email.lower()}"
    edge.throttles.guess(f"{address}:{account}", 1)
    edge.throttles.address(address, 1)
    known = edge.doors.logins.knows(request.cookies.get(KNOWN, ""), account)
    edge.throttles.account(f"{known}:{account}", 1)


async def let_in(edge: Edge, session: Session, token: str) -> Response:
    """Who one is, and the cookie that proves it from now on."""
    return with_cookie(edge, answer(await signed_in_card(edge, session)), token)


def with_cookie(edge: Edge, response: Response, token: str) -> Response:
    """The answer with the cookie that proves who one is from now on."""
    age = edge.doors.logins.sessions.options.longest // 1000
    response.set_cookie(COOKIE, token, max_age=age, httponly=True, samesite="lax", secure=edge.secure, path="/")
    return response


def _remembered(edge: Edge, response: Response, account: str) -> Response:
    """The answer with the cookie by which this browser is known at its next login; it opens nothing."""
    word, seconds = edge.doors.logins.known(account)
    response.set_cookie(
        KNOWN, word, max_age=seconds, httponly=True, samesite="lax", secure=edge.secure, path="/v1/agent/login"
    )
    return response


async def signed_in_card(edge: Edge, session: Session) -> SignedIn:
    """Who one is, and where."""
    workspace = await edge.room.desk.workspace(session.agent.workspace_id)
    return SignedIn(
        me=_me(session),
        workspace=WorkspaceView(id=workspace.id, slug=workspace.slug, name=workspace.name),
        csrf=session.csrf,
    )


def _me(session: Session) -> Me:
    actor = actor_of(session.agent, session.id, session.permissions)
    own = {
        name: getattr(session.agent, name) for name in Me.__struct_fields__ if name not in ("permissions", "shop_ids")
    }
    return Me(**own, permissions=actor.permissions, shop_ids=actor.shop_ids)
