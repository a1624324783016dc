"""Words as they are compared: case, spacing, quotation marks, dashes and compatibility forms made one.

Every token remembers the characters of the text it came from, so nothing normalised is ever stored.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Long dashes part words and are left as they are; short ones join them.
_ALIKE = str.maketrans({**dict.fromkeys("‘’‚‛ʼ′`´", "'"), **dict.fromkeys("‐‑‒–−﹣－", "-")})
_JOINERS = ".,:'/&-"
_TOKEN = re.compile(
    rf"(?:(?<!\w)\.(?=\d))?[^\W_]+(?:[{re.escape(_JOINERS)}_][^\W_]+)*"  # 3.5, isn't, anti-war, .5
    r"|(?<!\w)-(?=\.?\d)"  # a minus sign
    r"|[^\w\s-]"
)
_TELLING = frozenset("%‰&@#/\\+*-")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or telling sign; ``[start, end)`` are characters of the text it came from."""

    word: str
    start: int
    end: int


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]`` in order, offsets counted in the whole text.

    Punctuation is no token, but signs that change what is said are: ``%``, ``$``, a minus, ``+``.
    """
    plain, origins = _normalise(text, start, len(text) if end is None else end)
    return [
        Token(found.group(), origins[found.start()][0], origins[found.end() - 1][1])
        for found in _TOKEN.finditer(plain)
        if _tells(found.group())
    ]


def is_word(token: Token) -> bool:
    """Whether it is a word or a number rather than a sign."""
    return any(character.isalnum() for character in token.word)


def _tells(found: str) -> bool:
    if len(found) > 1 or found.isalnum():
        return True
    return found in _TELLING or unicodedata.category(found) in {"Sc", "Sm", "So"}


def _normalise(text: str, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    """The characters as compared, and for each the span of the text it came from."""
    plain: list[str] = []
    origins: list[tuple[int, int]] = []
    for first, last in _clusters(text, start, end):
        cluster = "".join(c for c in text[first:last] if unicodedata.category(c) != "Cf")
        composed = unicodedata.normalize("NFKC", cluster.translate(_ALIKE)).translate(_ALIKE).casefold()
        plain.append(composed)
        origins += [(first, last)] * len(composed)
    return "".join(plain), origins


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A character together with the accents and invisible characters behind it."""
    first = start
    for index in range(start + 1, end + 1):
        if index < end and not text[index].isascii() and _clings(text[index]):
            continue
        if first < index:
            yield first, index
        first = index


def _clings(character: str) -> bool:
    return unicodedata.combining(character) != 0 or unicodedata.category(character) == "Cf"
