"""Frames as clients should not send them: well-formed ones that say nonsense, and ones that break the protocol."""

import json
import random
from typing import Any

from tests.protocol.test_decoding import places, spoiled
from tests.protocol.test_examples import example

CANARY = "otterword"
WORDS = (CANARY, CANARY * 40, "", "\0", "包裹" * 200, "😀", "\u202e" + CANARY, "<img src=x onerror=1>", "' OR 1=1 --")
ODD: tuple[Any, ...] = (None, True, -1, 0, 2**53 + 1, 2**70, 1e308, [], {}, [[]], {"$ne": 1}, [CANARY] * 50, *WORDS)
NAMES = ("message.send", "conversation.open", "x", CANARY, "message.send ", "__proto__", "server.hello", "ping", "")
NAMESPACES = ("", "/", "/customer", "/agent", "/bridge", "/nowhere", "/customer?x=1", "/" + "n" * 300)


def nested(depth: int) -> str:
    """JSON so many levels deep."""
    return "[" * depth + f'"{CANARY}"' + "]" * depth


def nonsense(dice: random.Random, door: str, names: list[str]) -> tuple[str, str]:
    """A well-formed event: its name, and its arguments as JSON."""
    name = dice.choice(names)
    body = example(name)["asks"].get(door, {"text": CANARY})
    match dice.randrange(8):
        case 0:
            return dice.choice(NAMES), json.dumps(dice.choice(ODD))
        case 1:
            return name, nested(dice.choice((1, 64, 200)))
        case 2:
            return name, ",".join(json.dumps(dice.choice(ODD)) for _ in range(dice.randint(0, 4)))
        case 3:
            return name, json.dumps(body | {dice.choice(("isAdmin", "workspaceId", CANARY)): dice.choice(ODD)})
        case 4:
            return name, '{"conversationId":' * 64 + f'"{CANARY}"' + "}" * 64
        case 5:
            doubled = json.dumps(body | {"clientId": "12345678"})
            return name, doubled[:-1] + f',"clientId":"{CANARY}{dice.random()}"}}'
        case _:
            for _ in range(dice.randint(1, 3)):
                path = dice.choice(list(places(body)) or [("text",)])
                body = spoiled(body, path, dice.choice(ODD)) if path[0] in body else body
            return name, json.dumps(body)


def garbage(dice: random.Random, door: str) -> str | bytes:
    """Something that may break the protocol anywhere: engine, packet, namespace, number, JSON."""
    good = f'42/{door},7["message.send",{{"text":"{CANARY}"}}]'
    match dice.randrange(10):
        case 0:
            return dice.randbytes(dice.randint(0, 400))
        case 1:
            return good[: dice.randrange(len(good))]
        case 2:
            at = dice.randrange(len(good))
            return good[:at] + chr(dice.choice((0, 9, 34, 0x7F, 0x202E, 0xD7FF, 0x1F600))) + good[at + 1 :]
        case 3:
            return f"4{dice.randrange(10)}{dice.choice(NAMESPACES)},{dice.choice(('', '1', '9' * 30))}{nested(64)}"
        case 4:
            return f'45{dice.choice((0, 1, 2, 99))}-/{door},1["message.send",{{"_placeholder":true,"num":{dice.randrange(5)}}}]'
        case 5:
            return f'42/{door},["message.send","\\ud800 {CANARY}"]'
        case 6:
            return f"40/{door},{dice.choice(('{}', '[]', nested(64), json.dumps({'version': CANARY}), '{'))}"
        case 7:
            return f'42/{door},1["message.send",{nested(dice.choice((64, 20_000)))}]'
        case 8:
            return f'42/{door},1["message.send","{CANARY * dice.choice((1, 20_000, 120_000))}"]'
        case _:
            return dice.choice(
                ("0", "1", "2probe", "3", "5", "6", "7", "43/", f"41/{door},", "40", '42["x"]', "42[]", "4")
            )
