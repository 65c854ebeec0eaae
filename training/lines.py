"""The lines to learn from: what each says, in which language, and whether that is anything."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from server.compliance import load_packs
from server.translation.meanings import load_meanings
from server.translation.slots import names_in, rendered
from tests.translation.test_phrasebook import SAMPLES
from training.numbers import numbered

HERE = Path(__file__).with_name("texts")
SETS = Path(__file__).parent.parent / "tests" / "compliance" / "texts"
GUILTY = {"P", "D"}
ASKED = dict.fromkeys(("privacy.delete_me", "privacy.what_data"), "data_subject_request")
"""Ready sentences of a customer's that start a clock."""
UNCLEAR = {"cancel.changed_mind", "order.cancel", "refund.want", "returns.want"}
"""Ready sentences of a customer's that may be a withdrawal or none: nothing is learned from them."""


class Line(Struct, frozen=True):
    """`kind`: P plain, D disguised, N near miss, O ordinary. `category` is "" for what is innocent."""

    language: str
    category: str
    kind: str
    text: str
    about: str = ""


def lines() -> list[Line]:
    """Every line once, in a fixed order."""
    found = [*_corpus(), *_sets(), *_ready(), *_examples()]
    plain = [(line.language, line.text) for line in found if line.kind == "O"]
    found += [Line(language, "", "O", text) for language, text in numbered(plain)]
    return list({line.text: line for line in found}.values())


def digest() -> str:
    """Changes when a line does."""
    said = "\n".join(f"{line.language}\t{line.category}\t{line.kind}\t{line.text}" for line in lines())
    return hashlib.sha256(said.encode()).hexdigest()


def _corpus() -> Iterator[Line]:
    """`training/texts/LANGUAGE/CATEGORY.tsv`: kind, text."""
    for path in sorted(HERE.rglob("*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines():
            kind, text = row.split("\t")
            yield Line(path.parent.name, path.stem if kind in GUILTY else "", kind, text, path.stem)


def _sets() -> Iterator[Line]:
    """What the rules were written with."""
    for name in ("said", "everyday", "guilty"):
        for language, category, text in _rows(f"{name}.tsv"):
            yield Line(language, category, "P", text, category)
    for language, category, kind, text in _rows("paraphrases.tsv"):
        near = kind == "near"
        yield Line(language, "" if near else category, "N" if near else "P", text, category)
    for language, _, text in _rows("innocent.tsv"):
        yield Line(language, "", "N", text)
    for row in (SETS / "near.txt").read_text(encoding="utf-8").splitlines():
        where, text = row.split("|", 1)
        yield Line(where.split()[1], "", "N", text)
    for path in sorted(SETS.glob("clean_*.txt")):
        for text in path.read_text(encoding="utf-8").splitlines():
            yield Line(path.stem.removeprefix("clean_"), "", "O", text)


def _ready() -> Iterator[Line]:
    """The sentences that one may pick: innocent, but for some of a customer's."""
    for phrase in load_meanings():
        if phrase.id in UNCLEAR:
            continue
        category = ASKED.get(phrase.id, "")
        for language in phrase.ways:
            for wording in phrase.every(language):
                text = rendered(wording, {name: SAMPLES[name] for name in names_in(wording)}, language)
                yield Line(language, category, "P" if category else "O", text, category)


def _examples() -> Iterator[Line]:
    """What the packs show."""
    for pack in load_packs():
        about = {rule.id: rule.category for rule in pack.rule}
        for example in pack.test:
            category = about.get(example.rule, "") if example.expect != "allow" else ""
            if category or example.expect == "allow":
                yield Line(example.language, category, "P" if category else "N", example.text, category)


def _rows(name: str) -> list[list[str]]:
    return [row.split("\t") for row in (SETS / name).read_text(encoding="utf-8").splitlines()]
