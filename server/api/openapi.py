"""The HTTP edge as an OpenAPI 3.1 document, from the same types the routes decode and encode."""

from typing import Any

import msgspec
from msgspec import Struct

from server.api import (
    admin_forms,
    audit_forms,
    bridge_forms,
    coverage_forms,
    factor_forms,
    forms,
    invitation_forms,
    law_forms,
    privacy_forms,
    push_forms,
    replay_forms,
    role_forms,
    rule_forms,
    session_forms,
    shop_key_forms,
    sign_on_forms,
    translation_forms,
    verdict_forms,
    webhook_forms,
)
from server.compliance.dry import DryRun
from server.domain.errors import CODES
from server.protocol import VERSION, acks, bridge_acks, bridge_commands, commands
from server.protocol.catalog import COMMANDS
from server.protocol.schema import components, ref
from server.routing.comparing import Comparison

Doc = dict[str, Any]
PREFIX = "#/components/schemas/"

PLAIN: tuple[tuple[str, str, type[Struct] | None, type[Struct], str], ...] = (
    ("post", "/v1/customer/session", forms.AskSession, forms.CustomerSession, ""),
    ("post", "/v1/customer/session/end", forms.EndSession, acks.Done, ""),
    ("post", "/v1/agent/login", forms.Login, forms.SignedIn, ""),
    ("post", "/v1/agent/logout", None, forms.Left, "agent"),
    ("get", "/v1/agent/sign-on", None, sign_on_forms.Offer, ""),
    ("post", "/v1/agent/sign-on/begin", sign_on_forms.BeginSignOn, sign_on_forms.Onward, ""),
    ("post", "/v1/agent/sign-on/finish", sign_on_forms.FinishSignOn, sign_on_forms.Arrived, ""),
    ("post", "/v1/agent/sign-on/code", sign_on_forms.SignOnCode, sign_on_forms.Arrived, ""),
    ("get", "/v1/admin/sign-on", None, sign_on_forms.SignOnPage, "agent"),
    ("post", "/v1/admin/sign-on", sign_on_forms.AskSignOn, sign_on_forms.SignOnPage, "agent"),
    ("delete", "/v1/admin/sign-on", None, acks.Done, "agent"),
    ("post", "/v1/admin/sign-on/test", sign_on_forms.TrySignOn, sign_on_forms.Looked, "agent"),
    ("delete", "/v1/admin/agents/{id}/sign-on", None, acks.Done, "agent"),
    ("get", "/v1/agent/me", None, forms.SignedIn, "agent"),
    ("post", "/v1/agent/ticket", None, forms.Ticket, "agent"),
    ("get", "/v1/agent/sessions", None, session_forms.SessionCards, "agent"),
    ("delete", "/v1/agent/sessions", None, session_forms.Ended, "agent"),
    ("delete", "/v1/agent/sessions/{id}", None, acks.Done, "agent"),
    ("post", "/v1/agent/password", session_forms.NewPassword, forms.SignedIn, "agent"),
    ("get", "/v1/agent/push", None, push_forms.PushCard, "agent"),
    ("post", "/v1/agent/push", push_forms.AskPush, push_forms.PushCard, "agent"),
    ("delete", "/v1/agent/push", None, acks.Done, "agent"),
    ("post", "/v1/agent/watch", push_forms.AskWatch, acks.Done, "agent"),
    ("get", "/v1/agent/second-factor", None, factor_forms.FactorCard, "agent"),
    ("post", "/v1/agent/second-factor/begin", factor_forms.BeginFactor, factor_forms.FactorBegun, "agent"),
    ("post", "/v1/agent/second-factor/confirm", factor_forms.ConfirmFactor, factor_forms.FactorOn, "agent"),
    ("post", "/v1/agent/second-factor/end", factor_forms.EndFactor, acks.Done, "agent"),
    ("delete", "/v1/admin/agents/{id}/second-factor", None, acks.Done, "agent"),
    ("post", "/v1/agent/join", invitation_forms.Accept, invitation_forms.Joined, ""),
    ("get", "/v1/admin/invitations", None, invitation_forms.InvitationCards, "agent"),
    ("post", "/v1/admin/invitations", invitation_forms.AskInvitation, invitation_forms.Invited, "agent"),
    ("delete", "/v1/admin/invitations/{id}", None, acks.Done, "agent"),
    ("get", "/v1/agent/directory", None, forms.Directory, "agent"),
    ("get", "/v1/agent/coverage", None, coverage_forms.CoverageView, "agent"),
    ("get", "/v1/agent/customers/{id}", None, forms.CustomerPage, "agent"),
    ("get", "/v1/agent/law", None, law_forms.LawCard, "agent"),
    ("get", "/v1/admin/audit", None, audit_forms.AuditPage, "agent"),
    ("get", "/v1/admin/customers", None, privacy_forms.PersonCards, "agent"),
    ("get", "/v1/admin/customers/{id}/consents", None, privacy_forms.ConsentCards, "agent"),
    ("post", "/v1/admin/customers/{id}/erase", privacy_forms.AskErasure, privacy_forms.ErasureCard, "agent"),
    ("get", "/v1/admin/erasures", None, privacy_forms.ErasureCards, "agent"),
    ("get", "/v1/admin/agents", None, admin_forms.AgentCards, "agent"),
    ("post", "/v1/admin/agents", admin_forms.AskAgent, admin_forms.AgentCard, "agent"),
    ("patch", "/v1/admin/agents/{id}", admin_forms.ChangeAgent, admin_forms.AgentCard, "agent"),
    ("get", "/v1/admin/roles", None, role_forms.RoleCards, "agent"),
    ("post", "/v1/admin/roles", role_forms.AskRole, role_forms.RoleCard, "agent"),
    ("patch", "/v1/admin/roles/{id}", role_forms.ChangeRole, role_forms.RoleCard, "agent"),
    ("delete", "/v1/admin/roles/{id}", None, acks.Done, "agent"),
    ("get", "/v1/admin/teams", None, admin_forms.TeamCards, "agent"),
    ("post", "/v1/admin/teams", admin_forms.AskTeam, forms.TeamView, "agent"),
    ("patch", "/v1/admin/teams/{id}", admin_forms.ChangeTeam, forms.TeamView, "agent"),
    ("get", "/v1/admin/shops", None, admin_forms.ShopCards, "agent"),
    ("post", "/v1/admin/shops", admin_forms.AskShop, admin_forms.ShopCard, "agent"),
    ("patch", "/v1/admin/shops/{id}", admin_forms.ChangeShop, admin_forms.ShopCard, "agent"),
    ("get", "/v1/admin/shops/{id}/keys", None, shop_key_forms.KeyCards, "agent"),
    ("post", "/v1/admin/shops/{id}/keys", shop_key_forms.AskKey, shop_key_forms.NewKey, "agent"),
    ("post", "/v1/admin/shop-keys/{id}/rotate", shop_key_forms.RotateKey, shop_key_forms.NewKey, "agent"),
    ("delete", "/v1/admin/shop-keys/{id}", None, acks.Done, "agent"),
    ("post", "/v1/admin/bridges", admin_forms.AskBridge, admin_forms.BridgeCard, "agent"),
    ("get", "/v1/admin/policy", None, admin_forms.PolicyCard, "agent"),
    ("patch", "/v1/admin/policy", admin_forms.ChangePolicy, admin_forms.PolicyCard, "agent"),
    ("post", "/v1/admin/routing/replay", replay_forms.AskReplay, Comparison, "agent"),
    ("get", "/v1/agent/rule-words", None, rule_forms.RuleWords, "agent"),
    ("get", "/v1/admin/packs", None, rule_forms.RulesPage, "agent"),
    ("post", "/v1/admin/packs", rule_forms.AskPack, rule_forms.RulesPage, "agent"),
    ("get", "/v1/admin/packs/{id}", None, rule_forms.PackText, "agent"),
    ("delete", "/v1/admin/packs/{id}", None, acks.Done, "agent"),
    ("post", "/v1/admin/overrides", rule_forms.AskOverride, rule_forms.RulesPage, "agent"),
    ("delete", "/v1/admin/overrides/{id}", None, acks.Done, "agent"),
    ("post", "/v1/admin/rules/dry-run", rule_forms.AskDryRun, DryRun, "agent"),
    ("get", "/v1/admin/verdicts", None, verdict_forms.VerdictPage, "agent"),
    ("get", "/v1/admin/verdicts/seal", None, verdict_forms.SealState, "agent"),
    ("get", "/v1/admin/bridges", None, bridge_forms.BridgePages, "agent"),
    ("patch", "/v1/admin/bridges/{id}", bridge_forms.ChangeBridge, bridge_forms.BridgePage, "agent"),
    ("post", "/v1/admin/bridges/{id}/tokens", bridge_forms.AskToken, bridge_forms.NewToken, "agent"),
    ("post", "/v1/admin/bridge-tokens/{id}/end", bridge_forms.EndToken, bridge_forms.TokenCard, "agent"),
    ("get", "/v1/admin/bridges/{id}/dead", None, bridge_forms.DeadLetters, "agent"),
    ("post", "/v1/admin/bridges/{id}/replay", bridge_forms.Replay, bridge_forms.Replayed, "agent"),
    ("post", "/v1/bridge/messages", bridge_commands.Deliver, acks.Sent, "bridge"),
    ("get", "/v1/bridge/deliveries", None, acks.Deliveries, "bridge"),
    ("post", "/v1/bridge/receipts", bridge_commands.Report, acks.Done, "bridge"),
    ("get", "/v1/bridge/erasures", None, bridge_acks.ForgettingList, "bridge"),
    ("post", "/v1/bridge/forgotten", bridge_commands.Forgotten, acks.Done, "bridge"),
    ("post", "/v1/bridge/files", commands.Attach, acks.Prepared, "bridge"),
    ("get", "/v1/bridge/files/{id}", None, acks.Linked, "bridge"),
    ("get", "/v1/admin/translation", None, translation_forms.TranslationPage, "agent"),
    ("post", "/v1/admin/engines", translation_forms.AskEngine, translation_forms.EngineCard, "agent"),
    ("post", "/v1/admin/engine-order", translation_forms.OrderEngines, acks.Done, "agent"),
    (
        "patch",
        "/v1/admin/engines/{id}",
        translation_forms.ChangeEngine,
        translation_forms.EngineCard,
        "agent",
    ),
    ("delete", "/v1/admin/engines/{id}", None, acks.Done, "agent"),
    ("post", "/v1/admin/translation/try", translation_forms.AskTry, translation_forms.Tried, "agent"),
    ("get", "/v1/admin/terms", None, translation_forms.TermCards, "agent"),
    ("post", "/v1/admin/terms", translation_forms.AskTerm, translation_forms.TermCard, "agent"),
    ("delete", "/v1/admin/terms/{id}", None, acks.Done, "agent"),
    ("get", "/v1/admin/corrections", None, translation_forms.CorrectionCards, "agent"),
    ("post", "/v1/admin/corrections/{id}", translation_forms.DecideCorrection, acks.Done, "agent"),
    ("get", "/v1/admin/webhooks", None, webhook_forms.WebhookCards, "agent"),
    ("post", "/v1/admin/webhooks", webhook_forms.AskWebhook, webhook_forms.NewSecret, "agent"),
    ("patch", "/v1/admin/webhooks/{id}", webhook_forms.ChangeWebhook, webhook_forms.WebhookCard, "agent"),
    ("delete", "/v1/admin/webhooks/{id}", None, acks.Done, "agent"),
    ("post", "/v1/admin/webhooks/{id}/rotate", webhook_forms.Rotate, webhook_forms.NewSecret, "agent"),
    ("get", "/v1/admin/webhooks/{id}/events", None, webhook_forms.EventCards, "agent"),
    ("post", "/v1/admin/webhooks/{id}/resend", webhook_forms.Resend, webhook_forms.Resent, "agent"),
    ("get", "/v1/admin/webhook-events/{id}", None, webhook_forms.EventPage, "agent"),
    ("post", "/v1/admin/webhook-events/{id}/resend", webhook_forms.Nothing, webhook_forms.Resent, "agent"),
)

QUERIES: dict[str, type[Struct]] = {
    "/v1/admin/audit": audit_forms.AskAudit,
    "/v1/admin/customers": privacy_forms.AskPersons,
    "/v1/agent/coverage": coverage_forms.AskCoverage,
    "/v1/agent/sign-on": sign_on_forms.AskOffer,
    "/v1/admin/webhooks/{id}/events": webhook_forms.AskEvents,
    "/v1/admin/bridges/{id}/dead": bridge_forms.AskDead,
    "/v1/bridge/deliveries": bridge_commands.Pending,
    "/v1/bridge/erasures": bridge_commands.Forgettings,
}
"""What a route takes in its query."""

SCHEMES: Doc = {
    "customer": {"type": "http", "scheme": "bearer"},
    "bridge": {"type": "http", "scheme": "bearer"},
    "agent": {"type": "apiKey", "in": "cookie", "name": "tw_session"},
    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF"},
}


def document() -> Doc:
    """The whole document."""
    paths: dict[str, Doc] = {}
    for method, path, ask, given, door in PLAIN:
        paths.setdefault(path, {})[method] = _operation(path, ask, given, door, method=method)
    for row in COMMANDS:
        for door, given in row.answers.items():
            path = f"/v1/{door}/commands/{row.name}"
            doc = " ".join((row.ask.__doc__ or "").split())
            paths[path] = {"post": _operation(path, row.ask, given, door, summary=doc)}
    for path in ("/health/live", "/health/ready"):
        paths[path] = {"get": {"responses": {"200": _json({"type": "object"}), "503": _json({"type": "object"})}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tradewind", "version": str(VERSION), "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "components": {"schemas": _schemas(), "securitySchemes": SCHEMES},
    }


def _schemas() -> Doc:
    types = [t for _, _, ask, given, _ in PLAIN for t in (ask, given) if t is not None]
    _, named = msgspec.json.schema_components(types, ref_template=PREFIX + "{name}")
    return dict(sorted((components(PREFIX) | named).items()))


def _operation(path: str, ask: type[Struct] | None, given: type[Struct], door: str, **more: str) -> Doc:
    method = more.get("method", "post")
    operation: Doc = {
        "summary": more.get("summary") or " ".join((given.__doc__ or "").split()),
        "responses": {"200": _json(ref(given, PREFIX)), **_refusals()},
    }
    if ask is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": ref(ask, PREFIX)}},
        }
    if door == "agent":
        operation["security"] = [{"agent": []} if method == "get" else {"agent": [], "csrf": []}]
    elif door:
        operation["security"] = [{door: []}]
    if parameters := _parameters(path):
        operation["parameters"] = parameters
    return operation


def _parameters(path: str) -> list[Doc]:
    found: list[Doc] = []
    if "{id}" in path:
        schema = {"type": "string", "minLength": 1, "maxLength": 64}
        found.append({"name": "id", "in": "path", "required": True, "schema": schema})
    if path in QUERIES:
        asked = msgspec.json.schema(QUERIES[path])["$defs"][QUERIES[path].__name__]
        for name, field in asked["properties"].items():
            needed = {"required": True} if name in asked.get("required", ()) else {}
            found.append({"name": name, "in": "query", "schema": field} | needed)
    return found


def _refusals() -> Doc:
    refused = _json(ref(acks.Refused, PREFIX))
    return {str(status): refused for status in sorted({code.http for code in CODES.values()} | {405})}


def _json(schema: Doc) -> Doc:
    return {"description": "JSON", "content": {"application/json": {"schema": schema}}}
