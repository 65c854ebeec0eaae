"""`python -m training` teaches the model and writes it and its limits; `python -m training held-out` tells how it does.

Lines are split in five; what learned four parts scores the fifth, in turn: how much of the guilty is heard and of the innocent
alarmed by the model alone, per category, where it is sure.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from server.compliance.classifier import LIMITS, MODEL
from server.compliance.features import Heard
from training.learn import NAMES, Weights, features, labels, learn, scores, small
from training.limits import heeding, limits, written
from training.lines import Line, digest, lines

FOLDS = 5


def write() -> Iterator[str]:
    """Learns from every line."""
    began = time.monotonic()
    known = lines()
    found = limits(known, held_out(known))
    weights, bias = learn(features([line.text for line in known]), labels(known))
    bytes_, worth = small(weights)
    found = heeding(found, bytes_ * worth, bias)
    with MODEL.open("wb") as file:
        np.savez_compressed(file, weights=bytes_, scale=worth, bias=bias, categories=np.array(NAMES), digest=digest())
    LIMITS.write_text(written(found), encoding="utf-8")
    yield f"{len(known)} lines, {time.monotonic() - began:.0f} s, {MODEL.stat().st_size >> 10} KiB"


def held_out(known: Sequence[Line]) -> Weights:
    """The scores of each line by a model that has not seen it. Parts are learned side by side."""
    found, signs = features([line.text for line in known]), labels(known)
    fold = np.random.default_rng(2).integers(FOLDS, size=len(known))
    said = np.zeros_like(signs)
    with ProcessPoolExecutor(mp_context=get_context("fork")) as side:
        parts = [side.submit(_part, found, signs, fold == part) for part in range(FOLDS)]
        for part, scored in enumerate(parts):
            said[fold == part] = scored.result()
    return said


def _part(found: Sequence[Heard], signs: Weights, asked: NDArray[np.bool_]) -> Weights:
    """What is said of the lines that are asked about by what learned all others."""
    learned = np.flatnonzero(~asked)
    weights, bias = learn([found[int(n)] for n in learned], signs[learned])
    bytes_, worth = small(weights)
    return scores([found[int(n)] for n in np.flatnonzero(asked)], bytes_ * worth, bias)


def table() -> Iterator[str]:
    """Shares in percent of the lines about each category; of ordinary ones, of all."""
    known = lines()
    said = held_out(known)
    found = limits(known, said)
    yield f"{'category':<26}  above  plain  disguised  near  ordinary"
    for n, name in enumerate(NAMES):
        row = f"{name:<26} {found.sure[name]:6.2f}"
        for kind, width in (("P", 7), ("D", 11), ("N", 6), ("O", 10)):
            asked = [i for i, line in enumerate(known) if line.kind == kind and (line.about == name or kind == "O")]
            row += f"{100 * float(np.mean(said[asked, n] > found.sure[name])):{width}.1f}"
        yield row


def main() -> None:
    """Write, or tell."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["write", "held-out"], default="write")
    told = write() if parser.parse_args().what == "write" else table()
    for line in told:
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
