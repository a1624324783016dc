"""Quotations of a paragraph, and the stand-ins that let a parser see the sentence around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSERS = {"“": '”"', '"': '"”', "«": "»", "„": "“”", "``": "''", "''": "''", "‘": "’", "'": "'"}
_OPENERS = re.compile(r"``|''|[“\"«„]|(?<![\w’'.,!?])‘(?=\w)|(?<![\w’'.,!?;:])'(?=[A-Za-z])")
_SINGLE = {mark: re.compile(rf"(?<=[\w.,!?…]){_CLOSERS[mark]}(?!\w)") for mark in ("‘", "'")}
_DOUBLE = {mark: re.compile(f"[{_CLOSERS[mark]}]") for mark in ("“", '"', "«", "„")}
_LONGEST_SINGLE = 300  # characters in single marks, if they end as speech does
_LONGEST_WORDS = 80  # characters of single-marked words within a sentence
_STAND_IN = "It is so"
_SHORTEST_SPEECH = 3  # words; fewer are speech only where they open a sentence: ``“Never,” she said``
_SHORTEST_FRAGMENT = 4  # words of a quotation in lower case that may be a clause
_SHORTEST_CLAUSE = 6  # words of a capitalised quotation that is a clause wherever it stands
_SENTENCE_BREAK = re.compile(r"[a-z]{2}[.?!]\s+(?:\.\.\. )?[A-Z]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters ``[start, end)`` of the paragraph, marks included; ``inner`` without them.

    ``closed`` is false where the speech goes on in the next paragraph or the closing mark was forgotten.
    """

    start: int
    end: int
    inner: tuple[int, int]
    closed: bool


def find_quotations(line: str, *, continued: bool = False) -> list[Quotation]:
    """Every quotation, outermost only. ``continued``: the next paragraph opens with a quotation mark too."""
    found, at = [], 0
    open_marks: set[str] = set()  # marks that nothing closes any more
    while (opener := _OPENERS.search(line, at)) is not None:
        mark, start = opener.group(), opener.start()
        if mark == '"' and _is_inch_or_stray(line, start):
            at = start + 1
            continue
        end, width = _closing(line, opener.end(), mark) if mark not in open_marks else (None, 0)
        if end is None and mark not in {"'", "‘"}:
            open_marks.add(mark)
        if end is not None:
            found.append(Quotation(start, end, (opener.end(), end - width), closed=True))
            at = end
        elif mark in {"'", "‘", "''"} and not (start == 0 and continued):
            at = opener.end()
        elif continued or start == 0 or line[max(0, start - 4) : start].rstrip()[-1:] in {",", ":"}:
            found.append(Quotation(start, len(line), (opener.end(), len(line)), closed=False))
            break
        else:
            at = opener.end()
    return found


def opens_with_quotation(line: str) -> bool:
    """Whether a paragraph begins with a quotation mark."""
    return line.startswith(("“", '"', "``", "''", "«", "„", "‘")) or bool(re.match(r"'[A-Z]", line))


def _closing(line: str, start: int, mark: str) -> tuple[int | None, int]:
    """End of the closing mark and its width; single marks are told from apostrophes by what stands around."""
    if mark in {"``", "''"}:
        end = line.find("''", start)
        return (end + 2, 2) if end > start else (None, 0)
    if mark in {"‘", "'"}:
        for match in _SINGLE[mark].finditer(line, start, min(len(line), start + _LONGEST_SINGLE)):
            length = match.start() - start
            if length and (line[match.start() - 1] in ".,!?…" or length < _LONGEST_WORDS):
                return match.end(), 1
        return None, 0
    for match in _DOUBLE[mark].finditer(line, start + 1):
        at = match.end()
        if match.group() == '"' and mark == "“" and at < len(line) and line[at].isalnum():
            continue
        return at, 1
    return None, 0


def _is_inch_or_stray(line: str, at: int) -> bool:
    """A straight mark right behind a digit or a letter opens nothing."""
    return at > 0 and line[at - 1].isalnum() and (at + 1 >= len(line) or not line[at + 1].isalnum())


def is_speech(line: str, quotation: Quotation) -> bool:
    """Whether it is a clause of its own, rather than a fragment within somebody else's sentence."""
    inner = line[slice(*quotation.inner)].strip()
    body = inner.strip(" ,.'’‘…")
    words = len(body.split())
    before = line[: quotation.start].rstrip()
    if words < _SHORTEST_SPEECH:
        opens = not before or before[-1] in '.”"?!'
        return opens and body[:1].isupper() and inner[-1:] in {",", "?", "!"}
    if body[:1].islower():
        return (
            bool(before)
            and words >= _SHORTEST_FRAGMENT
            and (before[-1] in ",:" or bool(_SENTENCE_BREAK.search(body)))
        )
    return words >= _SHORTEST_CLAUSE or not before or before[-1] in ',:.”"?!'


@dataclass(frozen=True, slots=True)
class StandIn:
    """Where a quotation of the paragraph stands in the framed text."""

    start: int
    end: int
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class Framed:
    """A paragraph with short clauses in place of quoted ones, and how its characters map back.

    ``pieces`` are (start in the framed text, start in the paragraph, length) of what was kept.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    stand_ins: tuple[StandIn, ...]


def frame_quotations(line: str, quotations: list[Quotation]) -> Framed:
    """Replace each quoted clause by a short one: the parser sees ``“It is so,” said X`` and rarely errs."""
    out: list[str] = []
    pieces, stand_ins = [], []
    length = at = 0
    for quotation in quotations:
        kept = line[at : quotation.start]
        pieces.append((length, at, len(kept)))
        length += len(kept)
        stand = _stand_in(line, quotation)
        stand_ins.append(StandIn(length, length + len(stand), quotation))
        out += [kept, stand]
        length += len(stand)
        at = quotation.end
    pieces.append((length, at, len(line) - at))
    out.append(line[at:])
    return Framed("".join(out), tuple(pieces), tuple(stand_ins))


def _stand_in(line: str, quotation: Quotation) -> str:
    body = line[slice(*quotation.inner)].rstrip()
    ending = body[-1:] if body[-1:] in set(",.?!") else ""
    if not ending and line[quotation.end : quotation.end + 1] not in set(",.;:?!"):
        ending = "," if quotation.closed and line[quotation.end :].strip() else "."
    return f"“{_STAND_IN}{ending}”"


def find_clauses(line: str, *, continued: bool = False) -> Iterator[Quotation]:
    """The quotations that are framed: quoted clauses, not fragments."""
    return (q for q in find_quotations(line, continued=continued) if is_speech(line, q))
