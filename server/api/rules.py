"""The rules of a desk: which packs count, its own packs and overrides, and what other rules would have said."""

from datetime import UTC, datetime

from msgspec import UNSET
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import rule_forms as f
from server.api.admin import hand, leader, named
from server.api.answers import RULES_BODY, answer, queried, read
from server.api.edge import Edge, caller
from server.api.replaying import past
from server.compliance.dry import DryWish
from server.compliance.loading import PackError
from server.compliance.pack import CATEGORIES, Pack
from server.compliance.tenant import pack_id
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.overrides import Override
from server.domain.people import Agent
from server.protocol.acks import Done
from server.store.desk_rules import PackRow

LONGEST_OVERRIDE_MS = 366 * 86_400_000


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/packs...`, `/v1/admin/overrides...`, `/v1/admin/rules/dry-run`, `/v1/agent/rule-words`."""
    return [*_packs(edge), *_overrides(edge)]


def _packs(edge: Edge) -> list[Route]:
    desk = edge.rules

    async def packs(request: Request) -> Response:
        if request.method == "GET":
            return answer(await _page(edge, await leader(edge, request, "setup")))
        me, ask = await leader(edge, request, "roles"), await read(request, f.AskPack, RULES_BODY)
        row = _row(edge, me, ask.source)
        await _tried(edge, me, row)
        await hand(edge, request, me, "pack.add", row.id).rules.keep_pack(row)
        await desk.look()
        return answer(await _page(edge, me))

    async def words(request: Request) -> Response:
        me, ask = await caller(edge, request, "agent"), queried(request, f.AskWords)
        return answer(f.RuleWords(items=_words(edge, me.workspace_id, ask.language)))

    async def pack(request: Request) -> Response:
        id = named(request, "packId")
        if request.method == "GET":
            me = await leader(edge, request, "setup")
            found = next((row for row in await desk.rules.packs(me.workspace_id) if row.id == id), None)
            if found is None:
                raise Refusal("not_found", "packId")
            return answer(f.PackText(source=found.source))
        me = await leader(edge, request, "roles")
        await hand(edge, request, me, "pack.remove", id).rules.end_pack(me.workspace_id, id, edge.room.clock.now())
        await desk.look()
        return answer(Done())

    return [
        Route("/v1/agent/rule-words", words, methods=["GET"]),
        Route("/v1/admin/packs", packs, methods=["GET", "POST"]),
        Route("/v1/admin/packs/{id}", pack, methods=["GET", "DELETE"]),
    ]


def _overrides(edge: Edge) -> list[Route]:
    desk = edge.rules

    async def override(request: Request) -> Response:
        me = await leader(edge, request, "setup")
        asked = await _override(edge, me, await read(request, f.AskOverride))
        await hand(edge, request, me, "override.add", asked.id).rules.keep_override(asked)
        await desk.look()
        return answer(await _page(edge, me))

    async def end(request: Request) -> Response:
        me, id = await leader(edge, request, "setup"), named(request, "overrideId")
        kept = next((each for each in await desk.rules.overrides(me.workspace_id) if each.id == id), None)
        if kept and not kept.signed and not await _signs(edge, me):
            raise Refusal("forbidden", "overrideId")
        await hand(edge, request, me, "override.remove", id).rules.end_override(
            me.workspace_id, id, edge.room.clock.now()
        )
        await desk.look()
        return answer(Done())

    async def dry(request: Request) -> Response:
        me, ask = await leader(edge, request, "setup"), await read(request, f.AskDryRun, RULES_BODY)
        return answer(await desk.dry(await _wish(edge, me, ask)))

    return [
        Route("/v1/admin/overrides", override, methods=["POST"]),
        Route("/v1/admin/overrides/{id}", end, methods=["DELETE"]),
        Route("/v1/admin/rules/dry-run", dry, methods=["POST"]),
    ]


def _words(edge: Edge, workspace_id: str, language: str) -> dict[str, str]:
    desks = edge.rules.desks
    own = desks.of(workspace_id).own
    told = {
        f"{pack.id}.{rule.id}": pack.text.get(rule.message, {})
        for pack in (*desks.house.packs, *(own.packs if own else ()))
        for rule in pack.rule
    }
    return {name: said for name, texts in told.items() if (said := texts.get(language) or texts.get("en"))}


async def _signs(edge: Edge, me: Agent) -> bool:
    """Whether somebody may make rules milder: who may make roles may."""
    return "roles" in await edge.room.desk.permissions(me)


def _row(edge: Edge, me: Agent, source: str) -> PackRow:
    return PackRow(
        id=new_id("pk"),
        workspace_id=me.workspace_id,
        name=pack_id(source),
        source=source,
        created_by=me.id,
        created_at=edge.room.clock.now(),
    )


async def _tried(edge: Edge, me: Agent, row: PackRow) -> None:
    """Refuses `bad_request` with `name.toml:line: reason`."""
    try:
        await edge.rules.tried(me.workspace_id, row)
    except PackError as error:
        raise Refusal("bad_request", str(error)) from None


async def _override(edge: Edge, me: Agent, ask: f.AskOverride) -> Override:
    now, mine = edge.room.clock.now(), me.workspace_id
    if not now < ask.until <= now + LONGEST_OVERRIDE_MS:
        raise Refusal("bad_request", "until")
    if ask.signed and not await _signs(edge, me):
        raise Refusal("forbidden", "signed")
    if ask.shop_id and ask.shop_id not in {shop.id for shop in await edge.room.desk.shops(mine)}:
        raise Refusal("not_found", "shopId")
    own = edge.rules.desks.of(mine).own
    rules = {f"{p.id}.{r.id}" for p in (*edge.rules.desks.house.packs, *(own.packs if own else ())) for r in p.rule}
    if ask.about not in rules | CATEGORIES:
        raise Refusal("not_found", "about")
    return Override(
        id=new_id("ov"),
        workspace_id=mine,
        shop_id=ask.shop_id,
        about=ask.about,
        action=ask.action,
        signed=ask.signed,
        reason=ask.reason,
        until=ask.until,
        created_by=me.id,
        created_at=now,
    )


async def _wish(edge: Edge, me: Agent, ask: f.AskDryRun) -> DryWish:
    until = past(ask.since, ask.until, edge.room.clock.now())
    source = "" if ask.pack is UNSET else ask.pack
    if source:
        await _tried(edge, me, _row(edge, me, source))
    overrides = None
    if ask.override is not UNSET:
        more = await _override(edge, me, ask.override)
        kept = await edge.rules.rules.overrides(me.workspace_id)
        overrides = (more, *(o for o in kept if (o.shop_id, o.about) != (more.shop_id, more.about)))
    return DryWish(workspace_id=me.workspace_id, since=ask.since, until=until, pack=source, overrides=overrides)


async def _page(edge: Edge, me: Agent) -> f.RulesPage:
    desk, now = edge.rules, edge.room.clock.now()
    own = desk.desks.of(me.workspace_id).own
    rows = {row.name: row for row in await desk.rules.packs(me.workspace_id)}
    mine = [_card(pack, rows[pack.id], now) for pack in (own.packs if own else ()) if pack.id in rows]
    trouble = desk.trouble(me.workspace_id)
    unused = [f.UnusedPack(id=rows[name].id, name=name, reason=why) for name, why in trouble.items() if name in rows]
    return f.RulesPage(
        packs=(*mine, *(_card(pack, None, now) for pack in desk.desks.house.packs)),
        unused=tuple(unused),
        overrides=tuple(_kept(each, now) for each in await desk.rules.overrides(me.workspace_id)),
        may_sign=await _signs(edge, me),
    )


def _card(pack: Pack, row: PackRow | None, now: int) -> f.PackCard:
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    return f.PackCard(
        name=pack.id,
        title=pack.title,
        version=pack.version,
        source=pack.source,
        as_of=pack.as_of.isoformat(),
        review_after=pack.review_after.isoformat(),
        stale=pack.stale(today),
        valid_from=pack.valid_from.isoformat() if pack.valid_from else "",
        valid_until=pack.valid_until.isoformat() if pack.valid_until else "",
        time="early" if pack.early(today) else "expired" if pack.expired(today) else "now",
        rules=tuple(rule.id for rule in pack.rule),
        categories=tuple(sorted({rule.category for rule in pack.rule})),
        kind="platform" if pack.platform else "market" if pack.market else "rules",
        own=row is not None,
        id=row.id if row else "",
        created_at=row.created_at if row else 0,
    )


def _kept(each: Override, now: int) -> f.OverrideCard:
    fields = {name: getattr(each, name) for name in f.OverrideCard.__struct_fields__ if name != "over"}
    return f.OverrideCard(**fields, over=now >= each.until)
