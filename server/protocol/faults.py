"""Where a request's form is wrong, told without repeating what was sent."""

import re

_PLACE = re.compile(r"`(\$[\w.\[\]]*)`$")
_UNKNOWN = re.compile(r"Object contains unknown field `([A-Za-z][A-Za-z0-9]{0,31})`$")
_SAFE = ("Expected ", "Object missing required field ")


def fault_of(error: Exception) -> str:
    """What msgspec found and where, for the `detail` of `bad_request`: `Expected `int`, got `str` at $.seq`.

    Values never appear, nor names of unknown fields that do not look like names: they may be somebody's words.
    """
    said, _, tail = str(error).rpartition(" - at ")
    place = _PLACE.match(tail)
    if not said or not place:
        said = str(error)
    return f"{_what(said)} at {place[1] if place else '$'}"


def _what(said: str) -> str:
    if said.startswith(_SAFE):
        return said.partition(" matching regex")[0][:120]
    if unknown := _UNKNOWN.match(said):
        return f"Unknown field `{unknown[1]}`"
    if said.startswith("Object contains unknown field"):
        return "Unknown field"
    return "Invalid value" if said.startswith("Invalid enum value") else "Not valid JSON"
