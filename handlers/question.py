"""Reading a question: capitals, a missing slash, curly quotes and long dashes change nothing. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.names.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Collection

_SLASH = re.compile(r"^[/／\\]\s*")
_COMMAND = re.compile(r"^([^\W\d][\w]*)(?:@(\w+))?(?:[\s:,.!?]+|$)", re.UNICODE)
_DASHES = re.compile(r"[‐‑‒–—―−]")
_QUOTES = re.compile(r"^[\s\"'“”„‘’«»]+|[\s\"'“”„‘’«»]+$")
_TRAILING = re.compile(r"[\s.。!?！？]+$")
NARROWED = {"agenda", "experts", "timeline", "who", "search"}  # commands that a word may follow
SLIPS = 2  # letters wrong, missing or swapped in a command that is still recognised


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what follows it."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A slash and a word that is no command; ``meant`` are the nearest that are, best first."""

    typed: str
    meant: tuple[str, ...]
    argument: str


@dataclass(frozen=True, slots=True)
class Words:
    """Anything else: a name or something to search for."""

    text: str


def read_question(text: str, username: str, commands: Collection[str]) -> Command | Mistyped | Words | None:
    """What is asked; None where it is a command for another bot."""
    clean = text.replace("\x00", "").strip()
    slash = _SLASH.match(clean)
    body = clean[slash.end() :] if slash else clean
    found = _COMMAND.match(body)
    if found is None:
        return Words(tidy(body))
    name, addressee, argument = fold(found[1]), found[2], tidy(body[found.end() :])
    if slash and addressee and addressee.lower() != username.lower():
        return None
    if name in commands and (slash or _reads_as_command(name, argument)):
        return Command(name, argument)
    if not slash:
        return Words(tidy(body))
    return Mistyped(name, nearest_commands(name, commands), argument)


def _reads_as_command(name: str, argument: str) -> bool:
    """Whether words without a slash are a command: "agenda arms" is, "follow the money" is not."""
    return len(argument.split()) <= (4 if name in NARROWED else 0)


def tidy(argument: str) -> str:
    """Dashes made plain, quotes and stops at the ends gone."""
    plain = _DASHES.sub("-", _TRAILING.sub("", argument))
    return _QUOTES.sub("", plain).strip()


def nearest_commands(name: str, commands: Collection[str]) -> tuple[str, ...]:
    """Commands at most two slips away, best first."""
    found = process.extract(name, sorted(commands), scorer=OSA.distance, score_cutoff=SLIPS, limit=2)
    return tuple(command for command, distance, _ in found if distance < len(name))
