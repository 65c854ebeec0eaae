"""A message before it is one: what was typed, where it is about to be said, and what the stages found out."""

from typing import Literal

from msgspec import Struct

from server.domain.people import ActorKind
from server.domain.reading import Reading
from server.domain.verdict import Action, Finding, Verdict
from server.translation.detect import Said

Direction = Literal["inbound", "outbound"]


class Draft(Struct, frozen=True, kw_only=True):
    """`targets` are the languages of those who will read it, `voice` how they are addressed (`formal`, `casual`).

    `before` and `before_sent` are what the same side said last, as it was typed and as the customer reads it.
    `verdict` is of the typed text, `sent` of the reading.
    """

    text: str
    direction: Direction
    author: ActorKind
    workspace_id: str
    shop_id: str = ""
    channel: str = "web"
    market: str = ""
    reader: str = "en"
    history: tuple[str | Said, ...] = ()
    locale: str = ""
    among: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    before_sent: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    voice: str = ""
    language: str = ""
    confidence: float = 1.0
    verdict: Verdict | None = None
    readings: tuple[Reading, ...] = ()
    sent: Verdict | None = None
    flagged: bool = False

    @property
    def place(self) -> tuple[str, str]:
        """Whose rules count: the workspace's, in this shop."""
        return self.workspace_id, self.shop_id

    @property
    def action(self) -> Action:
        """The strictest of what the rules said of both texts."""
        return max((v.action for v in (self.verdict, self.sent) if v), default=Action.allow)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Where the rules spoke: of the typed text, or when only the reading offends, of the reading."""
        typed = self.verdict.findings if self.verdict else ()
        return typed or (self.sent.findings if self.sent else ())

    @property
    def reading(self) -> Reading | None:
        """What the one reader of an outbound message will read, when that is known and not the text itself."""
        return self.readings[0] if self.readings else None

    @property
    def foreign(self) -> bool:
        """Whether the reader's language is known to be another than the text's."""
        return bool(self.targets) and "und" not in (self.language, self.targets[0]) and self.language != self.targets[0]
