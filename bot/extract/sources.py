"""Who does the saying in a parsed sentence: subjects, their antecedents, names behind an inverted cue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.lexicon import read_lexicon
from bot.extract.naming import NAMES

if TYPE_CHECKING:
    from spacy.tokens import Token


Range = tuple[int, int]  # tokens, both included


_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "who", "him", "her", "them"})

_OCCASIONS = frozenset(
    "conference speech address event meeting interview appearance briefing rally remark".split()
)

VERBS = frozenset({"VERB", "AUX"})


def is_borrowed(verb: Token) -> bool:
    """The subject is not its own but that of a verb above."""
    return verb.dep_ not in {"relcl", "acl"} and not children_of(
        verb, "nsubj", "nsubjpass", "csubj", "agent", "expl"
    )


def name_behind(verb: Token, content: tuple[Range, ...]) -> Token | None:
    """``Said Ellis: “...”``: a person right behind the verb who is no part of the content."""
    at = verb.i + 1
    if verb.tag_ not in {"VBD", "VBZ"} or at >= len(verb.doc) or verb.doc[at].ent_type_ != "PERSON":
        return None
    if any(first <= at <= last for first, last in content):
        return None
    return next(entity.root for entity in verb.doc.ents if entity.start <= at < entity.end)


def relative_pronoun(verb: Token) -> Token | None:
    """The ``who`` or ``which`` that is the subject of a relative clause."""
    for child in children_of(verb, "nsubj"):
        if verb.dep_ == "relcl" and child.lower_ in {"who", "which", "that"}:
            return child
    return None


def children_of(token: Token, *labels: str) -> list[Token]:
    """The children with one of these labels, in the order of the text."""
    return [child for child in token.children if child.dep_ in labels]


def subtree_range(token: Token) -> Range:
    """First and last token of what hangs on it."""
    return token.left_edge.i, token.right_edge.i


# ---------------------------------------------------------------- sources


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """Who does the saying: the subject, the agent of a passive, or the subject shared with a verb above."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "csubj"} or (child.dep_ == "expl" and child.pos_ == "PRON"):
            return _antecedent(verb, child)
    for child in children_of(verb, "agent"):
        inside = next(iter(children_of(child, "pobj")), None)
        if inside is not None:
            return inside
    if verb.dep_ == "relcl" and not children_of(verb, "nsubj", "nsubjpass"):
        return verb.head
    if verb.dep_ == "acl":
        return _of_participle(verb)
    if children_of(verb, "nsubjpass"):
        return None
    if depth < 4 and verb.dep_ in {"conj", "xcomp", "advcl", "pcomp", "dep", "ccomp", "prep"}:
        return _subject_above(verb, depth)
    return None


def _antecedent(verb: Token, subject: Token) -> Token:
    """``the report, which said``: the noun that the relative pronoun stands for."""
    if subject.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
        return _sayer_of_vehicle(verb.head) or verb.head
    return subject


def _sayer_of_vehicle(noun: Token) -> Token | None:
    """``X said in a statement that Y and denied Z``: X, where the parser hangs all of it on the statement."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in {"in", "at", "on"}:
        return None
    verb = noun.head.head
    return subject_of(verb, 2) if verb.pos_ in VERBS and verb.lemma_.lower() in read_lexicon().say else None


def _of_participle(verb: Token) -> Token | None:
    """``the report warning that``: its noun; behind a comma, ``..., saying that``: the sentence's subject."""
    set_off = verb.i > 0 and verb.left_edge.i > 0 and verb.doc[verb.left_edge.i - 1].text in {",", "—", "–"}
    if set_off or verb.head.lemma_.lower() in _OCCASIONS:
        governor = verb.head
        while (
            governor.pos_ not in VERBS or governor.dep_ in {"relcl", "acl"}
        ) and governor.head.i != governor.i:
            governor = governor.head
        if governor.pos_ in VERBS:
            above = subject_of(governor, 2)
            if above is not None:
                return above
    if verb.tag_ == "VBG":
        return verb.head
    root = verb.sent.root
    if root.pos_ in {"NOUN", "PROPN"} and verb.i > 0 and root.i < verb.i and verb.doc[verb.i - 1].text == ",":
        return root
    return None


def _subject_above(verb: Token, depth: int) -> Token | None:
    governor = verb.head
    if governor.pos_ == "ADP":
        governor = governor.head
    if governor.i == verb.i:
        return None
    if verb.dep_ == "ccomp" and verb.tag_ != "VBG":
        return None
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.lemma_.lower() in read_lexicon().say:
        while _is_reported_by_cue(governor) and governor.head.i < verb.i:
            governor = governor.head  # ``said X would begin, adding that Y``: who said it added it
    if governor.pos_ in VERBS:
        if (
            verb.dep_ == "conj"
            and verb.tag_ == "VBD"
            and (_is_reported(governor) or _is_said_of_things(verb, governor))
        ):
            governor = governor.head  # ``said X would do A and suggested B``: the outer subject suggested it
        return subject_of(governor, depth + 1)
    if governor.pos_ in {"NOUN", "PROPN"} and verb.dep_ == "conj":
        return None
    return None


def _is_said_of_things(verb: Token, governor: Token) -> bool:
    """``confirmed that the document was genuine but denied that``: documents deny nothing."""
    subject = next(iter(children_of(governor, "nsubj", "nsubjpass")), None)
    cue = verb.lemma_.lower() in read_lexicon().say
    return cue and _is_reported_by_cue(governor) and subject is not None and not may_speak(subject)


def _is_reported_by_cue(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and verb.head.lemma_.lower() in read_lexicon().say


def _is_reported(verb: Token) -> bool:
    """A clause with a modal that a past cue governs."""
    return (
        verb.dep_ == "ccomp"
        and verb.head.tag_ == "VBD"
        and any(child.tag_ == "MD" for child in verb.children)
    )


def name_before(verb: Token) -> Token | None:
    """``In Tamale, X, 38, a midwife, said she had not``: the parser lost the subject among appositions."""
    if verb.tag_ not in {"VBD", "VBZ"} or verb.i == 0 or verb.doc[verb.i - 1].text != ",":
        return None
    people = [e for e in verb.sent.ents if e.end < verb.i and e.label_ in {"PERSON", "NAME"}]
    return people[-1].root if people else None


def _is_within(token: Token, content: tuple[Range, ...]) -> bool:
    return any(first <= token.i <= last for first, last in content)


def inverted_source(verb: Token, content: tuple[Range, ...]) -> Token | None:
    """``“...,” said X``: the parser may take X for an object, or lose it."""
    doc = verb.doc
    following = doc[verb.i + 1 : verb.i + 3]
    for entity in doc.ents:
        if (
            entity.label_ in NAMES
            and any(entity.start <= token.i < entity.end for token in following)
            and not _is_within(entity.root, content)
        ):
            return entity.root
    for child in verb.children:
        if (
            child.i > verb.i
            and child.dep_ in {"dobj", "attr", "oprd", "dative"}
            and may_speak(child, freely=True)
            and not _is_within(child, content)
        ):
            return child
    if len(following) and following[0].pos_ in {"PRON", "PROPN"}:
        return following[0]
    return None


def may_speak(token: Token | None, *, freely: bool = False) -> bool:
    """Whether this can be a speaker: a name, an office or a body. ``freely`` after a sure cue: any noun."""
    if token is None:
        return False
    lexicon = read_lexicon()
    if token.ent_type_ in {"DATE", "TIME", "MONEY", "PERCENT"} and token.lower_ not in {
        "old",
        "olds",
        "percent",
    }:
        return False
    if token.ent_type_ in NAMES or token.pos_ == "PROPN":
        return True
    if token.pos_ == "PRON" or (
        token.tag_ in {"DT", "CD", "JJ", "JJS", "NN", "NNS"} and token.lower_ in lexicon.crowds
    ):
        return token.lower_ in _PRONOUNS or token.lower_ in lexicon.crowds
    if freely:
        return token.pos_ in {"NOUN", "NUM", "DET", "ADJ"} and token.lower_ not in {
            "which",
            "that",
            "what",
            "this",
        }
    return token.lemma_.lower() in lexicon.speakers


def can_act(source: Token | None) -> bool:
    """``act`` cues are words of many senses: only for names, offices and people."""
    if source is None or source.ent_type_ in {"DATE", "TIME", "MONEY", "PERCENT"}:
        return False
    if (
        source.ent_type_ in NAMES
        or source.pos_ == "PROPN"
        or source.lower_ in _PRONOUNS - {"it", "you", "who"}
    ):
        return True
    return source.lemma_.lower() in read_lexicon().speakers
