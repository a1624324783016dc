"""Pairs of statements that contradict each other: one says it, the other denies or doubts it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.extract.agenda import AgendaLine
    from bot.extract.statements import Statement

AGAINST = frozenset({"denies", "doubts"})
_ENOUGH = 0.34  # share of the shorter statement's words that both have
_FEWEST = 2  # words that both have
_FARTHEST = 8  # statements before: what is farther off was not answered
_LITTLE = frozenset(
    (
        "about after also been being could does from have into just more most never only other over said "
        "some such than that their them then there these they this those under very were what when where "
        "which while will with would your"
    ).split()
)


def find_contradictions(
    article: str, statements: Sequence[Statement], agenda: Iterable[AgendaLine]
) -> list[tuple[int, int]]:
    """(index, index of who denies or doubts it) in the order of the text, each pair once.

    On a matter of the agenda, every denial or doubt stands against the statement on it that came last before
    it from somebody else; elsewhere, against the nearest one before that speaks of the same things.
    """
    pairs = {
        (before[-1], against)
        for line in agenda
        for against in line.statements
        if statements[against].stance in AGAINST
        if (before := [i for i in line.statements if i < against and _is_answered(statements, i, against)])
    }
    words = [_words(statement.text_in(article)) for statement in statements]
    for against, statement in enumerate(statements):
        if statement.stance in AGAINST and not any(pair[1] == against for pair in pairs):
            told = _told_before(statements, words, against)
            if told is not None:
                pairs.add((told, against))
    return sorted(pairs)


def _is_answered(statements: Sequence[Statement], told: int, against: int) -> bool:
    """Somebody else said it, and did not deny it too."""
    a, b = statements[told], statements[against]
    return a.speaker != b.speaker and a.stance not in AGAINST and b.nested_in != told


def _told_before(
    statements: Sequence[Statement], words: Sequence[frozenset[str]], against: int
) -> int | None:
    """The nearest statement before it that speaks of the same things."""
    for told in range(against - 1, max(-1, against - 1 - _FARTHEST), -1):
        common = words[told] & words[against]
        fewer = min(len(words[told]), len(words[against]))
        alike = len(common) >= _FEWEST and len(common) >= _ENOUGH * fewer
        if alike and _is_answered(statements, told, against):
            return told
    return None


def _words(text: str) -> frozenset[str]:
    """Words of four letters and more, plurals made one."""
    return frozenset(word.rstrip("s") for word in re.findall(r"[^\W\d_]{4,}", text.lower())) - _LITTLE
