"""Public holidays by country and its parts.

The library that knows them costs 0.2 s and 19 MB when it is first asked (0.8 s where Python keeps no bytecode), so
nobody pays who names no country; whoever serves others at that moment asks first from a thread.
"""

import re
from datetime import date
from functools import lru_cache

_PLACE = re.compile(r"[A-Z]{2}(-[A-Za-z0-9]+)?")


def known(place: str) -> bool:
    """Whether holidays are known for this country (ISO 3166-1: `CN`) or part of one (ISO 3166-2: `DE-BY`)."""
    if not _PLACE.fullmatch(place):
        return False
    import holidays

    country, _, part = place.partition("-")
    parts = holidays.list_supported_countries(include_aliases=False).get(country)
    return parts is not None and (not part or part in parts)


@lru_cache(1024)
def days_off(place: str, year: int) -> frozenset[date]:
    """The public holidays of a known place that fall in this year, with the days given in their stead.

    The dates are those published so far; of later years only what follows from the calendar. A weekend's day that
    lies between holidays is not one itself (China's National Day week), nor is a workday given for them named here.
    """
    import holidays

    country, _, part = place.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))
