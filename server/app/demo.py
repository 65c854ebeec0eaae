"""The demo workspace: a shop, its people in four time zones, a marketplace bridge. Only where it was asked for."""

from server.api.forms import DemoLogin, DemoLogins
from server.domain.clock import Clock
from server.domain.hours import Hours, Shift
from server.domain.ids import derived_id
from server.domain.language import Speaks
from server.domain.people import Agent
from server.domain.workspace import Policy, Shop, Workspace
from server.identity.doors import hashed
from server.identity.passwords import Passwords
from server.store.desk import Bridge, Desk, Team
from server.store.plant import Plant, plant
from server.store.records import Records

SLUG = "demo"
PASSWORD = "tradewind-demo"  # noqa: S105 - it is printed for everybody to see
BRIDGE_TOKEN = "demo-bridge-token"  # noqa: S105 - not a secret
WORKSPACE = derived_id("ws", SLUG)
SHOP = derived_id("sh", SLUG, "web")
MARKET_SHOP = derived_id("sh", SLUG, "amazon")
SALES = Team(derived_id("tm", SLUG, "sales"), "Sales")
AFTER_SALES = Team(derived_id("tm", SLUG, "after-sales"), "After-sales")


def _agent(email: str, name: str, *, locale: str, zone: str, speaks: dict[str, int], **more: object) -> Agent:
    return Agent(
        id=derived_id("ag", SLUG, email),
        workspace_id=WORKSPACE,
        email=f"{email}@demo.example",
        name=name,
        locale=locale,
        time_zone=zone,
        languages=tuple(Speaks(language, level) for language, level in speaks.items()),
        team_ids=(SALES.id, AFTER_SALES.id),
        **more,  # type: ignore[arg-type]
    )


def _week(start: int, end: int, holidays: str) -> Hours:
    """Monday to Friday from one full hour to another; an earlier `end` is on the next morning."""
    return Hours(shifts=tuple(Shift(day, start * 60, end * 60) for day in range(5)), holidays=holidays)


PEOPLE = (
    _agent("lin", "Lin Yue", locale="zh", zone="Asia/Shanghai", speaks={"zh": 5, "en": 3}),
    _agent("sofia", "Sofía Reyes", locale="es", zone="America/Mexico_City", speaks={"es": 5, "en": 5}),
    _agent("jonas", "Jonas Weber", locale="de", zone="Europe/Berlin", speaks={"de": 5, "fr": 4}),
    _agent("amara", "Amara Okoye", locale="en", zone="Europe/London", speaks={"en": 5}, role="supervisor", capacity=8),
)
COLLEAGUES = (
    _agent("hana", "Hana Satō", locale="ja", zone="Asia/Tokyo", speaks={"ja": 5, "en": 3}, hours=_week(9, 18, "JP")),
    _agent(
        "minjun", "Park Min-jun", locale="ko", zone="Asia/Seoul", speaks={"ko": 5, "ja": 3}, hours=_week(13, 22, "KR")
    ),
    _agent(
        "aylin",
        "Aylin Demir",
        locale="tr",
        zone="Europe/Istanbul",
        speaks={"tr": 5, "ar": 4},
        hours=_week(10, 19, "TR"),
    ),
    _agent(
        "giulia", "Giulia Conti", locale="it", zone="Europe/Rome", speaks={"it": 5, "fr": 4}, hours=_week(8, 17, "IT")
    ),
    _agent(
        "rafael",
        "Rafael Lima",
        locale="pt",
        zone="America/Sao_Paulo",
        speaks={"pt": 5, "es": 4},
        hours=_week(9, 18, "BR"),
    ),
    _agent(
        "irina", "Irina Volkova", locale="ru", zone="Asia/Almaty", speaks={"ru": 5, "en": 4}, hours=_week(22, 6, "KZ")
    ),
)
"""Whose shifts the coverage page shows; nobody comes in as one of them."""

NOTES = (
    "Mandarin, Shanghai",
    "English and Spanish, Mexico City",
    "German and French, Berlin",
    "supervisor, London",
)


def logins() -> DemoLogins:
    """What the start prints and the console's login page offers."""
    return DemoLogins(
        logins=tuple(
            DemoLogin(workspace=SLUG, email=agent.email, password=PASSWORD, name=agent.name, note=note)
            for agent, note in zip(PEOPLE, NOTES, strict=True)
        )
    )


async def seed(desk: Desk, records: Records, passwords: Passwords, clock: Clock) -> bool:
    """Make the demo workspace unless there is one; answers whether it was made."""
    if any(workspace.slug == SLUG for workspace in await desk.workspaces()):
        return False
    secret = await passwords.hash(PASSWORD)
    now = clock.now()
    bridge = Bridge(
        id=derived_id("br", SLUG, "amazon"),
        workspace_id=WORKSPACE,
        shop_id=MARKET_SHOP,
        name="Marketplace relay",
        channel="amazon",
    )
    await plant(
        records,
        Plant(
            workspace=Workspace(
                id=WORKSPACE, slug=SLUG, name="Harbor & Pine", epoch=derived_id("ep", SLUG, str(now)), policy=Policy()
            ),
            shops=(
                _shop(SHOP, "demo", "Harbor & Pine", "US", "web"),
                _shop(MARKET_SHOP, "demo-amazon-de", "Harbor & Pine on Amazon.de", "DE", "amazon"),
            ),
            teams=(SALES, AFTER_SALES),
            agents=(*PEOPLE, *COLLEAGUES),
            bridges=(bridge,),
            passwords={agent.id: secret for agent in PEOPLE},
            tokens={bridge.id: hashed(BRIDGE_TOKEN)},
        ),
        now,
    )
    return True


def _shop(id: str, key: str, name: str, market: str, channel: str) -> Shop:
    return Shop(id=id, workspace_id=WORKSPACE, key=key, name=name, market=market, locale="en", channel=channel)
