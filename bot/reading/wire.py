"""The line between the bot and its reading process: JSON behind its length, four bytes, big-endian."""

from __future__ import annotations

import struct
from typing import Any

import orjson

_LENGTH = struct.Struct(">I")
HEADER = _LENGTH.size


def pack(message: dict[str, Any]) -> bytes:
    """One frame."""
    body = orjson.dumps(message, default=_plain)
    return _LENGTH.pack(len(body)) + body


def length_of(header: bytes) -> int:
    """How many bytes follow a header."""
    return int(_LENGTH.unpack(header)[0])


def unpack(body: bytes) -> dict[str, Any]:
    """The message of a frame's body."""
    message: dict[str, Any] = orjson.loads(body)
    return message


def _plain(value: object) -> object:
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is no JSON")
