"""Passwords that those who guess try first: no list of other people's, but what such lists are full of."""

import re

FOLDED = str.maketrans("013457@$!|", "oieastasil")
"""What people write for letters."""
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "01234567890",
)
WORDS = """
password passwort passwd motdepasse contrasena senha parola pass word secret geheim admin administrator root user
guest login logon welcome willkommen bienvenue hello hallo letmein let me in open sesame changeme change default temp
temporary test testing demo qwerty qwertz azerty iloveyou love you i princess prinzessin dragon monkey master shadow
sunshine superman batman football fussball baseball soccer hockey michael jordan ashley charlie summer sommer winter
spring autumn herbst january february march april may june july august september october november december monday
friday sunday support service customer company office trustno one correct horse battery staple abc xyz the my is a
this
"""
COMMON = frozenset(WORDS.split())
AROUND = "0123456789 !@#$%^&*._-?"
FEWEST, LEFT = 5, 2
"""Different signs a password has at least; signs at its end that make no row something else."""


def guessable(password: str) -> bool:
    """Whether it is one sign after the other on a keyboard, the same again and again, or common words and some digits alone."""
    said = password.lower()
    if len(set(said)) < FEWEST or _repeats(said) or _runs(said):
        return True
    return any(_common(_letters(text)) for text in (said, said.strip(AROUND).translate(FOLDED), said.translate(FOLDED)))


def _letters(said: str) -> str:
    return re.sub(r"[\W\d_]+", "", said)


def _repeats(said: str) -> bool:
    return any(said == (said[:size] * len(said))[: len(said)] for size in range(1, len(said) // 2 + 1))


def _runs(said: str) -> bool:
    """Whether all of it, but two signs, are long pieces of keyboards' rows, either way."""
    rest = re.sub(r"[\W_]+", "", said)
    while len(rest) > LEFT:
        size = max((n for n in range(3, len(rest) + 1) if _in_a_row(rest[:n])), default=0)
        if not size:
            return False
        rest = rest[size:]
    return True


def _in_a_row(piece: str) -> bool:
    return any(piece in row or piece in row[::-1] for row in ROWS)


def _common(letters: str) -> bool:
    """Whether nothing is left of it without common words."""
    reached = {0}
    for at in range(len(letters)):
        if at in reached:
            reached |= {at + len(word) for word in COMMON if letters.startswith(word, at)}
    return len(letters) in reached
