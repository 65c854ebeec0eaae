"""The tables of docs/language.md: `python -m tests.translation.measure detect` (or `latency`, `protect`, `find`)."""

import random
import sys
import time
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from server.translation.detect import Detection, Detector
from server.translation.entities import Entity
from server.translation.meanings import LANGUAGES
from server.translation.phrasebook import Phrasebook
from server.translation.protect import Masked, mask, restore
from server.translation.slots import names_in, rendered
from server.translation.validate import fault

HELD_OUT: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("heldout.toml").read_text("utf-8"))
_STROKES = str.maketrans("ıłøđ", "ilod")
SEED = 6
Asked = Callable[[Detector, str, int, str], Detection]


def tell(line: str) -> None:
    """One line of a table."""
    sys.stdout.write(line + "\n")


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
    chosen = random.Random(SEED)
    right = []
    for rows in HELD_OUT.values():
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
    tell(f"| language | {' | '.join(name for name, _, _ in ways)} |")
    tell("|---" * (len(ways) + 1) + "|")
    told = [list(found(detector, length, asked)) for _, length, asked in ways]
    for language in HELD_OUT:
        cells = [[answer.language == language for mine, answer in row if mine == language] for row in told]
        tell(f"| {language} | {' | '.join(f'{sum(cell)}/{len(cell)}' for cell in cells)} |")
    tell(f"| **all** | {' | '.join(f'**{share(iter(row)):.1%}**' for row in told)} |\n")
    tell(f"switch, read right at the second turn of <= 3 words: {switches(detector, 'short', 2):.1%}")
    tell(f"switch, read right at the first sentence of >= 8 words: {switches(detector, 'long', 1):.1%}\n")
    for low, high in ((0.0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
        within = [pair for pair in told[0] if low <= pair[1].confidence < high]
        if within:
            tell(
                f"short, alone, confidence {low:.2f} to {min(high, 1):.2f}: {len(within)}, right {share(iter(within)):.1%}"
            )


def latency() -> None:
    """Microseconds of the processor a turn, each text new to detector and phrasebook; the best of five passes over all."""
    detector, book = Detector(tuple(HELD_OUT)), Phrasebook.load()
    turns = [turn for rows in HELD_OUT.values() for length in ("short", "long") for turn in rows[length]]
    order = "order #1001 of 12 May, tracking RB123456785GB, 25.00 EUR to anna@example.com"
    known = [way for phrase in book.phrases for way in phrase.ways["de"]]
    steps: tuple[tuple[str, list[str], Callable[[str], object]], ...] = (
        ("detect", turns, detector.detect),
        ("mask and restore", [f"{turn} {order}" for turn in turns], lambda text: restore(*_parts(mask(text)))),
        ("phrasebook, known", known, lambda text: book.lookup(text, "de", "ja")),
        ("phrasebook, unknown", turns, lambda text: book.lookup(text, "de", "ja")),
        ("validate", turns, lambda text: fault(mask(text), f"{text} ja", ("de", "en"), detector)),
    )
    tell("| step | p50 us | p95 us |\n|---|---|---|")
    for name, texts, step in steps:
        passes = [sorted(_took(step, f"{text} {'.' * turn}") for text in texts) for turn in range(1, 6)]
        best = min(passes, key=median)
        tell(f"| {name} | {median(best):.0f} | {best[int(len(best) * 0.95)]:.0f} |")


SOUGHT = {
    "words": ("refund", "Zollgeb", "退货", "wo ist", "спасибо", "iade", "how long", "order number"),
    "sounds": ("tuikuan", "wxtk", "henpin", "jyuusho", "haisou", "dingdan"),
    "a slip": ("refnud", "delivrey", "trakcing", "adress", "Lieferug", "rembursement"),
}


def find() -> None:
    """Milliseconds of the processor a search new to the phrasebook, by what is typed; the best of three books."""
    books = [Phrasebook.load() for _ in range(3)]
    tell("| typed | found | p50 ms | most ms |\n|---|---|---|---|")
    for name, queries in SOUGHT.items():
        passes = [sorted(_took(book.search, query) for query in queries) for book in books]
        best = min(passes, key=median)
        found_ = sum(bool(books[0].search(query)) for query in queries)
        tell(f"| {name} | {found_}/{len(queries)} | {median(best) / 1000:.1f} | {best[-1] / 1000:.1f} |")


def _parts(masked: Masked) -> tuple[str, tuple[Entity, ...]]:
    return masked.text, masked.entities


def _took(step: Callable[[str], object], text: str) -> float:
    began = time.thread_time()
    step(text)
    return (time.thread_time() - began) * 1e6


def protect() -> None:
    """Whether the validators believe good translations and catch each planted fault, over all pairs of the phrasebook."""
    detector = Detector(LANGUAGES)
    counts: dict[str, list[int]] = {}
    for source, answer, pair in _pairs():
        for name, spoiled in {"none (a good translation)": answer, **_spoiled(source, answer)}.items():
            seen = counts.setdefault(name, [0, 0])
            seen[0] += 1
            seen[1] += fault(source, spoiled, pair, detector) is not None
    tell("| planted fault | translations | refused |\n|---|---|---|")
    for name, (tried, refused) in counts.items():
        tell(f"| {name} | {tried} | {refused / tried:.1%} |")


def _pairs() -> Iterator[tuple[Masked, str, tuple[str, str]]]:
    """Every meaning of the phrasebook from each language to one other, its slots filled and masked as for an engine."""
    for turn, phrase in enumerate(Phrasebook.load().phrases):
        for place, source in enumerate(LANGUAGES):
            target = LANGUAGES[(place + 1 + turn % (len(LANGUAGES) - 1)) % len(LANGUAGES)]
            asked, said = phrase.ways[source][0], phrase.ways[target][0]
            if names_in(asked) == names_in(said) and "|" not in asked + said:
                values = {name: f"⟦{number}⟧" for number, name in enumerate(sorted(names_in(asked)), 1)}
                yield Masked(rendered(asked, values, source), ()), rendered(said, values, target), (source, target)


def _spoiled(source: Masked, answer: str) -> dict[str, str]:
    words = answer.split()
    last = next((word for word in reversed(words) if any(map(str.isalpha, word))), words[-1])
    faults = {
        "a new link": f"{answer} www.example.com",
        "a new sum": f"{answer} 25 €",
        "a digit more": f"{answer} 7",
        "one word again and again": f"{answer} {' '.join([last] * 4)}",
        "three times too long": f"{answer} " + " ".join([f"{word}{at}x" for at, word in enumerate(words * 8)]),
        "nothing": " ",
    }
    if "⟦1⟧" in answer:
        faults |= {"a mark lost": answer.replace("⟦1⟧", ""), "a mark twice": answer.replace("⟦1⟧", "⟦1⟧ ⟦1⟧")}
    if len(source.text.split()) > 3:
        faults["not translated"] = source.text
    return faults


if __name__ == "__main__":
    {"detect": detect, "latency": latency, "protect": protect, "find": find}[sys.argv[1]]()
