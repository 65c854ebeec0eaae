"""What a decision looks at: the head of each class and the agents who could take it.

Redis draws the same board from its sorted sets (`live/lua/board.lua`) as `survey` draws from whole lists.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from server.routing.need import Kind, Need, Offer

WIDTH = 8
"""Free agents shown for a head, longest idle first."""


class Seat(Struct, frozen=True):
    """A free agent as the board shows them. `idle_since` is ms."""

    agent_id: str
    idle_since: int


class Head(Struct, frozen=True, kw_only=True):
    """The first of a class. `speakers` and `anyone` are free, of the team, did not decline (unless all did).

    `speakers_on` and `anyone_on` count those who are present and did not decline, free or not.
    """

    conversation_id: str
    kind: Kind
    score: int
    speakers: tuple[Seat, ...] = ()
    anyone: tuple[Seat, ...] = ()
    speakers_on: int = 0
    anyone_on: int = 0

    @property
    def waiting_since(self) -> int:
        """When the customer began to wait, in ms."""
        return self.score + self.kind.bonus


def survey(needs: Iterable[Need], offers: Sequence[Offer], width: int = WIDTH) -> tuple[Head, ...]:
    """The board of these lists, the oldest head first."""
    firsts: dict[Kind, Need] = {}
    for need in needs:
        first = firsts.get(need.kind)
        if first is None or (need.score, need.conversation_id) < (first.score, first.conversation_id):
            firsts[need.kind] = need
    ordered = sorted(firsts.values(), key=lambda need: (need.score, need.conversation_id))
    return tuple(_head(need, offers, width) for need in ordered)


def place_of(needs: Sequence[Need], conversation_id: str) -> int | None:
    """A conversation's place among those of its language and team, from 1; None when it does not wait."""
    mine = next((need for need in needs if need.conversation_id == conversation_id), None)
    if mine is None:
        return None
    line = [need for need in needs if (need.language, need.team_id) == (mine.language, mine.team_id)]
    return 1 + sum((need.score, need.conversation_id) < (mine.score, conversation_id) for need in line)


def _head(need: Need, offers: Sequence[Offer], width: int) -> Head:
    team = [offer for offer in offers if offer.on and offer.fits(None, need.team_id)]
    left = [offer for offer in team if offer.agent_id not in need.declined]
    asked = left or team
    return Head(
        conversation_id=need.conversation_id,
        kind=need.kind,
        score=need.score,
        speakers=_seats((o for o in asked if need.language in o.languages), width),
        anyone=_seats(asked, width),
        speakers_on=sum(need.language in offer.languages for offer in left),
        anyone_on=len(left),
    )


def _seats(offers: Iterable[Offer], width: int) -> tuple[Seat, ...]:
    free = sorted((offer.idle_since, offer.agent_id) for offer in offers if offer.free)
    return tuple(Seat(agent_id, idle_since) for idle_since, agent_id in free[:width])
