"""Random things that must come through untouched, for the property tests."""

from hypothesis import strategies as st

from server.translation.parcels import carriers_of

DIGITS = "0123456789"
UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def _filled(pattern: str) -> st.SearchStrategy[str]:
    """`9` a digit, `A` a capital, all else itself."""
    parts = {"9": st.sampled_from(DIGITS), "A": st.sampled_from(UPPER)}
    return st.tuples(*(parts.get(char, st.just(char)) for char in pattern)).map("".join)


def _checked(start: str, length: int, end: str = "") -> st.SearchStrategy[str]:
    """Numbers of a carrier with a right check digit, some in groups as labels print them."""

    def whole(digits: str) -> str:
        tries = (f"{start}{digits}{last}{end}" for last in DIGITS)
        return next(number for number in tries if carriers_of(number, called=True))

    body = st.text(DIGITS, min_size=length, max_size=length)
    return body.filter(lambda digits: any(carriers_of(f"{start}{digits}{d}{end}", called=True) for d in DIGITS)).map(
        whole
    )


def _grouped(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


PARCELS = st.one_of(
    _checked("RB", 8, "GB"),
    _checked("LK", 8, "CN"),
    _checked("1Z999AA1", 9),
    _checked("94001", 16),
    _checked("94001", 16).map(_grouped),
    _checked("", 11),
    _checked("34", 7),
    _filled("SF9999999999999"),
    _filled("UG999999999YP"),
    _filled("JJD999999999999"),
)
ENTITIES = st.one_of(
    PARCELS,
    _filled("(0999) 999-99"),
    _filled("(999) 999-9999"),
    _filled("R$ 1.999,90"),
    _filled("1 999,00 €"),
    _filled("¥19,999"),
    _filled("999元"),
    _filled("AAA_9999"),
    _filled("https://shop.example/ä-9?q=A%20B#x9"),
    _filled("anna.b+9@mail.example.co.uk"),
    st.sampled_from(["{name}", "{{order.id}}", "${code}", "%(name)s", "<b>", "</b>", '<a href="/x">', "@shop_help"]),
    st.sampled_from(["1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "EU 42.5", "W34"]),
    _filled("#9999"),
    _filled("999-9999999-9999999"),
    _filled("AA999999999AA"),
    _filled("1Z999AA99999999999"),
    _filled("YT9999999999999999"),
    _filled("AAA-9999-AA"),
    _filled("https://shop.example/p/999?c=AA"),
    _filled("anna.9@example.com"),
    _filled("+49 30 999999"),
    _filled("1999,99 €"),
    _filled("$199.99"),
    _filled("USD 1999"),
    _filled("2026-05-29"),
    st.sampled_from(["12 May 2026", "3. März", "5 de mayo", "2026年5月12日", "14:30"]),
    st.sampled_from(["EU 42", "XXL", "30 cm", "5000 mAh", "100%"]),
    st.sampled_from(["😀", "👍🏽", "👨‍👩‍👧", "🇩🇪", "❤️"]),
    st.sampled_from(["DHL", "顺丰", "Royal Mail", "⟦1⟧", "⟦", "AAPL9X"]),
)
