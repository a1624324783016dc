"""Text with marks on it: the one form between an answer and the wire.

Marks nest, as brackets do: they are made by wrapping, so two never overlap in part. Positions are Python
characters; Telegram's own count, UTF-16 units, is used where limits are measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Style(StrEnum):
    """What a mark does; the value is its HTML tag."""

    BOLD = "b"
    ITALIC = "i"
    LINK = "a"
    QUOTE = "blockquote"
    FOLDED = "blockquote expandable"


@dataclass(frozen=True, slots=True)
class Mark:
    """A style over ``text[start:end]``; ``href`` for links."""

    start: int
    end: int
    style: Style
    href: str = ""


@dataclass(frozen=True, slots=True)
class Rich:
    """Text and its marks, outer marks before inner ones."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def __add__(self, other: Rich | str) -> Rich:
        return join("", (self, other))

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def units(self) -> int:
        """Its length in UTF-16 units, as Telegram counts."""
        return utf16_length(self.text)

    def cut(self, start: int, end: int) -> Rich:
        """The part from start to end, without blanks at its edges; marks that reach over are shortened."""
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        end = start + len(part.strip())
        marks = (
            Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.style, mark.href)
            for mark in self.marks
        )
        return Rich(self.text[start:end], tuple(mark for mark in marks if mark.start < mark.end))


def utf16_length(text: str) -> int:
    """Length in UTF-16 units: characters beyond the basic plane, such as most emoji, count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> Rich:
    """Text without marks."""
    return Rich(text)


def join(separator: str, parts: Iterable[Rich | str]) -> Rich:
    """Parts one after another, as ``str.join`` does."""
    texts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for part in parts:
        rich = Rich(part) if isinstance(part, str) else part
        if texts:
            texts.append(separator)
            at += len(separator)
        marks += [Mark(mark.start + at, mark.end + at, mark.style, mark.href) for mark in rich.marks]
        texts.append(rich.text)
        at += len(rich.text)
    return Rich("".join(texts), tuple(marks))


def wrap(style: Style, content: Rich | str, href: str = "") -> Rich:
    """Content under one more mark; nothing where there is no text."""
    rich = Rich(content) if isinstance(content, str) else content
    if not rich.text:
        return rich
    return Rich(rich.text, (Mark(0, len(rich.text), style, href), *rich.marks))


def bold(content: Rich | str) -> Rich:
    """Content in bold."""
    return wrap(Style.BOLD, content)


def italic(content: Rich | str) -> Rich:
    """Content in italics."""
    return wrap(Style.ITALIC, content)


def link(content: Rich | str, href: str | None) -> Rich:
    """Content leading to an address; plain where no address is known."""
    if href is None:
        return Rich(content) if isinstance(content, str) else content
    return wrap(Style.LINK, content, href)
