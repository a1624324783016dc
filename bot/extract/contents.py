"""What is said: the tokens that a cue governs, one small function for each construction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.lexicon import read_lexicon
from bot.extract.sources import VERBS, Range, children_of, subtree_range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from bot.extract.passages import Passage

_SUBORDINATORS = frozenset(
    {"as", "while", "when", "because", "if", "after", "before", "since", "although", "though", "until"}
)

_CONDITIONS = frozenset({"when", "if", "because", "unless", "where"})
_OCCASIONS = frozenset({"ask", "question", "press", "reach", "contact"})  # when it was said


def clause_content(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``said (that) X``, and ``X, said Y``: a clausal complement. It may be split by the cue itself."""
    clauses = [child for child in children_of(verb, "ccomp") if not _is_participle_of_scene(child)]
    clauses = [child for child in clauses if not _is_another_sentence(verb, child)] or _told_clauses(verb)
    if not clauses:
        return None
    clause = clauses[0]
    earlier = that_clause(_passage, verb)
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
                for c in children_of(verb, "conj")
                if c.i > verb.i and children_of(c, "nsubj", "nsubjpass", "expl")
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
    for token in clause.subtree:
        if token.i > clause.i and _is_cue_of_its_own(verb, token):
            edge = token.left_edge.i - 1 if token.dep_ in {"relcl", "advcl"} else token.i - 1
            subject = next(iter(children_of(token, "nsubj", "nsubjpass")), None)
            if subject is not None and token.dep_ == "conj":
                edge = min(edge, subject.left_edge.i - 1)
            while edge > clause.i and (verb.doc[edge].dep_ in {"cc", "punct", "advmod"}):
                edge -= 1
            return min(last, edge)
    return last


def _is_cue_of_its_own(verb: Token, token: Token) -> bool:
    """A second cue within what the first one seems to govern: joined to it, or set off by a comma."""
    lexicon = read_lexicon()
    if token.lemma_.lower() not in lexicon.say | lexicon.act | lexicon.refuse:
        return False
    own_subject = bool(children_of(token, "nsubj", "nsubjpass"))
    past = token.tag_ == "VBD" and verb.tag_ == "VBD"
    if token.dep_ == "conj" and past and not own_subject:
        return not children_of(token, "mark") and token.head.i >= verb.i
    behind_comma = token.left_edge.i > 0 and verb.doc[token.left_edge.i - 1].text == ","
    if token.dep_ == "advcl" and token.tag_ == "VBG":
        return behind_comma and token.lemma_.lower() in lexicon.say
    if token.dep_ == "conj" and own_subject and token.tag_ in {"VBD", "VBZ", "VBP"}:
        joint = next(
            (
                i
                for i in range(token.left_edge.i - 1, max(verb.i, token.left_edge.i - 4), -1)
                if verb.doc[i].text == ","
            ),
            None,
        )
        return joint is not None and not children_of(token, "mark", "aux")
    if token.dep_ in {"advcl", "relcl"} and token.tag_ in {"VBD", "VBZ"} and own_subject and behind_comma:
        return not children_of(token, "aux")
    return False


_TELLING = frozenset({"tell", "inform", "assure", "remind", "warn", "promise", "advise"})


def _told_clauses(verb: Token) -> list[Token]:
    """``told the pair they had robbed the dying``: the parser takes the clause for one on the pair."""
    if verb.lemma_ not in _TELLING:
        return []
    return [
        clause
        for told in children_of(verb, "dobj", "dative")
        for clause in children_of(told, "relcl", "acl", "ccomp")
        if clause.i > verb.i
        and children_of(clause, "nsubj", "nsubjpass", "expl")
        and not _relative_in(clause)
    ]


def _relative_in(clause: Token) -> bool:
    return any(token.tag_ in {"WP", "WDT", "WP$", "WRB"} for token in clause.lefts)


def _is_another_sentence(verb: Token, clause: Token) -> bool:
    """``One was hurried; the other told it X``: what stands before a semicolon was not said by the other."""
    if clause.i > verb.i:
        return False
    between = (
        verb.doc[clause.right_edge.i : verb.i]
        if clause.right_edge.i < verb.i
        else verb.doc[clause.i : verb.i]
    )
    return any(t.text in {";", ":"} for t in between) or verb.doc[clause.left_edge.i].text.lower() in {
        "asked",
        "pressed",
    }


def _is_participle_of_scene(clause: Token) -> bool:
    """``said, smiling``: how it was said."""
    return clause.tag_ == "VBG" and not children_of(clause, "nsubj", "aux")


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
    """What a colon announces belongs to the clause before it; so do ``and that Y`` and ``and Y would``."""
    doc = clause.doc
    end = clause.sent.end - 1
    if last + 1 < end and doc[last + 1].text == ":":
        return end
    for child in verb.rights:
        if last < child.left_edge.i <= last + 4 and _goes_on(verb, child):
            return child.right_edge.i
    for child in children_of(verb, "conj"):
        reported = any(
            word.lower_ in {"that", "would", "there"} and word.head.i == child.i for word in child.children
        )
        own_subject = bool(children_of(child, "nsubj", "expl", "nsubjpass"))
        if (
            child.left_edge.i in range(last + 1, last + 4)
            and reported
            and own_subject
            and child.lemma_ not in read_lexicon().say
        ):
            return child.right_edge.i
    return last


def _goes_on(verb: Token, child: Token) -> bool:
    """``said he would when it comes to X``, ``said she wanted to do X and let them do Y``."""
    if child.dep_ == "advcl":
        mark = next((c for c in child.children if c.dep_ in {"mark", "advmod"} and c.i < child.i), None)
        return (
            mark is not None
            and mark.lower_ in _CONDITIONS
            and child.lemma_.lower() not in _OCCASIONS
            and verb.tag_ == "VBD"
            and child.tag_ in {"VBP", "VBZ"}
        )
    return child.dep_ == "conj" and verb.tag_ == "VBD" and child.tag_ in {"VB", "VBP"}


def that_clause(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``predicted on Sept. 4 that X``: the parser hangs the clause on the noun in between."""
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
        before = verb.doc[token.i - 1]
        relative = token.dep_ != "mark" and before.pos_ in {"NOUN", "PROPN"} and not _is_vehicle(verb, before)
        if relative and verb.doc[min(token.i + 1, len(verb.doc) - 1)].pos_ in VERBS:
            continue
        tokens = [word.i for word in token.head.subtree if word.i >= token.i]
        return ((token.i, max(tokens)),)
    return None


def _is_vehicle(verb: Token, noun: Token) -> bool:
    """``said in a statement that X``: what it was said in, not what the clause is about."""
    return (
        noun.dep_ == "pobj"
        and noun.head.dep_ == "prep"
        and noun.head.head.i == verb.i
        and noun.head.lower_ in {"in", "at", "on"}
    )


def aside_content(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``X, he estimated, Y``: a cue inserted into the sentence it reports."""
    governor = verb.head
    if (
        verb.dep_ not in {"parataxis", "ccomp", "advcl", "dep"}
        or governor.i == verb.i
        or governor.pos_ not in VERBS
    ):
        return None
    if verb.dep_ == "advcl" and _is_subordinate(verb):
        return None
    own = {token.i for token in verb.subtree}
    if len(own) > 14 or not _set_off(verb.doc, min(own), max(own)):
        return None
    rest = [token.i for token in governor.subtree if token.i not in own and token.i >= verb.sent.start]
    left = [i for i in rest if i < min(own)]
    right = [i for i in rest if i > max(own)]
    return tuple((side[0], side[-1]) for side in (left, right) if side)


def _is_subordinate(verb: Token) -> bool:
    """``while he said``, but not ``as he said``."""
    marks = [c for c in verb.children if c.dep_ in {"mark", "advmod"} and c.i < verb.i]
    return any(mark.lower_ in _SUBORDINATORS for mark in marks) and all(mark.lower_ != "as" for mark in marks)


def _set_off(doc: Doc, first: int, last: int) -> bool:
    """Commas or dashes on at least one side."""
    marks = {",", "—", "–", "--", "-"}
    return (
        any(0 <= i < len(doc) and doc[i].text in marks for i in (first - 1, last + 1))
        or doc[last].text in marks
        or doc[first].text in marks
    )


def asked_content(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``urged X to do Y``, ``called on X to do Y``: from whoever is asked."""
    for clause in children_of(verb, "xcomp", "ccomp", "advcl"):
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


def committed_content(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``vowed to do X``."""
    for clause in children_of(verb, "xcomp"):
        finite = clause.tag_ in {"VB", "VBG"} or (clause.tag_ == "VBN" and bool(children_of(clause, "aux")))
        if clause.i > verb.i and finite:
            return (subtree_range(clause),)
    if verb.lemma_.lower() == "deny":
        doing = next((c for c in verb.children if c.i > verb.i and c.tag_ == "VBG"), None)
        return (subtree_range(doing),) if doing is not None else None
    return None


def quotation_behind(passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``remarked, “...”``: right behind the cue, however the parser hung it."""
    return _quotation_from(passage, verb, verb.i + 1)


def quotation_after_phrase(passage: Passage, verb: Token) -> tuple[Range, ...] | None:
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


def all_before(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``X, officials said.``: the parser lost the sentence, but its end is plain."""
    subject = next(iter(children_of(verb, "nsubj")), None)
    if subject is None or subject.i > verb.i or verb.sent.end - verb.i > 8 or verb.tag_ not in {"VBD", "VBZ"}:
        return None
    comma = subject.left_edge.i - 1
    if comma - verb.sent.start < 4 or verb.doc[comma].text != ",":
        return None
    return ((verb.sent.start, comma - 1),)


def phrase_content(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
    """``railed against X``, ``called for X``, ``warned of X``."""
    prepositions = read_lexicon().phrasal[verb.lemma_.lower()]
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"prep", "prt", "agent"} and child.lower_ in prepositions:
            objects = [c for c in child.children if c.dep_ in {"pobj", "pcomp"}]
            if objects:
                return ((objects[0].left_edge.i, objects[0].right_edge.i),)
            if child.dep_ == "prt":
                return object_content(_passage, verb)
    return None


_RAISED = frozenset(
    "question doubt concern issue possibility alarm objection fear prospect hope worry".split()
)  # by saying


def object_content(_passage: Passage, verb: Token) -> tuple[Range, ...] | None:
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
    if verb.lemma_ == "raise" and not any(part.lemma_.lower() in _RAISED for part in parts):
        return None
    if not any(
        child.dep_ in {"dobj", "oprd"} or (child.dep_ == "ccomp" and not children_of(child, "aux", "mark"))
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
            inside = next(iter(children_of(preposition, "pobj")), None)
            if inside is not None:
                return (subtree_range(inside),)
    return None


def _before_comma_and_cue(verb: Token, first: int, last: int) -> int:
    """``first reported X, predicted that Y``: the object ends where the next cue follows a comma."""
    cues = read_lexicon().say
    for token in verb.doc[first + 1 : last]:
        following = verb.doc[token.i + 1]
        if token.text == "," and following.tag_ in {"VBD", "VBZ", "VBN"} and following.lemma_.lower() in cues:
            return token.i - 1
    return last


def outside_cue(verb: Token, content: tuple[Range, ...]) -> tuple[Range, ...]:
    """The content without the cue and its subject, where the parser let them in at an edge."""
    return tuple(part for first, last in content if (part := _beside_cue(verb, first, last)) is not None)


def _beside_cue(verb: Token, first: int, last: int) -> Range | None:
    """The longer side of a range that the cue stands in."""
    if not first <= verb.i <= last:
        return first, last
    if verb.i - first > last - verb.i:
        last = verb.left_edge.i - 1 if verb.left_edge.i > first else verb.i - 1
    else:
        first = verb.i + 1
    return (first, last) if first <= last else None
