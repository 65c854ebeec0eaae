"""Numbers say nothing: ordinary sentences once more, with numbers of orders and parcels, days and prices behind them."""

import random
import re
from collections.abc import Iterator, Sequence

WORDS: dict[str, Sequence[str]] = {
    "en": ("order no. {order}", "parcel {parcel}", "ref {order} / {parcel}", "since {day}", "total {price}"),
    "zh": ("单号{order}", "快递单{parcel}", "{day}下单", "金额{price}", "订单编号{order}，物流{parcel}"),
    "de": (
        "Bestellnr. {order}",
        "Paketnummer {parcel}",
        "seit {day}",
        "Betrag {price}",
        "Auftrag {order}, Paket {parcel}",
    ),
    "fr": (
        "n° de commande {order}",
        "colis {parcel}",
        "depuis le {day}",
        "total {price}",
        "réf. {order}, colis {parcel}",
    ),
    "es": (
        "n.º de pedido {order}",
        "guía {parcel}",
        "desde el {day}",
        "importe {price}",
        "orden {order}, envío {parcel}",
    ),
    "it": ("n. ordine {order}", "pacco {parcel}", "dal {day}", "totale {price}", "rif. {order}, spedizione {parcel}"),
    "pt": ("nº do pedido {order}", "código {parcel}", "desde {day}", "total {price}", "pedido {order}, envio {parcel}"),
    "ja": ("注文{order}", "伝票番号{parcel}", "{day}の注文", "合計{price}", "注文番号{order} お荷物{parcel}"),
    "ko": ("주문 {order}", "송장 {parcel}", "{day} 주문", "합계 {price}", "주문 {order} 송장 {parcel}"),
    "ru": (
        "номер заказа {order}",
        "посылка {parcel}",
        "от {day}",
        "сумма {price}",
        "заказ № {order}, отправление {parcel}",
    ),
    "ar": ("رقم الطلب {order}", "رقم التتبع {parcel}", "منذ {day}", "المبلغ {price}", "طلب {order} شحنة {parcel}"),
    "tr": (
        "sipariş no {order}",
        "takip no {parcel}",
        "{day} tarihli",
        "tutar {price}",
        "sipariş {order}, gönderi {parcel}",
    ),
}
_ORDERS = (
    "###-#######-#######",
    "##-#####-#####",
    "##########",
    "###################",
    "#######",
    "100-####",
    "AB-######",
    "#-######",
)
_PARCELS = (
    "RA#########CN",
    "1Z##A#W7########",
    "9400##################",
    "JJD000##############",
    "############",
    "SF##########",
    "00############",
)
_BETWEEN = (", ", " ", ". ", "\n")
_DAYS = ("2026-0#-1#", "1#.0#.2026", "0#/1#/2026", "2#/0#", "2#.0#. 1#:3#", "2026年#月1#日")
_PRICES = ("##,## €", "$###.##", "£#.##", "¥####", "#### TL", "### руб.", "R$ ##,##", "### SAR", "₩##,###", "###,## €")


def numbered(said: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(language, text) of every other one, with some numbers behind it. The same every time."""
    dice = random.Random(3)
    for language, text in said[::2]:
        notes = [_filled(note, dice) for note in dice.sample(WORDS[language], dice.randint(1, 3))]
        yield language, f"{text} {dice.choice(_BETWEEN).join(notes)}"


def _filled(note: str, dice: random.Random) -> str:
    forms = {"order": _ORDERS, "parcel": _PARCELS, "day": _DAYS, "price": _PRICES}
    drawn = {name: re.sub("#", lambda _: dice.choice("0123456789"), dice.choice(each)) for name, each in forms.items()}
    return note.format(**drawn)
