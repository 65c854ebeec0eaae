"""Each law, on a small true story, and on the same story with one thing wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from loadtest.laws.delivery import order
from loadtest.laws.history import Duty, History, Line, Observer, Op, Seat, Seen, Stored, Tenure, Thread
from loadtest.laws.judge import LAWS, judge, judge_part

ANA, SOFIA = "customer:ana", "agent:sofia"


def _line(seq: int, cseq: int | None, kind: str, author: str, **body: str) -> Line:
    return Line("cv", seq, cseq, kind, author, f"id-{seq}", 100 + seq, dict(body))


def _story() -> tuple[History, Stored]:
    """Ana asks, Sofía takes it, answers and notes; a second conversation came later and is served later."""
    lines = [
        _line(1, 1, "conversation.opened", ANA),
        _line(2, 2, "message.posted", ANA, text="where"),
        _line(3, 3, "conversation.assigned", "system:desk"),
        _line(4, 4, "message.posted", SOFIA, text="here"),
        _line(5, None, "note.posted", SOFIA, text="hush"),
        _line(6, 5, "message.posted", ANA, text="thanks"),
    ]
    other = replace(lines[0], conversation="cw", at=110)
    stored = Stored(
        threads={
            "cv": Thread("cv", "assigned", "sofia", 1, 101, 6, 5, "en"),
            "cw": Thread("cw", "assigned", "sofia", 1, 110, 1, 1, "en"),
        },
        lines={"cv": lines, "cw": [other]},
        tenures=[Tenure("cv", 1, "sofia", 103, None, "speaker"), Tenure("cw", 1, "sofia", 111, None, "speaker")],
        seats={"sofia": Seat("sofia", 2, 2, {"live": 2}, {"live": 2})},
    )
    words = ((ANA, 2, 2), (SOFIA, 4, 4), (SOFIA, 5, 5), (ANA, 6, 5))
    history = History(duties=[Duty(agent="sofia", languages=("en",), began=0)])
    for what in ("invoke", "ok"):
        for who, seq, number in words:
            note = lines[seq - 1].kind.replace("posted", "post").replace("message.post", "message.send")
            told = {"seq": number, "conversation": "cv", "text": lines[seq - 1].body["text"]}
            history.ops.append(Op(at=0, who=who, what=what, command=note, client_id=f"id-{seq}", **told))
    for who in (ANA, SOFIA):
        seen = [line.seen_by(customer=who == ANA) for line in lines if line.cseq or who == SOFIA]
        history.observers.append(Observer(who=who, name=who, customer=who == ANA, applied={"cv": seen}))
    return history, stored


def _drop_line(history: History, stored: Stored) -> None:
    del stored.lines["cv"][1]


def _other_number(history: History, stored: Stored) -> None:
    history.ops[-1] = replace(history.ops[-1], seq=9)


def _twice(history: History, stored: Stored) -> None:
    stored.lines["cv"].append(replace(stored.lines["cv"][5], seq=7, cseq=6, client_id="id-7"))


def _hole(history: History, stored: Stored) -> None:
    stored.lines["cv"][5] = replace(stored.lines["cv"][5], cseq=7)


def _swapped(history: History, stored: Stored) -> None:
    one, two = stored.lines["cv"][1], stored.lines["cv"][5]
    stored.lines["cv"][1] = replace(one, client_id=two.client_id, body=two.body)
    stored.lines["cv"][5] = replace(two, client_id=one.client_id, body=one.body)


def _refused_too(history: History, stored: Stored) -> None:
    history.ops.append(replace(history.ops[-1], what="fail", detail="bad_state"))


def _missed(history: History, stored: Stored) -> None:
    history.observers[0].applied["cv"].pop(2)


def _saw_nothing(history: History, stored: Stored) -> None:
    history.observers[0].applied.clear()


def _invented(history: History, stored: Stored) -> None:
    history.observers[1].applied["cv"].append(Seen(7, 107, "message.posted", "never stored"))


def _heard_a_note(history: History, stored: Stored) -> None:
    history.observers[0].heard.append('{"text":"hush"}')


def _second_owner(history: History, stored: Stored) -> None:
    stored.tenures.append(Tenure("cv", 2, "lin", 104, None, "speaker"))
    stored.seats["lin"] = Seat("lin", 4, 1, {"live": 1})


def _old_owner(history: History, stored: Stored) -> None:
    stored.threads["cv"] = replace(stored.threads["cv"], assignee="lin")


def _busier(history: History, stored: Stored) -> None:
    stored.seats["sofia"] = Seat("sofia", 4, 3, {"live": 2})


def _miscounted(history: History, stored: Stored) -> None:
    stored.seats["sofia"] = Seat("sofia", 2, 2, {"live": 1, "mail": 1})


def _too_much(history: History, stored: Stored) -> None:
    stored.seats["sofia"] = Seat("sofia", 1, 2, {"live": 2})


def _too_heavy(history: History, stored: Stored) -> None:
    stored.threads["cw"] = replace(stored.threads["cw"], weight=2)
    stored.seats["sofia"] = Seat("sofia", 2, 3, {"live": 2})


def _too_many_of_a_kind(history: History, stored: Stored) -> None:
    stored.seats["sofia"] = Seat("sofia", 4, 2, {"live": 2}, {"live": 1})


def _to_the_end(history: History, stored: Stored) -> None:
    stored.threads["cv"] = replace(stored.threads["cv"], waiting_since=200)


def _served_late(history: History, stored: Stored) -> None:
    stored.tenures[:] = [replace(one, started_at=at) for one, at in zip(stored.tenures, (1_300, 1_200), strict=True)]


def _told_late(stored: Stored) -> None:
    """Who came 40 ms later, at another node, was served before this one knew of the first."""
    stored.lines["cw"][0] = replace(stored.lines["cw"][0], at=41)
    stored.threads["cw"] = replace(stored.threads["cw"], waiting_since=41)
    stored.tenures[:] = [replace(one, started_at=at) for one, at in zip(stored.tenures, (112, 60), strict=True)]


def _by_a_clock_set_ahead(stored: Stored) -> None:
    """The node that served the first one was an hour ahead for a moment."""
    stored.tenures[:] = [
        replace(one, started_at=at) for one, at in zip(stored.tenures, (1_200, 3_600_041), strict=True)
    ]


def _same_fence(history: History, stored: Stored) -> None:
    stored.tenures[0] = replace(stored.tenures[0], ended_at=104)
    stored.tenures.append(Tenure("cv", 1, "lin", 105, None, "speaker"))
    stored.seats["lin"] = Seat("lin", 4, 1, {"live": 1})


def _forgotten(history: History, stored: Stored) -> None:
    del stored.tenures[1]
    stored.at = 30_000


FAULTS: dict[str, tuple[Callable[[History, Stored], None], ...]] = {
    "lost": (_drop_line,),
    "other_number": (_other_number,),
    "doubled": (_twice,),
    "holes": (_hole, _drop_line),
    "order": (_swapped,),
    "both": (_refused_too,),
    "views_differ": (_missed, _invented, _saw_nothing),
    "leaked": (_heard_a_note,),
    "two_owners": (_second_owner, _old_owner, _same_fence),
    "load_differs": (_busier, _miscounted),
    "over_capacity": (_too_much, _too_heavy, _too_many_of_a_kind),
    "place_lost": (_to_the_end,),
    "overtaken": (_served_late,),
    "starved": (_forgotten,),
}


def test_a_true_story_breaks_no_law() -> None:
    assert judge(*_story()) == []
    history, stored = _story()
    _told_late(stored)
    assert judge(history, stored) == []
    _by_a_clock_set_ahead(stored)
    assert judge(history, stored) == []
    assert set(FAULTS) == {law.__name__ for law in LAWS}


@pytest.mark.parametrize(("law", "fault"), [(law, fault) for law, faults in FAULTS.items() for fault in faults])
def test_one_wrong_thing_breaks_its_law(law: str, fault: Callable[[History, Stored], None]) -> None:
    history, stored = _story()
    fault(history, stored)
    found = {each.law: each.where for each in judge(history, stored)}
    assert found[law]


@pytest.mark.parametrize(("answered_first", "broken"), [(False, False), (True, True)])
def test_two_windows_that_speak_at_once_may_be_stored_either_way(answered_first: bool, broken: bool) -> None:
    history, stored = _story()
    ana = {op.client_id + op.what: n for n, op in enumerate(history.ops) if op.who == ANA}
    history.ops = [replace(op, window=op.who == ANA and op.seq == 5) for op in history.ops]
    if answered_first:
        history.ops.insert(ana["id-6invoke"], history.ops.pop(ana["id-2ok"]))
    _swapped(history, stored)
    assert bool(list(order(history, stored))) is broken


@pytest.mark.parametrize("change", [{"agent": "sofia", "ended": 20_000}, {"began": 200}, {"languages": ("de",)}])
def test_who_was_not_there_all_the_time_let_nobody_starve(change: dict[str, Any]) -> None:
    history, stored = _story()
    _forgotten(history, stored)
    history.duties[0] = replace(history.duties[0], **change)
    assert "starved" not in {each.law for each in judge(history, stored)}


def test_a_part_of_a_run_is_judged_while_it_goes_on() -> None:
    """Views may be behind and acks may be newer than what was read; what is beside the log is found all the same."""
    history, stored = _story()
    _missed_the_end(history, stored)
    history.ops.append(replace(history.ops[-1], at=9.0, client_id="id-9", seq=9))
    del stored.threads["cw"], stored.lines["cw"], stored.tenures[1]
    stored.asked_at = 5.0
    assert judge_part(history, stored) == []
    _missed(history, stored)
    assert {each.law for each in judge_part(history, stored)} == {"views_differ"}


def test_a_part_of_a_run_does_not_show_what_else_an_agent_holds() -> None:
    history, stored = _story()
    _forgotten(history, stored)
    assert "starved" in {each.law for each in judge(history, stored)}
    assert judge_part(history, stored) == []


def _missed_the_end(history: History, stored: Stored) -> None:
    history.observers[0].applied["cv"].pop()
