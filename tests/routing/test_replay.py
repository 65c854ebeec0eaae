"""The past played again: what is taken from it, what is compared, and that a true past comes out as it went in."""

import random
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from server.domain.hours import Hours, Shift
from server.domain.language import Speaks
from server.domain.past import Facts, Lost, Mark, Past, Spell
from server.domain.people import Agent
from server.domain.queues import Queue, Routing, Step
from server.domain.workspace import Policy
from server.routing import replay as played
from server.routing.attended import attended, people
from server.routing.comparing import Comparison, p95
from server.routing.jobs import arrivals, jobs
from server.routing.replay import Case, replay

SECOND, HOUR, DAY = 1000, 3_600_000, 86_400_000
NOW = 1_763_942_400_000
"""Monday 2025-11-24 00:00 UTC."""
ALL_DAY = Hours(shifts=tuple(Shift(day, 0, 1440) for day in range(7)))


def agent(id: str, *languages: str, **fields: Any) -> Agent:
    spoken = tuple(Speaks(language, 5) for language in languages)
    return Agent(id=id, workspace_id="ws_1", email="", name=id, languages=spoken, **{"hours": ALL_DAY, **fields})


def facts(id: str, language: str = "de", **fields: Any) -> Facts:
    plain = Facts(id, "sh_1", f"cu_{id}", "web", language, "", "DE", 0, False, "", (), "", 0, "")
    return replace(plain, **fields)


def spell(id: str, since: int, started: int, ended: int | None, **fields: Any) -> Spell:
    plain = Spell(facts(id), 1, "ag_de", NOW + started, None, NOW + since, "exact", True)
    return replace(plain, ended_at=None if ended is None else NOW + ended, **fields)


def past(*spells: Spell, **fields: Any) -> Past:
    usual: dict[str, Any] = {
        "workspace_id": "ws_1", "policy": Policy(), "warm_from": NOW, "since": NOW, "until": NOW + DAY,
        "agents": (agent("ag_de", "de"), agent("ag_en", "en")), "lost": (), "marks": (),
    }  # fmt: skip
    return Past(spells=spells, **{**usual, **fields})


def busy_day(seed: int, conversations: int = 300) -> Past:
    """A day that somebody's rules made: played once, and written down as if it had been."""
    rnd = random.Random(seed)
    languages = ("de", "en", "fr")
    crew = tuple(agent(f"ag_{n}", languages[n % 3], languages[(n + 1) % 3], capacity=1) for n in range(6))
    rough = [
        replace(
            spell(f"cv_{n}", at, at + 1, at + rnd.randint(4, 40) * 60_000),
            facts=facts(f"cv_{n}", rnd.choice(languages)),
        )
        for n, at in enumerate(sorted(rnd.randrange(20 * HOUR) for _ in range(conversations)))
    ]
    start = past(*rough, agents=crew)
    one = played.played(start, jobs(start), Case(past=start).today, crew)
    written = tuple(
        replace(
            each,
            agent_id=one[f"{each.facts.id}.1"].choice.agent_id,
            step=one[f"{each.facts.id}.1"].choice.step,
            started_at=(begin := each.waiting_since + one[f"{each.facts.id}.1"].choice.waited_ms),
            ended_at=begin + one[f"{each.facts.id}.1"].work_ms,
        )
        for each in rough
    )
    return replace(start, spells=written)


@pytest.mark.parametrize("seed", range(3))
def test_a_day_the_rules_made_comes_out_as_it_went_in(seed: int) -> None:
    told = replay(Case(past=busy_day(seed)))
    assert told.fit.verdict == "close"
    assert told.fit.same_agent == 1
    assert told.was == told.now == told.then
    assert not told.differs
    assert told.was.mean_ms > 0
    assert told.was.unserved == 0


def test_a_day_that_was_otherwise_does_not_fit() -> None:
    day = busy_day(1)
    slower = tuple(
        replace(each, started_at=each.started_at + 600_000, ended_at=each.ended_at and each.ended_at + 600_000)
        for each in day.spells
    )
    assert replay(Case(past=replace(day, spells=slower))).fit.verdict == "poor"


def test_other_rules_are_told_from_todays() -> None:
    """One writes German and has no room; another would need a machine: who is asked when is what rules are for."""
    crew = (agent("ag_de", "de", capacity=1), agent("ag_en", "en"))
    patient = Routing(queues=(Queue(name="all", steps=(Step(name="exact", level=4),)),))
    day = past(
        *(spell(f"cv_{n}", n * 60_000, n * 60_000, n * 60_000 + 70_000) for n in range(40)),
        agents=crew,
        policy=Policy(routing=patient),
    )
    at_once = Routing(queues=(Queue(name="all", steps=(Step(name="anybody", level=0),)),))
    told = replay(Case(past=day, routing=at_once))
    assert told.now.mean_ms > told.then.mean_ms
    assert told.now.matched > told.then.matched
    assert told.differing == 40
    first = told.differs[0]
    assert (first.conversation_id, first.now.step, first.then.step) == ("cv_0", "exact", "anybody")
    assert told.was.loads == {"ag_de": 40}


def test_what_no_machine_translates_is_not_given_to_one() -> None:
    day = past(spell("cv_1", 0, SECOND, HOUR), agents=(agent("ag_en", "en"),), policy=Policy(relax_seconds=20))
    steps = [
        next(iter(played.played(day, jobs(day), Case(past=day, pairs=pairs).today, day.agents).values())).choice.step
        for pairs in (None, frozenset({("de", "en"), ("en", "de")}), frozenset[tuple[str, str]]())
    ]
    assert steps == ["translated", "translated", "anyone"]


def test_somebody_hired_shortens_the_wait() -> None:
    crew = (agent("ag_de", "de", capacity=1),)
    day = past(*(spell(f"cv_{n}", n * 60_000, n * 600_000, (n + 1) * 600_000) for n in range(40)), agents=crew)
    told = replay(Case(past=day, agents=(*crew, agent("new_1", "de", capacity=1))))
    assert told.then.mean_ms < told.now.mean_ms
    assert told.then.loads["new_1"] > 10
    gone = replay(Case(past=day, agents=(replace(crew[0], active=False),)))
    assert (gone.then.unserved, gone.then.loads) == (40, {})


def test_nobody_is_forgotten_whoever_waits_in_vain() -> None:
    left = Lost(facts("cv_left", "fr"), NOW, NOW + HOUR)
    waits = Lost(facts("cv_waits", "fr"), NOW + HOUR, None)
    told = replay(Case(past=past(spell("cv_1", 0, SECOND, HOUR), lost=(left, waits), agents=())))
    assert (told.was.conversations, told.was.unserved, told.now.unserved) == (3, 2, 3)
    assert told.was.waits["fr"] == (HOUR + 23 * HOUR) // 2
    assert told.now.waits["fr"] == (HOUR + 23 * HOUR) // 2
    assert told.was.within == pytest.approx(1 / 3, abs=0.001)


def test_the_time_before_only_warms_up() -> None:
    day = past(spell("cv_before", -HOUR, -HOUR, 2 * DAY), spell("cv_in", SECOND, 2 * SECOND, HOUR))
    day = replace(day, warm_from=NOW - 2 * HOUR, agents=(agent("ag_de", "de", capacity=1),))
    told = replay(Case(past=day))
    assert told.was.conversations == 1
    assert told.now.unserved == 1, "whoever is busy since before is busy"


def test_what_one_hand_gives_the_next_is_one_job() -> None:
    first = spell("cv_1", 0, SECOND, 60 * SECOND)
    second = replace(
        spell("cv_1", 0, 60 * SECOND, 90 * SECOND), fence=2, agent_id="ag_en", step="transfer", routed=False
    )
    (job,) = jobs(past(first, second))
    assert (job.agent_id, job.work_ms, job.at) == ("ag_de", 89 * SECOND, NOW)


def test_what_comes_back_to_the_queue_is_another_job() -> None:
    first = spell("cv_1", 0, SECOND, 60 * SECOND)
    second = replace(spell("cv_1", 0, 70 * SECOND, 90 * SECOND), fence=2, agent_id="ag_en")
    woken = replace(spell("cv_1", HOUR, HOUR + SECOND, None), fence=3)
    told = jobs(past(first, second, woken))
    assert [(job.key, job.at - NOW, job.agent_id) for job in told] == [
        ("cv_1.1", 0, "ag_de"),
        ("cv_1.2", 60 * SECOND, "ag_en"),
        ("cv_1.3", HOUR, "ag_de"),
    ]
    assert told[-1].going_on
    assert told[-1].work_ms == DAY - HOUR - SECOND


@pytest.mark.parametrize(("offer_seconds", "wanted"), [(20, [("ag_en", 0)]), (0, [("ag_de", 0), ("ag_en", 20)])])
def test_an_offer_nobody_took_is_no_work(offer_seconds: int, wanted: list[tuple[str, int]]) -> None:
    asked = spell("cv_1", 0, 0, 20 * SECOND)
    taken = replace(spell("cv_1", 0, 21 * SECOND, HOUR), fence=2, agent_id="ag_en")
    told = jobs(past(asked, taken, policy=Policy(offer_seconds=offer_seconds)))
    assert [(job.agent_id, (job.at - NOW) // SECOND) for job in told] == wanted


def test_customers_prefer_who_had_them_before_and_nobody_knows_the_future() -> None:
    mine = facts("cv_1", customer_id="cu_1"), facts("cv_2", customer_id="cu_1"), facts("cv_3")
    day = past(*(replace(spell("x", n * HOUR, n * HOUR, n * HOUR + SECOND), facts=each) for n, each in enumerate(mine)))
    assert [each.conversation.preferred_id for each in arrivals(day, jobs(day))] == ["", "ag_de", ""]


def test_work_nobody_did_is_taken_to_be_the_usual() -> None:
    day = past(
        *(spell(f"cv_{n}", n, n, n + length) for n, length in enumerate((100, 200, 9000))),
        spell("cv_on", 5, 6, None),
        lost=(Lost(facts("cv_lost"), NOW, NOW + HOUR),),
    )
    told = {each.conversation.id: each for each in arrivals(day, jobs(day))}
    assert (told["cv_lost.0"].work_ms, told["cv_lost.0"].patience_ms) == (200, HOUR)


def test_who_was_there_is_what_was_written_down() -> None:
    marks = (
        Mark("ag_de", NOW - HOUR, "online"),
        Mark("ag_de", NOW + HOUR, "busy"),
        Mark("ag_de", NOW + 2 * HOUR, "online"),
    )
    day = past(marks=marks)
    assert attended(day, day.agents[0], marks) == ((NOW, NOW + HOUR), (NOW + 2 * HOUR, NOW + DAY))


def test_before_the_first_word_they_were_there_as_promised() -> None:
    marks = (Mark("ag_de", NOW + 10 * HOUR, "offline"),)
    early = agent("ag_de", "de", hours=Hours(shifts=(Shift(0, 0, 120), Shift(0, 720, 780))))
    assert attended(past(marks=marks), early, marks) == ((NOW, NOW + 2 * HOUR),)


def test_who_promised_nothing_was_there_while_they_worked() -> None:
    free = agent("ag_de", "de", hours=Hours())
    day = past(spell("cv_1", 0, HOUR, 2 * HOUR), spell("cv_2", 0, int(2.5 * HOUR), 3 * HOUR), agents=(free,))
    assert attended(day, free, ()) == ((NOW + HOUR, NOW + 4 * HOUR),)


def test_other_hours_are_kept_whatever_was_written_down() -> None:
    day = past(marks=(Mark("ag_de", NOW - HOUR, "offline"),))
    (before,) = people(day, day.agents[:1])
    (after,) = people(day, (replace(day.agents[0], hours=Hours(shifts=(Shift(0, 60, 120),))),))
    assert (before.present, after.present) == ((), ((NOW + HOUR, NOW + 2 * HOUR),))
    assert after.offer.shifts == after.present


def test_what_is_not_known_is_said() -> None:
    day = past(
        spell("cv_1", 0, SECOND, HOUR, routed=False, step="claim"),
        spell("cv_2", 0, SECOND, None),
        lost=(Lost(facts("cv_3"), NOW, None),),
        most=2,
    )
    told = {caveat.code: caveat.count for caveat in replay(Case(past=day)).caveats}
    assert told == {"cut": 2, "by_hand": 1, "going_on": 1, "guessed": 1, "untold": 1, "present_facts": 3}


def test_an_empty_past_is_no_fault() -> None:
    told = replay(Case(past=past()))
    assert (told.was.conversations, told.was.mean_ms, told.fit.verdict, told.caveats) == (0, 0, "unknown", ())


@pytest.mark.parametrize(("count", "wanted"), [(1, 1), (19, 19), (20, 19), (21, 20), (100, 95)])
def test_nineteen_of_twenty(count: int, wanted: int) -> None:
    assert p95(list(range(count, 0, -1))) == wanted


def test_a_case_and_its_answer_survive_the_way_to_another_process() -> None:
    case = Case(past=busy_day(0, 40), routing=Routing(), agents=(agent("new_1", "de"),))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(case), type=Case) == case
    told = replay(case)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(told), type=Comparison) == told
