"""A model that knows nothing, small enough to be made in a test: real files for the real loading code."""

from pathlib import Path
from typing import Any

import numpy
import sentencepiece
from ctranslate2.specs import TransformerSpec

TEXT = "where is my order please the parcel has not arrived yet and I want my money back today\n" * 20
WIDE = 16


def pieces(folder: Path, *names: str) -> list[str]:
    """A tokenizer under each of these names; answers its vocabulary."""
    (folder / "text").write_text(TEXT)
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "text"), model_prefix=str(folder / "spm"), vocab_size=60, hard_vocab_limit=False,
        minloglevel=2,
    )  # fmt: skip
    made = (folder / "spm.model").read_bytes()
    for name in names:
        (folder / name).write_bytes(made)
    tokenizer = sentencepiece.SentencePieceProcessor(model_proto=made)
    return [tokenizer.id_to_piece(number) for number in range(3, tokenizer.get_piece_size())]


def tiny_model(folder: Path, *names: str, more: tuple[str, ...] = ()) -> None:
    """A transformer of one layer with random weights; `names` are those of its tokenizers, `more` words of its vocabulary."""
    folder.mkdir()
    words = ["<unk>", "<s>", "</s>", *pieces(folder, *names), *more]
    spec = TransformerSpec.from_config(1, 2)
    chance = numpy.random.default_rng(7)
    for name in spec.variables():
        if shape := _shape(name, len(words)):
            _put(spec, name, chance.normal(0, 0.5, shape).astype(numpy.float32))
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.config.decoder_start_token = "</s>"
    spec.validate()
    spec.save(str(folder))


def _shape(name: str, size: int) -> tuple[int, ...] | None:
    """Of the weights under this name."""
    if name.endswith("weight") and ("embeddings" in name or "projection" in name):
        return (size, WIDE)
    if name.endswith(("gamma", "beta")):
        return (WIDE,)
    if not name.endswith("weight"):
        return None
    layer = name.split("/")[-2]
    if "ffn" in name:
        return (WIDE * 2, WIDE) if layer == "linear_0" else (WIDE, WIDE * 2)
    if "self_attention" in name:
        return (WIDE * 3, WIDE) if layer == "linear_0" else (WIDE, WIDE)
    return (WIDE * 2, WIDE) if layer == "linear_1" else (WIDE, WIDE)


def _put(spec: Any, name: str, value: Any) -> None:
    *path, last = name.split("/")
    for step in path:
        part, _, place = step.rpartition("_")
        found = getattr(spec, step, None)
        spec = found if found is not None else getattr(spec, part)[int(place)]
    setattr(spec, last, value)
