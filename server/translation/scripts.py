"""What the letters alone say about a language: many writing systems name it (blocks of Unicode 16)."""

import re

CJK = "han"

_BLOCKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "kana": ("\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f", ("ja",)),
    "hangul": ("\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e", ("ko",)),
    "han": ("\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff", ("zh", "ja")),
    "cyrillic": ("\u0400-\u052f", ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg")),
    "arabic": (
        "\u0620-\u064a\u0671-\u06d5\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
        ("ar", "fa", "ur", "ps", "ug"),
    ),
    "devanagari": ("\u0900-\u097f", ("hi", "mr", "ne", "sa")),
    "bengali": ("\u0980-\u09ff", ("bn", "as")),
    "hebrew": ("\u05d0-\u05ea", ("he",)),
    "thai": ("\u0e01-\u0e5b", ("th",)),
    "greek": ("\u0370-\u03ff\u1f00-\u1fff", ("el",)),
    "georgian": ("\u10a0-\u10ff", ("ka",)),
    "armenian": ("\u0531-\u0587", ("hy",)),
    "ethiopic": ("\u1200-\u137f", ("am",)),
    "tamil": ("\u0b80-\u0bff", ("ta",)),
    "telugu": ("\u0c00-\u0c7f", ("te",)),
    "kannada": ("\u0c80-\u0cff", ("kn",)),
    "malayalam": ("\u0d00-\u0d7f", ("ml",)),
    "gujarati": ("\u0a80-\u0aff", ("gu",)),
    "gurmukhi": ("\u0a00-\u0a7f", ("pa",)),
    "oriya": ("\u0b00-\u0b7f", ("or",)),
    "sinhala": ("\u0d80-\u0dff", ("si",)),
    "khmer": ("\u1780-\u17ff", ("km",)),
    "lao": ("\u0e80-\u0eff", ("lo",)),
    "myanmar": ("\u1000-\u109f", ("my",)),
}
_SCRIPTS = tuple((name, re.compile(f"[{span}]"), languages) for name, (span, languages) in _BLOCKS.items())
_BEYOND_LATIN = re.compile("[\u0370-\u1dbf\u1f00-\u1fff\u3041-\uabff\uac00-\ud7ff\uf900-\ufefc\uff66-\uffdc]")
_UNSPACED = re.compile("[\u3041-\u30ff\u3400-\u9fff\u0e01-\u0e5b]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")

# Letters that exclude the languages not named; the first line that matches decides.
_TELLING = tuple(
    (re.compile(f"[{letters}]"), frozenset(languages.split()))
    for letters, languages in (
        ("әғқңұһ", "kk ky mn tg"),
        ("ѓќѕ", "mk"),
        ("ђћ", "sr"),
        ("љњџј", "sr mk"),
        ("ў", "be"),
        ("їєґ", "uk"),
        ("і", "uk be kk"),
        ("өү", "mn ky kk"),
        ("ыэё", "ru be kk ky mn"),
        ("щ", "ru uk bg kk ky mn"),
        ("ٹڈڑںےہھ", "ur"),
        ("ټډړږښڼ", "ps"),
        ("پچژگ", "fa ur ps ug"),
        ("یک", "fa ur ps"),
        ("ةيىك", "ar"),
    )
)
SIMPLIFIED = re.compile("[们这说时个为货东买单发么还没电话关开过进钱请让谢运费间错给对应问题样头见长门马车]")
TRADITIONAL = re.compile("[們這說單發麼沒關錢讓對應樣還您妳嗎呢吧啊哪裡裏咗喺嘅]|請問|到貨|訂單|退貨|謝謝|東西|出貨")
SHINJITAI = re.compile("[払込届円駅気図売読価変検単県済発絵続総遅鉄転伝毎様桜焼験選歳効渡戻]")

# Shop words that Japanese writes with ideographs alone and Chinese does not use.
KANGO = re.compile(
    "返金|返品|注文|荷物|在庫|追跡|到着|領収書|請求書|不良品|送料|番号|何時|何日|大丈夫|希望日|配達|宛先|未着|状況|状態|支払|受取|到着|交換希望|品切"
)


def script_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The leading writing system and its languages; `("latin", ())` and `("", ())` leave it open."""
    if not _BEYOND_LATIN.search(text):
        return ("latin", ()) if _LATIN.search(text) else ("", ())
    latin = len(_LATIN.findall(text))
    # An ideograph carries as much as a Latin word; brands in Latin letters must not outvote it.
    counted = [(len(pattern.findall(text)) * 3, name, languages) for name, pattern, languages in _SCRIPTS]
    most, name, languages = max(counted, key=lambda item: item[0])
    if counted[0][0] and name in ("kana", "han"):
        return "kana", ("ja",)
    if most <= latin:
        return "latin", ()
    return name, narrowed(text, languages)


def narrowed(text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages that remain once letters which only some of them have are seen."""
    for letters, only in _TELLING:
        if letters.search(text) and only.intersection(languages):
            languages = tuple(language for language in languages if language in only)
            if len(languages) == 1:
                break
    return languages


def unspaced(text: str) -> bool:
    """Whether a text is written without spaces between words, as Chinese, Japanese and Thai are."""
    return bool(_UNSPACED.search(text)) and " " not in text
