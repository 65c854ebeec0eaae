"""Models on the own disk: found by their folders' names, loaded and run by the real library. What they say here is nonsense."""

from pathlib import Path

import pytest

from server.domain.clock import SystemClock
from server.translation.chain import Chain, Failure
from server.translation.detect import Detector
from server.translation.engines import EngineError
from server.translation.engines.model_folder import ModelFolder, ModelFolderOptions
from server.translation.request import Request

pytest.importorskip("ctranslate2")
pytest.importorskip("sentencepiece")

HELLO = Request(text="where is my order ⟦1⟧?\n\nI want my money back. Today!", source="en", target="de")


async def test_models_are_found_loaded_run_and_not_believed(tmp_path: Path, detector: Detector) -> None:
    from tests.support.tiny_model import tiny_model

    tiny_model(tmp_path / "opus-mt-en-de", "source.spm", "target.spm")
    codes = ("eng_Latn", "deu_Latn", "fra_Latn")
    tiny_model(tmp_path / "nllb-200", "sentencepiece.bpe.model", more=codes)
    (tmp_path / "opus-mt-en-es").mkdir()
    (tmp_path / "opus-mt-en-es" / "model.bin").write_bytes(b"broken")
    (tmp_path / "notes").mkdir()

    engine = ModelFolder(ModelFolderOptions(folder=tmp_path, threads=1))
    assert {("en", "de"), ("de", "fr"), ("ja", "ko")} <= await engine.pairs()
    assert ("en", "xx") not in await engine.pairs()
    one = await engine.translate(HELLO)
    assert (one.language, one.engine, one.version) == ("de", "models", "opus-mt-en-de")
    assert one.text.count("\n") == 2
    assert 0.0 < one.confidence <= 1.0
    many = await engine.translate(Request(text="where is my order", source="en", target="fr"))
    assert many.version == "nllb-200"
    assert "fra_Latn" not in many.text
    for text in ("", "\u200b\u202e", "😀" * 300, "\ud800", "a " * 2000):
        assert (await engine.translate(Request(text=text, source="en", target="de"))).language == "de"
    for _ in range(2):
        with pytest.raises(EngineError, match="damaged"):
            await engine.translate(Request(text="hi", source="en", target="es"))
    assert isinstance(await Chain((engine,), detector, SystemClock()).translate(HELLO, 20.0), Failure)


async def test_an_empty_folder_translates_nothing(tmp_path: Path) -> None:
    engine = ModelFolder(ModelFolderOptions(folder=tmp_path))
    assert await engine.pairs() == frozenset()
    with pytest.raises(EngineError, match="no_pair"):
        await engine.translate(HELLO)
