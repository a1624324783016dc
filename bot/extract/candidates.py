"""From the items of a list to candidates for matters: a title, and the words that tell it from others."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.extract.listing import LISTED, OFFERED
from bot.extract.matters import Candidate, read_matter_words
from bot.extract.offices import is_person_noun
from bot.extract.phrases import UNFIT, WHERE, head_of, is_mere_name, runs_of_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Chunk

    from bot.extract.listing import Stretch
    from bot.extract.passages import Passage

_LONGEST = 9  # words of a title before what only tells where is left out
_LONGEST_CLAUSE = 11  # words of a clause that makes a single word a title
_ACTS = frozenset("provision supply transfer delivery sale question issue matter possibility".split())
_SLIGHT = frozenset("not only potential possible whether both certain further".split())


def candidates_of_list(passage: Passage, chunks: list[Chunk], stretch: Stretch) -> Iterator[Candidate]:
    """A candidate for each item of the stretch that can be a matter."""
    prefix: tuple[int, int] | None = None
    runs = list(runs_of_list(passage.doc, chunks, stretch))
    if len(runs) < stretch.least:
        return
    stretch = replace(stretch, umbrella=stretch.umbrella and len(runs) == 1)
    for run in runs:
        yield from _of_run(passage, run, prefix, stretch)
        prefix = prefix or _generic_prefix(run)


def content_lemmas(tokens: Iterable[Token]) -> frozenset[str]:
    """Lemmas of the words that carry meaning."""
    return frozenset(
        t.lemma_.lower() for t in tokens if t.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} and not t.is_stop
    )


def telling_lemmas(tokens: Iterable[Token]) -> frozenset[str]:
    """The same, with names of places and people and dates left out."""
    return content_lemmas(t for t in tokens if t.ent_type_ not in UNFIT)


def _generic_prefix(run: list[Chunk]) -> tuple[int, int] | None:
    """``technology for`` of ``technology for satellites``: what follows in the list is meant so too."""
    if len(run) < 2 or head_of(run[0]).lemma_.lower() not in read_matter_words().generic:
        return None
    return run[0].start, run[1].start


def _of_run(
    passage: Passage, run: list[Chunk], prefix: tuple[int, int] | None, stretch: Stretch
) -> Iterator[Candidate]:
    run = _without_ends(passage.doc, run)
    head = head_of(run[0])
    if (head.pos_ not in {"NOUN", "PROPN"} and head.tag_ != "VBG") or is_mere_name(run[0]):
        return
    if any(t.ent_type_ == "PERSON" for t in run[0]) or (stretch.weight < LISTED and is_person_noun(head)):
        return
    parts = _coordinated(run[0]) if len(run) == 1 else []
    if parts:
        for word in parts:
            title = f"{word.text} {_last_modifier(head, parts)}".strip()
            lemma = word.lemma_.lower()
            yield Candidate(title, passage.span_of(word.i, word.i), lemma, frozenset({lemma}), stretch.weight)
        return
    start = _without_opening(passage.doc, run[0].start, run[-1].end)
    if _says_something([t for chunk in run for t in chunk if t.i >= start]):
        yield _as_candidate(passage, run, start, prefix, stretch)


def _without_ends(doc: Doc, run: list[Chunk]) -> list[Chunk]:
    """Without names and places at its end, and without the act where what it is done to follows."""
    while len(run) > 1 and (
        is_mere_name(run[-1])
        or (head_of(run[-1]).pos_ in {"PRON", "DET"} and head_of(run[-1]).lower_ != "those")
        or _is_only_where(doc, run)
    ):
        run = run[:-1]
    while len(run) > 2 and head_of(run[0]).lemma_ in _ACTS:
        run = run[1:]
    return run


def _is_only_where(doc: Doc, run: list[Chunk]) -> bool:
    """A long phrase that ends with a place or an occasion."""
    return run[-1].end - run[0].start > _LONGEST and doc[run[-1].start - 1].lower_ in WHERE


def _says_something(tokens: list[Token]) -> bool:
    """A noun that names a matter, or a vague one with a word that tells which."""
    words = read_matter_words()
    nouns = {t.lemma_.lower() for t in tokens if t.pos_ in {"NOUN", "PROPN"} or t.tag_ == "VBG"}
    if nouns - words.generic - words.nothing:
        return True
    return bool(nouns & words.generic) and bool(telling_lemmas(tokens) - nouns - words.plain)


def _as_candidate(
    passage: Passage, run: list[Chunk], start: int, prefix: tuple[int, int] | None, stretch: Stretch
) -> Candidate:
    doc, generic = passage.doc, read_matter_words().generic
    head = head_of(run[0])
    end = _with_clause(doc, run, start)
    lemmas = telling_lemmas(t for chunk in (*run, doc[run[-1].end : end]) for t in chunk if t.i >= start)
    terse = len(lemmas) == 1 and (stretch.asked or passage.quoted is not None)
    weight = OFFERED if terse else stretch.weight
    title = doc[start:end].text
    if prefix is not None and head.lemma_.lower() not in generic:
        opening = doc[_without_opening(doc, *prefix) : prefix[1]]
        title = f"{_trim(opening.text)} {title}"
        lemmas |= {t.lemma_.lower() for t in opening if t.pos_ == "NOUN"}
    lemma = head.lemma_.lower()
    return Candidate(
        _trim(title),
        passage.span_of(start, end - 1),
        lemma,
        lemmas or frozenset({lemma}),
        weight,
        umbrella=stretch.umbrella,
    )


def _with_clause(doc: Doc, run: list[Chunk], start: int) -> int:
    """Where a title ends: ``visas that drivers need``, ``plan to close pools``, ``pay of those who give up``.

    A single word says too little, and so does a plan.
    """
    end = run[-1].end
    vague = (
        end - start == 1
        or run[-1][-1].lower_ == "those"
        or run[0][-1].lemma_.lower() in read_matter_words().generic
    )
    if not vague or (len(run) > 1 and run[-1][-1].lower_ != "those") or end >= len(doc):
        return end
    clause = next(
        (c for c in run[-1][-1].children if c.dep_ in {"relcl", "acl"} and c.left_edge.i == end), None
    )
    if clause is None or clause.right_edge.i - end >= _LONGEST_CLAUSE:
        return end
    return clause.right_edge.i + 1


def _without_opening(doc: Doc, start: int, end: int) -> int:
    while start < end - 1 and (
        doc[start].dep_ in {"det", "poss", "predet"}
        or doc[start].lower_ in _SLIGHT
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
