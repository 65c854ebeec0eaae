"""The market book and the clocks: what the packs say of places, and when something is due."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from server.compliance import load_packs
from server.compliance.__main__ import main
from server.compliance.book import Book, lines
from server.compliance.clocks import law_clock, reply_clock
from server.compliance.places import Places

PACKS = load_packs()
BOOK, PLACES = Book(PACKS), Places(PACKS)
MARKETS = "DE FR IT ES PT GB US CA AU JP KR BR MX RU SA AE IN CN TR AR PL SE".split()  # noqa: SIM905
CHANNELS = (
    "amazon ebay walmart etsy shopee lazada tiktok_shop mercado_libre aliexpress web whatsapp instagram line email"
)
FRIDAY = int(datetime(2026, 11, 27, 18, tzinfo=UTC).timestamp() * 1000)
HOUR, DAY = 3_600_000, 86_400_000


@pytest.mark.parametrize("market", MARKETS)
def test_every_market_has_its_page(market: str) -> None:
    page = BOOK.page(market)
    assert page is not None
    assert page.sources
    assert page.law.window_days >= 0
    assert len(list(lines(page, date(2026, 11, 29)))) > 8


def test_a_country_says_what_differs_and_adds_its_duties() -> None:
    union, spain = BOOK.page("NL"), BOOK.page("ES")
    assert union is not None
    assert spain is not None
    assert spain.law.window_days == union.law.window_days == 14
    assert spain.law.guarantee != union.law.guarantee
    assert set(union.law.must) < set(spain.law.must)
    assert spain.review_after < union.review_after


def test_an_old_page_says_so() -> None:
    page = BOOK.page("DE")
    assert page is not None
    assert "PAST" not in "".join(lines(page, page.review_after))
    assert "PAST" in "".join(lines(page, page.review_after.replace(year=2040)))


@pytest.mark.parametrize("channel", CHANNELS.split())
def test_every_platform_says_what_it_wants(channel: str) -> None:
    platform = PLACES.platform(channel)
    assert platform is not None
    assert platform.policy["review_incentive"] == "block"


def test_a_buyer_is_answered_in_the_platforms_hours() -> None:
    thai = reply_clock(PLACES.platform("tiktok_shop"), "TH", FRIDAY)
    american = reply_clock(PLACES.platform("tiktok_shop"), "US", FRIDAY)
    assert thai is not None
    assert american is not None
    assert (thai.due - FRIDAY, american.due - FRIDAY) == (12 * HOUR, 24 * HOUR)
    assert reply_clock(PLACES.platform("amazon"), "DE", 0) is None
    assert reply_clock(PLACES.platform("web"), "DE", FRIDAY) is None
    assert reply_clock(None, "DE", FRIDAY) is None


def test_weekends_stop_a_clock_that_rests() -> None:
    amazon = PLACES.platform("amazon")
    assert amazon is not None
    rests = reply_clock(msgspec.structs.replace(amazon, weekends=False), "DE", FRIDAY)
    assert rests is not None
    assert rests.due - FRIDAY == 72 * HOUR


def test_the_law_counts_days() -> None:
    german = law_clock(BOOK, "withdrawal_notice", "DE", FRIDAY)
    korean = law_clock(BOOK, "withdrawal_notice", "KR", FRIDAY)
    data = law_clock(BOOK, "data_subject_request", "BR", FRIDAY)
    assert german is not None
    assert korean is not None
    assert data is not None
    assert german.due - FRIDAY == 14 * DAY
    assert korean.due - FRIDAY == 5 * DAY
    assert (data.clock, data.due - FRIDAY) == ("data", 15 * DAY)
    assert law_clock(BOOK, "legal_threat", "DE", FRIDAY) is None
    assert law_clock(BOOK, "withdrawal_notice", "ZZ", FRIDAY) is None


def test_the_command_prints_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["market", "de"]) == 0
    assert "14 days" in capsys.readouterr().out
    assert main(["market", "ZZ"]) == 2
    assert "DE" in capsys.readouterr().err
    assert main(["market", "JP", "--json"]) == 0
    assert capsys.readouterr().out.startswith("{")
