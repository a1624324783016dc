"""Statements of an article: frames become spans, quotations find their cue, speakers their names."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.extract.discourse import Discourse
from bot.extract.frames import find_frames
from bot.extract.hedging import is_hedged, stance_of
from bot.extract.naming import NAMES
from bot.extract.paragraphs import HEADS
from bot.extract.quoted import (
    Found,
    announced_speaker,
    cue_span_of,
    find_left_over,
    join_halves,
    labelled_line,
)
from bot.extract.roles import role_of
from bot.extract.sources import may_speak
from bot.extract.spans import (
    Span,
    behind_headline_quotation,
    characters_of,
    is_wish_for_silence,
    kind_of_spans,
    resumed_span,
    trimmed_span,
    without_tail,
)
from bot.extract.speakers import learn_offices, resolve_speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.extract.frames import Frame
    from bot.extract.mentions import Cast
    from bot.extract.paragraphs import Paragraph
    from bot.extract.passages import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody said, as spans of the article's text. ``rule`` tells how it was found."""

    speaker: str | None
    speaker_span: Span | None
    role: str | None
    kind: str
    cue: str | None
    cue_span: Span | None
    spans: tuple[Span, ...]
    hedged: bool
    stance: str
    paragraph: int
    rule: str
    sure: bool = True
    nested_in: int | None = None

    def text_in(self, article: str) -> str:
        """Its words: the slices joined."""
        return " … ".join(article[start:end] for start, end in self.spans)


def extract_statements(article: str, passages: Sequence[Passage], cast: Cast) -> list[Statement]:
    """Every statement, in the order of the text."""
    discourse = Discourse(cast)
    found: list[Found] = []
    for paragraph, own in _body_first(_by_paragraph(passages)):
        if paragraph.kind in HEADS:
            discourse.begin_headline()
        around = [passage for passage in own if passage.quoted is None]
        discourse.begin_paragraph()
        here: list[Found] = []
        line = labelled_line(article, paragraph, discourse)
        if line is not None:
            found.append(line)
            continue
        for passage in around:
            here += _of_passage(article, passage, discourse)
        here += find_left_over(article, around, here, found, discourse, paragraph)
        for passage in own:
            if passage.quoted is not None:
                here += _nested(article, passage, discourse)
        join_halves(article, found, here)
        discourse.announced = announced_speaker(article, around, paragraph, discourse)
        found += here
    _name_the_revealed(found, discourse)
    _name_headline_quotations(article, found)
    _name_the_nameless(found)
    return _settled(article, found, cast)


def _body_first(
    paragraphs: Iterable[tuple[Paragraph, list[Passage]]],
) -> list[tuple[Paragraph, list[Passage]]]:
    """Title and deck are read last: whom they mean by an office is known when the article is."""
    return sorted(paragraphs, key=lambda pair: pair[0].kind in HEADS)


def _by_paragraph(passages: Sequence[Passage]) -> Iterable[tuple[Paragraph, list[Passage]]]:
    groups: dict[int, tuple[Paragraph, list[Passage]]] = {}
    for passage in passages:
        groups.setdefault(passage.paragraph.number, (passage.paragraph, []))[1].append(passage)
    return groups.values()


# ---------------------------------------------------------------- frames to spans

_FREELY = frozenset({"clause", "that", "quote", "aside", "according", "urge", "commit"})  # sure constructions


def _of_passage(article: str, passage: Passage, discourse: Discourse) -> list[Found]:
    found: list[Found] = []
    read = 0
    for frame in find_frames(passage):
        discourse.read(passage, read, frame.cue.i)
        learn_offices(passage, discourse, read, frame.cue.i)
        read = max(read, frame.cue.i)
        made = _as_found(article, passage, frame, discourse)
        if made is not None:
            found.append(made)
            if made.rule in _FREELY and made.speaker is not None:
                discourse.speak(made.speaker)
    discourse.read(passage, read, len(passage.doc))
    learn_offices(passage, discourse, read, len(passage.doc))
    return found


def _as_found(article: str, passage: Passage, frame: Frame, discourse: Discourse) -> Found | None:
    if not may_speak(frame.source, freely=frame.rule in _FREELY) or frame.source is None:
        return None
    if frame.source.lower_ in {"we", "you"} and passage.quoted is None:
        return None
    spans = [
        span
        for first, last in frame.content
        if (span := trimmed_span(article, passage, first, last)) is not None
    ]
    if not spans:
        return None
    spans = [*spans[:-1], without_tail(article, spans[-1], frame.rule)]
    if passage.paragraph.kind in HEADS:
        spans[0] = behind_headline_quotation(article, spans[0])
    if is_wish_for_silence(" ".join(article[a:b] for a, b in spans), frame.rule):
        return None
    quoted = [quote for first, last in frame.content for quote in passage.quotations_between(first, last)]
    speaker = resolve_speaker(passage, frame.source, discourse, frame.voice)
    if speaker.span is not None and any(a <= speaker.span[0] and speaker.span[1] <= b for a, b in spans):
        return None
    cue_span = cue_span_of(passage, frame.cue)
    more = resumed_span(article, passage.paragraph, spans, cue_span, speaker)
    if more is not None:
        spans.append(more)
    if speaker.kind != "person" and (by := _BY_WHOM.search(article, cue_span[1], passage.paragraph.end)):
        speaker = replace(speaker, role=" ".join(by.group(1).split()))
    return Found(passage.paragraph, speaker, frame.cue, cue_span, spans, quoted, frame.rule)


_BY_WHOM = re.compile(
    r"(?:through|in|via) an? ((?:statement|letter|speech|interview) (?:by|from"
    r"|of) (?:[A-Z][\w.’'-]*\s?){1,6})(?<!\s)"
)


def _nested(article: str, passage: Passage, discourse: Discourse) -> list[Found]:
    """What a speaker tells that somebody else said."""
    found = []
    for frame in find_frames(passage):
        if frame.source is None or frame.rule in {"act", "phrase", "commit", "noun", "mind"}:
            continue
        if frame.source.ent_type_ not in NAMES:
            continue
        made = _as_found(article, passage, frame, discourse)
        if made is not None:
            made.within = passage.quoted
            found.append(made)
    return found


def _name_the_revealed(found: list[Found], discourse: Discourse) -> None:
    """``A guard told reporters X. “Y,” said the guard, Abu Nizar``: he said both."""
    for statement in found:
        named = discourse.revealed.get(statement.speaker.name) if statement.speaker else None
        if named is not None and statement.speaker is not None:
            statement.speaker = replace(statement.speaker, name=named.name, kind="person", sure=False)


def _name_headline_quotations(article: str, found: list[Found]) -> None:
    """A quotation in the headline is whoever says the same words in the article."""
    for statement in found:
        if statement.paragraph.kind not in HEADS or statement.rule != "on":
            continue
        words = _words_of(article, statement)
        teller = next(
            (s for s in found if s.paragraph.kind not in HEADS and words in _words_of(article, s)), None
        )
        statement.speaker = (
            replace(teller.speaker, span=None, sure=False) if teller and teller.speaker else None
        )


def _words_of(article: str, statement: Found) -> str:
    return " ".join(re.findall(r"\w+", " ".join(article[a:b] for a, b in statement.spans).lower()))


def _name_the_nameless(found: list[Found]) -> None:
    """A quotation before anybody has spoken belongs to who speaks right after it, a paragraph on at most."""
    for statement, following in pairwise(found):
        near = following.paragraph.number - statement.paragraph.number <= 1
        if statement.speaker is None and following.speaker is not None and near:
            statement.speaker = replace(following.speaker, span=None, sure=False)


# ---------------------------------------------------------------- order, nesting, form


def _settled(article: str, found: list[Found], cast: Cast) -> list[Statement]:
    ordered = sorted(_without_doubles(found), key=lambda s: (min(s.spans)[0], -max(s.spans)[1]))
    ordered = [
        s for i, s in enumerate(ordered) if _tells_by_itself(article, s) or _parent(i, ordered) is None
    ]
    made = [_as_statement(article, statement, cast) for statement in ordered]
    return [replace(statement, nested_in=_parent(index, ordered)) for index, statement in enumerate(made)]


def _tells_by_itself(article: str, statement: Found) -> bool:
    """Within another statement, only whole clauses and quoted words count: no plan, no wish, no act."""
    quoted = any(mark in article[a:b] for a, b in statement.spans for mark in '“”"«»')
    return quoted or statement.rule in _FREELY - {"commit"}


def _without_doubles(found: list[Found]) -> list[Found]:
    """Two cues can claim the same words; the surer construction keeps them."""
    rank = {
        "clause": 0,
        "quote": 1,
        "that": 2,
        "urge": 3,
        "expect": 3,
        "aside": 4,
        "according": 5,
        "noun": 6,
        "mind": 7,
        "commit": 8,
        "beside": 9,
        "signed": 9,
        "phrase": 10,
        "act": 11,
        "on": 12,
    }
    kept: list[Found] = []
    by_paragraph: defaultdict[int, list[set[int]]] = defaultdict(list)
    for statement in sorted(found, key=lambda s: rank[s.rule]):
        mine = characters_of(statement.spans)
        others = by_paragraph[statement.paragraph.number]
        if any(len(mine & other) > 0.8 * max(len(mine), len(other)) for other in others):
            continue
        kept.append(statement)
        others.append(mine)
    return kept


def _parent(index: int, ordered: list[Found]) -> int | None:
    """The smallest statement whose content holds this one's cue and content, but not the other way round."""
    statement = ordered[index]
    where = statement.cue_span
    if where is None and statement.within is None:
        return None
    best = None
    for other_index, other in enumerate(ordered):
        if other is statement:
            continue
        holds = where is not None and any(a <= where[0] and where[1] <= b for a, b in other.spans)
        held = other.cue_span is not None and any(a <= other.cue_span[0] < b for a, b in statement.spans)
        if holds and not held and (best is None or _size(other) < _size(ordered[best])):
            best = other_index
    return best


def _size(statement: Found) -> int:
    return sum(end - start for start, end in statement.spans)


def _as_statement(article: str, found: Found, cast: Cast) -> Statement:
    spans = tuple(sorted(set(found.spans)))
    content = " ".join(article[start:end] for start, end in spans)
    cue = article[slice(*found.cue_span)] if found.cue_span else None
    lemma = found.cue.lemma_.lower() if found.cue is not None else None
    speaker = found.speaker
    named = cast.find(speaker.name) if speaker else None
    return Statement(
        speaker=speaker.name if speaker else None,
        speaker_span=speaker.span if speaker else None,
        role=((role_of(named) if named else None) or speaker.role) if speaker else None,
        kind=kind_of_spans(article, spans),
        cue=cue,
        cue_span=found.cue_span,
        spans=spans,
        hedged=is_hedged(content, lemma),
        stance=stance_of(content, lemma, found.rule, cue or ""),
        paragraph=found.paragraph.number,
        rule=found.rule,
        sure=bool(speaker and speaker.sure),
    )
