"""Laws that hold for every text, thrown with seeded dice, each shown to see a judge that breaks it."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from server.compliance import Scene
from server.domain.verdict import Action, Verdict
from tests.compliance.cells import DISGUISES, INBOUND, MARKET, TEXTS, rows, scene
from tests.compliance.house import judge as house_judge
from tests.compliance.test_disguises import NUMBER

Judge = Callable[[str, Scene], Verdict]
SAID = rows(TEXTS / "said.tsv")
IN_MANY_WORDS = [
    (language, category, text) for language, category, kind, text in rows(TEXTS / "paraphrases.tsv") if kind == "said"
]
CLEAN = {code: (TEXTS / f"clean_{code}.txt").read_text(encoding="utf-8").splitlines() for code in MARKET}
SENT = {"contact_exchange", "off_platform_diversion", "pii_leak"}
EXACT: dict[str, Callable[[str], str]] = {
    **{name: DISGUISES[name] for name in ("unseen", "wide", "bold", "upper")},
    **{f"{name} digits": NUMBER[name] for name in ("wide", "Arabic", "Persian", "bold", "circled", "keycaps")},
    "soft hyphens": "\u00ad".join,
    "loose marks": lambda text: unicodedata.normalize("NFD", text),
}
NOTES = {
    "en": "Order {order}, tracking {parcel}, {day}, {price}.",
    "zh": "订单 {order}，运单 {parcel}，{day}，{price}。",
    "de": "Bestellung {order}, Sendung {parcel}, am {day}, {price}.",
    "fr": "Commande {order}, suivi {parcel}, le {day}, {price}.",
    "es": "Pedido {order}, seguimiento {parcel}, el {day}, {price}.",
    "it": "Ordine {order}, tracciamento {parcel}, il {day}, {price}.",
    "pt": "Pedido {order}, rastreio {parcel}, em {day}, {price}.",
    "ja": "ご注文番号 {order}、追跡番号 {parcel}、{day}、{price}。",
    "ko": "주문번호 {order}, 운송장 {parcel}, {day}, {price}.",
    "ru": "Заказ {order}, трек-номер {parcel}, {day}, {price}.",
    "ar": "الطلب {order}، رقم الشحنة {parcel}، {day}، {price}.",
    "tr": "Sipariş {order}, kargo takip {parcel}, {day}, {price}.",
}
WROTE = {
    "en": 'You wrote: "{}"',
    "zh": "您写道：“{}”",
    "de": "Sie schrieben: „{}“",
    "fr": "Vous avez écrit : « {} »",
    "es": "Usted escribió: «{}»",
    "it": "Lei ha scritto: «{}»",
    "pt": "Você escreveu: “{}”",
    "ja": "お客様のお言葉：「{}」",
    "ko": "고객님 말씀: “{}”",
    "ru": "Вы писали: «{}»",
    "ar": "كتبتم: «{}»",
    "tr": "Şöyle yazmıştınız: “{}”",
}


def disguises_change_nothing(judge: Judge) -> Iterator[object]:
    """The same action and the same category, whatever the writing."""
    dice = random.Random(11)
    for language, category, text in dice.sample(SAID, 450):
        name, where = dice.choice(sorted(EXACT)), scene(language, category in INBOUND)
        plain, shown = judge(text, where), judge(EXACT[name](text), where)
        if plain.action != shown.action or _categories(plain) != _categories(shown):
            yield name, text


def numbers_trigger_nothing(judge: Judge) -> Iterator[object]:
    """Order and parcel numbers, dates and prices beside innocent words."""
    dice = random.Random(12)
    for language in sorted(NOTES) * 30:
        note = NOTES[language].format(order=_order(dice), parcel=_parcel(dice), day=_day(dice), price=_price(dice))
        text = f"{dice.choice(CLEAN[language])} {note}"
        for inbound in (False, True):
            if judge(
                text, scene(language, inbound, dice.choice(["amazon", "ebay", "shopee", "web", "email"]))
            ).findings:
                yield inbound, text


def quoting_is_not_saying(judge: Judge) -> Iterator[object]:
    """Whoever repeats a customer's words did not say them. Addresses and secrets are sent all the same: not asked here."""
    for language, category, text in SAID:
        if category in INBOUND | SENT or re.search('["“”„«»「」]', text):
            continue
        if judge(WROTE[language].format(text), scene(language, inbound=False)).action != Action.allow:
            yield text


def innocent_together_is_innocent(judge: Judge) -> Iterator[object]:
    """Ordinary lines one after the other say nothing that none of them says."""
    dice = random.Random(14)
    for language in sorted(CLEAN) * 25:
        text = dice.choice([" ", "\n", "\n\n"]).join(dice.sample(CLEAN[language], dice.randint(2, 6)))
        if judge(text, scene(language, inbound=False, channel=dice.choice(["amazon", "shopee", "web"]))).findings:
            yield text


def what_is_said_in_passing_is_said(judge: Judge) -> Iterator[object]:
    """A message that is heard by itself is heard between two friendly ones."""
    dice = random.Random(16)
    for language, category, text in dice.sample(IN_MANY_WORDS, 900):
        where = scene(language, category in INBOUND)
        before, after = dice.sample(CLEAN[language], 2)
        among = f"{before} {text.rstrip('.')}. {after}"
        if category in _categories(judge(text, where)) and category not in _categories(judge(among, where)):
            yield text


def places_lead_back(judge: Judge) -> Iterator[object]:
    """What is underlined in the raw text is what would be underlined in the plain one."""
    dice = random.Random(15)
    for language, category, text in dice.sample(SAID, 300):
        where = scene(language, category in INBOUND)
        raw = "\u200b".join(text) if dice.random() < 0.5 else DISGUISES["wide"](text)
        plain, shown = (
            {(f.rule, _bare(said[f.start : f.end])) for f in judge(said, where).findings} for said in (text, raw)
        )
        if plain != shown:
            yield raw


def _categories(verdict: Verdict) -> set[str]:
    return {finding.category for finding in verdict.findings}


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text.replace("\u200b", "")).casefold()


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choices("0123456789", k=count))


def _order(dice: random.Random) -> str:
    forms = ("###-#######-#######", "##-#####-#####", "##########", "###################", "100-####", "AB-######")
    return re.sub("#", lambda _: dice.choice("0123456789"), dice.choice(forms))


def _parcel(dice: random.Random) -> str:
    forms = (
        "RA#########CN",
        "1Z84A9W7########",
        "9400##################",
        "JJD000##############",
        "############",
        "SF##########",
    )
    return re.sub("#", lambda _: dice.choice("0123456789"), dice.choice(forms))


def _day(dice: random.Random) -> str:
    day = date(2026, 1, 1) + timedelta(days=dice.randrange(365))
    return day.strftime(dice.choice(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m", "%Y年%m月%d日", "%d.%m. %H:30"]))


def _price(dice: random.Random) -> str:
    amount = f"{dice.randrange(3000)}{dice.choice(',.')}{_digits(dice, 2)}"
    return dice.choice(["{} €", "${}", "£{}", "¥{}", "{} TL", "{} руб.", "R$ {}", "{} SAR"]).format(amount)


def _shifted(text: str, where: Scene) -> Verdict:
    verdict, by = house_judge(text, where), text.count("\u200b", 0, 2)
    return replace(verdict, findings=tuple(replace(f, start=f.start + 2 * by) for f in verdict.findings))


LAWS: dict[Callable[[Judge], Iterator[object]], Judge] = {
    disguises_change_nothing: lambda text, where: house_judge(text.translate({0x200B: " "}), where),
    numbers_trigger_nothing: lambda text, where: house_judge(
        re.sub(r"\d{9,}", ". Call me on 0171 2345678", text), where
    ),
    quoting_is_not_saying: lambda text, where: house_judge(re.sub('["“”„«»「」]', " ", text), where),
    innocent_together_is_innocent: lambda text, where: house_judge(text.replace("\n", ", WhatsApp me, "), where),
    what_is_said_in_passing_is_said: lambda text, where: house_judge(re.sub("[.!?。！？؟]", " ", text), where),
    places_lead_back: _shifted,
}


# What the rules still do wrong of what the dice throw: never more.
KNOWN = {numbers_trigger_nothing: 12, quoting_is_not_saying: 16, what_is_said_in_passing_is_said: 6}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Callable[[Judge], Iterator[object]]) -> None:
    broken = list(law(house_judge))
    assert len(broken) <= KNOWN.get(law, 0), broken


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_judge_who_breaks_it_is_seen(law: Callable[[Judge], Iterator[object]]) -> None:
    assert len(list(law(LAWS[law]))) > KNOWN.get(law, 0)
