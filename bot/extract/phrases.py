"""Noun phrases, and the items of a list of them: comma and ``and`` part them, ``of`` and ``on`` hold them."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Chunk

    from bot.extract.listing import Stretch
    from bot.extract.passages import Passage

_SAME_ITEM = frozenset("of on for over between beyond against about to within under across".split())
WHERE = frozenset("at near in from by".split())
_ASIDE = frozenset(
    "with into around off through after before since towards as inside along among during".split()
)
_SET_PHRASES = frozenset(
    {"return", "exchange", "order", "addition", "case", "view", "fact", "part"}
)  # behind ``in``
_NEXT_ITEM = frozenset(
    (
        ", ; and or as well but also not only plus & both other including along with together — – possibly "
        "perhaps even chiefly mainly particularly especially notably"
    ).split()
)
_ARTICLES = frozenset({"the", "a", "an", "$", "£", "€", '"', "“", "”", "‘", "’"})
_FEW = 3  # words that may stand before a list
_RELATIVE = frozenset({"that", "which", "who", "whose", "what"})

UNFIT = frozenset({"PERSON", "GPE", "DATE", "NORP", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "ORG"})


def list_chunks(passage: Passage) -> list[Chunk]:
    """Noun phrases without complements, by parts of speech: the parser loses its way in long lists."""
    doc = passage.doc
    found: list[Chunk] = []
    start: int | None = None
    for token in doc:
        begins = (
            token.pos_ == "DET" or token.pos_ == "PRON" or (token.dep_ == "poss" and token.tag_ == "PRP$")
        )
        fits = not passage.is_framed(token) and (begins or _is_of_phrase(token))
        if start is not None and (not fits or begins):
            _close(doc, start, token.i, found)
            start = None
        if fits and start is None:
            start = token.i
    if start is not None:
        _close(doc, start, len(doc), found)
    return found


def _is_of_phrase(token: Token) -> bool:
    if (
        token.pos_ in {"ADJ", "NUM", "NOUN", "PROPN"}
        or token.text in {"-", "’s", "'s", "%"}
        or (token.tag_ == "POS" and token.i + 1 < len(token.doc) and token.nbor().pos_ in {"NOUN", "ADJ"})
    ):
        return True
    if (
        token.pos_ == "ADV"
        and token.dep_ == "advmod"
        and token.head.dep_ == "amod"
        and token.head.i == token.i + 1
    ):
        return True
    if token.tag_ in {"VBG", "VBN"} and token.dep_ in {"amod", "compound"}:
        return True
    return (
        token.tag_ == "VBG"
        and token.dep_
        in {"dobj", "pobj", "pcomp", "nsubj", "nsubjpass", "conj", "xcomp", "oprd", "attr", "appos"}
        and not any(c.dep_ in {"nsubj", "dobj", "aux"} for c in token.children)
    )


def _close(doc: Doc, start: int, end: int, found: list[Chunk]) -> None:
    """Keep the stretch if it ends in a noun."""
    while end > start and doc[end - 1].pos_ not in {"NOUN", "PROPN", "PRON"} and doc[end - 1].tag_ != "VBG":
        end -= 1
    if end > start:
        found.append(doc[start:end])


def head_of(chunk: Chunk) -> Token:
    """The noun that a phrase without complements ends in."""
    return chunk[-1]


# ---------------------------------------------------------------- the items of a list


class Joint(Enum):
    """What a phrase is to the one before it."""

    SAME = "part of it"
    NEW = "the next item"
    SKIP = "no matter"
    STOP = "behind the end of the list"


def runs_of_list(doc: Doc, chunks: list[Chunk], stretch: Stretch) -> Iterator[list[Chunk]]:
    """Each item of a stretch as its noun phrases: the first, and those that complement it."""
    run: list[Chunk] = []
    aside: Chunk | None = None  # the phrase left out last, and what is joined to it
    at, resume = stretch.first, 0
    for chunk in chunks:
        if chunk.start < max(stretch.first, resume) or chunk.end > stretch.end:
            continue
        joint = Joint.NEW if resume else _joint(doc[at : chunk.start], run, chunk, stretch)
        resume = 0
        if joint is Joint.STOP:
            resume = _conjunct_behind(run, chunk.start, stretch.end)
            if chunk.start < resume:
                continue
            joint, resume = Joint.NEW, 0
        if joint is Joint.NEW and aside is not None and head_of(chunk).head in aside:
            joint = Joint.SKIP
        if joint is Joint.NEW:
            yield from [run] if run else []
            run = [chunk if run else _with_gerund(doc, stretch.first, chunk)]
        elif joint is Joint.SAME:
            run.append(chunk)
        aside = chunk if joint is Joint.SKIP else None
        at = chunk.end
    yield from [run] if run else []


def _with_gerund(doc: Doc, first: int, chunk: Chunk) -> Chunk:
    """``to discuss lifting the curbs``: the act belongs to the phrase."""
    return doc[first : chunk.end] if doc[first].tag_ == "VBG" and chunk.start - first in {1, 2} else chunk


def _joint(between: Chunk, run: list[Chunk], chunk: Chunk, stretch: Stretch) -> Joint:
    words = [t.lower_ for t in between if t.lower_ not in _ARTICLES]
    if not run:
        return _first_joint(between, words)
    if chunk[0].lower_ in _RELATIVE or (not words and any(t.is_quote for t in between)):
        return Joint.STOP
    if not words:
        return Joint.STOP if chunk[0].pos_ == "DET" else Joint.SAME
    if stretch.spans and words == ["to"]:
        return Joint.NEW
    if _complements(between, words):
        return Joint.SAME
    if len(words) == 1 and words[0] in WHERE | _ASIDE:
        return _joint_of_place(words[0], chunk)
    if words == ["and"] and len(run) > 1 and (_is_inner(chunk, stretch.end) or _is_pair(run, chunk)):
        return Joint.SAME
    return Joint.NEW if _is_next(words) else Joint.STOP


def _first_joint(between: Chunk, words: list[str]) -> Joint:
    """The list begins at once, or behind a few words that say nothing."""
    if len(between) and between[0].tag_ == "VBG":
        words = words[1:]
    words = [
        w
        for w, t in zip([t.lower_ for t in between], between, strict=True)
        if w in words and t.tag_ not in {"VBN", "JJ"}
    ]
    fits = len(words) <= _FEW and all(w in (_NEXT_ITEM | _SAME_ITEM | {"in", "at"}) - {"with"} for w in words)
    return Joint.NEW if fits else Joint.STOP


def _joint_of_place(preposition: str, chunk: Chunk) -> Joint:
    """``flows at the border`` is one matter, ``pay in March`` and ``in return for pay`` are not."""
    if preposition == "in" and head_of(chunk).lemma_ in _SET_PHRASES:
        return Joint.STOP
    if preposition in _ASIDE or is_mere_name(chunk) or head_of(chunk).ent_type_ in UNFIT:
        return Joint.SKIP
    return Joint.SAME


def _complements(between: Chunk, words: list[str]) -> bool:
    """``of``, ``related to``, ``for shooting down``: what follows belongs to the phrase before."""
    if words in (["related", "to"], ["relating", "to"], ["concerning"], ["aimed", "at"]):
        return True
    if words[0] not in _SAME_ITEM:
        return False
    rest = [t for t in between if t.lower_ not in _ARTICLES][1:]
    return not rest or (rest[0].tag_ == "VBG" and all(t.dep_ == "prt" or t.pos_ == "ADP" for t in rest[1:]))


def _is_next(words: list[str]) -> bool:
    if ("not" in words and "only" not in words) or ("but" in words and "also" not in words):
        return False
    return all(w in _NEXT_ITEM for w in words) and (
        "with" not in words or "along" in words or "together" in words
    )


def _is_inner(chunk: Chunk, end: int) -> bool:
    """``tariffs on beef and poultry, rules of origin and visas``: more follows, with its own ``and``."""
    doc = chunk.doc
    if chunk.end >= len(doc) or doc[chunk.end].text != ",":
        return False
    for token in doc[chunk.end + 1 : end]:
        if token.lower_ in {"and", "or"}:
            return True
        if token.pos_ in {"VERB", "AUX"} and token.tag_ not in {"VBG", "VBN"}:
            return False
    return False


def _is_pair(run: list[Chunk], chunk: Chunk) -> bool:
    """``the shortage of gloves and syringes``: two bare complements of one thing."""
    return run[0][0].pos_ == "DET" and not any(c[0].pos_ == "DET" for c in (run[-1], chunk))


def _conjunct_behind(run: list[Chunk], at: int, end: int) -> int:
    """``visas for people who lose their land, early warning``: where the list goes on behind a clause.

    The end of the list where it does not.
    """
    own = {token.i for chunk in run for token in chunk}
    for chunk in run:
        for token in chunk:
            for other in token.conjuncts:
                if at <= other.i < end and other.i not in own and other.pos_ in {"NOUN", "PROPN"}:
                    return other.left_edge.i if other.left_edge.i >= at else other.i
    return end


def is_mere_name(chunk: Chunk) -> bool:
    """A person, a place, a date and nothing else."""
    words = [t for t in chunk if t.pos_ not in {"DET", "PART"}]
    return (
        bool(words)
        and all(t.ent_type_ in UNFIT for t in words)
        and (words[-1].pos_ != "NOUN" or words[-1].ent_type_ not in {"ORG", "FAC"})
    )
