"""Payment cards are covered in whatever is kept and is no message: a colleague's note, a draft, a comment."""

from msgspec.structs import replace

from server.compliance.engine import Compliance
from server.compliance.pack import Pack, Rule
from server.compliance.scene import Scene

MASKS = frozenset({"card", "whole"})
"""What must not be kept in the clear (PCI DSS 3.3.1, 3.4.1): card numbers and their codes. An account's number may be noted."""
_ANYWHERE = Scene()


class Covering:
    """The mask rules for cards alone, as an engine of their own: it covers, and has no other word to say."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        rules = {pack.id: tuple(rule for rule in pack.rule if rule.mask in MASKS) for pack in packs}
        slots = {slot for own in rules.values() for rule in own for slot in rule.slots()}
        self._engine = Compliance(tuple(_narrowed(pack, rules[pack.id], slots) for pack in packs))

    def covered(self, text: str) -> str:
        """The text with card numbers and their codes covered."""
        return self._engine.judge(text, _ANYWHERE).text


def _narrowed(pack: Pack, rules: tuple[Rule, ...], slots: set[str]) -> Pack:
    return replace(
        pack,
        rule=rules,
        test=(),
        terms={name: words for name, words in pack.terms.items() if name in slots},
        own={name: words for name, words in pack.own.items() if name in slots},
        pattern={name: shape for name, shape in pack.pattern.items() if name in slots},
    )
