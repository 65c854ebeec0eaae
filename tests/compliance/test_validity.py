"""A pack's time: before it nothing is said, after it a warning that says so; what covers secrets covers them for ever."""

from datetime import date

import pytest

from server.compliance.engine import Compliance
from server.compliance.loading import load_packs
from server.compliance.pack import Pack
from server.compliance.scene import Scene
from server.compliance.tenant import engine_of
from server.compliance.validity import OVER, in_force
from tests.compliance.test_loading import PACK

TIMED = PACK.replace("version = 1", "version = 1\nvalid_from = 2026-11-10\nvalid_until = 2026-12-24").replace(
    '[{ action = "block" }]', '[{ action = "block", directions = ["outbound"] }]'
)
HOUSE = load_packs()


@pytest.mark.parametrize(
    ("day", "action"),
    [("2026-11-09", "allow"), ("2026-11-10", "block"), ("2026-12-24", "block"), ("2026-12-25", "warn")],
)
def test_a_rule_begins_and_expires_on_its_days(day: str, action: str) -> None:
    own = engine_of(HOUSE, (TIMED,), date.fromisoformat(day))
    assert own is not None
    said = own.judge("do not frobnicate", Scene(reader="de"))
    assert said.action.name == action
    if action == "warn":
        assert said.findings[0].message == OVER["de"].format(day="2026-12-24")


def test_of_the_house_nothing_vanishes_and_what_is_missing_or_a_platform_asks_for_warns_too() -> None:
    over = tuple(_until(pack, date(2026, 11, 1)) for pack in HOUSE)
    engine = Compliance(in_force(over, date(2026, 11, 30)))
    places = {
        "amazon": Scene(channel="amazon", market="DE"),
        "open": Scene(channel="amazon", market="DE", open=("refund",)),
    }
    for text, place, action in (
        ("Write to me on WhatsApp: +49 151 23456789", "amazon", "warn"),
        ("Your money is on its way.", "open", "warn"),
        ("Is it 4111 1111 1111 1111?", "amazon", "mask"),
        ("Your parcel is on its way.", "amazon", "allow"),
    ):
        said = engine.judge(text, places[place])
        assert said.action.name == action, text
        assert action != "warn" or "2026-11-01" in said.findings[0].message
    notice = engine.judge("I hereby withdraw from the contract.", Scene(direction="inbound", author="customer"))
    assert notice.action.name == "escalate", "a customer's right has no such day"


def test_without_a_time_packs_are_what_they_were() -> None:
    now = in_force(HOUSE, date(2040, 1, 1))
    assert all(one is other for one, other in zip(now, HOUSE, strict=True))


def _until(pack: Pack, day: date) -> Pack:
    from msgspec.structs import replace

    return replace(pack, valid_until=day)
