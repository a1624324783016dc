"""Which of the topics that readers can follow a text speaks of, by their words on word boundaries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class TopicWords:
    """The words of each topic, by its slug; compiled once."""

    words: Mapping[str, Sequence[str]]

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {
            slug: re.compile(
                r"(?<!\w)(?:"
                + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
                + r")(?!\w)",
                re.IGNORECASE,
            )
            for slug, words in self.words.items()
            if words
        }

    def find(self, text: str) -> list[str]:
        """The slugs of the topics that the text names, in their usual order."""
        return [slug for slug, pattern in self._patterns.items() if pattern.search(text)]
