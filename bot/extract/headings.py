"""Matters that stand by themselves: in the headline, in bullets, in numbered headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.candidates import content_lemmas
from bot.extract.listing import LISTED, OFFERED
from bot.extract.matters import Candidate
from bot.extract.paragraphs import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.extract.paragraphs import Paragraph
    from bot.extract.passages import Passage

_BULLET = re.compile(r"(?:[-–—•*·▪●]|\(?(?:\d{1,2}|[a-z])[.)])\s+")
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s+(?=[^.:!?]{3,60}[.:]\s)")
_RUN_IN = re.compile(
    r"(?=(?:The |A |An )?[A-Z]?[\w’'-]+(?: [\w’'-]+){0,3}\.\s[“\"A-Z])"
)  # ``The nurses. “We ...``
_SEVERAL = 3  # headings in front of paragraphs that make them a list
_BULLET_ENDS = frozenset({",", ";", ":", ".", "(", "—", "–"})
# A headline's list, and how sure it is that the list is one of matters.
_HEADLINES = (
    (
        re.compile(
            r"(?:.*\bwith )?(?P<list>.+?) (?:still |remain |left )?"
            r"(?:unresolved|at stake|on (?:the )?(?:table|agenda)|topping|in dispute|in the balance)\b",
            re.IGNORECASE,
        ),
        LISTED,
    ),
    (
        re.compile(
            r"(?P<list>.+?) "
            r"(?:(?:to )?(?:dominate|top|head|crowd)s? |(?:high )?on (?:the )?(?:table|agenda)\b)",
            re.IGNORECASE,
        ),
        LISTED,
    ),
    (re.compile(r"(?P<list>[^:]*,[^:]*):"), OFFERED),
)
_LITTLE = frozenset("a an and for in of on over s the to with".split())
_ASKING = frozenset("who what how why when where".split())
_MOST_WORDS = 5  # of a headline's phrase


def find_in_headline(article: str, paragraphs: Sequence[Paragraph]) -> Iterator[Candidate]:
    """``Arms, drills, food: a look at ...``; ``... with tax and fish unresolved``."""
    for paragraph in paragraphs:
        if paragraph.kind not in {Kind.TITLE, Kind.DECK}:
            continue
        line = article[paragraph.start : paragraph.end]
        matches = ((pattern.match(line), weight) for pattern, weight in _HEADLINES)
        found, weight = next(((match, weight) for match, weight in matches if match), (None, OFFERED))
        if found is None:
            continue
        for part in re.finditer(r"[^,]+?(?=,| and |$)", found.group("list")):
            title = re.sub(r"^(?:(?:and|a|an|the)\s+)+", "", part.group().strip(" ,"), flags=re.IGNORECASE)
            words = title.lower().split()
            if words and len(words) <= _MOST_WORDS and words[0] not in _ASKING:
                start = paragraph.start + found.start("list") + part.start() + part.group().index(title)
                yield Candidate(
                    title, (start, start + len(title)), _singular(words[-1]), _lemmas(words), weight
                )


def _lemmas(words: list[str]) -> frozenset[str]:
    return frozenset(_singular(part) for word in words for part in word.split("-")) - _LITTLE


def _singular(word: str) -> str:
    return word.rstrip("s") if len(word) > 4 else word


def find_bullets(article: str, paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Paragraphs that are items, by number, and how long their marks are.

    Items stand below a line that ends with a colon, or are numbered and open with a heading.
    """
    numbered = {p.number: m.end() for p in paragraphs if (m := _NUMBERED.match(article[p.start : p.end]))}
    run_in = {
        p.number: 0 for p in paragraphs if p.kind is Kind.BODY and _RUN_IN.match(article, p.start, p.end)
    }
    found = numbered if len(numbered) > 1 else run_in if len(run_in) >= _SEVERAL else {}
    listing = False
    for paragraph in paragraphs:
        line = article[paragraph.start : paragraph.end]
        mark = _BULLET.match(line)
        if mark and listing:
            found[paragraph.number] = mark.end()
        else:
            listing = line.endswith(":")
    return found


def find_in_bullet(passage: Passage, mark: int) -> Iterator[Candidate]:
    """The line of a bullet whose mark is so long, up to where it goes on to explain itself."""
    doc = passage.doc
    first = next((t.i for t in doc if t.idx >= mark), len(doc))
    end = next((t.i for t in doc[first:] if t.text in _BULLET_ENDS), len(doc))
    while first < end and doc[first].pos_ == "DET":
        first += 1
    words = doc[first:end]
    lemmas = content_lemmas(words)
    if lemmas:
        head = next((t for t in words if t.pos_ in {"NOUN", "PROPN"}), words[0])
        span = passage.span_of(first, end - 1)
        yield Candidate(words.text, span, head.lemma_.lower(), lemmas, LISTED)
