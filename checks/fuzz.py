"""What strangers' bytes meet first, under fire: nothing but a typed refusal may come out, and nothing slow.

`python -m checks.fuzz --api [--seconds N]` asks a server what the OpenAPI document allows and what it does not (schemathesis);
`python -m checks.fuzz [--seconds N] [--target NAME]` fuzzes with atheris (coverage-guided) where it is installed. The tests run
every target over its seeds and a few thousand fixed mutations (`play`), with no library at all.
"""

import argparse
import inspect
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import msgspec

from checks.fuzz_seeds import SEEDS
from server.api import policies
from server.api.policies import directives
from server.domain.errors import Refusal
from server.fanout import bus
from server.gateway.dispatch import DECODERS
from server.gateway.engine import packets, payloads
from server.identity import webhook_signatures
from server.identity.webhook_signatures import verify
from server.outside import target as target_module
from server.outside.errors import Unreached
from server.outside.target import target
from server.pipeline import stages
from server.pipeline.stages import clean

SLOW = 0.25
"""Seconds a single input may take, on a busy machine."""


def _packet(data: bytes) -> None:
    packet = packets.decode("4" + data.decode("utf-8", "replace"))
    if packet.name in DECODERS and packet.args:
        DECODERS[packet.name].decode(packet.args[0])


def _command(data: bytes) -> None:
    names = sorted(DECODERS)
    DECODERS[names[data[0] % len(names)] if data else names[0]].decode(data[1:])


def _signed(data: bytes) -> None:
    parts = data.split(b"\n", 3) + [b""] * 3
    headers = dict(
        zip(
            ("webhook-id", "webhook-timestamp", "webhook-signature"), (p.decode("latin-1") for p in parts), strict=False
        )
    )
    verify((b"0" * 32,), headers, parts[3], 1_700_000_000)


def _bus(data: bytes) -> None:
    bus.decode(data)


def _text(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    assert clean(clean(text)) == clean(text)


TARGETS: dict[str, tuple[Callable[[bytes], object], tuple[type[Exception], ...]]] = {
    "packet": (_packet, (packets.MalformedError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError)),
    "polling": (payloads.split, (packets.MalformedError, Refusal, UnicodeDecodeError)),
    "command": (_command, (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)),
    "signed": (_signed, (Refusal,)),
    "address": (lambda data: target(data.decode("utf-8", "replace")), (Unreached,)),
    "bus": (_bus, ()),
    "report": (directives, (Refusal,)),
    "text": (_text, ()),
}
"""What is called with the bytes, and how it may say no."""


def one(name: str, data: bytes) -> None:
    """One input. Raises whatever the target must not."""
    call, lawful = TARGETS[name]
    began = time.perf_counter()
    with suppress(*lawful):
        call(data)
    if time.perf_counter() - began > SLOW:
        began = time.perf_counter()  # once more: the machine may have looked away
        with suppress(*lawful):
            call(data)
        assert time.perf_counter() - began <= SLOW, f"{name}: slow"


def mutated(dice: random.Random, seed: bytes) -> bytes:
    """A seed with some bytes changed, taken out, doubled, or another seed's in between."""
    data = bytearray(seed)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del data[at : at + dice.randrange(8)]
            case 2:
                data[at:at] = data[at : at + dice.randrange(64)]
            case 3:
                data[at:at] = dice.choice(
                    (b"\x00", b"\xff", b"9" * 20, b"[" * 50, b"\\u0000", "\u202e".encode(), b"{}")
                )
            case _:
                other = dice.choice([each for many in SEEDS.values() for each in many])
                data[at:at] = other[: dice.randrange(len(other) + 1)]
    return bytes(data[:70_000])


def play(name: str, rounds: int, seed: int = 20_261_129) -> int:
    """The seeds and their fixed mutations; answers how many inputs."""
    dice = random.Random(f"{seed} {name}")
    for data in SEEDS[name]:
        one(name, data)
    for _ in range(rounds):
        one(name, mutated(dice, dice.choice(SEEDS[name])))
    return rounds + len(SEEDS[name])


def _guided(name: str, seconds: int) -> None:
    """In a process of its own: atheris ends it."""
    import atheris

    for module in (packets, payloads, webhook_signatures, target_module, bus, policies, stages):
        for function in filter(inspect.isfunction, list(vars(module).values())):
            atheris.instrument_func(function)
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096", "-print_final_stats=1"],
        lambda data: one(name, data),
    )
    atheris.Fuzz()


def _documented(seconds: int) -> int:
    """Rounds of requests over every operation, until the time is over; a round that was begun is ended."""
    until = time.monotonic() + seconds
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "--timeout=0", "tests/api/test_document.py"]
    while True:
        if subprocess.run(command, env={**os.environ, "API_EXAMPLES": "25"}).returncode:
            return 1
        if time.monotonic() > until:
            return 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m checks.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--target", choices=sorted(TARGETS))
    parser.add_argument("--api", action="store_true", help="requests made from the OpenAPI document, others each time")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.here:
        _guided(asked.target, asked.seconds)
        return 0
    if asked.api:
        return _documented(asked.seconds)
    wrong = 0
    for name in [asked.target] if asked.target else sorted(TARGETS):
        print(f"{name}: {play(name, 20_000)} fixed inputs", flush=True)
        command = [sys.executable, "-m", "checks.fuzz", "--here", "--target", name, "--seconds", str(asked.seconds)]
        wrong += subprocess.run(command).returncode != 0
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
