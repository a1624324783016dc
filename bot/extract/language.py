"""Whether a text is English: by its script, and by the little words that no English text is without."""

from __future__ import annotations

import re

_LITTLE = frozenset(
    (
        "the of and to in that is for on with was by at from as it be are has have said will his its an "
        "not but they"
    ).split()
)
_FEW, _SHORT = 12, 40  # words: below the first, letters decide alone; below the second, headlines are many


def is_english(text: str) -> bool:
    """Mostly Latin letters and, in a text of some length, English articles and prepositions."""
    letters = [c for c in text if c.isalpha()]
    if not letters or sum(ord(c) < 0x250 for c in letters) < 0.7 * len(letters):
        return False
    words = re.findall(r"[a-z]+", text.lower())
    share = sum(word in _LITTLE for word in words) / max(1, len(words))
    return len(words) < _FEW or share > (0.08 if len(words) < _SHORT else 0.15)
