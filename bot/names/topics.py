"""From a word in any language to a Topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

from bot.names.normalise import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Topic

CLOSE = 84  # of 100: one slip in a word of six letters


def find_topic(word: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic that bears this word, or nearly this word if it is long and begins with the same letter."""
    key = name_key(word)
    by_word = {
        name_key(each): topic for topic in reversed(topics) for each in (*topic.every_word, topic.slug)
    }
    if key in by_word or len(key) < 5:
        return by_word.get(key)
    near = process.extract(key, list(by_word), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=1)
    return next((by_word[match] for match, _, _ in near if match[0] == key[0]), None)


def nearest_topics(word: str, topics: Iterable[Topic], limit: int = 3) -> list[Topic]:
    """The topics whose words look most like this one, best first."""
    scored = [
        (
            -max(fuzz.WRatio(word, each, processor=utils.default_process) for each in topic.every_word),
            place,
            topic,
        )
        for place, topic in enumerate(topics)
    ]
    return [topic for _, _, topic in sorted(scored, key=lambda row: row[:2])[:limit]]
