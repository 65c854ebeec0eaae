"""The stages, and the two orders they come in."""

import unicodedata
from collections.abc import Callable

import msgspec
from msgspec import Struct

from server.compliance import Scene
from server.compliance.desks import Desks
from server.domain.language import UNKNOWN, language_of
from server.domain.reading import Reading
from server.domain.verdict import Verdict
from server.pipeline.draft import Draft
from server.translation.detect import Detector
from server.translation.instant import Instant


class Instruments(Struct, frozen=True):
    """What the stages work with."""

    detector: Detector
    compliance: Desks
    instant: Instant


class Stage(Struct, frozen=True):
    """One step: `budget_ms` it may take, and whether the draft is held (`closed`) or flagged (`open`) when it fails."""

    name: str
    budget_ms: float
    closed: bool
    run: Callable[[Draft, Instruments], Draft]


_CONTROLS = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0), 0xFEFF]
_UNFIT = dict.fromkeys(_CONTROLS) | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""What no message may hold: control characters go, lone surrogates are shown as what they are, damage."""


def clean(text: str) -> str:
    """NFC, one kind of line end, no control characters, no lone surrogates, no space around it."""
    if not text.isprintable():  # signs to be taken out, and ends of lines; most texts have none
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNFIT)
    return unicodedata.normalize("NFC", text).strip()


def normalise(draft: Draft, _: Instruments) -> Draft:
    """See `clean`."""
    text = clean(draft.text)
    return draft if text == draft.text else msgspec.structs.replace(draft, text=text)


def detect(draft: Draft, tools: Instruments) -> Draft:
    """The text's language: named by the author, or told from the text, the conversation and the page."""
    if draft.language:
        return msgspec.structs.replace(draft, language=language_of(draft.language))
    found = tools.detector.detect(draft.text, history=draft.history, locale=draft.locale, among=draft.among)
    return msgspec.structs.replace(draft, language=found.language or UNKNOWN, confidence=found.confidence)


def comply(draft: Draft, tools: Instruments) -> Draft:
    """Judge the typed text; what goes on is the text with masks applied."""
    verdict = tools.compliance.judge(draft.place, draft.text, _scene(draft, draft.language, draft.before))
    return msgspec.structs.replace(draft, verdict=verdict, text=verdict.text)


def recall(draft: Draft, tools: Instruments) -> Draft:
    """Add the translations that are known at once, for every reader whose language is another, unless the author gave one."""
    if draft.readings:
        return draft
    readings = tuple(
        reading
        for target in dict.fromkeys(draft.targets)
        if target not in (draft.language, UNKNOWN) and draft.language != UNKNOWN
        if (reading := _recall(draft, target, tools))
    )
    return msgspec.structs.replace(draft, readings=readings)


def comply_sent(draft: Draft, tools: Instruments) -> Draft:
    """Judge what the customer will read, when that is not the typed text."""
    if draft.reading is None:
        return draft
    sent = judge_sent(draft, draft.reading, tools.compliance)
    readings = (msgspec.structs.replace(draft.reading, text=sent.text), *draft.readings[1:])
    return msgspec.structs.replace(draft, sent=sent, readings=readings)


def judge_sent(draft: Draft, reading: Reading, compliance: Desks) -> Verdict:
    """The rules' word on a translation that is about to be sent."""
    scene = _scene(draft, reading.language, draft.before_sent)
    return compliance.judge(draft.place, reading.text, msgspec.structs.replace(scene, typed=False))


def _recall(draft: Draft, target: str, tools: Instruments) -> Reading | None:
    known = tools.instant.recall(draft.text, draft.language, target, workspace_id=draft.workspace_id)
    return known and tools.instant.voiced(known, draft.text, draft.language, draft.voice)


def _scene(draft: Draft, language: str, before: tuple[str, ...]) -> Scene:
    return Scene(
        direction=draft.direction,
        author=draft.author,
        channel=draft.channel,
        market=draft.market,
        language=language,
        known=draft.known,
        before=before,
        open=draft.open,
        reader=draft.reader,
    )


INBOUND: tuple[Stage, ...] = (
    Stage("normalise", 2, False, normalise),
    Stage("detect", 5, False, detect),
    Stage("comply", 20, False, comply),
    Stage("recall", 5, False, recall),
)

OUTBOUND: tuple[Stage, ...] = (
    Stage("normalise", 2, True, normalise),
    Stage("detect", 5, False, detect),
    Stage("comply", 20, True, comply),
    Stage("recall", 5, False, recall),
    Stage("comply_sent", 20, True, comply_sent),
)
