"""Cutting rich text into messages that Telegram accepts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from bot.render.rich import utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.render.rich import Rich

CHARACTERS = 4096
ENTITIES = 100
# Where a cut is welcome, best first: between sections, lines, sentences, words.
_SEAMS = tuple(map(re.compile, (r"\n\n+", r"\n", r"(?<=[.!?…。！？])[\"”’)]*\s+", r"\s+")))
_JOINERS = {"\u200d", "\ufe0f", "\ufe0e"}


def split(rich: Rich, characters: int = CHARACTERS, entities: int = ENTITIES) -> list[Rich]:
    """Parts that each fit. No text is lost but blanks at the seams.

    A part ends between sections where it can, else at a line, a sentence or a word; not inside a mark as
    long as that mark could fit a message whole; never inside a character made of several.
    """
    if len(rich.marks) <= entities and rich.units <= characters:
        return [whole] if (whole := rich.cut(0, len(rich.text))).text else []
    parts: list[Rich] = []
    start = 0
    while start < len(rich.text):
        end = _longest(rich, start, characters, entities)
        if end < len(rich.text):
            end = _seam(rich, start, end)
        part = rich.cut(start, end)
        if part.text:
            parts.append(part)
        start = end
    return parts


def _longest(rich: Rich, start: int, characters: int, entities: int) -> int:
    """The furthest end at which ``text[start:end]`` is within both limits."""
    end = min(len(rich.text), start + characters)
    while utf16_length(rich.text[start:end]) > characters:
        end -= max(1, (utf16_length(rich.text[start:end]) - characters) // 2)
    begun = sorted(max(mark.start, start) for mark in rich.marks if mark.end > start)
    if len(begun) > entities:
        end = min(end, max(begun[entities], start + 1))
    return end


def _seam(rich: Rich, start: int, end: int) -> int:
    """The best place to cut in the second half of the room, or the last possible one."""
    floor = start + (end - start) // 2
    for pattern in _SEAMS:
        cuts = [match.end() for match in pattern.finditer(rich.text, start, end) if match.end() > start]
        cut = _last_outside_marks(rich, (cut for cut in reversed(cuts) if cut > floor))
        if cut:
            return cut
    open_at = _open_mark(rich, start, end)
    if open_at is None:
        return _before_cluster(rich.text, start, end)
    if open_at > start:
        return open_at
    # One mark fills the whole room, so it has to be cut: at a word where there is one.
    words = [match.end() for match in _SEAMS[-1].finditer(rich.text, start, end) if match.end() > floor]
    return words[-1] if words else _before_cluster(rich.text, start, end)


def _last_outside_marks(rich: Rich, cuts: Iterable[int]) -> int | None:
    for cut in cuts:
        if not any(mark.start < cut < mark.end for mark in rich.marks):
            return cut
    return None


def _open_mark(rich: Rich, start: int, end: int) -> int | None:
    """Where the outermost mark that reaches over ``end`` begins, ``start`` at the least; None without one."""
    opened = [max(mark.start, start) for mark in rich.marks if mark.start < end < mark.end]
    return min(opened, default=None)


def _before_cluster(text: str, start: int, end: int) -> int:
    """Step back so that accents, jamo, flags and joined emoji stay with what they belong to."""
    cut = end
    while cut > start + 1 and _belongs_to_previous(text, cut):
        cut -= 1
    return cut if cut > start + 1 else end


def _belongs_to_previous(text: str, at: int) -> bool:
    here, before = text[at], text[at - 1]
    return (
        here in _JOINERS
        or before == "\u200d"
        or unicodedata.combining(here) != 0
        or "\U0001f3fb" <= here <= "\U0001f3ff"  # skin tones
        or "\u1160" <= here <= "\u11ff"  # vowels and finals of decomposed Hangul
        or ("\U0001f1e6" <= here <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )
