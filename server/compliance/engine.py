"""The judge: one pure call from a text and its scene to a verdict."""

from collections.abc import Iterator

from server.compliance.folds import read_folds
from server.compliance.known import Known
from server.compliance.lexicon import Hit, Lexicon
from server.compliance.masks import MASKS, cover
from server.compliance.pack import Pack
from server.compliance.phrases import Phrases
from server.compliance.rules import Rulebook
from server.compliance.scene import Scene
from server.compliance.shapes import Shapes
from server.compliance.views import View, Views, same
from server.domain.verdict import Action, Verdict


class Compliance:
    """Judges texts by some packs. Keeps nothing of a text: may be shared, and swapped at any moment."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self.packs = packs
        self._views = Views(read_folds())
        self._lexicon = Lexicon(packs, self._views)
        self._plain_shapes = Shapes(packs, "plain")
        self._digit_shapes = Shapes(packs, "digits")
        self._rules = Rulebook(packs, Phrases(self._lexicon.wordings))

    def judge(self, text: str, scene: Scene) -> Verdict:
        """What must happen to this text here, and why. Takes any string, in time linear in its length."""
        plain = self._views.plain(text)
        judged = self._rules.apply(plain, self._hits(text, plain, scene), scene)
        findings = tuple(finding for finding, _ in judged)
        masked = cover(text, ((f.start, f.end, MASKS[mask](shown)) for f, (mask, shown) in judged if mask))
        action = max((finding.action for finding in findings), default=Action.allow)
        return Verdict(action=action, text=masked, findings=findings)

    def _hits(self, text: str, plain: View, scene: Scene) -> Iterator[Hit]:
        yield from self._lexicon.hits(text, plain, scene.language)
        known = Known(scene.known, self._views)
        yield from (hit for hit in self._shapes(plain) if not known.covers(hit.shown))

    def _shapes(self, plain: View) -> Iterator[Hit]:
        latin = self._views.latin(plain)
        yield from self._plain_shapes.hits(latin)
        if latin.text != plain.text:
            yield from self._plain_shapes.hits(same(plain.text))
        digits = self._views.digits(plain)
        if digits is not None:
            yield from self._digit_shapes.hits(digits)
