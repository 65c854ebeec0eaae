"""The tables of docs/language.md: `python -m tests.translation.measure detect` (or `latency`, `protect`)."""

import random
import sys
import time
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from server.translation.detect import Detection, Detector

HELD_OUT: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("heldout.toml").read_text("utf-8"))
_STROKES = str.maketrans("ıłøđ", "ilod")
Asked = Callable[[Detector, str, int, str], Detection]


def alone(detector: Detector, language: str, place: int, turn: str) -> Detection:
    """Nothing is known but the turn."""
    return detector.detect(turn)


def on_page(detector: Detector, language: str, place: int, turn: str) -> Detection:
    """The page says its language."""
    return detector.detect(turn, locale=language)


def in_conversation(detector: Detector, language: str, place: int, turn: str) -> Detection:
    """The same person wrote one sentence before, not this one."""
    said = HELD_OUT[language]["long"]
    return detector.detect(turn, history=(said[(place + 1) % len(said)],))


def found(detector: Detector, length: str, asked: Asked) -> Iterator[tuple[str, Detection]]:
    """The language each held-out turn of a length is in, and what the detector says."""
    for language, rows in HELD_OUT.items():
        for place, turn in enumerate(rows[length]):
            yield language, asked(detector, language, place, turn)


def share(pairs: Iterator[tuple[str, Detection]]) -> float:
    """How many are right."""
    right = [language == answer.language for language, answer in pairs]
    return sum(right) / len(right)


def switches(detector: Detector, length: str, turns: int) -> float:
    """After three sentences of one language, `turns` of another: the share where the last is read right, over all pairs."""
    chosen = random.Random(6)
    right = []
    for before, rows in HELD_OUT.items():
        for after in HELD_OUT:
            said = chosen.sample(HELD_OUT[after][length], turns)
            history = (*rows["long"][:3], *said[:-1])
            right.append(detector.detect(said[-1], history=history).language == after)
    return sum(right) / len(right)


def bare(text: str) -> str:
    """As typed on a keyboard without the language's accents."""
    marked = unicodedata.normalize("NFKD", text)
    return "".join(char for char in marked if not unicodedata.combining(char)).translate(_STROKES)


def detect() -> None:
    """Tables by language and length, of switches, of confidence."""
    detector = Detector(tuple(HELD_OUT))
    ways: tuple[tuple[str, str, Asked], ...] = (
        ("<= 3 words, alone", "short", alone),
        ("<= 3 words, page's locale", "short", on_page),
        ("<= 3 words, in a conversation", "short", in_conversation),
        (">= 8 words, alone", "long", alone),
    )
    print(f"| language | {' | '.join(name for name, _, _ in ways)} |")
    print("|---" * (len(ways) + 1) + "|")
    told = [list(found(detector, length, asked)) for _, length, asked in ways]
    for language in HELD_OUT:
        cells = [[answer.language == language for mine, answer in row if mine == language] for row in told]
        print(f"| {language} | {' | '.join(f'{sum(cell)}/{len(cell)}' for cell in cells)} |")
    print(f"| **all** | {' | '.join(f'**{share(iter(row)):.1%}**' for row in told)} |\n")
    print(f"switch, read right at the second turn of <= 3 words: {switches(detector, 'short', 2):.1%}")
    print(f"switch, read right at the first sentence of >= 8 words: {switches(detector, 'long', 1):.1%}\n")
    for low, high in ((0.0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
        within = [pair for pair in told[0] if low <= pair[1].confidence < high]
        if within:
            print(f"short, alone, confidence {low:.2f} to {min(high, 1):.2f}: {len(within)}, right {share(iter(within)):.1%}")


def latency() -> None:
    """Microseconds a turn, each text new to the detector."""
    detector = Detector(tuple(HELD_OUT))
    for length in ("short", "long"):
        took = []
        for rows in HELD_OUT.values():
            for turn in rows[length]:
                began = time.perf_counter()
                detector.detect(f"{turn} .")
                took.append((time.perf_counter() - began) * 1e6)
        print(f"detect, {length}: p50 {median(took):.0f} us, p95 {sorted(took)[int(len(took) * 0.95)]:.0f} us")


if __name__ == "__main__":
    {"detect": detect, "latency": latency}[sys.argv[1]]()
