"""Where the article says it: a quotation is located by likeness and accepted only word for word.

Likeness alone is no proof: with one number changed a quotation still scores 98.8, with a negation added 95.6.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice, pairwise
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import partial_ratio_alignment

from bot.extract.paragraphs import READ, Kind, list_paragraphs
from bot.extract.quotations import find_quotations, opens_with_quotation
from bot.model.tokens import Token, is_word, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.extract.paragraphs import Paragraph

Span = tuple[int, int]
LIKE_ENOUGH = 85  # of 100, for looking closer; never for accepting
FEWEST_WORDS = 4  # of a statement's quotation
FEWEST_OF_MATTER = 2
_SLACK = 3  # tokens by which the located span may be off
_MOST_PLACES = 40  # where the same words stand again and again
_BREAK = "\n"  # no quotation runs across paragraphs
_ENDING = re.compile(r"[?!…]+|\.\.\.")


@dataclass(frozen=True)
class Source:
    """An article's text with its paragraphs. ``titled`` says that the title was given apart."""

    text: str
    titled: bool = False

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Every non-empty paragraph."""
        return list_paragraphs(self.text, titled=self.titled)

    @cached_property
    def quoted(self) -> list[list[Span]]:
        """For each paragraph its quotations, marks included, as spans of the text."""
        lines = [self.text[p.start : p.end] for p in self.paragraphs]
        following = [opens_with_quotation(line) for line in lines[1:]] + [False]
        return [
            [(p.start + q.start, p.start + q.end) for q in find_quotations(line, continued=more)]
            for p, line, more in zip(self.paragraphs, lines, following, strict=True)
        ]

    def tokens_of(self, index: int) -> list[Token]:
        """The tokens of one paragraph."""
        if index not in self._tokens:
            paragraph = self.paragraphs[index]
            self._tokens[index] = tokenize(self.text, paragraph.start, paragraph.end)
        return self._tokens[index]

    @cached_property
    def _tokens(self) -> dict[int, list[Token]]:
        return {}

    @cached_property
    def body(self) -> Words:
        """What is read for statements."""
        return self._words(READ)

    @cached_property
    def whole(self) -> Words:
        """The body, and the title with it."""
        return self._words(READ | {Kind.TITLE})

    def paragraph_at(self, at: int) -> int:
        """Index of the paragraph in which this character stands."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def quotation_around(self, span: Span) -> Span | None:
        """The quotation within whose marks the span stands."""
        around = self.quoted[self.paragraph_at(span[0])]
        return next((q for q in around if q[0] <= span[0] and span[1] <= q[1]), None)

    @cached_property
    def _starts(self) -> list[int]:
        return [p.start for p in self.paragraphs]

    def _words(self, kinds: frozenset[Kind]) -> Words:
        tokens: list[Token] = []
        for paragraph in self.paragraphs:
            if paragraph.kind in kinds:
                tokens += tokenize(self.text, paragraph.start + paragraph.dateline, paragraph.end)
                tokens.append(Token(_BREAK, paragraph.end, paragraph.end))
        return Words(tokens)


@dataclass(frozen=True)
class Words:
    """A run of tokens that can be searched."""

    tokens: Sequence[Token]

    @cached_property
    def joined(self) -> str:
        """The words with one space around each."""
        return " " + "".join(f"{token.word} " for token in self.tokens)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every two words that stand side by side."""
        return frozenset(pairwise(token.word for token in self.tokens))

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each token begins in ``joined``."""
        return list(accumulate((len(token.word) + 1 for token in self.tokens), initial=1))

    def index_at(self, offset: int) -> int:
        """The token at this character of ``joined``."""
        return max(bisect_right(self._offsets, offset) - 1, 0)

    def find_all(self, wanted: Sequence[str]) -> Iterator[int]:
        """Index of the first token of every place with exactly these words."""
        needle = f" {' '.join(wanted)} "
        at = self.joined.find(needle)
        while at >= 0:
            yield self.index_at(at + 1)
            at = self.joined.find(needle, at + 1)


def locate(words: Words, quotation: str, fewest: int = FEWEST_WORDS) -> list[Span]:
    """Places with exactly the quotation's words, the most alike first; empty where it is not grounded."""
    tokens = tokenize(quotation)
    wanted = [token.word for token in tokens]
    needle = " ".join(wanted)
    if sum(map(is_word, tokens)) < fewest or len(needle) > len(words.joined):
        return []
    if not words.pairs.issuperset(pairwise(wanted)):
        return []  # it cannot stand there, and looking for what is like a long invention takes a second
    like = partial_ratio_alignment(needle, words.joined, score_cutoff=LIKE_ENOUGH)
    if like is None:
        return []
    first = max(words.index_at(like.dest_start) - _SLACK, 0)
    last = words.index_at(like.dest_end) + _SLACK
    nearby = _exact(words, wanted, first, last)
    if nearby is None:
        return []
    others = islice(words.find_all(wanted), _MOST_PLACES)
    places = [nearby, *(index for index in others if index != nearby)]
    return [span for index in places if (span := _whole_span(words.tokens, index, len(wanted))) is not None]


def _exact(words: Words, wanted: list[str], first: int, last: int) -> int | None:
    """Index of the first token of exactly these words, all of them between the two tokens."""
    found = [token.word for token in words.tokens[first : last + 1]]
    for at in range(len(found) - len(wanted) + 1):
        if found[at : at + len(wanted)] == wanted:
            return first + at
    return None


def _whole_span(tokens: Sequence[Token], first: int, count: int) -> Span | None:
    """The span of these tokens; None where it would cut a sign off its number, as in ``5`` of ``5%``."""
    start, end = tokens[first].start, tokens[first + count - 1].end
    if first > 0 and tokens[first - 1].end >= start and tokens[first - 1].word != _BREAK:
        return None
    following = tokens[first + count]  # every run of tokens ends with a break
    if following.start <= end and following.word != _BREAK:
        return None
    return start, end


def as_written(source: Source, span: Span) -> Span | None:
    """The span with the marks that belong to it: those of a whole quotation, a question mark at its end.

    None where it would begin outside a quotation and stop within, or the other way round.
    """
    start, end = span
    paragraph = source.paragraphs[source.paragraph_at(start)]
    ending = _ENDING.match(source.text, end, paragraph.end)
    end = ending.end() if ending else end
    for first, last in source.quoted[source.paragraph_at(start)]:
        if last <= start or end <= first:
            continue
        opens = first >= start or not tokenize(source.text, first, start)
        closes = last <= end or not tokenize(source.text, end, last)
        if opens and closes:
            start, end = min(start, first), max(end, last)
        elif not (first <= start and end <= last):
            return None
    return start, end


def kind_of(source: Source, spans: Sequence[Span]) -> str:
    """Direct within quotation marks, indirect without any, else mixed."""
    kinds = {_kind_of_span(source, span) for span in spans}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _kind_of_span(source: Source, span: Span) -> str:
    if source.quotation_around(span) is not None:
        return "direct"
    around = source.quoted[source.paragraph_at(span[0])]
    return "mixed" if any(first < span[1] and span[0] < last for first, last in around) else "indirect"
