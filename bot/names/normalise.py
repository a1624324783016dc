"""One way of writing for comparison, used on what people type and on what we hold alike."""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00]")
_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc\u00b4`]")
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Composed, lower case, without invisible characters: for looking text up.

    Hangul typed as separate jamo comes out as syllables, as does full-width Latin as plain.
    """
    return unicodedata.normalize("NFKC", _HIDDEN.sub("", text)).casefold().strip()


def name_key(text: str) -> str:
    """``fold``, and hyphens, dots and accents gone: "Kim Jong-un", "KIM JONG UN" and "kim, jong un" agree.

    Accents go from Latin letters only; in Cyrillic they tell letters apart.
    """
    plain = _APOSTROPHES.sub("", fold(text))
    bare = "".join(_strip_accent(character) for character in plain)
    return _NOT_WORD.sub(" ", bare).strip()


def _strip_accent(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    return decomposed[0] if len(decomposed) > 1 and decomposed[0].isascii() else character
