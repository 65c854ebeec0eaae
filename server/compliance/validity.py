"""Packs have a time: before it their rules say nothing, after it they warn and say so; none vanishes in silence."""

from datetime import date

from msgspec.structs import replace

from server.compliance.pack import Pack, Texts

OVER: Texts = {
    "en": "This rule was valid until {day}: check what holds now.",
    "zh": "此规则的有效期至 {day}，请确认现行规定。",
    "de": "Diese Regel galt bis {day}: bitte prüfen, was jetzt gilt.",
    "fr": "Cette règle était valable jusqu’au {day} : vérifiez ce qui s’applique maintenant.",
    "es": "Esta regla era válida hasta el {day}: compruebe qué rige ahora.",
    "it": "Questa regola valeva fino al {day}: verifichi che cosa vale ora.",
    "pt": "Esta regra valia até {day}: verifique o que vale agora.",
    "ja": "このルールの有効期限は {day} までです。現在の決まりを確認してください。",
    "ko": "이 규칙은 {day}까지 유효했습니다. 지금 무엇이 적용되는지 확인하세요.",
    "ru": "Это правило действовало до {day}: проверьте, что действует сейчас.",
    "ar": "كانت هذه القاعدة سارية حتى {day}: تحقّق مما يسري الآن.",
    "tr": "Bu kural {day} tarihine kadar geçerliydi: şu anda neyin geçerli olduğunu kontrol edin.",
}
UNSAID = "validity.over"
"""The text of rules that have none of their own."""
_MILD = frozenset({"require", "hold", "block"})


def in_force(packs: tuple[Pack, ...], today: date) -> tuple[Pack, ...]:
    """The packs as they speak on a day; those without a time are the same objects."""
    return tuple(_on(pack, today) for pack in packs)


def _on(pack: Pack, today: date) -> Pack:
    if pack.early(today):
        return replace(pack, rule=(), test=())
    if not pack.expired(today):
        return pack
    platform = pack.platform
    if platform:
        platform = replace(
            platform, policy={name: "warn" if word in _MILD else word for name, word in platform.policy.items()}
        )
    said, day = {rule.message for rule in pack.rule}, str(pack.valid_until)
    texts = {name: _told(text, day) if name in said else text for name, text in pack.text.items()}
    texts[UNSAID] = {language: words.format(day=day) for language, words in OVER.items()}
    rules = tuple(replace(rule, expired=True, message=rule.message or UNSAID) for rule in pack.rule)
    return replace(pack, platform=platform, rule=rules, text=texts, test=())


def _told(text: Texts, day: str) -> Texts:
    languages = text.keys() & OVER.keys() or {"en"}
    return {language: f"{text.get(language, '')} {OVER[language].format(day=day)}".strip() for language in languages}
