"""Models on this machine's own disk, run by CTranslate2 (github.com/OpenNMT/CTranslate2): OPUS-MT and NLLB.

A folder holds one folder a model, as `ct2-transformers-converter` writes it with the tokenizer's files copied beside:
`...-en-de` with `source.spm` and `target.spm` is an OPUS-MT model of one direction; one with `sentencepiece.bpe.model` is
NLLB. Needs the extra `tradewind[models]`; nothing is ever downloaded.
"""

import asyncio
import math
import re
from pathlib import Path
from typing import Any

import msgspec

from server.domain.reading import Reading
from server.translation.engines import EngineError, Pairs
from server.translation.engines.languages import each_to_each
from server.translation.engines.marks import as_rare, from_rare
from server.translation.request import Request
from server.translation.wording import sentences

PAIR = re.compile(r"(?:^|[-_])([a-z]{2})[-_]([a-z]{2})$")
LONGEST = 400
FLORES = {
    "en": "eng_Latn", "zh": "zho_Hans", "de": "deu_Latn", "fr": "fra_Latn", "es": "spa_Latn", "it": "ita_Latn",
    "pt": "por_Latn", "ja": "jpn_Jpan", "ko": "kor_Hang", "ru": "rus_Cyrl", "ar": "arb_Arab", "tr": "tur_Latn",
    "nl": "nld_Latn", "pl": "pol_Latn", "sv": "swe_Latn", "da": "dan_Latn", "no": "nob_Latn", "fi": "fin_Latn",
    "cs": "ces_Latn", "sk": "slk_Latn", "sl": "slv_Latn", "hr": "hrv_Latn", "hu": "hun_Latn", "ro": "ron_Latn",
    "bg": "bul_Cyrl", "uk": "ukr_Cyrl", "el": "ell_Grek", "he": "heb_Hebr", "fa": "pes_Arab", "ur": "urd_Arab",
    "hi": "hin_Deva", "bn": "ben_Beng", "ta": "tam_Taml", "th": "tha_Thai", "vi": "vie_Latn", "id": "ind_Latn",
    "ms": "zsm_Latn", "et": "est_Latn", "lv": "lvs_Latn", "lt": "lit_Latn", "ca": "cat_Latn", "sr": "srp_Cyrl",
}  # fmt: skip


class ModelFolderOptions(msgspec.Struct, frozen=True, kw_only=True, tag="models"):
    """The folder, and how many threads a sentence may use."""

    folder: Path
    threads: int = 2


class _Model(msgspec.Struct, frozen=True):
    translator: Any
    source: Any
    target: Any


class ModelFolder:
    """The adapter. A model is loaded when it is first asked, in a thread, and stays."""

    name = "models"
    inflects = False

    def __init__(self, options: ModelFolderOptions) -> None:
        self._options = options
        folders = sorted(path.parent for path in options.folder.glob("*/model.bin"))
        self._many = next((each for each in folders if (each / "sentencepiece.bpe.model").exists()), None)
        self._one = {(found[1], found[2]): each for each in folders if (found := PAIR.search(each.name))}
        self._loaded: dict[Path, asyncio.Task[_Model]] = {}

    async def pairs(self) -> Pairs:
        """What the folder's names say."""
        return frozenset(self._one) | (each_to_each(FLORES) if self._many else frozenset())

    async def translate(self, request: Request) -> Reading:
        """Sentence by sentence, lines kept. Raises EngineError: not_installed, damaged."""
        pair = (request.source, request.target)
        folder = self._one.get(pair) or self._many
        if folder is None:
            raise EngineError("no_pair")
        model = await self._model(folder)
        codes = None if pair in self._one else (FLORES[pair[0]], FLORES[pair[1]])
        lines = [sentences(line) for line in as_rare(request.text).splitlines()]
        flat = [sentence for line in lines for sentence in line]
        said, confidence = await asyncio.to_thread(_said, model, flat, codes)
        rest = iter(said)
        text = "\n".join(" ".join(next(rest) for _ in line) for line in lines)
        return Reading(
            language=request.target,
            text=from_rare(text),
            engine=self.name,
            confidence=confidence,
            version=folder.name[:64],
        )

    async def _model(self, folder: Path) -> _Model:
        if folder not in self._loaded:
            self._loaded[folder] = asyncio.create_task(asyncio.to_thread(_load, folder, self._options.threads))
        try:
            return await asyncio.shield(self._loaded[folder])
        except EngineError:
            del self._loaded[folder]
            raise


def _load(folder: Path, threads: int) -> _Model:
    try:
        import ctranslate2
        import sentencepiece
    except ImportError as wrong:
        raise EngineError("not_installed") from wrong
    one = folder / "sentencepiece.bpe.model"
    names = (one, one) if one.exists() else (folder / "source.spm", folder / "target.spm")
    try:
        pieces = [sentencepiece.SentencePieceProcessor(model_file=str(name)) for name in names]
        translator = ctranslate2.Translator(
            str(folder), device="cpu", compute_type="int8", inter_threads=1, intra_threads=threads
        )
    except (OSError, RuntimeError, ValueError) as wrong:
        raise EngineError("damaged") from wrong
    return _Model(translator, pieces[0], pieces[1])


def _said(model: _Model, texts: list[str], codes: tuple[str, str] | None) -> tuple[list[str], float]:
    """The translations, and how sure the model is of its surest mistake: the least likely of them, per token."""
    if not texts:
        return [], 0.0
    before, prefix = ([codes[0]], [[codes[1]]] * len(texts)) if codes else ([], None)
    found = model.translator.translate_batch(
        [[*before, *model.source.encode(text, out_type=str), "</s>"] for text in texts],
        target_prefix=prefix,
        beam_size=4,
        patience=2,
        max_input_length=LONGEST,
        max_decoding_length=LONGEST,
        return_scores=True,
    )
    drop = 1 if codes else 0
    said = [model.target.decode(each.hypotheses[0][drop:]) for each in found]
    # CTranslate2 divides scores by the length already.
    return said, round(min(math.exp(min(0.0, each.scores[0])) for each in found), 3)
