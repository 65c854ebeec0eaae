"""The market book and the clocks: what the packs say of places, and when something is due."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from server.compliance import load_packs
from server.compliance.__main__ import main
from server.compliance.book import Book, lines
from server.compliance.clocks import law_clock, reply_clock, set_clock
from server.compliance.places import Places
from server.domain.dues import Due, restarted, started

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
    assert korean.due == 0, "there it counts from the day the goods are back"
    assert (data.clock, data.due - FRIDAY) == ("data", 15 * DAY)
    assert law_clock(BOOK, "legal_threat", "DE", FRIDAY) is None
    assert law_clock(BOOK, "withdrawal_notice", "ZZ", FRIDAY) is None


def test_who_knows_the_day_sets_the_clock_and_no_right_ends_too_soon() -> None:
    back = set_clock(BOOK, "refund", "KR", FRIDAY)
    british = set_clock(BOOK, "refund", "GB", FRIDAY)
    window = set_clock(BOOK, "withdrawal", "DE", FRIDAY)
    mexican = set_clock(BOOK, "withdrawal", "MX", FRIDAY)
    assert back is not None
    assert british is not None
    assert window is not None
    assert mexican is not None
    assert (back.due - FRIDAY, british.due - FRIDAY) == (5 * DAY, 14 * DAY)
    assert 0 <= window.due - FRIDAY - 14 * DAY < 2 * DAY
    assert (window.presses, back.presses) == (False, True)
    assert 7 * DAY <= mexican.due - FRIDAY < 9 * DAY, "five working days from a Friday are a week"
    for clock, market in (("withdrawal", "US"), ("refund", "MX"), ("data", "ZZ"), ("reply", "DE")):
        assert set_clock(BOOK, clock, market, FRIDAY) is None  # type: ignore[arg-type]


def test_what_presses_comes_first_and_what_waits_or_is_a_right_presses_nobody() -> None:
    window, goods = (
        Due(clock=clock, since=1, due=due, source="GB") for clock, due in (("withdrawal", 5), ("refund", 0))
    )  # type: ignore[arg-type]
    data, reply = (Due(clock=clock, since=1, due=due, source="GB") for clock, due in (("data", 9), ("reply", 7)))  # type: ignore[arg-type]
    dues: tuple[Due, ...] = ()
    for due in (window, goods, data, reply):
        dues = started(dues, due)
    assert [each.clock for each in dues] == ["reply", "data", "refund", "withdrawal"]
    assert started(dues, Due(clock="data", since=2, due=3, source="GB")) == dues, "the first word counts"
    again = restarted(dues, Due(clock="refund", since=2, due=3, source="GB"))
    assert [each.clock for each in again] == ["refund", "reply", "data", "withdrawal"]


def test_the_command_prints_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["market", "de"]) == 0
    assert "14 days" in capsys.readouterr().out
    assert main(["market", "ZZ"]) == 2
    assert "DE" in capsys.readouterr().err
    assert main(["market", "JP", "--json"]) == 0
    assert capsys.readouterr().out.startswith("{")
