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
_NOT_PEOPLE = frozenset(
    (
        "number order paper power water letter matter member offer year quarter summer winter center "
        "centre border river weather chapter error terror factor sector labor labour harbor harbour floor "
        "door color colour major minor prior november december september october tower tanker computer "
        "server meter liter litre order answer register corner dinner shelter supper cover over under "
        "after never ever other another rather either neither whether together later former latter upper "
        "lower higher further larger smaller better older younger later greater list exist tourist-board "
        "resist assist consist human italian russian iranian ukrainian egyptian canadian australian "
        "norwegian corridor interior exterior behavior behaviour rumor rumour humor humour honor honour "
        "favor favour vapor vapour reactor motor doctor-patient restaurant plant grant important committee coffee fee degree tree "
        "guarantee variant pollutant warrant elephant giant covenant remnant instant distant jubilee questionnaire grandeur "
        "liqueur attendee significant constant merchant-bank employee-share pennant vacant coolant deodorant lubricant "
        "redundant abundant toll-free decree referee-less pedigree knee spree"
    ).split()
)


def is_office(token: Token) -> bool:
    """Whether this noun names what a person is, or a body that speaks."""
    lemma = token.lemma_.lower().rpartition("-")[2]
    return token.pos_ in {"NOUN", "PROPN"} and (lemma in read_lexicon().speakers or is_person_noun(token))


def is_person_noun(token: Token) -> bool:
    """Whether this noun names what a person is."""
    if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return False
    lemma = token.lemma_.lower().rpartition("-")[2]
    if lemma in read_lexicon().people:
        return True
    return (
        token.pos_ != "ADJ"
        and lemma not in read_lexicon().bodies | _NOT_PEOPLE
        and bool(_ENDING.search(lemma))
    )
