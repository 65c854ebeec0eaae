"""What judging a text costs, by language, direction and length, and what loading and the first texts cost.

`python -m bench.compliance [--rounds N] [--ordinary]`. Texts are lines of the tests' sets put together to a length, ordinary
and nearly guilty ones, and one that breaks a rule in every fourth text; or ordinary ones alone. Times are CPU of this thread in
milliseconds, of each text the best of some rounds: what other programs do at the same time shows little, what the texts differ
in shows. The model remembers no text from one round to the next.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from time import thread_time

from server.app.serving import calm_collector
from server.compliance import Compliance, load_packs
from server.compliance.classifier import read_classifier
from server.compliance.pack import Pack
from tests.compliance.cells import INBOUND, MARKET, TEXTS, rows, scene
from tests.compliance.test_growth import EVIL

LENGTHS = {300: 100, 8000: 12}
"""Signs -> how many texts."""


def loaded() -> tuple[Compliance, float, float]:
    """The engine, and the seconds that reading packs and making it took."""
    began = thread_time()
    packs: tuple[Pack, ...] = load_packs()
    read = thread_time()
    engine = Compliance(packs)
    made = thread_time()
    calm_collector()
    return engine, read - began, made - read


def texts(length: int, count: int, *, ordinary: bool = False) -> Iterator[tuple[str, list[str]]]:
    """Texts of a length by language."""
    lines: dict[str, list[str]] = defaultdict(list)
    for language, _, text in () if ordinary else rows(TEXTS / "innocent.tsv"):
        lines[language].append(text)
    for language in MARKET:
        lines[language] += (TEXTS / f"clean_{language}.txt").read_text(encoding="utf-8").splitlines()
    guilty: dict[str, list[str]] = defaultdict(list)
    for language, category, text in rows(TEXTS / "said.tsv"):
        guilty[language] += [text] if category not in INBOUND else []
    dice = random.Random(3)
    for language in MARKET:
        made = []
        for number in range(count):
            text = "" if ordinary or number % 4 else dice.choice(guilty[language]) + " "
            while len(text) < length:
                text += dice.choice(lines[language]) + " "
            made.append(text[:length])
        yield language, made


def costs(engine: Compliance, language: str, inbound: bool, said: list[str], rounds: int) -> list[float]:
    """Milliseconds a text, sorted; of each text the best round."""
    where, best = scene(language, inbound), [1e9] * len(said)
    for _ in range(rounds):
        read_classifier().forget()
        for n, text in enumerate(said):
            began = thread_time()
            engine.judge(text, where)
            best[n] = min(best[n], 1000 * (thread_time() - began))
    return sorted(best)


def first_texts(*, ready: bool) -> list[float]:
    """Milliseconds that the first text of each language costs an engine, sorted. `ready`: what it needs is made before."""
    engine, found = loaded()[0], []
    for language in MARKET if ready else ():
        engine.get_ready(language)
    for language, said in texts(30, 1):
        began = thread_time()
        engine.judge(said[0], scene(language, inbound=False))
        found.append(1000 * (thread_time() - began))
    return sorted(found)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--ordinary", action="store_true", help="nothing that is or sounds guilty")
    asked = parser.parse_args()
    rounds = asked.rounds
    engine, read, made = loaded()
    shown = [f"load: packs {read:.2f} s, engine {made:.2f} s"]
    for ready in (False, True):
        first = first_texts(ready=ready)
        shown.append(f"first text of a language, {'ready' if ready else 'cold'}: {first[0]:.1f}-{first[-1]:.1f} ms")
    shown += ["", "signs  language  way       p50 ms   p99 ms"]
    for length, count in LENGTHS.items():
        for language, said in texts(length, count, ordinary=asked.ordinary):
            for way in ("outbound", "inbound"):
                found = costs(engine, language, way == "inbound", said, rounds)
                p50, p99 = found[len(found) // 2], found[int(len(found) * 0.99)]
                shown.append(f"{length:>5}  {language:<8}  {way:<8} {p50:>7.2f}  {p99:>7.2f}")
    shown += ["", "8000 signs of        ms"]
    for name, unit in EVIL.items():
        found = costs(engine, "en", False, [(unit * 8000)[:8000]], 3)
        shown.append(f"{name:<16} {found[0]:>7.2f}")
    sys.stdout.write("\n".join(shown) + "\n")


if __name__ == "__main__":
    main()
