"""Compose the stages: each under its budget, each failing by its own rule, none ever losing the message."""

import msgspec
import structlog

from server.domain.clock import Clock
from server.domain.verdict import Action, Finding, Verdict
from server.pipeline.draft import Draft
from server.pipeline.stages import INBOUND, OUTBOUND, Instruments, Stage
from server.telemetry import metrics

log = structlog.get_logger()

UNJUDGED = Finding(category="unjudged", rule="pipeline.failed", action=Action.hold, start=0, end=0)


class Pipeline:
    """Judges drafts. Synchronous and short: what takes longer happens after the commit."""

    def __init__(self, tools: Instruments, clock: Clock) -> None:
        self.tools = tools
        self._clock = clock

    def judge(self, draft: Draft) -> Draft:
        """The draft as the stages of its direction leave it."""
        began = self._clock.monotonic()
        for stage in INBOUND if draft.direction == "inbound" else OUTBOUND:
            draft = self._step(stage, draft)
            now = self._clock.monotonic()
            metrics.stage(stage.name).observe(now - began)
            if now - began > stage.budget_ms / 1000:
                took = round(1000 * (now - began), 1)
                log.warning("pipeline.late", stage=stage.name, ms=took, length=len(draft.text))
            began = now
        return draft

    def _step(self, stage: Stage, draft: Draft) -> Draft:
        try:
            return stage.run(draft, self.tools)
        except Exception as error:
            log.error("pipeline.failed", stage=stage.name, error=type(error).__name__)
            return fail(stage, draft)


def fail(stage: Stage, draft: Draft) -> Draft:
    """A failed stage holds what it guards, and flags what it merely serves: a customer's word is never lost."""
    if not stage.closed:
        return msgspec.structs.replace(draft, flagged=True, language=draft.language or "und")
    verdict = Verdict(action=Action.hold, text=draft.text, findings=(UNJUDGED,), failed=True)
    return msgspec.structs.replace(draft, verdict=verdict, flagged=True)
