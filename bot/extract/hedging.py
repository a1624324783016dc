"""Whether a content is held back, and what it does: asserts, denies, doubts or urges."""

from __future__ import annotations

import re

from bot.extract.lexicon import read_lexicon

_WORDS = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# What denies by itself, and what does so only as what something is called: ``it is false``, “nonsense”.
_DENIAL = re.compile(
    r"\b(?:not true|untrue|baseless|unfounded|no truth|no plans|nothing to do with|no such|had no knowledge"
    r"|never (?:said|agreed|planned|offered|took|happened|received)|not guilty|kite-flying"
    r"|(?:never|not) (?:be,? )?(?:on the (?:table|agenda)|discussed|negotiable|up for)"
    r"|off the (?:table|agenda))\b"
    r"|(?:\b(?:is|are|was|were|be|been|as|simply|pure|just|completely|totally)\b|[“\"‘'])\s*(?:an? |pure )?"
    r"(?:false|wrong|impossible|innocent(?! until)|nonsense|rubbish|invention|fabricat\w+|fantasy|fiction"
    r"|speculation)\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:let us|let[’']s|it is (?:high )?time (?:for|to)|we call (?:on|for))\b", re.IGNORECASE
)
_OPENING_MAY = re.compile(r"\W*May (?:I|we|you|he|she|it|they|the)\b")
_NOT = re.compile(r"\b(?:not|never)\b|n[’']t\b", re.IGNORECASE)
_BELIEVING = frozenset({"believe", "think", "expect", "trust"})


def is_hedged(content: str, cue: str | None) -> bool:
    """It may, might, could, is likely, appears; or it is thought, estimated, predicted rather than said.

    ``would`` that only reports a past ``will`` is not hedged.
    """
    lexicon = read_lexicon()
    if cue is not None and cue.lower() in lexicon.hedging_cues:
        return True
    words = {word if word == "May" else word.lower() for word in _WORDS.findall(content)}  # a month, a name
    if words & lexicon.hedges or _OPENING_MAY.match(content):
        return True
    return bool(
        re.search(
            r"\b(?:is|are|be|was|were) (?:widely )?(?:expected|thought|believed|said) to\b",
            content,
            re.IGNORECASE,
        )
    )


def stance_of(content: str, cue: str | None, rule: str, said: str = "") -> str:
    """One of the contract's four: denies, doubts, urges, asserts. ``said`` is the cue as it stands."""
    lexicon = read_lexicon()
    lemma = (cue or "").lower()
    if lemma in lexicon.denies:
        return "denies"
    if lemma in _BELIEVING and _NOT.search(said):
        return "doubts"
    if lemma == "ask" and rule != "urge":
        return "asserts"  # a question asks nobody to act
    if lemma in lexicon.doubts or (lemma in {"cast", "raise", "express"} and rule == "act"):
        return "doubts" if lemma in lexicon.doubts | {"cast"} else "asserts"
    if rule == "urge" or (lemma in lexicon.urges and rule in {"phrase", "clause", "that"}):
        return "urges"
    if lemma in lexicon.urges and rule == "act" and lemma != "call":  # ``called the report pure invention``
        return "urges"
    return _stance_of_words(content)


def _stance_of_words(content: str) -> str:
    words = {word.lower() for word in _WORDS.findall(content)}
    if words & read_lexicon().unlikely:
        return "doubts"
    if _DENIAL.search(content):
        return "denies"
    return "urges" if _CALL.search(content) else "asserts"
