"""All kinds of engines, and how each is made from its options. Adding one: a file, its options here, a row in the tests."""

from server.domain.clock import Clock
from server.translation.engines import Translator
from server.translation.engines.apertium import Apertium, ApertiumOptions
from server.translation.engines.chat import Chat, ChatOptions
from server.translation.engines.deepl import DeepL, DeepLOptions
from server.translation.engines.google import Google, GoogleOptions, GoogleProject, GoogleProjectOptions
from server.translation.engines.libretranslate import LibreTranslate, LibreTranslateOptions
from server.translation.engines.wire import Post

AnyOptions = LibreTranslateOptions | ChatOptions | DeepLOptions | GoogleOptions | GoogleProjectOptions | ApertiumOptions
KINDS: tuple[type[AnyOptions], ...] = (
    LibreTranslateOptions, ChatOptions, DeepLOptions, GoogleOptions, GoogleProjectOptions, ApertiumOptions,
)  # fmt: skip
PAID = frozenset({"chat", "deepl", "google", "google_project"})
"""Whose characters cost money, and so count against the caps."""


def engine(options: AnyOptions, post: Post, clock: Clock) -> Translator:
    """The engine. Raises ValueError for a key that cannot be one."""
    match options:
        case LibreTranslateOptions():
            return LibreTranslate(options, post, clock)
        case ChatOptions():
            return Chat(options, post)
        case DeepLOptions():
            return DeepL(options, post, clock)
        case GoogleOptions():
            return Google(options, post, clock)
        case GoogleProjectOptions():
            return GoogleProject(options, post, clock)
        case ApertiumOptions():
            return Apertium(options, post, clock)
