"""Who says what in one parsed passage: the cue, its source and its content, as tokens.

Each construction is a small function that answers with the content it sees, or None. They are tried in the order of
their trustworthiness. Labels are those of spaCy's English models (nsubj, ccomp, xcomp, dobj, prep, pobj ...).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.lexicon import read_lexicon
from bot.extract.naming import NAMES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from bot.extract.passages import Passage

Range = tuple[int, int]  # tokens, both included

_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "who"})
_NOT_SAID = frozenset({"may", "might", "could", "should", "must", "can", "would"})
_SUBORDINATORS = frozenset(
    {"as", "while", "when", "because", "if", "after", "before", "since", "although", "though", "until"}
)
_WITHHELD = frozenset(
    (
        "say comment confirm discuss elaborate disclose reveal specify name identify answer reply respond "
        "tell"
    ).split()
)
_OCCASIONS = frozenset(
    "conference speech address event meeting interview appearance briefing rally remark".split()
)
_EXPECTING = frozenset({"expect", "believe", "want", "consider", "project", "forecast", "estimate"})
_VERBS = frozenset({"VERB", "AUX"})


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
    for token in passage.doc:
        if passage.is_framed(token):
            continue
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


# ---------------------------------------------------------------- verbs


def _of_verb(passage: Passage, verb: Token, lemma: str) -> Frame | None:
    lexicon = read_lexicon()
    if verb.dep_ in {"amod", "aux", "auxpass", "compound"} or _is_refusal(verb) or _is_asked(verb, lemma):
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
    source = find_source(passage, verb)
    content: tuple[Range, ...] | None = None
    rule = ""
    for rule, find in (
        ("quote", _quotation_behind if speaking or lemma in lexicon.act else _nothing),
        ("expect", _asked if lemma in _EXPECTING else _nothing),
        ("clause", _clause if speaking else _nothing),
        ("urge", _asked if lemma in lexicon.urge else _nothing),
        ("that", _that_clause if speaking else _nothing),
        ("aside", _aside if lemma in lexicon.say or lemma in lexicon.think or lemma == "put" else _nothing),
        ("commit", _committed if lemma in lexicon.commit else _nothing),
        ("quote", _quotation_after_phrase if speaking or lemma in lexicon.act else _nothing),
        ("clause", _all_before if lemma in lexicon.say else _nothing),
        ("phrase", _phrase if lemma in lexicon.phrasal else _nothing),
        ("act", _object if lemma in lexicon.act and _can_act(source) else _nothing),
    ):
        content = find(passage, verb)
        if content:
            break
    if not content:
        return None
    if rule != "act" and rule != "phrase":
        content = _outside_cue(verb, content)
    if source is None or not may_speak(source, freely=rule in {"clause", "quote", "that", "aside"}):
        source = _inverted_source(verb, content) or source
    elif _is_borrowed(verb):
        source = _name_behind(verb, content) or source
    return Frame(verb, source, content, rule, _relative_pronoun(verb))


def _is_borrowed(verb: Token) -> bool:
    """The subject is not its own but that of a verb above."""
    return verb.dep_ not in {"relcl", "acl"} and not _children(
        verb, "nsubj", "nsubjpass", "csubj", "agent", "expl"
    )


def _name_behind(verb: Token, content: tuple[Range, ...]) -> Token | None:
    """``Said Ellis: “...”``: a person right behind the verb who is no part of the content."""
    at = verb.i + 1
    if verb.tag_ not in {"VBD", "VBZ"} or at >= len(verb.doc) or verb.doc[at].ent_type_ != "PERSON":
        return None
    if any(first <= at <= last for first, last in content):
        return None
    return next(entity.root for entity in verb.doc.ents if entity.start <= at < entity.end)


def _relative_pronoun(verb: Token) -> Token | None:
    for child in _children(verb, "nsubj"):
        if verb.dep_ == "relcl" and child.lower_ in {"who", "which", "that"}:
            return child
    return None


def _is_asked(verb: Token, lemma: str) -> bool:
    """``Asked whether X, she replied``: the question is no statement."""
    return lemma == "ask" and verb.tag_ == "VBN" and not _children(verb, "nsubj", "agent")


def _puts_it(verb: Token, lemma: str) -> bool:
    """``as X put it``."""
    return lemma == "put" and any(child.lower_ == "it" and child.dep_ == "dobj" for child in verb.children)


def _is_mistagged(token: Token) -> bool:
    """``Rinaldi forecast that``: taken for a noun, though it has a subject and a clause."""
    return token.pos_ == "NOUN" and bool(_children(token, "nsubj")) and bool(_children(token, "ccomp"))


def _governs_quotation(passage: Passage, verb: Token) -> bool:
    """``“...,” he deadpanned``: whatever the verb, a quoted clause hangs on it."""
    if verb.tag_ not in {"VBD", "VBZ"} or verb.lemma_ in {"be", "have"}:
        return False
    return any(child.dep_ == "ccomp" and passage.is_framed(child) for child in verb.children) and bool(
        _children(verb, "nsubj")
    )


def _nothing(_passage: Passage, _verb: Token) -> None:
    return None


def _is_refusal(verb: Token) -> bool:
    """``declined to say``, ``refused to comment``: nothing was said."""
    governor = verb.head
    if verb.dep_ == "xcomp" and governor.lemma_.lower() in read_lexicon().refuse:
        return True
    unwilling = any(
        child.dep_ == "aux" and child.lower_ in {"would", "will", "could", "did", "wo", "does", "do"}
        for child in verb.children
    )
    return unwilling and verb.lemma_ in _WITHHELD and bool(_children(verb, "neg"))


def _is_supposed(verb: Token) -> bool:
    """``may demand``, ``should criticise``: somebody else supposes it."""
    return any(child.dep_ == "aux" and child.lower_ in _NOT_SAID for child in verb.children)


def _children(token: Token, *labels: str) -> list[Token]:
    return [child for child in token.children if child.dep_ in labels]


def _subtree_range(token: Token) -> Range:
    return token.left_edge.i, token.right_edge.i


def _clause(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``said (that) X``, and ``X, said Y``: a clausal complement. It may be split by the cue itself."""
    clauses = [child for child in _children(verb, "ccomp") if not _is_participle_of_scene(child)]
    if not clauses:
        return None
    clause = clauses[0]
    earlier = _that_clause(_passage, verb)
    if earlier is not None and verb.i < earlier[0][0] < clause.left_edge.i:
        return earlier
    tokens = sorted(token.i for token in clause.subtree)
    left = [i for i in tokens if i < verb.left_edge.i or i < verb.i]
    right = [i for i in tokens if i > verb.i]
    if left and right:
        return _split(verb, left, right)
    first, last = tokens[0], tokens[-1]
    if last < verb.i:
        first = _to_sentence_start(verb, first)
        rest = next(
            (
                c
                for c in _children(verb, "conj")
                if c.i > verb.i and _children(c, "nsubj", "nsubjpass", "expl")
            ),
            None,
        )
        if rest is not None and rest.left_edge.i > 0 and verb.doc[rest.left_edge.i - 1].lower_ == "but":
            return ((first, last), (rest.left_edge.i - 1, rest.right_edge.i))
    elif last > verb.i:
        last = _to_clause_end(verb, clause, last)
        last = _before_next_cue(verb, clause, last)
    return ((first, last),)


def _before_next_cue(verb: Token, clause: Token, last: int) -> int:
    """``said it was possible but called it a stretch``: the second cue is not what was said."""
    cues = read_lexicon().say | read_lexicon().act
    for token in clause.subtree:
        if (
            token.dep_ == "conj"
            and token.i > clause.i
            and token.tag_ == "VBD"
            and verb.tag_ == "VBD"
            and token.lemma_.lower() in cues
        ):
            if not _children(token, "nsubj", "nsubjpass", "mark") and token.head.i >= clause.i:
                edge = token.i - 1
                while edge > clause.i and (verb.doc[edge].dep_ in {"cc", "punct", "advmod"}):
                    edge -= 1
                return min(last, edge)
    return last


def _is_participle_of_scene(clause: Token) -> bool:
    """``said, smiling``: how it was said."""
    return clause.tag_ == "VBG" and not _children(clause, "nsubj", "aux")


def _split(verb: Token, left: list[int], right: list[int]) -> tuple[Range, ...]:
    """Both sides of an inserted cue, each as one run."""
    own = {verb.i} | {
        token.i
        for child in verb.children
        if child.dep_ in {"nsubj", "advmod", "prep", "npadvmod"}
        for token in child.subtree
    }
    left = [i for i in left if i not in own]
    right = [i for i in right if i not in own]
    sides = [(side[0], side[-1]) for side in (left, right) if side]
    return tuple(sides)


def _to_sentence_start(verb: Token, first: int) -> int:
    """``X, Y said``: what stands before belongs to it, unless another cue does."""
    doc, start = verb.doc, verb.sent.start
    earlier = any(
        token.tag_.startswith("VB") and token.lemma_.lower() in read_lexicon().say and token.dep_ != "amod"
        for token in doc[start:first]
    )
    conjunct = verb.dep_ == "conj" and verb.head.i < first
    return first if earlier or conjunct else start


def _to_clause_end(verb: Token, clause: Token, last: int) -> int:
    """What a colon announces belongs to the clause before it; so does ``and that Y`` and a conjunct ``would``."""
    doc = clause.doc
    end = clause.sent.end - 1
    if last + 1 < end and doc[last + 1].text == ":":
        return end
    for child in _children(verb, "conj"):
        reported = any(
            word.lower_ in {"that", "would", "there"} and word.head.i == child.i for word in child.children
        )
        own_subject = bool(_children(child, "nsubj", "expl", "nsubjpass"))
        if (
            child.left_edge.i in range(last + 1, last + 4)
            and reported
            and own_subject
            and child.lemma_ not in read_lexicon().say
        ):
            return child.right_edge.i
    return last


def _that_clause(passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``predicted on Sept. 4 that X``: the parser hangs the clause on the noun in between."""
    del passage
    cues = read_lexicon().every_verb
    for token in verb.subtree:
        if token.i <= verb.i or token.lower_ != "that" or token.head.i <= token.i:
            continue
        if token.dep_ not in {"mark", "nsubj", "nsubjpass", "dobj"} or token.head.dep_ not in {
            "relcl",
            "acl",
            "ccomp",
            "advcl",
            "conj",
        }:
            continue
        between = verb.doc[verb.i + 1 : token.i]
        if any(word.tag_.startswith("VB") and word.lemma_.lower() in cues for word in between):
            continue
        relative = token.dep_ != "mark" and token.i > 0 and verb.doc[token.i - 1].pos_ in {"NOUN", "PROPN"}
        if relative and verb.doc[min(token.i + 1, len(verb.doc) - 1)].pos_ in _VERBS:
            continue
        tokens = [word.i for word in token.head.subtree if word.i >= token.i]
        return ((token.i, max(tokens)),)
    return None


def _aside(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``X, he estimated, Y``: a cue inserted into the sentence it reports."""
    governor = verb.head
    if (
        verb.dep_ not in {"parataxis", "ccomp", "advcl", "dep"}
        or governor.i == verb.i
        or governor.pos_ not in _VERBS
    ):
        return None
    if verb.dep_ == "advcl" and any(
        child.dep_ in {"mark", "advmod"} and child.lower_ in _SUBORDINATORS and child.i < verb.i
        for child in verb.children
    ):
        if not any(child.lower_ == "as" for child in verb.children):
            return None
    own = {token.i for token in verb.subtree}
    if len(own) > 14 or not _set_off(verb.doc, min(own), max(own)):
        return None
    rest = [token.i for token in governor.subtree if token.i not in own and token.i >= verb.sent.start]
    left = [i for i in rest if i < min(own)]
    right = [i for i in rest if i > max(own)]
    return tuple((side[0], side[-1]) for side in (left, right) if side)


def _set_off(doc: Doc, first: int, last: int) -> bool:
    """Commas or dashes on at least one side."""
    marks = {",", "—", "–", "--", "-"}
    return (
        any(0 <= i < len(doc) and doc[i].text in marks for i in (first - 1, last + 1))
        or doc[last].text in marks
        or doc[first].text in marks
    )


def _asked(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``urged X to do Y``, ``called on X to do Y``: from whoever is asked."""
    for clause in _children(verb, "xcomp", "ccomp", "advcl"):
        if (
            clause.i > verb.i
            and clause.tag_ == "VB"
            and any(child.lower_ == "to" for child in clause.children)
        ):
            asked = next(
                (token for token in verb.doc[verb.i + 1 : clause.left_edge.i] if _may_be_asked(token)), None
            )
            first = min(asked.left_edge.i, clause.left_edge.i) if asked is not None else clause.left_edge.i
            return ((max(first, verb.i + 1), clause.right_edge.i),)
    return None


def _may_be_asked(token: Token) -> bool:
    return (
        token.pos_ in {"NOUN", "PROPN", "PRON"}
        and token.ent_type_ not in {"DATE", "TIME"}
        and token.dep_ != "poss"
    )


def _committed(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``vowed to do X``."""
    for clause in _children(verb, "xcomp"):
        finite = clause.tag_ in {"VB", "VBG"} or (clause.tag_ == "VBN" and bool(_children(clause, "aux")))
        if clause.i > verb.i and finite:
            return (_subtree_range(clause),)
    if verb.lemma_.lower() == "deny":
        doing = next((c for c in verb.children if c.i > verb.i and c.tag_ == "VBG"), None)
        return (_subtree_range(doing),) if doing is not None else None
    return None


def _quotation_behind(passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``remarked, “...”``: right behind the cue, however the parser hung it."""
    return _quotation_from(passage, verb, verb.i + 1)


def _quotation_after_phrase(passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``wrote in a letter on Friday: “...”``."""
    end = verb.right_edge.i
    return _quotation_from(passage, verb, end + 1) if end < verb.i + 25 else None


def _quotation_from(passage: Passage, verb: Token, at: int) -> tuple[Range, ...] | None:
    doc = verb.doc
    if not verb.tag_.startswith("VB") or verb.tag_ == "VB":
        return None
    while at < len(doc) and (doc[at].text in {",", ":"} or doc[at].is_space):
        at += 1
    if at >= len(doc) or not passage.is_framed(doc[at]):
        return None
    if doc[at].is_sent_start and doc[at - 1].text != ":":
        return None
    last = at
    while last + 1 < len(doc) and passage.is_framed(doc[last + 1]):
        last += 1
    return ((at, last),)


def _all_before(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``X, officials said.``: the parser lost the sentence, but its end is plain."""
    subject = next(iter(_children(verb, "nsubj")), None)
    if subject is None or subject.i > verb.i or verb.sent.end - verb.i > 8 or verb.tag_ not in {"VBD", "VBZ"}:
        return None
    comma = subject.left_edge.i - 1
    if comma - verb.sent.start < 4 or verb.doc[comma].text != ",":
        return None
    return ((verb.sent.start, comma - 1),)


def _phrase(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``railed against X``, ``called for X``, ``warned of X``."""
    prepositions = read_lexicon().phrasal[verb.lemma_.lower()]
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"prep", "prt", "agent"} and child.lower_ in prepositions:
            objects = [c for c in child.children if c.dep_ in {"pobj", "pcomp"}]
            if objects:
                return ((objects[0].left_edge.i, objects[0].right_edge.i),)
            if child.dep_ == "prt":
                return _object(_passage, verb)
    return None


def _object(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``criticised the plan``, ``described it as X``, ``accused X of Y``, ``called X a Y``."""
    if verb.dep_ == "acl":
        return None
    parts = [
        child
        for child in verb.children
        if child.i > verb.i
        and (
            child.dep_ in {"dobj", "oprd", "ccomp"}
            or (child.dep_ == "prep" and child.lower_ in {"as", "of", "for", "over"})
        )
    ]
    if len(parts) == 1 and parts[0].lemma_ == "doubt":
        return _doubted(verb, parts[0])
    if not any(
        child.dep_ in {"dobj", "oprd"} or (child.dep_ == "ccomp" and not _children(child, "aux", "mark"))
        for child in parts
    ):
        return None
    last = parts[0].right_edge.i
    for child in parts[1:]:
        between = verb.doc[last + 1 : child.left_edge.i]
        if len([token for token in between if not token.is_quote]) > 4 or any(
            token.text in {",", ";"} for token in between
        ):
            break
        last = max(last, child.right_edge.i)
    return ((parts[0].left_edge.i, _before_comma_and_cue(verb, parts[0].left_edge.i, last)),)


def _doubted(verb: Token, doubt: Token) -> tuple[Range, ...] | None:
    """``cast doubt on this claim``: the claim."""
    for preposition in (*doubt.children, *verb.children):
        if preposition.dep_ == "prep" and preposition.lower_ in {"on", "about", "over"}:
            inside = next(iter(_children(preposition, "pobj")), None)
            if inside is not None:
                return (_subtree_range(inside),)
    return None


def _before_comma_and_cue(verb: Token, first: int, last: int) -> int:
    """``first reported X, predicted that Y``: the object ends where the next cue follows a comma."""
    cues = read_lexicon().say
    for token in verb.doc[first + 1 : last]:
        following = verb.doc[token.i + 1]
        if token.text == "," and following.tag_ in {"VBD", "VBZ", "VBN"} and following.lemma_.lower() in cues:
            return token.i - 1
    return last


def _outside_cue(verb: Token, content: tuple[Range, ...]) -> tuple[Range, ...]:
    """The content without the cue and its subject, where the parser let them in at an edge."""
    kept = []
    for first, last in content:
        if first <= verb.i <= last:
            if verb.i - first > last - verb.i:
                last = verb.left_edge.i - 1 if verb.left_edge.i > first else verb.i - 1
            else:
                first = verb.i + 1
        if first <= last:
            kept.append((first, last))
    return tuple(kept)


# ---------------------------------------------------------------- according to, nouns, adjectives


def _according(token: Token) -> Frame | None:
    """``according to X``: the clause around it, or the sentence where the parser lost its way."""
    source = _authority(token)
    if source is None or (token.lower_ == "per" and source.ent_type_ not in NAMES):
        return None
    own = {word.i for word in (*token.subtree, *source.subtree)} & set(range(token.i, token.sent.end))
    head = token.head
    scope = head.subtree if head.pos_ in _VERBS and head.i != token.i and head.i not in own else token.sent
    rest = [word.i for word in scope if word.i not in own and word.text not in {",", "."}]
    left = [i for i in rest if i < min(own)]
    right = [i for i in rest if i > max(own)]
    if not rest:
        return None
    side = left if len(left) >= len(right) else right
    return Frame(token, source, ((side[0], side[-1]),), "according")


def _in_opinion(noun: Token) -> Frame | None:
    """``in the opinion of X``, ``in X's view``."""
    source = next(iter(_children(noun, "poss")), None)
    for child in _children(noun, "prep"):
        if child.lower_ == "of":
            source = next(iter(_children(child, "pobj")), source)
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
        child for child in _children(noun, "acl", "ccomp", "relcl") if child.i > noun.i and _has_that(child)
    ]
    if not clauses:
        return None
    source = next(iter(_children(noun, "poss")), None)
    if source is None:
        for child in _children(noun, "prep", "agent"):
            if child.lower_ in {"by", "from", "of", "among"} and child.i < clauses[0].i:
                source = next(iter(_children(child, "pobj")), None)
    if source is None:
        return None
    first, last = _subtree_range(clauses[0])
    return Frame(noun, source, ((first, last),), "noun")


def _has_that(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children)


def _of_adjective(adjective: Token) -> Frame | None:
    """``X is confident that Y``."""
    clauses = [child for child in _children(adjective, "ccomp") if child.i > adjective.i]
    governor = adjective.head
    if not clauses or adjective.dep_ != "acomp" or governor.pos_ not in _VERBS:
        return None
    source = _subject(governor)
    if source is None or source.lower_ == "it":
        return None
    return Frame(adjective, source, (_subtree_range(clauses[0]),), "mind")


# ---------------------------------------------------------------- sources


def find_source(passage: Passage, verb: Token) -> Token | None:
    """Who does the saying: the subject, also of the clause that a participle or a conjunct belongs to."""
    del passage
    return _subject(verb)


def _subject(verb: Token, depth: int = 0) -> Token | None:
    for child in verb.children:
        if child.dep_ in {"nsubj", "csubj"} or (child.dep_ == "expl" and child.pos_ == "PRON"):
            return _antecedent(verb, child)
    for child in _children(verb, "agent"):
        inside = next(iter(_children(child, "pobj")), None)
        if inside is not None:
            return inside
    if verb.dep_ in {"relcl"} and not _children(verb, "nsubj", "nsubjpass"):
        return verb.head
    if verb.dep_ == "acl":
        return _of_participle(verb)
    if _children(verb, "nsubjpass"):
        return None
    if depth < 4 and verb.dep_ in {"conj", "xcomp", "advcl", "pcomp", "dep", "ccomp", "prep"}:
        return _subject_above(verb, depth)
    return None


def _antecedent(verb: Token, subject: Token) -> Token:
    """``the report, which said``: the noun that the relative pronoun stands for."""
    if subject.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
        return verb.head
    return subject


def _of_participle(verb: Token) -> Token | None:
    """``the report warning that``: its noun; set off by a comma, ``..., saying that``: the subject of the sentence."""
    set_off = verb.i > 0 and verb.left_edge.i > 0 and verb.doc[verb.left_edge.i - 1].text in {",", "—", "–"}
    if set_off or verb.head.lemma_.lower() in _OCCASIONS:
        governor = verb.head
        while (
            governor.pos_ not in _VERBS or governor.dep_ in {"relcl", "acl"}
        ) and governor.head.i != governor.i:
            governor = governor.head
        if governor.pos_ in _VERBS:
            above = _subject(governor, 2)
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
    if governor.pos_ in _VERBS:
        if verb.dep_ == "conj" and verb.tag_ == "VBD" and _is_reported(governor):
            governor = governor.head  # ``said X would do A and suggested B``: the outer subject suggested it
        return _subject(governor, depth + 1)
    if governor.pos_ in {"NOUN", "PROPN"} and verb.dep_ == "conj":
        return None
    return None


def _is_reported(verb: Token) -> bool:
    """A clause with a modal that a past cue governs."""
    return (
        verb.dep_ == "ccomp"
        and verb.head.tag_ == "VBD"
        and any(child.tag_ == "MD" for child in verb.children)
    )


def _inverted_source(verb: Token, content: tuple[Range, ...]) -> Token | None:
    """``“...,” said X``: the parser may take X for an object, or lose it."""
    doc = verb.doc
    following = doc[verb.i + 1 : verb.i + 3]
    for entity in doc.ents:
        if (
            entity.label_ in NAMES
            and following
            and any(entity.start <= token.i < entity.end for token in following)
        ):
            if not any(first <= entity.root.i <= last for first, last in content):
                return entity.root
    for child in verb.children:
        if (
            child.i > verb.i
            and child.dep_ in {"dobj", "attr", "oprd", "dative"}
            and may_speak(child, freely=True)
        ):
            if not any(first <= child.i <= last for first, last in content):
                return child
    if len(following) and following[0].pos_ in {"PRON", "PROPN"}:
        return following[0]
    return None


def may_speak(token: Token | None, *, freely: bool = False) -> bool:
    """Whether this can be a speaker: a name, a person, an office or a body. ``freely`` after a sure cue: any noun."""
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


def _can_act(source: Token | None) -> bool:
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
