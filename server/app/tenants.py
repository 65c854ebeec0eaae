"""A desk of one's own: a workspace, its first shop, its first admin."""

import re
import secrets

from server.app.store import Store
from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Agent
from server.domain.workspace import Shop, Workspace
from server.identity.passwords import Passwords
from server.store.plant import Plant, plant

SLUG = re.compile("[a-z0-9][a-z0-9-]{1,40}")


async def make_workspace(store: Store, passwords: Passwords, clock: Clock, wish: tuple[str, str, str]) -> str:
    """Make it from (slug, name, e-mail); answers what its owner must know. The password is shown this once."""
    slug, name, email = wish
    if not SLUG.fullmatch(slug) or "@" not in email:
        raise Refusal("bad_request", "a slug is a-z, 0-9 and -, an e-mail has an @")
    if any(workspace.slug == slug for workspace in await store.desk.workspaces()):
        raise Refusal("conflict", f"there is a workspace {slug!r} already")
    workspace = Workspace(id=new_id("ws"), slug=slug, name=name, epoch=new_id("ep"))
    shop = Shop(id=new_id("sh"), workspace_id=workspace.id, key=new_id("shop"), name=name, market="US", locale="en")
    admin = Agent(
        id=new_id("ag"), workspace_id=workspace.id, email=email.lower(), name=email.split("@")[0], role="admin"
    )
    password = secrets.token_urlsafe(12)
    made = Plant(
        workspace=workspace,
        shops=(shop,),
        agents=(admin,),
        passwords={admin.id: await passwords.hash(password)},
    )
    await plant(store.records, made, clock.now())
    return (
        f"Workspace {slug}. Log in at /console/ as {admin.email} with the password {password}\n"
        f'The widget: <script async src="/widget/loader.js" data-shop="{shop.key}"></script>\n'
        "People, teams, shops, bridges and rules: /v1/admin/..., described in /openapi.json"
    )
