"""The engines the operator set up, from the environment: which, in which order, and what they may cost a workspace."""

from collections.abc import Iterator
from pathlib import Path

from server.settings import Settings
from server.translation.engines.apertium import ApertiumOptions
from server.translation.engines.chat import ChatOptions
from server.translation.engines.deepl import DeepLOptions
from server.translation.engines.google import GoogleOptions, GoogleProjectOptions
from server.translation.engines.kinds import AnyOptions
from server.translation.engines.libretranslate import LibreTranslateOptions
from server.translation.engines.model_folder import ModelFolderOptions

ORDER = ("chat", "deepl", "google_project", "google", "models", "libretranslate", "apertium")
"""Who is asked first unless TRANSLATE_ORDER says otherwise: best first."""


def chosen(settings: Settings) -> list[AnyOptions | ModelFolderOptions]:
    """The options of the engines that are set up, in their order. Raises ValueError for what makes no sense."""
    found = {str(each.__struct_config__.tag): each for each in _set_up(settings)}
    order = tuple(name.strip() for name in settings.translate_order.split(",") if name.strip()) or ORDER
    if unknown := set(order) - set(ORDER):
        raise ValueError(f"TRANSLATE_ORDER: no engine is called {', '.join(sorted(unknown))}")
    return [found[name] for name in order if name in found]


def first(settings: Settings) -> dict[tuple[str, str], str]:
    """TRANSLATE_FIRST, as in `es-pt=apertium, ja-en=deepl`: whom to ask first for a pair. Raises ValueError."""
    table: dict[tuple[str, str], str] = {}
    for part in filter(None, map(str.strip, settings.translate_first.split(","))):
        pair, _, name = part.partition("=")
        source, _, target = pair.strip().partition("-")
        if name.strip() not in ORDER or not (source and target):
            raise ValueError(f"TRANSLATE_FIRST: {part!r} is not like es-pt=apertium")
        table[source, target] = name.strip()
    return table


def _set_up(settings: Settings) -> Iterator[AnyOptions | ModelFolderOptions]:
    if settings.libretranslate_url:
        yield LibreTranslateOptions(url=settings.libretranslate_url, key=settings.libretranslate_key)
    if settings.chat_url:
        if not settings.chat_model:
            raise ValueError("CHAT_URL needs CHAT_MODEL beside it")
        yield ChatOptions(url=settings.chat_url, model=settings.chat_model, key=settings.chat_key)
    if settings.deepl_key:
        yield DeepLOptions(key=settings.deepl_key)
    if settings.google_translate_key:
        yield GoogleOptions(key=settings.google_translate_key)
    if settings.google_account:
        yield GoogleProjectOptions(key=_read(settings.google_account))
    if settings.apertium_url:
        yield ApertiumOptions(url=settings.apertium_url)
    if settings.models_folder:
        yield ModelFolderOptions(folder=Path(settings.models_folder))


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except OSError as wrong:
        raise ValueError(f"GOOGLE_ACCOUNT: {wrong.strerror}: {path}") from wrong
