"""From somebody's words and what is known of the conversation to a draft, and from a judged draft to yes or no."""

import msgspec

from server.conversations.room import Room
from server.conversations.saying import Saying
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.language import language_of
from server.domain.people import Actor
from server.domain.reading import PERSON, Reading
from server.domain.verdict import Action, Verdict
from server.pipeline.draft import Draft
from server.pipeline.stages import clean, judge_sent
from server.protocol.commands import Wording
from server.telemetry import metrics
from server.translation.detect import Said


async def draft_of(room: Room, actor: Actor, id: str, saying: Saying) -> Draft:
    """The draft of these words in this place. Refuses `not_found` for a place that is not the actor's."""
    policy = (await room.known.workspace(actor.workspace_id)).policy
    turns: tuple[str | Said, ...] = ()
    try:
        memory = await room.known.conversation(actor, id)
        c, turns = memory.conversation, tuple(memory.turns)
    except Refusal:
        if saying.opening is None:
            raise
        c = saying.opening.conversation
    inbound = saying.author.kind == "customer"
    place = c.customers_language
    earlier = room.known.earlier(c.id, saying.client_id, inbound=inbound)
    return Draft(
        text=saying.text,
        direction="inbound" if inbound else "outbound",
        author=saying.author.kind,
        workspace_id=actor.workspace_id,
        shop_id=c.shop_id,
        channel=c.channel,
        market=c.market,
        reader=language_of(actor.locale),
        history=turns if inbound else (),
        before=tuple([said.typed for said in earlier]),
        before_sent=tuple([said.sent for said in earlier]),
        locale=place if inbound else actor.locale,
        among=policy.languages,
        targets=(await room.known.desk_language(c),) if inbound else (place,),
        language=saying.language,
        voice="" if inbound else policy.voice(place, c.market, c.shop_id),
        readings=_own(saying, place) if not inbound else (),
        open=() if inbound else c.unmet,
    )


def worded(actor: Actor, wording: Wording | None) -> Reading | None:
    """A translation in this person's words; customers and bridges have none to give."""
    if wording is None or actor.kind != "agent" or not (text := clean(wording.text)):
        return None
    return Reading(language=wording.language, text=text, engine=PERSON, editor=actor.id)


def _own(saying: Saying, place: str) -> tuple[Reading, ...]:
    """The author's own translation. Refuses `bad_request` when the customer reads another language by now."""
    if saying.reading is None:
        return ()
    if saying.reading.language != place:
        raise Refusal("bad_request", "reading.language")
    return (saying.reading,)


def judged(draft: Draft, *, confirmed: bool) -> None:
    """Refuse what the rules forbid or miss, and what they want confirmed; a customer's word always passes."""
    metrics.verdict(draft.action.name).inc()
    if draft.direction == "inbound":
        return
    if draft.action == Action.block or any(finding.action == Action.require for finding in draft.findings):
        raise Refusal("rejected_policy", "body.text", data=draft.findings)
    if draft.action == Action.warn and not confirmed:
        raise Refusal("needs_confirmation", "body.text", data=draft.findings)


def reading_judged(room: Room, c: Conversation, reading: Reading) -> tuple[Reading, Verdict]:
    """A translation that came after the draft, with masks applied, and the rules' word on it."""
    draft = Draft(
        text="",
        direction="outbound",
        author="agent",
        workspace_id=c.workspace_id,
        shop_id=c.shop_id,
        channel=c.channel,
        market=c.market,
    )
    verdict = judge_sent(draft, reading, room.pipeline.tools.compliance)
    return msgspec.structs.replace(reading, text=verdict.text), verdict
