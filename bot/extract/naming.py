"""Proper names of a parse: what the model recognises, mended and completed by runs of capitalised words.

A small model cuts names at hyphens, swallows titles and misses half of the rare ones; capitals and
neighbours tell more. ``amend_entities`` leaves each name as an entity of the parse; what the model did not
see is ``NAME``.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.tokens import Span

from bot.extract.bodies import read_body_words
from bot.extract.lexicon import read_lexicon
from bot.extract.places import is_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "NAME"})
_MISREAD = frozenset({"WORK_OF_ART", "PRODUCT", "LAW"})  # labels that rare names of people often get
_WORK = re.compile(
    r"\b(?:Act|Treaty|Award|Prize|Day|Agreement|Convention|Accord|Law|Constitution|Charter|Pact|Protocol|Cup|the|and|of)\b|\d"
)
_MODEL = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
_OTHER = frozenset(
    "EVENT LAW WORK_OF_ART PRODUCT LANGUAGE DATE TIME MONEY PERCENT QUANTITY CARDINAL ORDINAL".split()
)
PARTICLES = frozenset(
    (
        "van der de den von bin ibn al el la le da dos di du ten ter abu y del des bint ben zu af ould st "
        "della"
    ).split()
)
_HYPHENS = frozenset({"-", "‑", "–"})
_CALENDAR = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
        "july august september october november december mon tue tues wed thu thurs fri sat sun jan feb "
        "mar apr jun jul aug sep sept oct nov dec"
    ).split()
)
_INSIDE = frozenset(
    {"of", "for", "and", "&", "the", "du", "des", "de", "on", "’s", "'s", "'", "’", "in", "to", "/"}
)
_POSSESSIVE = re.compile(r"(?:[’']s?|’)$")


def amend_entities(doc: Doc) -> Doc:
    """Every name of the parse as an entity, whole and without titles, articles and possessives."""
    seen = [entity for entity in doc.ents if entity.label_ in _OTHER or entity.label_ == "NORP"]
    named = list(_named(doc))
    taken = {i for span in named for i in range(span.start, span.end)}
    kept = [entity for entity in seen if not taken & set(range(entity.start, entity.end))]
    doc.ents = tuple(sorted([*named, *kept], key=lambda span: span.start))
    return doc


def _named(doc: Doc) -> Iterator[Span]:
    last = 0
    for first, end in _runs(doc):
        for opening, closing in _parted(doc, first, end):
            start, stop = _trimmed(doc, max(opening, last), closing)
            if start >= stop or not _is_name(doc, start, stop):
                continue
            label = _label(doc, start, stop)
            if label in NAMES and label != "NORP":
                yield Span(doc, start, stop, label=label)
                last = stop


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, with particles and hyphens, widened to what the model holds for one name."""
    entity_at = {
        i: entity for entity in doc.ents if entity.label_ in _MODEL for i in range(entity.start, entity.end)
    }
    i = 0
    while i < len(doc):
        if not (_opens(doc[i]) or i in entity_at):
            i += 1
            continue
        j = i + 1
        while j < len(doc) and _goes_on(
            doc, j, entity_at.get(j) is not None and entity_at.get(j) is entity_at.get(j - 1)
        ):
            j += 2 if doc[j].text in _HYPHENS else 1
        yield i, min(j, len(doc))
        i = j


def _opens(token: Token) -> bool:
    if not _is_capital(token) or token.lower_ in _CALENDAR or (token.is_stop and token.pos_ != "PROPN"):
        return False
    return token.pos_ == "PROPN" or (
        not token.is_sent_start
        and token.pos_ in {"NOUN", "ADJ", "X"}
        and token.i > 0
        and not token.nbor(-1).is_quote
    )


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper() and any(c.isalpha() for c in token.text)


def _goes_on(doc: Doc, j: int, within: bool) -> bool:
    token, before = doc[j], doc[j - 1]
    if before.text in {",", ";", "("}:
        return False
    if token.text in _HYPHENS:
        joined = not before.whitespace_ and not token.whitespace_ and j + 1 < len(doc)
        return joined and (
            doc[j + 1].is_alpha
            and (
                doc[j + 1].text[0].islower() is False
                or (doc[j + 1].text[:1].islower() and within)
                or (_is_capital(before) and len(doc[j + 1].text) <= 7)
            )
        )
    if token.text in {"’", "'"} and before.text.endswith("s") and _is_capital(before) and j + 1 < len(doc):
        return doc[j + 1].lower_ in read_body_words().ends and _is_capital(doc[j + 1])
    if within and (token.lower_ in _INSIDE or _is_capital(token)):
        return token.text not in {",", ";", "(", ")"}
    if token.lower_ in _CALENDAR:
        return False
    if _is_capital(token):
        return bool(before.whitespace_) or before.text in _HYPHENS or before.text[-1] in ".’'"
    particle = (
        token.text in PARTICLES
        and j + 1 < len(doc)
        and (_is_capital(doc[j + 1]) or doc[j + 1].text in _HYPHENS or doc[j + 1].text in PARTICLES)
    )
    return (particle and _is_capital(before)) or (token.text in PARTICLES and before.text in PARTICLES)


def _parted(doc: Doc, first: int, end: int) -> Iterator[tuple[int, int]]:
    """A run may hold a title and a name, or a place and a person behind it."""
    first = _behind_titles(doc, first, end)
    for cut in range(first + 1, min(first + 4, end - 1)):
        head = doc[first:cut].text
        led = first > 0 and doc[first - 1].lower_ in {"in", "at", "from", "near", "outside"}
        if (
            led
            and is_place(head)
            and end - cut >= 2
            and not is_place(doc[first:end].text)
            and not _is_body(doc, first, end)
        ):
            yield first, cut
            first = cut
            break
    slash = next((i for i in range(first + 1, end - 1) if doc[i].text == "/"), None)
    if slash is not None:
        yield first, slash
        first = slash + 1
    yield first, end


def _behind_titles(doc: Doc, first: int, end: int) -> int:
    """``Prime Minister Awa Sarr``: past the last word of office, where a name is left behind it."""
    if _is_body(doc, first, end):
        return first
    if (
        doc[first].lower_ in read_lexicon().portfolios
        and first > 1
        and doc[first - 1].lower_ in {"for", "of"}
        and end - first > 2
    ):
        return first + 1  # ``Minister for Health Cormac Tuohy``
    whole = next((e for e in doc.ents if e.label_ == "ORG" and e.start <= first and e.end >= end), None)
    offices = read_lexicon().speakers
    for i in range(end - 2, first - 1, -1):
        token = doc[i]
        if token.lower_ in {"’s", "'s"} and not _is_body(doc, i + 1, end):
            return _behind_titles(doc, i + 1, end)
        if _is_honorific(token.text):
            return i + 1
        if (
            token.lemma_.lower() in offices
            and token.lower_ not in read_lexicon().also_names
            and whole is None
        ):
            return i + 1
        if token.lower_ in {"general", "chief", "justice"} and token.i > first and whole is None:
            return i + 1
    return first


def _is_honorific(word: str) -> bool:
    return word[:1].isupper() and read_lexicon().is_honorific(word)


def _is_body(doc: Doc, first: int, end: int) -> bool:
    """It ends as bodies' names do, or has ``Ministry of`` and the like in it."""
    lists = read_body_words()
    words = [token.lower_.rstrip(".") for token in doc[first:end]]
    while words and words[-1] in {"’s", "'s", "'", "’"}:
        words.pop()
    if not words:
        return False
    if len(words) > 1 and (words[-1] in lists.ends or words[0] in lists.starts):
        return True
    return any(word in lists.ends and following in {"of", "for", "on"} for word, following in pairwise(words))


def opens_like_body(name: str) -> bool:
    """``Atletico Guadalmar``, ``Banco Sur``: what follows is the name it goes by."""
    words = name.lower().split()
    return len(words) > 1 and words[0] in read_body_words().starts


def is_body_name(name: str) -> bool:
    """Whether a name, as text, ends as those of bodies do."""
    lists = read_body_words()
    words = [word.lower().strip(".,") for word in name.split()]
    return len(words) > 1 and (
        words[-1] in lists.ends
        or words[0] in lists.starts
        or any(a in lists.ends and b in {"of", "for", "on"} for a, b in pairwise(words))
    )


def _trimmed(doc: Doc, first: int, last: int) -> tuple[int, int]:
    while first < last and (
        doc[first].lower_ in {"the", "a", "an", "and", "of"}
        or doc[first].is_punct
        or doc[first].is_space
        or doc[first].is_quote
    ):
        first += 1
    while last > first and (
        doc[last - 1].lower_ in {"’s", "'s", "’", "'", "and", "of", "for", "the", "in", "to", "on"}
        or doc[last - 1].is_punct
        or doc[last - 1].is_space
        or doc[last - 1].is_quote
    ):
        last -= 1
    return first, last


def _is_name(doc: Doc, first: int, last: int) -> bool:
    text = doc[first:last].text
    if not any(c.isupper() for c in text) or text.lower() in _CALENDAR or len(text) > 90:
        return False
    if last - first == 1:
        token = doc[first]
        if token.lemma_.lower() in read_lexicon().speakers and token.ent_type_ != "GPE":
            return False
        following = doc[last] if last < len(doc) else None
        if (
            following is not None
            and _is_capital(following)
            and following.lemma_.lower() in read_lexicon().speakers
            and token.ent_type_ in {"ORG", ""}
        ):
            return False
    return True


def _label(doc: Doc, first: int, last: int) -> str:
    """The model's label for most of the name; NAME where it has none."""
    votes: dict[str, int] = {}
    for token in doc[first:last]:
        if token.ent_type_:
            votes[token.ent_type_] = votes.get(token.ent_type_, 0) + 1
    if _is_body(doc, first, last):
        return "ORG"
    if not votes:
        return "NAME"
    label = max(votes, key=lambda each: votes[each])
    text = doc[first:last].text
    if label == "NORP":
        return (
            "GPE"
            if is_place(text)
            else "NAME"
            if last - first > 1 and doc[last - 1].ent_type_ != "NORP"
            else label
        )
    if (
        label in _MISREAD
        and (2 <= last - first <= 5 or doc[first].dep_ == "nsubj")
        and not _WORK.search(text)
        and not (first and doc[first - 1].is_quote)
    ):
        return "NAME"
    return label


def clean_name(text: str) -> str:
    """A name without article, honorific, possessive and stray punctuation."""
    text = " ".join(text.split()).strip(' ,;:—–-“”"()')
    text = _POSSESSIVE.sub("", text)
    text = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)
    words = text.split()
    while len(words) > 1 and _is_honorific(words[0]):
        words.pop(0)
    return " ".join(words)
