"""The rules of each desk: the house's packs, its own packs beside them, and what it ordered otherwise."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from server.compliance.covering import Covering
from server.compliance.editions import spoke
from server.compliance.engine import Compliance
from server.compliance.pack import Pack
from server.compliance.scene import Scene
from server.domain.clock import Clock
from server.domain.overrides import Override
from server.domain.verdict import Finding, Verdict


class DeskRules(Struct, frozen=True):
    """What one desk adds: an engine of its own packs, and its overrides."""

    own: Compliance | None = None
    overrides: tuple[Override, ...] = ()


NONE = DeskRules()


class Desks:
    """Judges texts by the rules of the desk they are said at. A desk's rules are swapped whole, between two texts."""

    def __init__(self, house: Compliance, clock: Clock) -> None:
        self.house = house
        self._clock = clock
        self._cards = Covering(house.packs)
        self._desks: dict[str, DeskRules] = {}

    def put(self, workspace_id: str, rules: DeskRules) -> None:
        """From the next text on."""
        self._desks[workspace_id] = rules

    def of(self, workspace_id: str) -> DeskRules:
        """What a desk adds."""
        return self._desks.get(workspace_id, NONE)

    def judge(self, place: tuple[str, str], text: str, scene: Scene) -> Verdict:
        """The word of all rules on a text said at a (workspace, shop)."""
        return judge_by(self.house, self.of(place[0]), place[1], text, scene, now=self._clock.now())

    def covered(self, text: str) -> str:
        """What is kept and is no message, with payment cards covered; nothing of it is ever refused."""
        return self._cards.covered(text)

    def spoke(self, workspace_id: str, findings: Iterable[Finding]) -> str:
        """See editions: the packs of the house and of the desk."""
        own, found = self.of(workspace_id).own, tuple(findings)
        theirs = {pack.id for pack in own.packs} if own else set()
        mine = [f for f in found if f.rule.partition(".")[0] in theirs]
        told = spoke(self.house, [f for f in found if f not in mine])
        return f"{told} {spoke(own, mine)}"[:400] if own else told


def judge_by(house: Compliance, rules: DeskRules, shop_id: str, text: str, scene: Scene, *, now: int) -> Verdict:
    """One text by these rules."""
    orders = tuple(each.order for each in rules.overrides if each.holds(shop_id, now))
    if orders:
        scene = replace(scene, orders=orders)
    said = house.judge(text, scene)
    if rules.own is None:
        return said
    own = rules.own.judge(text, scene)
    if not own.findings:
        return said
    findings = tuple(sorted((*said.findings, *own.findings), key=lambda finding: finding.start))
    return replace(said, action=max(said.action, own.action), findings=findings)


def own_engine(house: tuple[Pack, ...], own: tuple[Pack, ...]) -> Compliance | None:
    """An engine of a desk's packs alone; what platforms want they know from the house's packs."""
    places = tuple(replace(pack, terms={}, own={}, pattern={}, rule=(), test=()) for pack in house if pack.platform)
    return Compliance((*places, *own)) if own else None
