"""What other rules would have said of what was said: counted, and the differences by message. No word leaves it."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

from msgspec import Struct
from msgspec.structs import replace

from server.compliance.before import Before, before_each
from server.compliance.desks import DeskRules, judge_by
from server.compliance.engine import Compliance
from server.compliance.loading import load_packs
from server.compliance.scene import Scene
from server.compliance.tenant import engine_of
from server.compliance.validity import in_force
from server.domain.overrides import Override
from server.domain.said import Said
from server.domain.verdict import Action, Verdict

SHOWN = 200


class DryRules(Struct, frozen=True, kw_only=True):
    """A desk's rules as they are written: its packs' sources and its overrides."""

    packs: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()


class DryWish(Struct, frozen=True, kw_only=True):
    """What to try: the desk's rules with one more pack (its source; "" none) and other overrides (None: the same)."""

    workspace_id: str
    since: int
    until: int
    pack: str = ""
    overrides: tuple[Override, ...] | None = None


class DryCase(Struct, frozen=True, kw_only=True):
    """Everything a dry-run needs. `cut`: only the newest messages were read.

    Of messages before `since` only what stood before others counts.
    """

    since: int
    until: int
    now: int
    said: tuple[Said, ...]
    before: DryRules
    after: DryRules
    cut: bool = False


class Differs(Struct, frozen=True, kw_only=True, rename="camel"):
    """A message on which the two disagree: what each wants, and the rules that say so."""

    conversation_id: str
    seq: int
    at: int
    inbound: bool
    before: str
    after: str
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]


class DryRun(Struct, frozen=True, kw_only=True, rename="camel"):
    """How many messages were judged, what both wanted how often, how many differ, and the newest of those."""

    since: int
    until: int
    judged: int
    cut: bool
    before: dict[str, int]
    after: dict[str, int]
    stricter: int
    milder: int
    differs: tuple[Differs, ...]


def dry_run(case: DryCase, house: Compliance | None = None) -> DryRun:
    """Judge all of it twice; `house` is the engine of the house's packs. Raises PackError for a pack that cannot be used."""
    today = datetime.fromtimestamp(case.now / 1000, UTC).date()
    house = house or Compliance(in_force(load_packs(), today))
    before, after = (_rules(house, rules, today) for rules in (case.before, case.after))
    counts: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    differs: list[Differs] = []
    stricter = milder = 0
    earlier = before_each(case.said)
    judged = [one for one in case.said if one.at >= case.since]
    for one in judged:
        scenes = tuple(_scenes(one, earlier[one.conversation_id, one.seq]))
        then, now = (_judged(house, rules, (one.shop_id, scenes), case.now) for rules in (before, after))
        counts[0][then[0].name] += 1
        counts[1][now[0].name] += 1
        stricter += now[0] > then[0]
        milder += now[0] < then[0]
        if now != then and len(differs) < SHOWN:
            differs.append(_differs(one, then, now))
    return DryRun(
        since=case.since,
        until=case.until,
        judged=len(judged),
        cut=case.cut,
        before=dict(counts[0]),
        after=dict(counts[1]),
        stricter=stricter,
        milder=milder,
        differs=tuple(differs),
    )


def _rules(house: Compliance, rules: DryRules, today: date) -> DeskRules:
    return DeskRules(engine_of(house.packs, rules.packs, today), rules.overrides)


Texts = tuple[str, tuple[tuple[str, Scene], ...]]
"""A message's shop, and its texts with their scenes."""


def _judged(house: Compliance, rules: DeskRules, said: Texts, now: int) -> tuple[Action, tuple[str, ...]]:
    verdicts = [judge_by(house, rules, said[0], text, scene, now=now) for text, scene in said[1]]
    return max(each.action for each in verdicts), tuple(sorted({rule for each in verdicts for rule in _spoke(each)}))


def _spoke(verdict: Verdict) -> Iterator[str]:
    return (finding.rule for finding in verdict.findings)


def _scenes(one: Said, before: Before) -> Iterator[tuple[str, Scene]]:
    scene = Scene(
        direction="inbound" if one.author == "customer" else "outbound",
        author=one.author,
        channel=one.channel,
        market=one.market,
        language=one.language,
        before=before.typed,
    )
    yield one.text, scene
    if one.reading and scene.direction == "outbound":
        yield one.reading, replace(scene, language=one.reading_language, typed=False, before=before.sent)


def _differs(one: Said, then: tuple[Action, tuple[str, ...]], now: tuple[Action, tuple[str, ...]]) -> Differs:
    return Differs(
        conversation_id=one.conversation_id,
        seq=one.seq,
        at=one.at,
        inbound=one.author == "customer",
        before=then[0].name,
        after=now[0].name,
        rules_before=then[1],
        rules_after=now[1],
    )
