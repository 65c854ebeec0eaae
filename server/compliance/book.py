"""The market book: what the law of a country gives a consumer, with its source and how old the knowledge is."""

from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec import Struct

from server.compliance.pack import Market, Pack

_ADDED = ("law", "must", "must_not", "exceptions")
_UNSAID = ("", -1, ())


class Page(Struct, frozen=True, kw_only=True):
    """One market: what holds there, and the packs that say so, the country's own first."""

    market: str
    title: str
    law: Market
    sources: tuple[str, ...]
    as_of: date
    review_after: date


class Book:
    """The markets of some packs. The console, the clocks and the bot read the same pages."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self._by_id = {pack.id: pack for pack in packs if pack.market}
        self._by_name = {name: pack for pack in self._by_id.values() if pack.market for name in pack.market.names}

    @property
    def markets(self) -> tuple[str, ...]:
        """The countries the book knows."""
        return tuple(sorted(self._by_name))

    def page(self, market: str) -> Page | None:
        """What holds in a country (ISO 3166 alpha-2); None for one that no pack knows."""
        pack = self._by_name.get(market.upper())
        if pack is None:
            return None
        chain = list(self._chain(pack))
        law = chain[-1].market or Market(names=())
        for each in reversed(chain[:-1]):
            law = _over(law, each.market or law)
        return Page(
            market=market.upper(),
            title=pack.title,
            law=law,
            sources=tuple(each.source for each in chain),
            as_of=min(each.as_of for each in chain),
            review_after=min(each.review_after for each in chain),
        )

    def _chain(self, pack: Pack) -> Iterator[Pack]:
        seen = {pack.id}
        yield pack
        while pack.market and (above := self._by_id.get(pack.market.extends)) and above.id not in seen:
            seen.add(above.id)
            pack = above
            yield pack


def _over(above: Market, own: Market) -> Market:
    """The wider law with what the country says itself; lists of duties add up."""
    said = {name: value for name, value in msgspec.structs.asdict(own).items() if value not in _UNSAID}
    said |= {name: (*said[name], *getattr(above, name)) for name in _ADDED if name in said}
    return msgspec.structs.replace(above, **said)


def lines(page: Page, today: date) -> Iterator[str]:
    """The page as people read it."""
    law = page.law
    yield f"{page.market}  {page.title}"
    window = _days(law.window_days, law.window_unit, "no right to change one's mind")
    yield f"  return window     {window}{_from(law.window_from)}"
    yield from _noted(law.window_note)
    yield f"  return paid by    {law.returns_paid_by or 'not known'}"
    yield f"  refund within     {_days(law.refund_days, law.refund_unit, 'at once')}{_from(law.refund_from)}"
    yield from _noted(law.refund_note)
    yield f"  first shipping    {law.outbound_refunded or 'not known'}"
    yield f"  guarantee         {law.guarantee or 'not known'}"
    yield f"  data requests     {_days(law.data_days, law.data_unit, 'at once')}"
    yield from _noted(law.data_note)
    yield f"  advertising       {law.marketing or 'not known'}"
    for name, items in (
        ("must say", law.must),
        ("must not say", law.must_not),
        ("may say", law.allowed),
        ("no right for", law.exceptions),
        ("words", law.words),
        ("duty", (law.duty,) if law.duty else ()),
        ("law", law.law),
        ("sources", page.sources),
    ):
        yield from (f"  {name if n == 0 else '':<17} {item}" for n, item in enumerate(items))
    stale = "  (PAST ITS REVIEW: check before relying on it)" if today > page.review_after else ""
    yield f"  as of             {page.as_of}, review after {page.review_after}{stale}"


def _days(days: int, unit: str, none: str) -> str:
    if days < 0:
        return "not known"
    return f"{days} {unit} days".replace("  ", " ") if days else none


def _from(event: str) -> str:
    return f", from {event}" if event else ""


def _noted(note: str) -> Iterator[str]:
    if note:
        yield f"  {'':<17} {note}"
