"""Parsed passages: each paragraph with its quoted clauses framed out, and each quoted clause for itself.

Every word is parsed once. A passage knows where each of its characters stands in the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.extract.quotations import Framed, find_clauses, frame_quotations, opens_with_quotation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from bot.extract.paragraphs import Paragraph
    from bot.extract.quotations import StandIn

Span = tuple[int, int]
LONGEST = 4_000  # characters of one parse: what a parser needs grows with its input


@dataclass(frozen=True, slots=True)
class Passage:
    """One parse. ``pieces`` are (start in the parse, start in the article, length), in order.

    ``quoted`` is the span in the article of the quotation it is, or None for the sentences around quotations.
    """

    paragraph: Paragraph
    doc: Doc
    pieces: tuple[tuple[int, int, int], ...]
    stand_ins: tuple[StandIn, ...] = ()
    quoted: Span | None = None
    _starts: list[int] = field(default_factory=list)

    def to_article(self, start: int, end: int) -> Span:
        """Characters ``[start, end)`` of the parse in the article; a stand-in becomes its quotation."""
        return self._edge(start, last=False), self._edge(end - 1, last=True)

    def _edge(self, at: int, *, last: bool) -> int:
        for stand in self.stand_ins:
            if stand.start <= at < stand.end:
                edge = stand.quotation.end if last else stand.quotation.start
                return self.paragraph.start + edge
        doc_start, start, _ = self.pieces[max(0, bisect_right(self._starts, at) - 1)]
        return min(start + (at - doc_start) + (1 if last else 0), self.paragraph.end)

    def span_of(self, first: int, last: int) -> Span:
        """Tokens ``first`` to ``last``, both included, as characters of the article."""
        end = self.doc[last]
        return self.to_article(self.doc[first].idx, end.idx + len(end.text))

    def is_framed(self, token: Token) -> bool:
        """Whether the token belongs to a stand-in."""
        return any(stand.start <= token.idx < stand.end for stand in self.stand_ins)

    def quotations_between(self, first: int, last: int) -> list[Span]:
        """The quotations, as spans in the article, whose stand-ins lie between these tokens."""
        a, b = self.doc[first].idx, self.doc[last].idx + len(self.doc[last].text)
        offset = self.paragraph.start
        return [
            (offset + stand.quotation.start, offset + stand.quotation.end)
            for stand in self.stand_ins
            if stand.start < b and a < stand.end
        ]


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before its parse."""

    paragraph: Paragraph
    text: str
    pieces: tuple[tuple[int, int, int], ...]
    stand_ins: tuple[StandIn, ...] = ()
    quoted: Span | None = None


def parse_passages(
    text: str, paragraphs: Iterable[Paragraph], nlp: Language, amend: Callable[[Doc], Doc] | None = None
) -> list[Passage]:
    """Every passage of the paragraphs, parsed in one stream. ``amend`` may mend each parse's entities."""
    drafts = list(_drafts(text, list(paragraphs)))
    stream = nlp.pipe((draft.text for draft in drafts), batch_size=48)
    return [_passage(draft, amend(doc) if amend else doc) for draft, doc in zip(drafts, stream, strict=True)]


def _passage(draft: Draft, doc: Doc) -> Passage:
    starts = [start for start, _, _ in draft.pieces]
    return Passage(draft.paragraph, doc, draft.pieces, draft.stand_ins, draft.quoted, starts)


def _drafts(text: str, paragraphs: list[Paragraph]) -> Iterator[Draft]:
    for index, paragraph in enumerate(paragraphs):
        line = _flat(text[paragraph.start : paragraph.end])
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        continued = following is not None and opens_with_quotation(text[following.start : following.end])
        clauses = list(find_clauses(line, continued=continued))
        framed = _squeezed(frame_quotations(line, clauses))
        start, offset = paragraph.dateline, paragraph.start
        for a, b in _chunks(framed.text, start):
            pieces = tuple(_cut(framed.pieces, a, b, offset))
            stand_ins = tuple(_moved(stand, a) for stand in framed.stand_ins if a <= stand.start < b)
            yield Draft(paragraph, framed.text[a:b], pieces or ((0, offset, 0),), stand_ins)
        for clause in clauses:
            inner = line[slice(*clause.inner)]
            for a, b in _chunks(inner, 0):
                at = offset + clause.inner[0] + a
                yield Draft(
                    paragraph, inner[a:b], ((0, at, b - a),), (), (offset + clause.start, offset + clause.end)
                )


_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


def _squeezed(framed: Framed) -> Framed:
    """One space for several: where mail was wrapped, each line's end leaves two, and the parser stumbles."""
    gaps = [(match.start() + 1, match.end()) for match in _GAP.finditer(framed.text)]
    if not gaps:
        return framed
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(framed.text)]
    kept = list(zip(starts, ends, strict=True))
    removed = [0]
    for start, end in gaps:
        removed.append(removed[-1] + end - start)
    pieces = [
        (max(a, at) - removed[index], start + max(a, at) - at, min(b, at + length) - max(a, at))
        for index, (a, b) in enumerate(kept)
        for at, start, length in framed.pieces
        if max(a, at) < min(b, at + length)
    ]
    gone = [end for _, end in gaps]
    stand_ins = [_moved(stand, removed[bisect_right(gone, stand.start)]) for stand in framed.stand_ins]
    return Framed("".join(framed.text[a:b] for a, b in kept), tuple(sorted(pieces)), tuple(stand_ins))


def _moved(stand: StandIn, by: int) -> StandIn:
    return type(stand)(stand.start - by, stand.end - by, stand.quotation)


def _cut(
    pieces: tuple[tuple[int, int, int], ...], a: int, b: int, offset: int
) -> Iterator[tuple[int, int, int]]:
    for at, start, length in pieces:
        first, last = max(a, at), min(b, at + length)
        if first < last or (first == last and length == 0 and a <= at < b):
            yield first - a, offset + start + (first - at), last - first


def _flat(line: str) -> str:
    """White space of any kind as one plain character each, so that no offset moves."""
    return re.sub(r"[\s\ud800-\udfff]", " ", line)


def _chunks(line: str, start: int) -> Iterator[Span]:
    """The line from ``start`` in parts of at most ``LONGEST`` characters, cut behind sentences."""
    while len(line) - start > LONGEST:
        window = line[start : start + LONGEST]
        cuts = [match.end() for match in re.finditer(r"[.!?][\"”’']?\s+", window)] or [
            match.end() for match in re.finditer(r"\s+", window)
        ]
        cut = start + (cuts[-1] if cuts else LONGEST)
        yield start, cut
        start = cut
    if line[start:].strip() or start == 0:
        yield start, len(line)
