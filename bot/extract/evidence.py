"""What kind of thing a name names: person, org or place, by what stands around its mentions.

The model's label is one voice among others. Weights are the order of trust, not probabilities.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.extract.lexicon import read_lexicon
from bot.extract.naming import is_body_name
from bot.extract.offices import is_body_noun, is_office, is_person_noun
from bot.extract.places import is_place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity

_BY_LABEL = {"PERSON": "person", "ORG": "org", "GPE": "place", "LOC": "place", "FAC": "place"}
_CALLED_BODY = re.compile(
    r"\b(?:daily|company|maker|manufacturer|group|union|club|newspaper|agency|paper|firm|bank"
    r"|consultancy|think tank|institute|charity|retailer|"
    r"operator|outlet|broadcaster|website|magazine|party|lender|airline|association|federation|regulator|watchdog|supplier|builder|developer|"
    r"publisher|organi[sz]ation|body|coalition|network|start-?up|laboratory|university|foundation|insurer|side|team|giant|producer)\b",
    re.IGNORECASE,
)
_CALLED_PLACE = re.compile(
    r"\b(?:town|city|village|island|river|port|capital|district|province|region|suburb|valley|county|state|neighbourhood|resort|lake|mountain|pass|municipality|peninsula)\b",
    re.IGNORECASE,
)
_IN = {
    "in": 1.6,
    "near": 1.5,
    "outside": 1.2,
    "around": 0.8,
    "across": 0.8,
    "off": 0.8,
    "into": 0.6,
    "throughout": 1.0,
    "from": 0.5,
    "to": 0.5,
    "towards": 0.5,
    "between": 1.3,
    "through": 0.6,
    "via": 0.6,
    "along": 0.8,
}


Votes = dict[str, float]  # how strongly something speaks for person, org and place


def add_votes(votes: Votes, more: Votes) -> None:
    """Add ``more`` to ``votes``."""
    for kind, weight in more.items():
        votes[kind] = votes.get(kind, 0.0) + weight


def weigh(doc: Doc, entity: Entity) -> Votes:
    """How strongly this mention speaks for each kind."""
    votes: Votes = defaultdict(float)
    if entity.label_ in _BY_LABEL:
        votes[_BY_LABEL[entity.label_]] += 1.0
    _by_form(entity, votes)
    _by_left(doc, entity, votes)
    _by_right(doc, entity, votes)
    _by_syntax(entity, votes)
    return votes


def _by_form(entity: Entity, votes: Votes) -> None:
    text = entity.text
    if is_body_name(text) or "&" in text:
        votes["org"] += 4.0
    if is_place(text):
        votes["place"] += 2.8
    words = [token for token in entity if token.is_alpha]
    if 2 <= len(words) <= 4 and all(token.text[0].isupper() or len(token.text) <= 4 for token in words):
        votes["person"] += 0.5
    if _is_double_barrelled(text):
        votes["person"] += 1.2
    if text.isupper() and 2 <= len(text) <= 6:
        votes["org"] += 1.0


def _is_double_barrelled(name: str) -> bool:
    """``Milorad Pelagić-Stern``: few bodies, and no places, are called so."""
    first, _, last = name.rpartition(" ")
    parts = last.split("-")
    return bool(first) and len(parts) == 2 and all(p[:1].isupper() and not is_place(p) for p in parts)


def _by_left(doc: Doc, entity: Entity, votes: Votes) -> None:
    if entity.start == 0:
        return
    before = doc[entity.start - 1]
    if _stands_for_office(doc, entity) and not is_place(entity.text):
        votes["person"] += 3.0
    if read_lexicon().is_honorific(before.text) or _is_called(doc, entity):
        votes["person"] += 4.0
    elif is_body_noun(before) or before.lower_ in {"line", "brand", "label"}:
        votes["org"] += 3.0
    elif is_person_noun(before) and before.dep_ != "pobj":
        votes["person"] += 2.5
    elif (preposition := _preposition(entity.root, before)) in _IN:
        votes["place"] += _IN[preposition] + (1.5 if _is_journey(doc, entity, preposition) else 0.0)
    elif before.lower_ == "at":
        votes["org"] += 0.8
        votes["place"] += 0.5
    elif before.lower_ in {"of", "for", "with", "by"} and entity.start > 1:
        _by_governor(before.head, before.lower_, votes)
    elif before.lower_ == "the":
        votes["person"] -= 1.5


def _is_called(doc: Doc, entity: Entity) -> bool:
    """``gave his name only as Segun``."""
    before = doc[max(0, entity.start - 5) : entity.start]
    return before[-1].lower_ == "as" and any(token.lemma_ == "name" for token in before)


def _is_journey(doc: Doc, entity: Entity, preposition: str) -> bool:
    """``from Entebbe to Nairobi``; ``a dealer from Bodija``."""
    if preposition == "from":
        onwards = entity.end < len(doc) and doc[entity.end].lower_ == "to"
        return onwards or (entity.start > 1 and is_person_noun(doc[entity.start - 2]))
    return (
        preposition == "to"
        and entity.start > 2
        and any(t.lower_ == "from" for t in doc[max(0, entity.start - 4) : entity.start - 1])
    )


def _stands_for_office(doc: Doc, entity: Entity) -> bool:
    """``the mayor of Oulu, Marta Lindqvist,``: a name of several words behind an office and a comma."""
    closed = entity.end >= len(doc) or doc[entity.end].is_punct or doc[entity.end].pos_ in {"VERB", "AUX"}
    if len(entity) < 2 or not closed or entity.start < 3 or doc[entity.start - 1].text != ",":
        return False
    for token in reversed(doc[max(0, entity.start - 10) : entity.start - 1]):
        if token.is_punct or token.pos_ in {"VERB", "AUX"}:
            return False
        if is_person_noun(token) and token.pos_ != "ADJ" and token.ent_type_ == "":
            return token.tag_ == "NN" and any(c.dep_ in {"det", "poss"} for c in token.children)
    return False


def _by_governor(governor: Token, preposition: str, votes: Votes) -> None:
    """``chief executive of X``, ``the port of X``."""
    if is_office(governor):
        votes["org"] += 1.2
        votes["place"] += 0.6
    if preposition == "of" and _CALLED_PLACE.fullmatch(governor.lower_):
        votes["place"] += 2.5


def _preposition(root: Token, before: Token) -> str:
    """The preposition that governs a name, also from the first of several: ``between A and B``."""
    if before.lower_ in _IN:
        return before.lower_
    if root.dep_ != "conj":
        return ""
    first = root
    while first.dep_ == "conj":
        first = first.head
    return first.head.lower_ if first.dep_ == "pobj" else ""


def _by_right(doc: Doc, entity: Entity, votes: Votes) -> None:
    at = entity.end
    if at >= len(doc):
        return
    after = doc[at]
    following = doc[at + 1] if at + 1 < len(doc) else None
    if after.lower_ in {"’s", "'s"} and following is not None and is_office(following):
        votes["org"] += 1.0
        votes["place"] += 0.7
    elif is_office(after) and after.text[:1].islower():
        votes["org"] += 1.0
        votes["place"] += 0.4
    elif after.text == "(":
        votes["org"] += 0.5
    elif after.lower_ == "who":
        votes["person"] += 2.0
    elif after.lower_ == "of" and len(entity) > 1 and _is_body_behind(doc, at + 1):
        votes["person"] += 1.5
    if after.text in {",", "—", "–"} and following is not None:
        _by_apposition(doc, at + 1, votes)


def _is_body_behind(doc: Doc, at: int) -> bool:
    """``Hyacinth Baptiste of the Scottish Rail Users’ Forum``: people are of bodies."""
    return any(e.start in {at, at + 1} and is_body_name(e.text) for e in doc.ents)


def _by_apposition(doc: Doc, at: int, votes: Votes) -> None:
    following = doc[at]
    words = doc[at : at + 9]
    stop = next(
        (i for i, token in enumerate(words) if i > 0 and token.text in {",", ".", "—", "–"}), len(words)
    )
    phrase = words[:stop].text
    if following.lower_ == "who":
        votes["person"] += 2.5
    elif following.lower_ == "which":
        votes["org"] += 1.0
        votes["place"] += 0.7
    elif (
        following.like_num
        and len(following.text) <= 3
        and at + 1 < len(doc)
        and doc[at + 1].text in {",", "."}
    ):
        votes["person"] += 4.0
    elif _opens_description(doc, at):
        head = _head_of(words[:stop])
        if head is not None and is_person_noun(head):
            votes["person"] += 2.5
        elif _CALLED_BODY.search(re.split(r"\b(?:of|at|for|with|from)\b", phrase)[0]):
            votes["org"] += 3.0
        elif _CALLED_PLACE.search(phrase.split(" of ")[0]):
            votes["place"] += 2.0
    elif is_place(phrase):
        votes["place"] += 2.5


_DETERMINERS = frozenset("a an the its his her their former one whose".split())


def _opens_description(doc: Doc, at: int) -> bool:
    """``a toxicologist``, ``former judge``, ``Brazil’s chief negotiator``."""
    following = doc[at]
    owned = (
        any(t.lower_ in {"’s", "'s", "’", "'"} for t in doc[at + 1 : at + 5]) and following.pos_ == "PROPN"
    )
    return following.lower_ in _DETERMINERS or owned or is_office(following)


def _head_of(words: Entity) -> Token | None:
    """The last noun before a preposition or a clause: ``secretary`` of ``the union's secretary of``."""
    head = None
    for token in words:
        if token.pos_ in {"ADP", "VERB", "AUX", "SCONJ"} or token.tag_ in {"WP", "WDT", "WP$"}:
            break
        if token.pos_ in {"NOUN", "PROPN"}:
            head = token
    return head


def _by_syntax(entity: Entity, votes: Votes) -> None:
    root: Token = entity.root
    if root.dep_ in {"nsubj", "nsubjpass"}:
        votes["place"] -= 0.3
        if root.head.lemma_.lower() in read_lexicon().say | read_lexicon().act:
            votes["person"] += 0.9
            votes["org"] += 0.4
    if root.dep_ == "appos" and root.head.i < entity.start and is_office(root.head):
        votes["person" if is_person_noun(root.head) else "org"] += 2.0
    if any(is_place(other.text) or other.ent_type_ == "GPE" for other in root.conjuncts):
        votes["place"] += 1.2
    pronouns = {token.lower_ for token in root.sent if token.i > root.i and token.pos_ == "PRON"}
    if root.dep_ == "nsubj":
        following = entity.sent.end
        if following < len(entity.doc) and entity.doc[following].lower_ in {"he", "she"}:
            votes["person"] += 1.2
        votes["org"] += 0.8 * bool(pronouns & {"its", "it"})
        votes["person"] += 0.8 * bool(pronouns & {"he", "she", "his", "her"})
