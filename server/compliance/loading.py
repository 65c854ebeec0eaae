"""Reads pack files; a broken one is refused with its place, so that whoever wrote it can mend it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import re2

from server.compliance.checks import CHECKS
from server.compliance.classifier import SOUNDS
from server.compliance.masks import MASKS
from server.compliance.pack import ACTIONS, CATEGORIES, Pack, Rule

BUILTIN = Path(__file__).with_name("packs")
_PLACE = re.compile(r"\$\.(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")
_LARGEST = 4000
_AT_LINE = re.compile(r"at line (\d+)")


class PackError(ValueError):
    """A pack that cannot be used: `path:line: reason`."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path.name}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


def load_packs(folder: Path = BUILTIN) -> tuple[Pack, ...]:
    """Every `*.toml` of a folder, in name order. Raises PackError for the first that is broken."""
    return assemble([(path, path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.toml"))])


def assemble(sources: list[tuple[Path, str]]) -> tuple[Pack, ...]:
    """Packs that belong together: what one names another may have. Raises PackError for the first that is broken."""
    packs = [(path, source, parse(path, source)) for path, source in sources]
    slots: dict[str, str] = {}
    for path, source, pack in packs:
        for slot in (*pack.terms, *pack.own, *pack.pattern):
            if slots.setdefault(slot, pack.id) != pack.id:
                raise PackError(path, line_of(source, slot), f"slot `{slot}` is in pack `{slots[slot]}` too")
    homes = {pack.id for _, _, pack in packs}
    slots |= {SOUNDS + category: "" for category in CATEGORIES}
    for path, source, pack in packs:
        for reason, needle in _faults(pack, slots, homes):
            raise PackError(path, line_of(source, needle), reason)
    return tuple(pack for _, _, pack in packs)


def parse(path: Path, source: str) -> Pack:
    """One pack file. Raises PackError when it is not TOML or not a pack."""
    try:
        return msgspec.convert(tomllib.loads(source), Pack)
    except tomllib.TOMLDecodeError as error:
        line = _AT_LINE.search(str(error))
        raise PackError(path, int(line[1]) if line else source.count("\n") + 1, str(error)) from error
    except msgspec.ValidationError as error:
        raise PackError(path, _place(source, str(error)), str(error)) from error


def _faults(pack: Pack, slots: dict[str, str], homes: set[str]) -> Iterator[tuple[str, str]]:
    for name, pattern in pack.pattern.items():
        if pattern.check and pattern.check not in CHECKS:
            yield f"pattern `{name}` asks for an unknown check `{pattern.check}`", name
        if pattern.view not in {"plain", "digits"}:
            yield f"pattern `{name}` reads an unknown view `{pattern.view}`", name
        try:
            if re2.compile(pattern.regex).programsize > _LARGEST:
                yield f"pattern `{name}` is too large; count ASCII classes, not Unicode ones", name
        except re2.error as error:
            reason = error.args[0]
            yield f"pattern `{name}` is not RE2: {reason.decode() if isinstance(reason, bytes) else reason}", name
    yield from _place_faults(pack, homes)
    for rule in pack.rule:
        yield from ((reason, f'"{rule.id}"') for reason in _rule_faults(rule, slots))
        for text in {rule.message, rule.rewrite} - pack.text.keys() - {""}:
            yield f"rule `{rule.id}` says an unknown text `{text}`", f'"{rule.id}"'
    known = {rule.id for rule in pack.rule} | {""}
    for test in pack.test:
        if test.expect not in ACTIONS or test.rule not in known:
            yield f"test expects an unknown action or rule: `{test.expect}` `{test.rule}`", test.text


def _place_faults(pack: Pack, homes: set[str]) -> Iterator[tuple[str, str]]:
    for policy, action in (pack.platform.policy if pack.platform else {}).items():
        if action not in ACTIONS:
            yield f"policy `{policy}` has an unknown action `{action}`", policy
    if pack.market and pack.market.extends and pack.market.extends not in homes:
        yield f"market extends an unknown pack `{pack.market.extends}`", "extends"


def _rule_faults(rule: Rule, slots: dict[str, str]) -> Iterator[str]:
    if rule.category not in CATEGORIES:
        yield f"rule `{rule.id}` has an unknown category `{rule.category}`"
    if not rule.find and not rule.missing:
        yield f"rule `{rule.id}` finds nothing"
    if rule.reviewers not in {1, 2}:
        yield f"rule `{rule.id}` asks for {rule.reviewers} reviewers; one or two may be asked for"
    for slot in sorted({*rule.slots()} - slots.keys()):
        yield f"rule `{rule.id}` asks for an unknown slot `{slot}`"
    if rule.at_most and rule.at_most not in ACTIONS:
        yield f"rule `{rule.id}` has an unknown action `{rule.at_most}`"
    for case in rule.cases:
        if case.action not in ACTIONS and not (case.policy and not case.action):
            yield f"rule `{rule.id}` has an unknown action `{case.action}`"
        if case.action == "mask" and rule.mask not in MASKS:
            yield f"rule `{rule.id}` masks with an unknown mask `{rule.mask}`"


def _place(source: str, reason: str) -> int:
    """The line of a msgspec path such as `$.rule[2].action`; the nearest one above when it cannot be told."""
    found = _PLACE.search(reason)
    if not found:
        return 1
    table, index, key = found[1], int(found[2] or 0), found[3] or ""
    lines = source.splitlines()
    heads = [n for n, line in enumerate(lines, 1) if re.match(rf"\[?\[?{table}\b", line)]
    head = heads[min(index, len(heads) - 1)] if heads else 1
    inside = (n for n, line in enumerate(lines[head:], head + 1) if key and re.match(rf"\W*{key}\b", line))
    return next(inside, head)


def line_of(source: str, needle: str) -> int:
    """The line where something first stands; the first when it does not."""
    return source[: max(source.find(needle), 0)].count("\n") + 1
