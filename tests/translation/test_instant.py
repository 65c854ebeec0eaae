"""What is remembered comes back with the new text's own numbers, in its own workspace only."""

from collections.abc import Mapping

from server.domain.reading import Reading
from server.translation.instant import Instant
from server.translation.memory import Recent, Remembered, fill, memory_key
from server.translation.phrasebook import Phrasebook

ASKED = "Can you send order #1001 to my neighbour on 12 May?"
ANSWER = Reading(
    language="de",
    text="Können Sie am 12 May Bestellung #1001 an meinen Nachbarn senden?",
    engine="libretranslate",
)


class Shelf:
    """The store's part, kept in a dict; outside the room."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Remembered] = {}

    async def get(self, workspace_id: str, digests: tuple[str, ...]) -> Mapping[str, Remembered]:
        return {digest: self.rows[workspace_id, digest] for digest in digests if (workspace_id, digest) in self.rows}

    async def put(self, workspace_id: str, digest: str, entry: Remembered) -> None:
        self.rows[workspace_id, digest] = entry


def test_a_learned_sentence_is_said_again_with_other_numbers(phrasebook: Phrasebook) -> None:
    instant = Instant(phrasebook)
    assert instant.learn("ws", ASKED, "en", ANSWER) is not None
    again = instant.recall("can you send order #2002 to my neighbour on 3 June??", "en", "de", workspace_id="ws")
    assert again is not None
    assert again.text == "Können Sie am 3 June Bestellung #2002 an meinen Nachbarn senden?"
    assert again.engine == "memory"


def test_other_workspaces_and_directions_know_nothing_of_it(phrasebook: Phrasebook) -> None:
    instant = Instant(phrasebook)
    instant.learn("ws", ASKED, "en", ANSWER)
    assert instant.recall(ASKED, "en", "de", workspace_id="another") is None
    assert instant.recall(ASKED, "en", "de") is None
    assert instant.recall(ASKED, "en", "fr", workspace_id="ws") is None
    assert instant.recall(ASKED.replace("#1001", "25 €"), "en", "de", workspace_id="ws") is None


def test_a_question_is_not_answered_with_a_statement(phrasebook: Phrasebook) -> None:
    instant = Instant(phrasebook)
    instant.learn(
        "ws",
        "You sent it twice.",
        "en",
        Reading(language="de", text="Sie haben es zweimal geschickt.", engine="x"),
    )
    assert instant.recall("you sent it twice", "en", "de", workspace_id="ws") is not None
    assert instant.recall("You sent it twice?", "en", "de", workspace_id="ws") is None


def test_names_are_masked_when_they_are_told(phrasebook: Phrasebook) -> None:
    instant = Instant(phrasebook)
    said = Reading(language="de", text="Anna hat es gestern bekommen.", engine="x")
    instant.learn("ws", "Anna got it yesterday.", "en", said, terms=("Anna",))
    other = instant.recall("Tom got it yesterday.", "en", "de", workspace_id="ws", terms=("Tom",))
    assert other is not None
    assert other.text == "Tom hat es gestern bekommen."


def test_what_lost_a_number_is_not_learned(phrasebook: Phrasebook) -> None:
    lossy = Reading(language="de", text="Können Sie das an meinen Nachbarn senden?", engine="x")
    assert Instant(phrasebook).learn("ws", ASKED, "en", lossy) is None


def test_the_memory_of_the_workspace_comes_before_the_phrasebook(phrasebook: Phrasebook) -> None:
    instant = Instant(phrasebook)
    assert instant.recall("Hello!", "en", "de", workspace_id="ws") == Reading(
        language="de", text="Hallo!", engine="phrasebook"
    )
    instant.learn("ws", "Hello!", "en", Reading(language="de", text="Moin!", engine="person"))
    said = instant.recall("hello", "en", "de", workspace_id="ws")
    assert said is not None
    assert said.text == "Moin!"


async def test_what_the_store_knows_becomes_instant(phrasebook: Phrasebook) -> None:
    shelf = Shelf()
    learned = Instant(phrasebook).learn("ws", ASKED, "en", ANSWER)
    assert learned is not None
    await shelf.put("ws", *learned)
    fresh = Instant(phrasebook)
    assert fresh.recall(ASKED, "en", "de", workspace_id="ws") is None
    assert await fresh.fetch(shelf, "another", ASKED, ("en", "de")) is None
    fetched = await fresh.fetch(shelf, "ws", ASKED, ("en", "de"))
    assert fetched is not None
    assert fetched.text == ANSWER.text
    assert fresh.recall(ASKED, "en", "de", workspace_id="ws") == fetched


def test_the_recent_ones_are_bounded() -> None:
    recent = Recent(size=2)
    entry = Remembered(language="de", template="ja", engine="x")
    recent.put("ws", "a", entry)
    recent.put("ws", "b", entry)
    assert recent.get("ws", "a") == entry
    recent.put("ws", "c", entry)
    assert [recent.get("ws", digest) is not None for digest in "abc"] == [True, False, True]


def test_a_template_wants_exactly_its_slots() -> None:
    slots = memory_key("order #1001", "en", "de").slots
    assert fill("Bestellung ⟦1⟧", slots) == "Bestellung #1001"
    assert fill("Bestellung", slots) is None
    assert fill("⟦1⟧ ⟦1⟧", slots) is None
    assert fill("⟦1⟧ ⟦2⟧", slots) is None


def test_a_very_long_text_is_not_looked_for(phrasebook: Phrasebook) -> None:
    assert Instant(phrasebook).recall("1 " * 4000, "en", "de", workspace_id="ws") is None


def test_what_has_no_words_is_no_other_such_text(phrasebook: Phrasebook) -> None:
    instant = Instant(phrasebook)
    for text in ("!!!", "\u200b\u200d", "👍!!!"):
        instant.learn("ws", text, "en", Reading(language="de", text=f"{text}?", engine="x"))
    for text in ("", "(:", "\u2060", "🎉 (:"):
        assert instant.recall(text, "en", "de", workspace_id="ws") is None
    assert (found := instant.recall("🎉!!!", "en", "de", workspace_id="ws")) is not None
    assert found.text == "🎉!!!?"
