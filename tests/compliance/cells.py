"""How much of what is wrong is caught, and how much of what is right is stopped, per category, language and disguise.

`python -m tests.compliance.cells [said.tsv innocent.tsv]` prints the table. A line of the first is `language, category,
text`, of the second `language, in|out, text`.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from server.compliance import Compliance, Scene, load_packs

TEXTS = Path(__file__).with_name("texts")
INBOUND = {"data_subject_request", "legal_threat", "safety_incident", "withdrawal_notice", "prompt_injection"}
MARKET = {
    "en": "US",
    "zh": "CN",
    "de": "DE",
    "fr": "FR",
    "es": "ES",
    "it": "IT",
    "pt": "BR",
    "ja": "JP",
    "ko": "KR",
    "ru": "RU",
    "ar": "SA",
    "tr": "TR",
}
LOOKALIKE = str.maketrans("aeopcxiyAEOPCXB", "аеорсхіуАЕОРСХВ")
LEET = str.maketrans("aeiost", "431057")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_WORDS = re.compile(r"(\s+)")


def _some(text: str, change: Callable[[str], str], share: float) -> str:
    """Some longer words changed, the same ones each time; addresses and numbers stay."""
    dice = random.Random(text)
    fit = (
        len(w) > 3 and "@" not in w and not re.search(r"\d", w) and dice.random() < share for w in _WORDS.split(text)
    )
    return "".join(change(w) if yes else w for w, yes in zip(_WORDS.split(text), fit, strict=True))


def _apart(sign: str) -> Callable[[str], str]:
    return lambda text: sign.join(text) if _UNSPACED.search(text) else _some(text, sign.join, 0.35)


def _bold(text: str) -> str:
    return "".join(
        chr(0x1D41A + ord(s) - 97) if "a" <= s <= "z" else chr(0x1D400 + ord(s) - 65) if "A" <= s <= "Z" else s
        for s in text
    )


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "unseen": "\u200b".join,
    "wide": lambda text: "".join(chr(ord(s) + 0xFEE0) if "!" <= s <= "~" and s not in "@." else s for s in text),
    "bold": _bold,
    "lookalike": lambda text: text.translate(LOOKALIKE),
    "leet": lambda text: _some(text, lambda w: w.translate(LEET), 0.6),
    "dots": _apart("."),
    "spaces": _apart(" "),
    "stars": lambda text: _some(text, lambda w: re.sub(r"(?<=\w)[aeiou](?=\w)", "*", w, count=1), 0.5),
    "drawn out": lambda text: _some(text, lambda w: re.sub(r"(?<=\w)([aeiouаеиоу])(?=\w)", r"\1\1\1", w, count=1), 0.5),
    "upper": str.upper,
}


def scene(language: str, inbound: bool, channel: str = "amazon") -> Scene:
    """Where a line of the sets is said."""
    direction, author = ("inbound", "customer") if inbound else ("outbound", "agent")
    return Scene(channel=channel, market=MARKET[language], language=language, direction=direction, author=author)


def rows(path: Path) -> list[list[str]]:
    """The lines of a set."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def caught(judge: Compliance, said: Iterable[list[str]]) -> Iterator[tuple[str, str, str, str, bool]]:
    """(disguise, language, category, text, whether it was caught) for each line under each disguise that changes it."""
    for language, category, text in said:
        where = scene(language, category in INBOUND)
        for name, disguise in DISGUISES.items():
            shown = disguise(text)
            if name == "plain" or shown != text:
                found = {finding.category for finding in judge.judge(shown, where).findings}
                yield name, language, category, shown, category in found


def stopped(judge: Compliance, innocent: Iterable[list[str]]) -> list[tuple[str, str]]:
    """(text, rule) for each line that any rule speaks of."""
    return [
        (text, finding.rule)
        for language, way, text in innocent
        for finding in judge.judge(text, scene(language, way == "in")).findings
    ]


def rates(results: Iterable[tuple[str, str, str, str, bool]]) -> dict[tuple[str, str], tuple[int, int]]:
    """(kind, name) -> (caught, all), for disguises, languages and categories."""
    hit: Counter[tuple[str, str]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    for name, language, category, _, yes in results:
        for key in (
            ("disguise", name),
            ("language", language),
            ("category", category),
            ("cell", f"{category} {language}"),
        ):
            every[key] += 1
            hit[key] += yes
    return {key: (hit[key], every[key]) for key in every}


def main(paths: list[str]) -> None:
    """Prints the tables; the cells that are not whole one by one."""
    judge = Compliance(load_packs())
    said, innocent = (Path(path) for path in paths or (TEXTS / "said.tsv", TEXTS / "innocent.tsv"))
    table = rates(caught(judge, rows(said)))
    shown = [
        f"{kind:<9} {name:<34} {hit:>5} of {every:>5}  {100 * hit / every:5.1f} %"
        for (kind, name), (hit, every) in sorted(table.items())
        if kind != "cell" or hit < every
    ]
    found, lines = stopped(judge, rows(innocent)), len(rows(innocent))
    shown += [f"innocent  stopped {len(dict(found))} of {lines}", *(f"  {rule}: {text}" for text, rule in found)]
    sys.stdout.write("\n".join(shown) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
