"""Which story an article belongs to, and whether it has been read before: TF-IDF over words and names.

The date is a feature, never a gate: crawled dates are noisy, and a story may rest for months. Pure: the
articles to compare with are handed in.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

SAME_STORY = 0.16  # likeness from which two articles tell of one story
SAME_TEXT = 0.6  # share of common five-word runs from which one article is the other, reprinted
_NAME_WEIGHT = 2.0
_DATE_WEIGHT = 0.06  # what the same day adds to the likeness; half of it after a week
_HALF_LIFE = 7.0  # days
_RUN = 5


@dataclass(frozen=True)
class Article:
    """What joining looks at. ``names`` are those of its people, organisations and places.

    Its words are counted once, however often it is compared.
    """

    id: str
    text: str
    names: tuple[str, ...] = ()
    day: dt.date | None = None
    story: str | None = None

    @cached_property
    def terms(self) -> dict[str, float]:
        """Words by how often they stand, dampened; names once more, whole."""
        words = Counter(re.findall(r"[^\W\d_]{3,}|\d{4}", self.text.casefold()))
        terms = {word: 1.0 + math.log(count) for word, count in words.items()}
        for name in self.names:
            terms[f"={' '.join(name.casefold().split())}"] = _NAME_WEIGHT
        return terms

    @cached_property
    def runs(self) -> set[tuple[str, ...]]:
        """Every run of five words."""
        words = re.findall(r"\w+", self.text.casefold())
        return {tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))} if words else set()


@dataclass(frozen=True, slots=True)
class Joined:
    """The nearest story and the article that speaks for it, with a likeness between 0 and about 1."""

    story: str
    article: str
    likeness: float


def join_story(article: Article, known: Sequence[Article]) -> Joined | None:
    """The story of the most alike article that has one; None where none is alike enough."""
    likenesses = measure_likeness(article, known)
    best = max(
        ((like, other) for like, other in zip(likenesses, known, strict=True) if other.story is not None),
        key=lambda pair: pair[0],
        default=None,
    )
    if best is None or best[0] < SAME_STORY or best[1].story is None:
        return None
    return Joined(best[1].story, best[1].id, best[0])


def find_duplicate(article: Article, known: Iterable[Article]) -> str | None:
    """The id of an article whose words run alike, however it was retouched; None where there is none."""
    shares = ((_common(article.runs, other.runs), other.id) for other in known)
    share, found = max(shares, default=(0.0, ""))
    return found if share >= SAME_TEXT else None


def measure_likeness(article: Article, known: Sequence[Article]) -> list[float]:
    """The likeness to each of the others: cosine of TF-IDF, and a little for nearness in time."""
    counted = [one.terms for one in (article, *known)]
    frequency = Counter(term for terms in counted for term in terms)
    vectors = [_weigh(terms, frequency, len(counted)) for terms in counted]
    return [
        _dot(vectors[0], vector) + _nearness(article.day, other.day)
        for vector, other in zip(vectors[1:], known, strict=True)
    ]


def _weigh(terms: dict[str, float], frequency: Counter[str], articles: int) -> dict[str, float]:
    weights = {
        term: often * math.log((1 + articles) / (frequency[term] + 0.5)) for term, often in terms.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _dot(a: dict[str, float], b: dict[str, float]) -> float:
    shorter, longer = sorted((a, b), key=len)
    return sum(weight * longer.get(term, 0.0) for term, weight in shorter.items())


def _nearness(a: dt.date | None, b: dt.date | None) -> float:
    if a is None or b is None:
        return 0.0
    return float(_DATE_WEIGHT * 0.5 ** (abs((a - b).days) / _HALF_LIFE))


def _common(a: set[tuple[str, ...]], b: set[tuple[str, ...]]) -> float:
    """Of the shorter text's runs, the share that stands in both."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
