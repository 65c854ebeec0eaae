"""Ordinary service talk passes, guilty talk does not, in twelve languages, plain and disguised."""

from collections.abc import Callable
from pathlib import Path

import pytest

from server.compliance import Compliance, Scene
from server.domain.verdict import Action

TEXTS = Path(__file__).with_name("texts")
CLEAN = sorted(TEXTS.glob("clean_*.txt"))
GUILTY = [line.split("\t") for line in (TEXTS / "guilty.tsv").read_text(encoding="utf-8").splitlines()]
LATIN = {"en", "de", "fr", "es", "it", "pt", "tr"}
HOMOGLYPHS = str.maketrans("aeopcxi", "аеорсхі")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) not in "@."}

DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "upper": str.upper,
    "unseen": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "wide": lambda text: text.translate(WIDE),
    "homoglyphs": lambda text: text.translate(HOMOGLYPHS),
}

CELLS = [(*row, name) for row in GUILTY for name in DISGUISES if name != "homoglyphs" or row[0] in LATIN]
NEAR = [line.split("|", 1) for line in (TEXTS / "near.txt").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
@pytest.mark.parametrize(("channel", "market"), [("amazon", "DE"), ("shopee", ""), ("web", "FR")])
def test_service_talk_passes(judge: Compliance, path: Path, channel: str, market: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 20
    scene = Scene(channel=channel, market=market, language=path.stem.removeprefix("clean_"))
    stopped = {line: judge.judge(line, scene).findings for line in lines}
    assert {line: found for line, found in stopped.items() if found} == {}


@pytest.mark.parametrize(("language", "category", "text", "disguise"), CELLS)
def test_guilty_talk_is_stopped(judge: Compliance, language: str, category: str, text: str, disguise: str) -> None:
    verdict = judge.judge(DISGUISES[disguise](text), Scene(channel="amazon", market="DE", language=language))
    assert verdict.action >= Action.warn, verdict
    assert category in {finding.category for finding in verdict.findings}
    assert all(finding.message and finding.rewrite for finding in verdict.findings)


@pytest.mark.parametrize(("where", "text"), NEAR)
def test_near_misses_pass_or_only_warn_of_swearing(judge: Compliance, where: str, text: str) -> None:
    channel, language = where.split()
    found = judge.judge(text, Scene(channel=channel, market="DE", language=language)).findings
    assert not [finding for finding in found if finding.rule != "abuse.profanity"]


def test_every_language_has_its_texts() -> None:
    languages = {language for language, _, _ in GUILTY}
    assert len(languages) == 12
    assert languages == {path.stem.removeprefix("clean_") for path in CLEAN}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No problem add me on WhatsApp"),
        ("en", "If you cannot open it message me on WhatsApp"),
        ("en", "We can't do it here but you can message me on WhatsApp"),
        ("de", "Zögern Sie nicht mir auf WhatsApp zu schreiben, schreiben Sie mir"),
        ("fr", "N'hésitez pas à me contacter sur WhatsApp"),
        ("es", "No dude en escribirnos por WhatsApp"),
        ("zh", "没问题您加我微信"),
        ("zh", "如果不能下单就加我微信"),
        ("ru", "Не стесняйтесь, пишите мне в телеграм"),
    ],
)
def test_a_friendly_no_is_no_refusal(judge: Compliance, language: str, text: str) -> None:
    assert judge.judge(text, Scene(channel="amazon", language=language)).action == Action.block


@pytest.mark.parametrize("text", ["Add me on WhatsApp, my number is +49 176 55443322", "mail me: ann@example.com"])
def test_contact_is_free_on_the_own_shop(judge: Compliance, text: str) -> None:
    assert judge.judge(text, Scene(channel="web")).action == Action.allow
    assert judge.judge(text, Scene(channel="ebay")).action == Action.block
    assert judge.judge(text, Scene(channel="ebay", direction="inbound", author="customer")).action == Action.allow


def test_what_is_known_does_not_trigger(judge: Compliance) -> None:
    text = "We call you on +49 176 55443322 as you asked."
    assert judge.judge(text, Scene(channel="amazon")).action == Action.block
    assert judge.judge(text, Scene(channel="amazon", known=("0176 55443322",))).action == Action.block
    assert judge.judge(text, Scene(channel="amazon", known=("+4917655443322",))).action == Action.allow


def test_message_in_the_agents_language_and_rewrite_in_the_texts(judge: Compliance) -> None:
    scene = Scene(channel="amazon", language="ko", reader="zh")
    finding = judge.judge("카톡으로 연락 주세요", scene).findings[0]
    assert finding.message.startswith("本平台")
    assert finding.rewrite is not None
    assert finding.rewrite.startswith("주문")


def test_places_are_raw(judge: Compliance) -> None:
    text = "Ｈi \u200bthere, write me on W\u200bhatsApp now"
    found = judge.judge(text, Scene(channel="amazon", language="en")).findings
    assert {text[f.start : f.end] for f in found} == {"W\u200bhatsApp"}


def test_a_spelled_address_has_a_raw_place(judge: Compliance) -> None:
    text = "\u200b".join("Посмотрите на svetlampa точка ру")
    found = judge.judge(text, Scene(channel="amazon", language="ru")).findings
    assert {text[f.start : f.end].replace("\u200b", "") for f in found} == {"svetlampa точка ру"}


def test_a_stem_may_end_the_text(judge: Compliance) -> None:
    assert judge.judge("lárg", Scene(channel="amazon", language="es")).action == Action.allow
