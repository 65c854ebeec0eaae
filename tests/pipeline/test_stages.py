"""The way of a draft: what each direction guards, what a failing stage does, and that no text stops it."""

from functools import lru_cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.app.words import read_once
from server.compliance.desks import Desks
from server.domain.clock import SystemClock
from server.domain.reading import Reading
from server.domain.verdict import Action
from server.pipeline.draft import Draft
from server.pipeline.run import Pipeline, fail
from server.pipeline.stages import INBOUND, OUTBOUND, Instruments, Stage, clean
from server.translation.instant import Instant
from server.translation.meanings import LANGUAGES


@lru_cache(1)
def pipeline() -> Pipeline:
    """The real one, with everything it ships with."""
    detector, rules, phrases = read_once()
    return Pipeline(Instruments(detector, Desks(rules, SystemClock()), Instant(phrases)), SystemClock())


def draft(text: str, direction: str = "inbound", **more: object) -> Draft:
    """Somebody's words on their way."""
    author = "customer" if direction == "inbound" else "agent"
    return Draft(text=text, direction=direction, author=author, workspace_id="ws_1", among=LANGUAGES, **more)  # type: ignore[arg-type]


def test_a_customers_known_question_travels_with_its_translation() -> None:
    judged = pipeline().judge(draft("Where is my order?", targets=("zh",), locale="en"))
    assert judged.language == "en"
    assert [reading.language for reading in judged.readings] == ["zh"]
    assert judged.readings[0].engine == "phrasebook"


def test_card_numbers_are_masked_on_both_ways() -> None:
    for direction in ("inbound", "outbound"):
        judged = pipeline().judge(draft("my card is 4242 4242 4242 4242, thanks", direction, targets=("en",)))
        assert "4242 4242 4242" not in judged.text
        assert judged.action == Action.mask


def test_both_texts_of_an_outbound_message_are_judged() -> None:
    leak = Reading(language="de", text="Schreiben Sie mir: max@example.com", engine="memory")
    typed = draft("please see below", "outbound", targets=("de",), channel="amazon", language="en", readings=(leak,))
    sent = OUTBOUND[-1].run(typed, pipeline().tools)
    assert sent.verdict is None
    assert sent.action == Action.block
    assert sent.findings


def test_outbound_fails_closed_and_inbound_open() -> None:
    def broken(_draft: Draft, _tools: Instruments) -> Draft:
        raise RuntimeError("a rule crashed")

    for direction, closed in (("outbound", True), ("inbound", False)):
        stage = Stage("comply", 20, closed, broken)
        after = Pipeline._step(pipeline(), stage, draft("hello", direction))
        assert after.flagged
        assert (after.action >= Action.hold) is closed
        assert after.text == "hello", "nothing typed is lost"


def test_every_guarding_stage_of_an_agents_words_is_closed() -> None:
    assert [stage.name for stage in OUTBOUND if stage.closed] == ["normalise", "comply", "comply_sent"]
    assert not any(stage.closed for stage in INBOUND)
    held = fail(OUTBOUND[2], draft("hello", "outbound"))
    assert held.verdict is not None
    assert held.verdict.failed


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=400), st.sampled_from(["inbound", "outbound"]))
def test_no_text_stops_the_pipeline(text: str, direction: str) -> None:
    judged = pipeline().judge(draft(text, direction, targets=("de",), locale="en"))
    assert not judged.flagged
    msgspec.json.encode(judged)


@pytest.mark.parametrize(
    "text", ["\ud800 broken", "a\x00b", "\u202eevil\u202c", "x" * 8000, "9" * 8000, "加微信" * 2600]
)
def test_hostile_texts_get_typed_results(text: str) -> None:
    for direction in ("inbound", "outbound"):
        judged = pipeline().judge(draft(text, direction, targets=("zh",), channel="amazon"))
        msgspec.json.encode(judged)
        assert "\x00" not in judged.text


def test_cleaning_twice_is_cleaning_once() -> None:
    for text in ("  a\r\nb\rc \x07", "e\u0301", "\ud83d\ude00 \ud800", "\ufeffhello"):
        assert clean(clean(text)) == clean(text)


def test_what_is_known_is_said_in_the_shops_voice() -> None:
    for voice, said in (("", "Wie kann ich Ihnen helfen?"), ("casual", "Wie kann ich dir helfen?")):
        judged = pipeline().judge(draft("How can I help you?", "outbound", targets=("de",), language="en", voice=voice))
        assert [reading.text for reading in judged.readings] == [said]
