"""Random things that must come through untouched, for the property tests."""

from hypothesis import strategies as st

DIGITS = "0123456789"
UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def _filled(pattern: str) -> st.SearchStrategy[str]:
    """`9` a digit, `A` a capital, all else itself."""
    parts = {"9": st.sampled_from(DIGITS), "A": st.sampled_from(UPPER)}
    return st.tuples(*(parts.get(char, st.just(char)) for char in pattern)).map("".join)


ENTITIES = st.one_of(
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
