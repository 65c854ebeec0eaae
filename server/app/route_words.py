"""What the router did and would have done, in English for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from server.app.times import clock, date
from server.domain.conversation import Conversation
from server.routing.comparing import Caveat, Choice, Comparison, Outcome
from server.routing.policy import Candidate, Proposal, Reason
from server.store.history import Given

SHOWN = 10
SIDES = ("really", "today's rules", "other")
_FITS = {
    "close": "The simulation fits: under today's rules it waits {simulated} on average, it really was {real}.",
    "fair": "The simulation fits fairly: under today's rules it waits {simulated} on average, it really was {real}.",
    "poor": "The simulation does NOT fit: under today's rules it waits {simulated} on average, it really was {real}. "
    "Believe the direction at most, not the numbers.",
    "unknown": "Too few conversations to say whether the simulation fits.",
}
_CAVEATS = {
    "cut": "only the newest {count} assignments were read; what came before is left out",
    "by_hand": "{count} were taken by hand; the simulation has the router give them",
    "going_on": "{count} go on still; their work is taken for done",
    "guessed": "when {count} people were there is partly a guess: from their hours, else from what they did",
    "untold": "{count} were served by nobody; their work is taken to be the usual",
    "present_facts": "priority, skills and team are as they are today, not as they were then",
}
_REASONS = {
    "knows": "has served this customer before",
    "speaks": "writes {language} (level {level})",
    "waited_speaks": "writes {language} (level {level}); those who were asked first were busy for too long",
    "waited": "was free; speakers of {language} were busy for too long",
    "nobody_speaks": "was free; nobody who is here writes {language}",
}
_WHY = {
    "chosen": "chosen",
    "less": "fits less well",
    "full": "had no room",
    "paused": "took nothing new",
    "after_work": "was finishing the work before",
    "off_shift": "was off shift",
    "declined": "had said no",
}


def compared(comparison: Comparison, names: Mapping[str, str]) -> str:
    """The comparison as a page of text."""
    sides = (comparison.was, comparison.now, comparison.then)
    if not comparison.was.conversations:
        return f"{date(comparison.since)} to {date(comparison.until)}: no conversations"
    lines = [
        f"{date(comparison.since)} to {date(comparison.until)}: {comparison.was.conversations} conversations",
        "",
        *_table(("", *SIDES), _sums(sides)),
        "",
        *_table(("mean wait by language", *SIDES), _languages(sides)),
        "",
        *_table(("conversations by agent", *SIDES), _agents(sides, names)),
        "",
        *_differences(comparison, names),
        "",
        *_believed(comparison),
    ]
    return "\n".join(line.rstrip() for line in lines)


def explained(c: Conversation, given: Sequence[Given], names: Mapping[str, str]) -> str:
    """Who had a conversation, and why."""
    lines = [f"{c.id}: {c.status}, {c.customers_language}, {c.channel}"]
    for one in given:
        lines += ["", f"{date(one.started_at)}  {names.get(one.agent_id, one.agent_id)}: {one.step}{_lasted(one)}"]
        lines += [f"    {line}" for line in _decision(one.decision, names)]
    return "\n".join(lines if given else [*lines, "", "nobody has had it yet"])


def _sums(sides: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    yield "mean wait", *(clock(side.mean_ms) for side in sides)
    yield "19 of 20 wait at most", *(clock(side.p95_ms) for side in sides)
    yield "within their target", *(_percent(side.within) for side in sides)
    yield "written in the customer's language", *(_percent(side.matched) for side in sides)
    yield "waited in vain", *(str(side.unserved) for side in sides)


def _languages(sides: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    for language in sorted({language for side in sides for language in side.waits}):
        yield language, *(clock(side.waits[language]) if language in side.waits else "-" for side in sides)


def _agents(sides: Sequence[Outcome], names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for id in sorted({id for side in sides for id in side.loads}, key=lambda id: names.get(id, id)):
        yield names.get(id, id), *(str(side.loads.get(id, 0)) for side in sides)


def _differences(comparison: Comparison, names: Mapping[str, str]) -> Iterator[str]:
    yield f"{comparison.differing} of {comparison.now.conversations} would go elsewhere"
    for one in comparison.differs[:SHOWN]:
        now, then = _choice(one.now, names), _choice(one.then, names)
        yield f"  {one.conversation_id} ({one.language}): {now}  ->  {then}"
    if comparison.differing > SHOWN:
        yield f"  ... and {comparison.differing - SHOWN} more (--json lists the first 50)"


def _choice(choice: Choice, names: Mapping[str, str]) -> str:
    if not choice.agent_id:
        return f"nobody in {clock(choice.waited_ms)}"
    return f"{names.get(choice.agent_id, choice.agent_id)}, {choice.step}, after {clock(choice.waited_ms)}"


def _believed(comparison: Comparison) -> Iterator[str]:
    fit = comparison.fit
    yield _FITS[fit.verdict].format(simulated=clock(fit.simulated_mean_ms), real=clock(fit.real_mean_ms))
    if fit.verdict != "unknown":
        yield f"{_percent(fit.same_agent)} of them have the agent they really had."
    yield from (_caveat(caveat) for caveat in comparison.caveats)


def _caveat(caveat: Caveat) -> str:
    return f"  - {_CAVEATS[caveat.code].format(count=caveat.count)}"


def _decision(decision: str, names: Mapping[str, str]) -> Iterator[str]:
    if not decision:
        yield "by hand"
        return
    try:
        proposal = msgspec.json.decode(decision, type=Proposal)
    except msgspec.MsgspecError:
        yield "the router's reasons are in a form of an earlier version"
        return
    yield _reason(proposal.reason)
    waited = proposal.reason.values.get("waited_ms")
    if isinstance(waited, int):
        yield f"waited {clock(waited)}"
    yield from (_looked_at(candidate, names) for candidate in proposal.candidates)


def _reason(reason: Reason) -> str:
    values = {"language": "?", "level": "?"} | reason.values
    return _REASONS.get(reason.code, reason.code).format(**values)


def _looked_at(candidate: Candidate, names: Mapping[str, str]) -> str:
    parts = ", ".join(f"{name} {points:+}" for name, points in candidate.parts.items() if points)
    who = names.get(candidate.agent_id, candidate.agent_id)
    return f"{who:<20} {_WHY.get(candidate.why, candidate.why)}{f' ({candidate.score}: {parts})' if parts else ''}"


def _lasted(one: Given) -> str:
    return "" if one.ended_at is None else f" (for {clock(one.ended_at - one.started_at)})"


def _percent(part: float) -> str:
    return f"{100 * part:.1f} %"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    all_ = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(row[n]) for row in all_) for n in range(len(head))]
    return [
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])
        for row in all_
    ]
