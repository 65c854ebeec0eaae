"""One door: whoever speaks is judged by the same rules, and nothing but that door makes a message."""

import ast
from pathlib import Path

import pytest

from server.app import demo
from server.conversations.post_message import say
from server.conversations.room import Caller, system
from server.conversations.saying import Saying
from server.domain.errors import Refusal
from server.domain.people import Author
from server.protocol import commands as ask
from server.settings import ROOT
from tests.conversations.conftest import Scene
from tests.properties.desk import AGENTS
from tests.support.people import client_id

LIN = AGENTS[0]
CARD = "4111 1111 1111 1111"
FORBIDDEN = "Write to me on WhatsApp: +49 151 23456789"
REFUSES = "We do not accept returns of sale items under any circumstances."
KINDS = ("agent", "bot", "bridge", "system")


async def talk(scene: Scene) -> str:
    """A conversation on a marketplace, in Lin's hands."""
    id = await scene.asks("maya")
    await scene.claims(LIN, id)
    scene.sql("UPDATE conversation SET channel = 'amazon', market = 'DE' WHERE id = ?", id)
    scene.room.known.forget(demo.WORKSPACE)
    scene.room.known._kept.clear()
    return id


async def fate(scene: Scene, id: str, kind: str, text: str) -> str:
    """What becomes of a text that an author of this kind says: its state, or why not."""
    author = Author(kind=kind, id=LIN.actor.id if kind == "agent" else f"{kind}_1", name=kind)  # type: ignore[arg-type]
    actor = LIN.actor if kind == "agent" else system(demo.WORKSPACE)
    saying = Saying(conversation_id=id, client_id=client_id(), author=author, text=text, language="en")
    try:
        return (await say(scene.room, actor, saying)).state
    except Refusal as refusal:
        return refusal.code


@pytest.mark.parametrize("kind", KINDS)
async def test_whoever_speaks_for_the_desk_is_judged_and_put_down(scene: Scene, kind: str) -> None:
    id = await talk(scene)
    assert await fate(scene, id, kind, FORBIDDEN) == "rejected_policy"
    assert await fate(scene, id, kind, REFUSES) == "held"
    assert await fate(scene, id, kind, f"Is it {CARD}?") == "posted"
    lines = scene.sql("SELECT action, outcome, author FROM verdict WHERE conversation_id = ? ORDER BY number", id)
    assert [line[:2] for line in lines] == [("block", "refused"), ("hold", "held"), ("mask", "posted")]
    assert {line[2].partition(":")[0] for line in lines} == {kind}
    told = str(await scene.log(id))
    assert FORBIDDEN not in told
    assert CARD not in told


async def test_a_customers_words_pass_the_same_judge_and_are_never_refused(scene: Scene) -> None:
    id = await talk(scene)
    for text in (FORBIDDEN, REFUSES, f"My card is {CARD}"):
        await scene.writes("maya", id, text)
    told = str(await scene.log(id))
    assert FORBIDDEN in told
    assert CARD not in told


async def test_an_own_translation_is_judged_like_what_was_typed(scene: Scene) -> None:
    id = await talk(scene)
    scene.sql("UPDATE conversation SET language = 'de' WHERE id = ?", id)
    scene.room.known._kept.clear()
    wording = ask.Wording(language="de", text="Schreiben Sie mir auf WhatsApp: +49 151 23456789")
    command = ask.Send(
        conversation_id=id, client_id=client_id(), body=ask.Content(text="您好"), language="zh", reading=wording
    )
    from server.conversations.post_message import post_message

    with pytest.raises(Refusal, match="rejected_policy"):
        await post_message(scene.room, Caller(LIN.actor), command)


def makes_messages(source: str) -> bool:
    """Whether a file makes the body of a message."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id == "Posted" for call in calls)


def test_no_other_file_makes_a_message() -> None:
    doors = {"server/conversations/post_message.py", "server/conversations/review.py", "server/domain/erasing.py"}
    found = {
        str(path.relative_to(ROOT)) for path in Path(ROOT, "server").rglob("*.py") if makes_messages(path.read_text())
    }
    assert found == doors, "a message is made by `say`; a review judges its edit; an erasure empties one"
    assert makes_messages("turn.append(id, me, mark, Posted(text='hello'))"), "the checker would see it"
