"""Whatever is typed, the room answers with a typed result: no crash, no second of thinking, nobody obeys the text."""

import pytest

from server.domain.clock import SystemClock
from server.domain.reading import Reading
from server.translation.chain import Chain, Failure
from server.translation.detect import Detector
from server.translation.engines.pseudo import Pseudo
from server.translation.instant import Instant
from server.translation.phrasebook import Phrasebook
from server.translation.request import Request
from tests.translation.odd import TEXTS


@pytest.mark.parametrize("name", TEXTS)
async def test_every_door_of_the_room(detector: Detector, phrasebook: Phrasebook, name: str) -> None:
    text = TEXTS[name]
    assert 0.0 <= detector.detect(text, history=(text, text), locale=text[:20]).confidence <= 1.0
    instant = Instant(phrasebook)
    for piece in (text, text[:600]):
        said = instant.recall(piece, "en", "de", workspace_id="ws")
        assert said is None or isinstance(said, Reading)
        instant.learn("ws", piece, "en", Reading(language="de", text=piece, engine="x"))
    phrasebook.search(text[:200])
    chain = Chain((Pseudo(frozenset({("en", "de")})),), detector, SystemClock())
    answer = await chain.translate(Request(text=text, source="en", target="de"), 10.0)
    assert isinstance(answer, Reading | Failure)
    if isinstance(answer, Reading):
        assert answer.text == f"[de] {text}"
