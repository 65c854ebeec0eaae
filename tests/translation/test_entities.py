"""The quick looks that spare a text most patterns never spare it one that would have found something."""

import re

from hypothesis import given
from hypothesis import strategies as st

from server.translation import entities
from server.translation.entities import Kind
from tests.translation.entities import ENTITIES

PIECES = st.one_of(
    ENTITIES,
    st.sampled_from(
        ["HAZİRAN 3", "3 KASIM", "Mai. 7", "S", "L.", "abc--1", "1_a", "kr 5", "5zł", "7 % ", "00 4912345678", "٣ مايو"]
    ),
    st.sampled_from([" ", "-", ".", "/", "#", ":", "de ", "\u0660", "9", "A", "x"]),
    st.text(max_size=8),
)


def overlooked(text: str, kinds: tuple[Kind, ...]) -> list[str]:
    """What the patterns find among the kinds that the quick looks strike out."""
    likely = entities._likely(text, frozenset(text), kinds)
    spared = [kind for kind in kinds if not any(kind is one for one in likely)]
    return [found[0] for kind in spared for found in kind.pattern.finditer(text) if found[0]]


@given(st.lists(PIECES, max_size=10).map("".join))
def test_nothing_is_overlooked(text: str) -> None:
    assert not overlooked(text, entities._ALL)


def test_a_look_that_is_too_quick_is_noticed() -> None:
    hasty = (
        Kind("time", re.compile(r"\d:\d\d"), frozenset(";")),
        Kind("code", re.compile("[A-Z]{2}-"), hint=lambda _: None),
    )
    assert overlooked("at 9:30 take AB-7", hasty) == ["9:30", "AB-"]
