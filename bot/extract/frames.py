"""Who says what in one parsed passage: the cue, its source and its content, as tokens.

Each construction is a small function that answers with the content it sees, or None. They are tried in the
order of their trustworthiness. Labels are those of spaCy's English models (nsubj, ccomp, xcomp, dobj ...).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.contents import (
    all_before,
    aside_content,
    asked_content,
    clause_content,
    committed_content,
    object_content,
    outside_cue,
    phrase_content,
    quotation_after_phrase,
    quotation_behind,
    that_clause,
)
from bot.extract.lexicon import read_lexicon
from bot.extract.naming import NAMES
from bot.extract.sources import (
    VERBS,
    Range,
    can_act,
    children_of,
    inverted_source,
    is_borrowed,
    may_speak,
    name_before,
    name_behind,
    relative_pronoun,
    subject_of,
    subtree_range,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.extract.passages import Passage

Finder = Callable[["Passage", "Token"], "tuple[Range, ...] | None"]
_NOT_SAID = frozenset({"will", "may", "might", "could", "should", "must", "can", "would"})

_NOBODY = frozenset({"nobody", "none", "neither", "noone"})

_WITHHELD = frozenset(
    (
        "say comment confirm discuss elaborate disclose reveal specify name identify answer reply respond "
        "tell"
    ).split()
)

_EXPECTING = frozenset({"expect", "believe", "want", "consider", "project", "forecast", "estimate"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of saying. ``content`` are token ranges; ``source`` is the head of who said it, if named here.

    ``voice`` is the word that stands in its place where that is another: the ``who`` of a relative clause.
    """

    cue: Token
    source: Token | None
    content: tuple[Range, ...]
    rule: str
    voice: Token | None = None


def find_frames(passage: Passage) -> list[Frame]:
    """Every frame of the passage, in the order of the cues."""
    lexicon = read_lexicon()
    found = []
    for token in _words(passage):
        lemma = token.lemma_.lower()
        if token.lower_ in {"according", "per"}:
            frame = _according(token)
        elif (token.tag_.startswith("VB") or _is_mistagged(token)) and (
            lemma in lexicon.every_verb or _governs_quotation(passage, token) or _puts_it(token, lemma)
        ):
            frame = _of_verb(passage, token, lemma)
        elif (
            token.pos_ == "NOUN"
            and lemma in {"opinion", "view", "word", "judgment", "eye"}
            and token.dep_ == "pobj"
            and token.head.lower_ == "in"
        ):
            frame = _in_opinion(token)
        elif token.pos_ == "NOUN" and lemma in lexicon.claims:
            frame = _of_noun(token)
        elif token.pos_ == "ADJ" and lemma in lexicon.minds:
            frame = _of_adjective(token)
        else:
            continue
        if frame is not None and frame.content:
            found.append(frame)
    return found


_LONGEST_SENTENCE = 400  # tokens: nobody writes longer ones, and a parse of them means nothing


def _words(passage: Passage) -> Iterator[Token]:
    """The words around quotations, those of endless sentences left out."""
    for sentence in passage.doc.sents:
        if len(sentence) <= _LONGEST_SENTENCE:
            yield from (token for token in sentence if not passage.is_framed(token))


# ---------------------------------------------------------------- verbs


def _of_verb(passage: Passage, verb: Token, lemma: str) -> Frame | None:
    lexicon = read_lexicon()
    if verb.dep_ in {"amod", "aux", "auxpass", "compound"} or _is_refusal(verb) or _is_asked(verb, lemma):
        return None
    if lemma not in lexicon.think and _is_unsaid(verb):
        return None
    speaking = (
        lemma in lexicon.say
        or lemma in lexicon.think
        or lemma in lexicon.urge
        or lemma not in lexicon.every_verb
    )
    if _is_supposed(verb) and (
        lemma not in lexicon.say or lemma in lexicon.commit | lexicon.urge | lexicon.act
    ):
        return None
    source = subject_of(verb)
    if source is not None and _is_nobody(source):
        return None
    for rule, find in _constructions(lemma, speaking=speaking, acting=can_act(source)):
        content = find(passage, verb)
        if content:
            return _framed(verb, source, content, rule)
    return None


def _constructions(lemma: str, *, speaking: bool, acting: bool) -> Iterator[tuple[str, Finder]]:
    """What the cue may take, the surest construction first."""
    lexicon = read_lexicon()
    acts = lemma in lexicon.act
    table: tuple[tuple[str, Finder, bool], ...] = (
        ("quote", quotation_behind, speaking or acts),
        ("expect", asked_content, lemma in _EXPECTING),
        ("clause", clause_content, speaking),
        ("urge", asked_content, lemma in lexicon.urge),
        ("that", that_clause, speaking),
        ("aside", aside_content, lemma in lexicon.say | lexicon.think or lemma == "put"),
        ("commit", committed_content, lemma in lexicon.commit),
        ("quote", quotation_after_phrase, speaking or acts),
        ("clause", all_before, lemma in lexicon.say),
        ("phrase", phrase_content, lemma in lexicon.phrasal),
        ("act", object_content, acts and acting),
    )
    return ((rule, find) for rule, find, may in table if may)


def _framed(verb: Token, source: Token | None, content: tuple[Range, ...], rule: str) -> Frame:
    """The frame, with the source looked for behind the cue where none stands before it."""
    if rule not in {"act", "phrase"}:
        content = outside_cue(verb, content)
    if source is None or not may_speak(source, freely=rule in {"clause", "quote", "that", "aside"}):
        source = inverted_source(verb, content) or source or name_before(verb)
    elif is_borrowed(verb):
        source = name_behind(verb, content) or source
    return Frame(verb, source, content, rule, relative_pronoun(verb))


def _is_asked(verb: Token, lemma: str) -> bool:
    """``Asked whether X, she replied``: the question is no statement."""
    return lemma == "ask" and verb.tag_ == "VBN" and not children_of(verb, "nsubj", "agent")


def _puts_it(verb: Token, lemma: str) -> bool:
    """``as X put it``."""
    return lemma == "put" and any(child.lower_ == "it" and child.dep_ == "dobj" for child in verb.children)


def _is_mistagged(token: Token) -> bool:
    """``Rinaldi forecast that``: taken for a noun, though it has a subject and a clause."""
    return token.pos_ == "NOUN" and bool(children_of(token, "nsubj")) and bool(children_of(token, "ccomp"))


def _governs_quotation(passage: Passage, verb: Token) -> bool:
    """``“...,” he deadpanned``: whatever the verb, a quoted clause hangs on it."""
    if verb.tag_ not in {"VBD", "VBZ"} or verb.lemma_ in {"be", "have"}:
        return False
    return any(child.dep_ == "ccomp" and passage.is_framed(child) for child in verb.children) and bool(
        children_of(verb, "nsubj")
    )


def _is_refusal(verb: Token) -> bool:
    """``declined to say``, ``refused to comment``: nothing was said."""
    governor = verb.head
    if verb.dep_ == "xcomp" and governor.lemma_.lower() in read_lexicon().refuse:
        return True
    unwilling = any(
        child.dep_ == "aux" and child.lower_ in {"would", "will", "could", "did", "wo", "does", "do"}
        for child in verb.children
    )
    return unwilling and verb.lemma_ in _WITHHELD and bool(children_of(verb, "neg"))


def _is_unsaid(verb: Token) -> bool:
    """``never said``, ``has yet to say``, ``without saying``, ``if X says``: nothing was said."""
    if any(c.dep_ == "neg" or (c.dep_ == "mark" and c.lower_ == "if") for c in verb.children):
        return True
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        return True
    governor = verb.head
    return (
        verb.dep_ == "xcomp"
        and governor.lemma_ == "have"
        and any(c.lower_ == "yet" for c in governor.children)
    )


def _is_nobody(source: Token) -> bool:
    """``Nobody said``, ``no minister said``, ``neither X nor Y said``."""
    return source.lower_ in _NOBODY or any(
        c.dep_ in {"det", "preconj", "cc"} and c.lower_ in {"no", "neither"} for c in source.children
    )


def _is_supposed(verb: Token) -> bool:
    """``may demand``, ``should criticise``: somebody else supposes it."""
    return any(child.dep_ == "aux" and child.lower_ in _NOT_SAID for child in verb.children)


# ---------------------------------------------------------------- according to, nouns, adjectives


def _according(token: Token) -> Frame | None:
    """``according to X``: the clause around it, or the sentence where the parser lost its way."""
    source = _authority(token)
    if source is None or (token.lower_ == "per" and source.ent_type_ not in NAMES):
        return None
    own = {word.i for word in (*token.subtree, *source.subtree)} & set(range(token.i, token.sent.end))
    head = token.head
    while head.dep_ == "conj" and head.head.pos_ in VERBS and not children_of(head, "nsubj", "nsubjpass"):
        head = head.head
    scope = head.subtree if head.pos_ in VERBS and head.i != token.i and head.i not in own else token.sent
    rest = [word.i for word in scope if word.i not in own and word.text not in {",", "."}]
    left = [i for i in rest if i < min(own)]
    right = [i for i in rest if i > max(own)]
    side = left if len(left) >= len(right) else right
    if not side:
        return None
    return Frame(token, source, ((side[0], side[-1]),), "according")


def _in_opinion(noun: Token) -> Frame | None:
    """``in the opinion of X``, ``in X's view``."""
    source = next(iter(children_of(noun, "poss")), None)
    for child in children_of(noun, "prep"):
        if child.lower_ == "of":
            source = next(iter(children_of(child, "pobj")), source)
    if source is None or source.lower_ == "its":
        return None
    phrase = noun.head
    own = {word.i for word in phrase.subtree}
    rest = [word.i for word in noun.sent if word.i not in own and word.text not in {",", "."}]
    left = [i for i in rest if i < min(own)]
    right = [i for i in rest if i > max(own)]
    side = left if len(left) >= len(right) else right
    return Frame(noun, source, ((side[0], side[-1]),), "according") if side else None


def _authority(token: Token) -> Token | None:
    """Who is meant by ``according to``: the object of its preposition, else the next noun."""
    for child in token.children:
        if child.lower_ == "to":
            inside = next((c for c in child.children if c.dep_ == "pobj"), None)
            if inside is not None:
                return inside
        elif child.dep_ == "pobj" and token.lower_ == "per":
            return child
    if token.lower_ == "according" and token.i + 2 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
        for word in token.doc[token.i + 2 : token.i + 10]:
            if word.pos_ in {"NOUN", "PROPN"} and (
                word.i + 1 >= len(word.doc) or word.doc[word.i + 1].pos_ not in {"NOUN", "PROPN"}
            ):
                return word
    return None


def _of_noun(noun: Token) -> Frame | None:
    """``her claim that X``, ``a warning from X that Y``: only where the text tells whose."""
    clauses = [
        child for child in children_of(noun, "acl", "ccomp", "relcl") if child.i > noun.i and _has_that(child)
    ]
    if not clauses:
        return None
    source = next(iter(children_of(noun, "poss")), None)
    if source is None:
        for child in children_of(noun, "prep", "agent"):
            if child.lower_ in {"by", "from", "of", "among"} and child.i < clauses[0].i:
                source = next(iter(children_of(child, "pobj")), None)
    if source is None:
        return None
    first, last = subtree_range(clauses[0])
    return Frame(noun, source, ((first, last),), "noun")


def _has_that(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children)


def _of_adjective(adjective: Token) -> Frame | None:
    """``X is confident that Y``."""
    clauses = [child for child in children_of(adjective, "ccomp") if child.i > adjective.i]
    governor = adjective.head
    if not clauses or adjective.dep_ != "acomp" or governor.pos_ not in VERBS:
        return None
    source = subject_of(governor)
    if source is None or source.lower_ == "it":
        return None
    return Frame(adjective, source, (subtree_range(clauses[0]),), "mind")
