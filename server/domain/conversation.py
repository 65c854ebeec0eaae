"""A conversation and the laws of its change.

    waiting --offer--> offered --accept--> assigned --close--> closed
       ^  \\--pick or claim------------------^   |  \\--snooze--> snoozed
       '------ decline, miss, vanish, transfer --'

Every change of owner raises `fence`; an action that carries an older one is refused.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from server.domain.dues import Due
from server.domain.errors import Refusal
from server.domain.language import UNKNOWN, language_of
from server.domain.people import Agent
from server.domain.work import kind_of

Status = Literal["waiting", "offered", "assigned", "snoozed", "closed"]


class Conversation(Struct, frozen=True, kw_only=True):
    """One thread with one customer. `last_seq` numbers the agents' series, `last_cseq` the customers'.

    `pending` counts agents' messages that customers are still to see; `last_at` is the newest entry's time, `awaiting_since`
    that of the oldest customer's word nobody has answered (0: none). `queue`, `skills`, `wanted_language` and `deadline` are what
    somebody asked for it by hand, `labels` and `attributes` the desk's own marks, `preferred_id` who served this customer last,
    `weight` the capacity its owner spends.
    `dues` are the clocks that run, what presses first, the soonest before the others.
    A rest with `snoozed_until` 0 ends with the customer's next word alone.
    `mail_to`: the customer wants the answer by e-mail; up to `mailed` it was sent. Up to `erased_seq` nothing is
    left but numbers. Times are milliseconds since the epoch.
    """

    id: str
    workspace_id: str
    shop_id: str
    customer_id: str
    channel: str = "web"
    bridge_id: str = ""
    thread: str = ""
    status: Status = "waiting"
    language: str = "und"
    locale: str = ""
    market: str = ""
    priority: int = 0
    vip: bool = False
    queue: str = ""
    skills: tuple[str, ...] = ()
    wanted_language: str = ""
    labels: tuple[str, ...] = ()
    attributes: dict[str, str] = {}
    deadline: int = 0
    team_id: str = ""
    preferred_id: str = ""
    assignee_id: str = ""
    assignee_name: str = ""
    weight: int = 1
    offer_expires_at: int = 0
    declined: tuple[str, ...] = ()
    declined_at: int = 0
    fence: int = 0
    waiting_since: int = 0
    snoozed_until: int = 0
    last_seq: int = 0
    last_cseq: int = 0
    pending: int = 0
    customers_read: int = 0
    agents_read: int = 0
    customer_name: str = ""
    last_text: str = ""
    last_from: str = ""
    last_at: int = 0
    awaiting_since: int = 0
    dues: tuple[Due, ...] = ()
    mail_to: str = ""
    mailed: int = 0
    page_url: str = ""
    page_title: str = ""
    created_at: int = 0
    updated_at: int = 0
    public_at: int = 0
    erased_seq: int = 0

    @property
    def public(self) -> tuple[object, ...]:
        """What its customer may know of its state; `public_at` is when that last changed."""
        there = self.status in ("assigned", "snoozed")
        name = self.assignee_name if there else ""
        mail = bool(self.mail_to)
        return (there, self.status == "closed", name, mail, self.last_cseq, self.agents_read, self.customers_read)

    @property
    def customers_language(self) -> str:
        """What its customer reads: the language they wrote, else their page's; `und` when neither tells."""
        return self.language if self.language != UNKNOWN else language_of(self.locale)

    @property
    def due(self) -> int:
        """When the next thing must be done, by a clock or by hand; 0 when nothing must."""
        return min(filter(None, (self.deadline, *(each.due for each in self.dues if each.presses))), default=0)

    @property
    def unmet(self) -> tuple[str, ...]:
        """The clocks of the law that the customer's unanswered words have started."""
        fresh = (due for due in self.dues if 0 < self.awaiting_since <= due.since)
        return tuple(due.clock for due in fresh if due.clock in ("refund", "data"))

    @property
    def held(self) -> bool:
        """Whether an agent's capacity is spent on it."""
        return self.status in ("offered", "assigned")


def assign(c: Conversation, agent: Agent, *, offer_expires_at: int = 0, weight: int = 1) -> Conversation:
    """Give it to an agent, who spends `weight` on it, at once or (with `offer_expires_at`) as an offer.

    Refuses a closed conversation.
    """
    _not_closed(c)
    return msgspec.structs.replace(
        c if offer_expires_at else _forgiven(c),
        status="offered" if offer_expires_at else "assigned",
        assignee_id=agent.id,
        assignee_name=agent.name,
        preferred_id=last_owner(c),
        weight=weight,
        offer_expires_at=offer_expires_at,
        fence=c.fence + 1,
        snoozed_until=0,
    )


def accept(c: Conversation) -> Conversation:
    """The offered agent takes it; the fence stays, for the owner does not change."""
    if c.status != "offered":
        raise Refusal("bad_state", "offer")
    return msgspec.structs.replace(_forgiven(c), status="assigned", offer_expires_at=0)


def requeue(c: Conversation, now: int, *, fresh: bool = False, without: str = "") -> Conversation:
    """Back to the queue, with the place it had unless `fresh`; `without` names an agent who said no.

    An owner who said so is not preferred any more.
    """
    _not_closed(c)
    c = _forgiven(c) if fresh else c
    declined = (*c.declined, without) if without and without not in c.declined else c.declined
    given_back = c.status == "assigned" and c.assignee_id == without
    return msgspec.structs.replace(
        c,
        status="waiting",
        preferred_id="" if given_back else last_owner(c),
        assignee_id="",
        assignee_name="",
        offer_expires_at=0,
        fence=c.fence + 1,
        waiting_since=now if fresh or not c.waiting_since else c.waiting_since,
        declined=declined,
        declined_at=now if without else c.declined_at,
        snoozed_until=0,
    )


def passed_on(c: Conversation) -> Conversation:
    """A waiting conversation that shall be somebody else's: nobody is preferred, and whoever said no may be asked."""
    return msgspec.structs.replace(_forgiven(c), preferred_id="")


def snooze(c: Conversation, until: int) -> Conversation:
    """Rest until a time (0: none) or the customer's next word; the owner stays, the capacity is given back."""
    if c.status != "assigned":
        raise Refusal("bad_state", "status")
    return msgspec.structs.replace(c, status="snoozed", snoozed_until=until)


def close(c: Conversation) -> Conversation:
    """End it; the owner is let go."""
    _not_closed(c)
    return msgspec.structs.replace(
        _forgiven(c),
        status="closed",
        preferred_id=last_owner(c),
        assignee_id="",
        assignee_name="",
        offer_expires_at=0,
        fence=c.fence + 1,
        snoozed_until=0,
    )


def wake(c: Conversation, now: int) -> Conversation:
    """A closed or snoozed conversation asks for attention again, with a new waiting time."""
    if c.status not in ("closed", "snoozed"):
        raise Refusal("bad_state", "status")
    return msgspec.structs.replace(
        _forgiven(c),
        status="waiting",
        preferred_id=last_owner(c),
        assignee_id="",
        assignee_name="",
        fence=c.fence + 1,
        waiting_since=now,
        snoozed_until=0,
    )


def rests(c: Conversation, now: int, idle_seconds: int) -> bool:
    """Whether it may give its owner's capacity back: answered to the last word, and nothing has happened since.

    Letters and marketplaces answer slowly and never rest; 0 seconds: nothing does.
    """
    answered = c.last_from == "agent" and not c.awaiting_since and not c.pending
    quick = kind_of(c.channel) in ("live", "messaging")
    quiet = 0 < idle_seconds * 1000 <= now - c.last_at
    return c.status == "assigned" and quick and answered and quiet


def own(c: Conversation, agent_id: str, fence: int | None) -> None:
    """Refuse unless the agent is the owner now and, when a fence is carried, it is the present one."""
    if c.status not in ("assigned", "snoozed") or c.assignee_id != agent_id or fence not in (None, c.fence):
        raise Refusal("not_assignee", "conversationId")


def last_owner(c: Conversation) -> str:
    """Who really had it last; an offer is not having."""
    return c.assignee_id if c.status in ("assigned", "snoozed") else c.preferred_id


def _forgiven(c: Conversation) -> Conversation:
    """Whoever said no may be asked again."""
    return msgspec.structs.replace(c, declined=(), declined_at=0)


def _not_closed(c: Conversation) -> None:
    if c.status == "closed":
        raise Refusal("bad_state", "status")
