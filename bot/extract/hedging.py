"""Whether a content is held back, and what it does: asserts, denies, doubts or urges."""

from __future__ import annotations

import re

from bot.extract.lexicon import read_lexicon

_WORDS = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_DENIAL = re.compile(
    r"\b(?:not true|untrue|false|baseless|unfounded|no truth|no plans?|never (?:said|agreed"
    r"|planned|offered|took|happened)|"
    r"nothing to do with|no such|had no knowledge|innocent|not guilty)\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:must|should|ought to|needs? to|has to|have to|let us|let[’']s|it is time (?:for|to)"
    r"|calls? (?:on|for))\b",
    re.IGNORECASE,
)
_ESTIMATES = frozenset({"estimate", "predict", "project", "forecast"})


def is_hedged(content: str, cue: str | None) -> bool:
    """It may, might, could, is likely, appears; or it is thought, estimated, predicted rather than said.

    ``would`` that only reports a past ``will`` is not hedged.
    """
    lexicon = read_lexicon()
    if cue is not None and cue.lower() in lexicon.hedging_cues:
        return True
    words = {word.lower() for word in _WORDS.findall(content)}
    if words & lexicon.hedges:
        return True
    return bool(
        re.search(
            r"\b(?:is|are|be|was|were) (?:widely )?(?:expected|thought|believed|said) to\b",
            content,
            re.IGNORECASE,
        )
    )


def stance_of(content: str, cue: str | None, rule: str) -> str:
    """One of the contract's four: denies, doubts, urges, asserts."""
    lexicon = read_lexicon()
    lemma = (cue or "").lower()
    if lemma in lexicon.denies:
        return "denies"
    if lemma in lexicon.doubts or (lemma in {"cast", "raise", "express"} and rule == "act"):
        return "doubts" if lemma in lexicon.doubts | {"cast"} else "asserts"
    if lemma in lexicon.urges and rule in {"urge", "phrase", "clause", "that", "act"}:
        return "urges"
    if rule == "urge":
        return "urges"
    words = {word.lower() for word in _WORDS.findall(content)}
    if words & lexicon.unlikely:
        return "doubts"
    if _DENIAL.search(content):
        return "denies"
    return "urges" if _CALL.search(content) else "asserts"
