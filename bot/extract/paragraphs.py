"""Paragraphs of a text and what each is: title, deck, caption, body, byline, boilerplate and so on.

Nothing is changed or removed: a paragraph is a slice of the text, so every offset stays one of that text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Kind(StrEnum):
    """What a paragraph is for."""

    TITLE = "title"
    DECK = "deck"
    POSTED = "posted"
    CAPTION = "caption"
    BODY = "body"
    BYLINE = "byline"
    BOILERPLATE = "boilerplate"
    FOREIGN = "foreign"
    REPEATED = "repeated"


HEADS = frozenset({Kind.TITLE, Kind.DECK})
READ = HEADS | {Kind.CAPTION, Kind.BODY}  # what is read for statements
DATED = READ | {Kind.POSTED, Kind.TITLE, Kind.REPEATED}  # what is read for dates


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Characters ``[start, end)`` of the text. ``number`` counts non-empty paragraphs from 1.

    ``dateline`` is the length of a place and agency at the beginning that are no part of the first sentence.
    """

    number: int
    start: int
    end: int
    kind: Kind
    dateline: int = 0


_POSTED = re.compile(
    r"(?:first\s+)?(?:posted|published|updated|modified|last\s+(?:updated|modified)|issued)\b.{0,8}?[:\s].*\d",
    re.IGNORECASE,
)
_BARE_DATE = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    r"(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?\s+(?:\d{1,2},?\s+)?\d{4}(?:[,\s|·-]+\d.*)?|\d{4}-\d\d-\d\d.*",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:By|BY|Written by|Text by|Story by|Report by)\s+[A-Z][^.!?]{2,160}$"
    r"|\(?(?:Reporting|Writing|Editing|Additional reporting|Compiled|Edited)\b[^.]{0,30}\bby\b.{2,200}\)?\.?$"
    r"|[^.!?]{2,120},\s*(?:staff|senior|political|business|environment|science|sports?|legal|transport|foreign|"
    r"diplomatic|economics)?\s*(?:reporter|correspondent|editor|writer)s?$"
)
_CAPTION = re.compile(
    r"(?:file )?(?:photo(?:graph)?|picture|image|caption)\s*[:.—-]|file photo\b"
    r"|.*\((?:[^()]*\b)?(?:photo|image|AP|AFP|EPA|Reuters|Yonhap|Getty|file|courtesy|handout|pool|via|photograph)\b[^()]*\)\.?$"
    r"|.*\([A-Z][\w.’' -]{1,40}/[A-Z][^()]{1,60}\)\.?$|.*\b(?:Photograph|Photo|Picture|Credit"
    r"|Image)(?: by)?: ?[^.]{3,60}\.?$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s*(?:\((?:Photograph|Photo|Picture|Credit|Image)(?: by\b|:)[^()]*\)"
    r"|\b(?:Photograph|Photo|Picture|Credit|Image)(?: by\b|:) ?[^.]{3,60})\.?$"
)
_BOILERPLATE = re.compile(
    r"(?:please (?:direct|send)|skip to (?:main )?content|(?:menu|search|log ?in|sign in|home)$"
    r"|sign up|subscribe|follow us|read more|related\b|most (?:viewed"
    r"|read|popular)|more from|"
    r"advertis(?:e|ing)\b|share this|click here|©|\(c\)|copyright|all rights reserved|get (?:the"
    r"|our) |download (?:the|our) |"
    r"newsletter|join (?:us|our)|listen to|watch:|see also|editor[’']?s picks|recommended"
    r"|trending|comments?\b.{0,20}$|"
    r"correction policy|terms of (?:use|service)|support our|donate|have a (?:story|tip)|"
    r"this (?:article|story) (?:was|is|has been) (?:first |originally )?(?:published|updated"
    r"|amended|produced)|button\b)"
    r"|.{0,60}[\w.]+@[\w-]+\.\w+",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?:from|to|cc|sent|date|subject|reply-to):\s", re.IGNORECASE)
_ENDING = re.compile(r"[.!?…:;]['\"”’»)\]]*$")
_HEAD = 8  # lines in which a mail's head or a page's navigation may stand
_SENTENCE = re.compile(r"[a-z\d]\.['\"”’)]?$")  # a headline bears no full stop
_DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+|[A-ZÀ-Þ]{2,}[A-ZÀ-Þ .’'/-]*)(?:,\s*[A-Z][\w.’' -]{1,30})?"
    r"(?:,?\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,\s*\d{4})?)?\s*(?:\([^()]{2,60}\))?\s*(?:—|–|--?|_|:)\s*"
    r"|[A-Z][\w.’' -]{2,30}\s*\([A-Z][^()]{1,60}\)\s*(?:—|–|--?|_)\s*"
    r"|(?:[A-Z][a-z]+[ ,]+){1,4}(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}\s*)?\((?:AP|AFP|Reuters|dpa|UPI"
    r"|Xinhua|Yonhap)\)\s*(?:—|–|--?|_)\s*"
)


def list_paragraphs(text: str, *, titled: bool = False) -> list[Paragraph]:
    """Every non-empty paragraph of the text, in order. ``titled`` says that the title was given apart."""
    spans = list(_spans(text))
    found = [
        _without_credit(text, Paragraph(number, start, end, _kind_of(text[start:end])))
        for number, (start, end) in enumerate(spans, 1)
    ]
    found = _without_mail_head(text, found)
    found = _with_head(text, found, titled)
    found = _with_repeated(text, found)
    return _with_datelines(text, _with_tail(text, found))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Lines, or blocks of lines where a text was wrapped by hand at some width."""
    for block in _blocks(text):
        if len(block) > 1 and _wrapped(text, block):
            yield block[0][0], block[-1][1]
        else:
            yield from block


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines with no empty line between them, each line trimmed."""
    lines = []
    for match in re.finditer(r"[^\r\n\u2028\u2029\f\v\x85]*(?:\r\n|[\r\n\u2028\u2029\f\v\x85]|$)", text):
        body = match.group().strip()
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        lines.append((start, start + len(body)) if body else None)
    for filled, run in groupby(lines, key=bool):
        if filled:
            yield [line for line in run if line]


def _wrapped(text: str, block: list[tuple[int, int]]) -> bool:
    """Lines of much the same length that mostly end in the middle of a sentence."""
    lengths = [end - start for start, end in block[:-1]]
    if max(lengths) > 100 or min(lengths) < 0.55 * max(lengths) or max(lengths) < 30:
        return False
    open_ends = sum(not _ENDING.search(text[start:end]) for start, end in block[:-1])
    going_on = sum(text[start].islower() for start, _ in block[1:])
    return open_ends >= 0.6 * len(lengths) and going_on >= 0.3 * len(lengths)


def _kind_of(line: str) -> Kind:
    if _is_foreign(line):
        return Kind.FOREIGN
    if len(line) < 300 and (_POSTED.match(line) or _BARE_DATE.fullmatch(line)):
        return Kind.POSTED
    if len(line) < 250 and _BYLINE.match(line):
        return Kind.BYLINE
    if len(line) < 300 and _BOILERPLATE.match(line):
        return Kind.BOILERPLATE
    if len(line) < 500 and _CAPTION.match(line):
        return Kind.CAPTION
    return Kind.BODY


def _without_credit(text: str, paragraph: Paragraph) -> Paragraph:
    """A caption ends before the photographer's name, who is not in the story."""
    if paragraph.kind is not Kind.CAPTION:
        return paragraph
    credit = _CREDIT.search(text, paragraph.start, paragraph.end)
    if credit is None or credit.start() == paragraph.start:
        return paragraph
    return replace(paragraph, end=credit.start())


def _is_foreign(line: str) -> bool:
    """Most of its letters are of another script than Latin."""
    letters = [c for c in line if c.isalpha()]
    return bool(letters) and sum(ord(c) > 0x24F for c in letters) > 0.5 * len(letters)


def _without_mail_head(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """What stands before the story: a mail's head, a page's navigation. All of it is boilerplate."""
    marked = list(paragraphs)
    for index, paragraph in enumerate(paragraphs[:_HEAD]):
        if _MAIL.match(text, paragraph.start, paragraph.end):
            marked[index] = replace(paragraph, kind=Kind.BOILERPLATE)
    return marked


def _with_head(text: str, paragraphs: list[Paragraph], titled: bool) -> list[Paragraph]:
    """The title first, then decks: lines that end no sentence, before the story itself."""
    if not paragraphs:
        return paragraphs
    heads = list(paragraphs)
    at = next((i for i, p in enumerate(heads) if p.kind is not Kind.BOILERPLATE), 0)
    first = heads[at]
    if (
        not titled
        and len(heads) > at + 1
        and first.kind in {Kind.BODY, Kind.BOILERPLATE, Kind.FOREIGN}
        and _short(text, first)
    ):
        heads[at] = replace(first, kind=Kind.TITLE)
        at += 1
    for index in range(at, min(at + 5, len(heads) - 1)):
        head = heads[index]
        if head.kind is not Kind.BODY:
            continue
        line = text[head.start : head.end]
        if _ENDING.search(line) or len(line) > 300 or _DATELINE.match(line):
            break
        heads[index] = replace(head, kind=Kind.DECK)
    return heads


def _short(text: str, paragraph: Paragraph) -> bool:
    line = text[paragraph.start : paragraph.end]
    return len(line) <= 220 and not _DATELINE.match(line) and not _SENTENCE.search(line)


def _with_repeated(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """A paragraph that stands twice is read once: captions do, and teasers."""
    seen: set[str] = set()
    kept = []
    for paragraph in paragraphs:
        line = " ".join(text[paragraph.start : paragraph.end].split())
        again = len(line) > 40 and line in seen
        kept.append(replace(paragraph, kind=Kind.REPEATED) if again and paragraph.kind in READ else paragraph)
        seen.add(line)
    return kept


def _with_tail(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """After the last sentence of the story, lines that end no sentence are links and buttons."""
    tail = list(paragraphs)
    for index in range(len(tail) - 1, 0, -1):
        paragraph = tail[index]
        line = text[paragraph.start : paragraph.end]
        if paragraph.kind in {Kind.BODY, Kind.DECK}:
            after = any(p.kind is Kind.BOILERPLATE for p in tail[max(0, index - 2) : index])
            if _ENDING.search(line) or len(line) > 160 or not (after or index < len(tail) - 1 or index > 3):
                break
            tail[index] = replace(paragraph, kind=Kind.BOILERPLATE)
    return tail


def _with_datelines(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Only the first paragraphs of the story carry one; one on a line of its own is marked whole."""
    marked = list(paragraphs)
    bodies = [index for index, p in enumerate(paragraphs) if p.kind is Kind.BODY][:2]
    for index in bodies:
        paragraph = paragraphs[index]
        match = _DATELINE.match(text, paragraph.start, paragraph.end)
        if match:
            marked[index] = replace(paragraph, dateline=match.end() - match.start())
            break
    return marked


def find_kinds(paragraphs: Iterable[Paragraph], kinds: frozenset[Kind]) -> list[Paragraph]:
    """The paragraphs of these kinds, in order."""
    return [paragraph for paragraph in paragraphs if paragraph.kind in kinds]
