"""Nouns that say what somebody is: offices, professions, callings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.lexicon import read_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_ENDING = re.compile(
    r"(?:\w{2}(?:er|or|ist|ian|eer|ician)|\w{3}(?:ant|eur|ee|aire)|man|woman|person|chief|head|coach|aide|secretary|president|attache|nominee|captain)$"
)


def is_office(token: Token) -> bool:
    """Whether this noun names what a person is, or a body that speaks."""
    lemma = token.lemma_.lower().rpartition("-")[2]
    return token.pos_ in {"NOUN", "PROPN"} and (lemma in read_lexicon().speakers or is_person_noun(token))


def is_body_noun(token: Token) -> bool:
    """Whether this noun names what a body is; ``daily`` and the like are often taken for adjectives."""
    kinds = {"NOUN", "PROPN", "ADJ"} if token.lower_.endswith("ly") else {"NOUN", "PROPN"}
    return token.pos_ in kinds and token.lemma_.lower() in read_lexicon().bodies


def is_person_noun(token: Token) -> bool:
    """Whether this noun names what a person is."""
    if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return False
    lemma = token.lemma_.lower().rpartition("-")[2]
    if lemma in read_lexicon().people:
        return True
    return (
        token.pos_ != "ADJ"
        and lemma not in read_lexicon().bodies | read_lexicon().not_people
        and bool(_ENDING.search(lemma))
    )
