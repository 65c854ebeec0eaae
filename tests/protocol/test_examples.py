"""One example a command, as it was asked and answered: the documents people copy from must be true."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.protocol.catalog import BY_NAME, COMMANDS, Door

FOLDER = Path(__file__).parents[2] / "server/protocol/examples"
PAIRS = [(row.name, door) for row in COMMANDS for door in row.answers]


def example(name: str) -> dict[str, Any]:
    """One file."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return found


def again(value: object, type_: Any) -> Any:
    """Decoded as a type and encoded again."""
    return json.loads(msgspec.json.encode(msgspec.json.decode(json.dumps(value), type=type_)))


def test_there_is_one_file_a_command_with_its_doors() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(BY_NAME)
    for row in COMMANDS:
        found = example(row.name)
        assert found["command"] == row.name
        assert set(found["asks"]) == set(found["acks"]) == set(row.answers)


@pytest.mark.parametrize(("name", "door"), PAIRS)
def test_an_example_says_all_there_is_to_say(name: str, door: Door) -> None:
    found = example(name)
    assert again(found["asks"][door], BY_NAME[name].ask) == found["asks"][door]
    assert again(found["acks"][door], BY_NAME[name].answers[door]) == found["acks"][door]


def test_an_example_with_a_field_too_many_is_noticed() -> None:
    found = example("message.send")
    ack = found["acks"]["agent"] | {"surprise": 1}
    assert again(ack, BY_NAME["message.send"].answers["agent"]) != ack
    with pytest.raises(msgspec.ValidationError):
        again(found["asks"]["agent"] | {"surprise": 1}, BY_NAME["message.send"].ask)
