"""Telegram counts in UTF-16 code units, Python in characters. Here one becomes the other."""

from __future__ import annotations


def utf16_length(text: str) -> int:
    """How many UTF-16 code units a text takes: two for each emoji and rare letter, one for the rest."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_offsets(text: str) -> list[int]:
    """The offset of every character, and of the end: one more number than there are characters."""
    if text.isascii():
        return list(range(len(text) + 1))
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + 1 + (character > "\uffff"))
    return offsets


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The words an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")
