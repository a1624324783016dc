"""From a stretch of a sentence to the phrases it lists, each a candidate for a matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.matters import Candidate, read_matter_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Chunk

    from bot.extract.passages import Passage

_SAME_ITEM = frozenset("of on for over between beyond against among about to within under across".split())

_NEXT_ITEM = frozenset(
    ", and or as well but also not only plus & both other including along with — –".split()
)

_DROPPED = frozenset({"from", "to", "in", "by", "at", "with", "during", "into", "through", "return"})

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
    if token.pos_ in {"ADJ", "NUM", "NOUN", "PROPN"} or token.text in {"-", "’s", "'s", "%"}:
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


# ---------------------------------------------------------------- lists to phrases


def phrases_of_list(
    passage: Passage, chunks: list[Chunk], first: int, end: int, weight: int
) -> Iterator[Candidate]:
    """The phrases of a list from ``first`` on: comma and ``and`` part them, ``of`` and ``on`` hold them."""
    doc = passage.doc
    run: list[Chunk] = []
    prefix: tuple[int, int] | None = None
    at = first
    for chunk in chunks:
        if chunk.start < first or chunk.end > end:
            continue
        if run and chunk[0].lower_ in {"that", "which", "who", "whose", "what"}:
            break
        between = [t.lower_ for t in doc[at : chunk.start]]
        kind = _joint(between, bool(run))
        if kind == "stop":
            break
        if kind == "same":
            run.append(chunk)
        else:
            if run:
                yield from _as_candidates(passage, run, prefix, abs(weight), asked=weight < 0)
                prefix = prefix or _generic_prefix(run)
            run = [chunk]
        at = chunk.end
        if kind == "dropped":
            run = run[:-1]
    if run:
        yield from _as_candidates(passage, run, prefix, abs(weight), asked=weight < 0)


def _joint(between: list[str], begun: bool) -> str:
    """What stands between two phrases: parts of one, a new one, or the end of the list."""
    if begun and any(w in {'"', "“", "”"} for w in between):
        return "stop"
    words = [w for w in between if w not in {"the", "a", "an", '"', "“", "”"}]
    if not begun:
        return (
            "new"
            if len(words) <= 3 and all(w in _NEXT_ITEM | _SAME_ITEM | {"in", "at"} for w in words)
            else "stop"
        )
    if not words:
        return "same"
    if words in (["related", "to"], ["relating", "to"], ["concerning"]) or (
        len(words) == 1 and words[0] in _SAME_ITEM
    ):
        return "same"
    if all(w in _NEXT_ITEM for w in words) and (
        "with" not in words or "along" in words or "together" in words
    ):
        return "new"
    return "stop"


def _generic_prefix(run: list[Chunk]) -> tuple[int, int] | None:
    """``technology for`` of ``technology for satellites``: what follows in the list is meant so too."""
    head = head_of(run[0])
    if len(run) < 2 or head.lemma_.lower() not in read_matter_words().generic:
        return None
    return run[0].start, run[1].start


def _as_candidates(
    passage: Passage, run: list[Chunk], prefix: tuple[int, int] | None, weight: int, *, asked: bool = False
) -> Iterator[Candidate]:
    doc = passage.doc
    while len(run) > 1 and (_is_mere_name(run[-1]) or head_of(run[-1]).pos_ == "PRON"):
        run = run[:-1]
    while len(run) > 2 and head_of(run[0]).lemma_ in {
        "provision",
        "supply",
        "transfer",
        "delivery",
        "sale",
        "question",
        "issue",
        "matter",
        "possibility",
    }:
        run = run[1:]
    head = head_of(run[0])
    if (head.pos_ not in {"NOUN", "PROPN"} and head.tag_ != "VBG") or _is_mere_name(run[0]):
        return
    parts = _coordinated(run[0]) if len(run) == 1 else []
    if parts:
        for word in parts:
            title = f"{word.text} {_last_modifier(head, parts)}".strip()
            yield Candidate(
                title,
                passage.span_of(word.i, word.i),
                word.lemma_.lower(),
                frozenset({word.lemma_.lower()}),
                weight,
                0,
            )
        return
    start = _without_opening(doc, run[0].start, run[-1].end)
    words = [t for chunk in run for t in chunk if t.i >= start]
    lemmas = frozenset(
        t.lemma_.lower()
        for t in words
        if t.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} and not t.is_stop and t.ent_type_ not in UNFIT
    )
    title = doc[start : run[-1].end].text
    nouns = (
        frozenset(t.lemma_.lower() for t in words if t.pos_ in {"NOUN", "PROPN"} or t.tag_ == "VBG")
        - read_matter_words().generic
        - read_matter_words().nothing
    )
    if not nouns:
        return
    if prefix is not None and head_of(run[0]).lemma_.lower() not in read_matter_words().generic:
        opening = _without_opening(doc, prefix[0], prefix[1])
        title = f"{_trim(doc[opening : prefix[1]].text)} {title}"
        lemmas |= {t.lemma_.lower() for t in doc[opening : prefix[1]] if t.pos_ == "NOUN"}
    if asked and len(lemmas) == 1:
        weight = 1
    yield Candidate(
        _trim(title),
        passage.span_of(start, run[-1].end - 1),
        head.lemma_.lower(),
        lemmas or frozenset({head.lemma_.lower()}),
        weight,
        0,
    )


def _is_mere_name(chunk: Chunk) -> bool:
    """A person, a place, a date and nothing else."""
    words = [t for t in chunk if t.pos_ not in {"DET", "PART"}]
    return (
        bool(words)
        and all(t.ent_type_ in UNFIT for t in words)
        and (words[-1].pos_ != "NOUN" or words[-1].ent_type_ not in {"ORG", "FAC"})
    )


def _without_opening(doc: Doc, start: int, end: int) -> int:
    while start < end - 1 and (
        doc[start].dep_ in {"det", "poss", "predet"}
        or doc[start].lower_
        in {"not", "only", "potential", "possible", "whether", "both", "certain", "further"}
        or doc[start].is_punct
        or doc[start].lower_ in {"’s", "'s"}
    ):
        start += 1
    return start


def _trim(title: str) -> str:
    return re.sub(r"\s+(?:the|a|an)$", "", title.strip(" ,"))


def _coordinated(chunk: Chunk) -> list[Token]:
    """``food and energy`` of ``food and energy supplies``."""
    if head_of(chunk).lemma_.lower() not in read_matter_words().generic:
        return []
    joined = [t for t in chunk if t.dep_ == "conj" and t.pos_ in {"NOUN", "PROPN"} and t.i < head_of(chunk).i]
    return [joined[0].head, *joined] if joined else []


def _last_modifier(head: Token, parts: list[Token]) -> str:
    """``supply`` of ``energy supply issues``: an issue by itself says nothing."""
    before = head.doc[head.i - 1]
    plain = (
        head.lemma_ in {"issue", "question", "matter", "problem"}
        and before.pos_ == "NOUN"
        and before.i not in {part.i for part in parts}
    )
    return before.text if plain else head.text
