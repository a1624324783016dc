"""Rich text as the HTML that Telegram reads. The only place where text is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.render.rich import Style

if TYPE_CHECKING:
    from bot.render.rich import Mark, Rich


def escape(text: str) -> str:
    """Text that Telegram reads as itself, also inside an attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def to_html(rich: Rich) -> str:
    """Opening and closing tags around escaped text."""
    pieces: list[str] = []
    open_marks: list[Mark] = []
    at = 0
    for mark in sorted(rich.marks, key=lambda mark: (mark.start, -mark.end)):
        at = _close(pieces, open_marks, rich.text, at, mark.start)
        pieces.append(escape(rich.text[at : mark.start]))
        at = mark.start
        pieces.append(f'<a href="{escape(mark.href)}">' if mark.style is Style.LINK else f"<{mark.style}>")
        open_marks.append(mark)
    at = _close(pieces, open_marks, rich.text, at, len(rich.text))
    pieces.append(escape(rich.text[at:]))
    return "".join(pieces)


def _close(pieces: list[str], open_marks: list[Mark], text: str, at: int, upto: int) -> int:
    """Close the marks that end by ``upto``, innermost first. Returns how far the text is written."""
    while open_marks and open_marks[-1].end <= upto:
        mark = open_marks.pop()
        pieces.append(escape(text[at : mark.end]))
        at = mark.end
        pieces.append(f"</{mark.style.split()[0]}>")
    return at
