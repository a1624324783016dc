"""The words that stand for somebody: a noun phrase from its article to its last complement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.naming import NAMES, clean_name

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def phrase_of(source: Token) -> tuple[int, int]:
    """The noun phrase from its left edge to its last complement, without clauses and appositions."""
    doc = source.doc
    first, last = source.left_edge.i, source.i
    entity = next((entity for entity in doc.ents if entity.start <= source.i < entity.end), None)
    if entity is not None:
        first, last = min(first, entity.start), max(last, entity.end - 1)
    while first < source.i and (
        doc[first].pos_ in {"PUNCT", "SCONJ", "CCONJ", "ADV", "SPACE"} and doc[first].lower_ != "then"
    ):
        first += 1
    for child in source.rights:
        adjoining = child.left_edge.i <= last + 1
        if adjoining and child.dep_ in {"prep", "nmod", "compound", "nummod", "flat", "amod"}:
            last = _up_to_comma(doc, child.left_edge.i, child.right_edge.i, last)
        elif adjoining and child.dep_ in {"cc", "conj"}:
            last = max(
                last,
                child.i
                if child.dep_ == "cc"
                else _up_to_comma(doc, child.left_edge.i, child.right_edge.i, last),
            )
    if last > source.i and doc[last].dep_ == "cc":
        last -= 1
    return first, last


def _up_to_comma(doc: Doc, first: int, last: int, before: int) -> int:
    for index in range(first, last + 1):
        if doc[index].text in {",", "—", "–", ";", "(", "“", '"'} or doc[index].dep_ == "relcl":
            return max(before, index - 1)
    return last


_LONGEST_CLAUSE = 9  # tokens


def with_clause(source: Token, last: int) -> int:
    """``people involved in the preparations``: where an unnamed phrase ends with what tells who it is."""
    if source.doc[source.left_edge.i].lower_ in {"the", "this", "that", "his", "her", "its", "their"}:
        return last
    clause = next(
        (c for c in source.rights if c.dep_ in {"acl", "relcl"} and c.left_edge.i == last + 1), None
    )
    if clause is None or clause.right_edge.i - last > _LONGEST_CLAUSE:
        return last
    return _up_to_comma(source.doc, clause.left_edge.i + 1, clause.right_edge.i, clause.left_edge.i)


def phrase_text(source: Token) -> str:
    """The phrase headed by it as it stands, without the article that opens it."""
    return plain_text(source.doc, *phrase_of(source))


def plain_text(doc: Doc, first: int, last: int) -> str:
    """The phrase as it stands, without the article that opens it."""
    text = " ".join(doc[first : last + 1].text.split())
    text = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)
    text = clean_name(text) or text
    opens = (
        doc[first].is_sent_start
        and doc[first].pos_ != "PROPN"
        and doc[first].ent_type_ not in NAMES
        and not text[:2].isupper()
    )
    return text[:1].lower() + text[1:] if opens else text
