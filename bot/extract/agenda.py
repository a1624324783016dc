"""What is on the table of a meeting: what is listed, asked for or offered, one line for each matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.extract.candidates import candidates_of_list, content_lemmas
from bot.extract.contradictions import AGAINST
from bot.extract.headings import find_bullets, find_in_bullet, find_in_headline
from bot.extract.listing import ASKED, OFFERED, Stretch, find_stretches
from bot.extract.matters import Candidate, group_matters, read_matter_words
from bot.extract.meetings import speaks_of_meeting
from bot.extract.phrases import head_of, list_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.extract.matters import Matter
    from bot.extract.paragraphs import Paragraph
    from bot.extract.passages import Passage
    from bot.extract.statements import Statement

Span = tuple[int, int]

_SEVERAL = 2  # matters that make an agenda
_TELLING = 7  # words of a title: more of them say no more
_COUNTING = frozenset("much many more most few fewer several no any some such other".split())
_MOST = 12  # lines: more is no agenda but an index


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One matter: its title, the phrases that name it, the statements that bear on it, and how it stands."""

    title: str
    spans: tuple[Span, ...]
    statements: tuple[int, ...]
    stance: str


def find_agenda(
    article: str,
    paragraphs: Sequence[Paragraph],
    passages: Sequence[Passage],
    statements: Sequence[Statement],
) -> list[AgendaLine]:
    """The agenda, empty where neither title nor lead speaks of a meeting."""
    if not speaks_of_meeting(article, paragraphs):
        return []
    fuller = _fuller_phrases(passages)
    told = (_in_full(candidate, fuller) for candidate in _candidates(article, paragraphs, passages))
    candidates = [replace(candidate, order=order) for order, candidate in enumerate(filter(_is_fit, told))]
    matters = _on_table(group_matters(candidates))[:_MOST]
    mentions = _find_mentions(passages, matters)
    lines = [_line(matter, found, statements) for matter, found in zip(matters, mentions, strict=True)]
    return _without_mere_doubts(lines, matters)


# ---------------------------------------------------------------- candidates


def _candidates(
    article: str, paragraphs: Sequence[Paragraph], passages: Sequence[Passage]
) -> Iterator[Candidate]:
    yield from find_in_headline(article, paragraphs)
    bullets = find_bullets(article, paragraphs)
    for passage in passages:
        chunks = list_chunks(passage)
        mark = bullets.get(passage.paragraph.number)
        if mark is not None and passage.quoted is None:
            yield from find_in_bullet(passage, mark)
        for stretch in find_stretches(passage):
            weight = stretch.weight if mark is None else OFFERED
            yield from candidates_of_list(passage, chunks, replace(stretch, weight=weight))


def _fuller_phrases(passages: Sequence[Passage]) -> dict[str, Candidate]:
    """``a sale of the service division``: by heads, the first phrases that say of what a vague word is."""
    found: dict[str, Candidate] = {}
    generic = read_matter_words().generic
    for passage in passages:
        chunks = list_chunks(passage)
        for chunk in chunks:
            head = head_of(chunk).lemma_.lower()
            if head not in generic or head in found or chunk.end >= len(passage.doc):
                continue
            if passage.doc[chunk.end].lower_ in {"of", "on", "for", "to"}:
                here = Stretch(chunk.start, chunk.sent.end, OFFERED)
                first = next(candidates_of_list(passage, chunks, here), None)
                if first is not None and first.head == head:
                    found[head] = first
    return found


def _in_full(candidate: Candidate, fuller: Mapping[str, Candidate]) -> Candidate:
    """``The sale``, by itself, means the one that the article has told of."""
    phrase = fuller.get(candidate.head)
    if phrase is None or candidate.lemmas != {candidate.head}:
        return candidate
    return replace(candidate, title=phrase.title, lemmas=phrase.lemmas)


def _is_fit(candidate: Candidate) -> bool:
    words = read_matter_words()
    if candidate.lemmas <= words.generic | words.nothing or candidate.head in words.outcomes:
        return False
    return bool(re.search(r"[A-Za-z]{3}", candidate.title)) and len(candidate.title.split()) <= 14


# ---------------------------------------------------------------- lines


def _on_table(matters: list[Matter]) -> list[Matter]:
    """What is listed or asked for once, or offered twice; beside that, not what the whole talks are about."""
    found = [matter for matter in matters if matter.weight >= ASKED]
    apart = [matter for matter in found if not matter.is_umbrella]
    return apart if len(apart) >= _SEVERAL else found


@dataclass(slots=True)
class _Mentions:
    """Where else the text names a matter, and the fuller phrases that it uses there."""

    spans: set[Span] = field(default_factory=set)
    fuller: list[Candidate] = field(default_factory=list)


def _find_mentions(passages: Sequence[Passage], matters: Sequence[Matter]) -> list[_Mentions]:
    """For each matter, the phrases that hold all its telling words."""
    found = [_Mentions() for _ in matters]
    for passage in passages:
        chunks = list_chunks(passage)
        for chunk in chunks:
            span = passage.span_of(chunk.start, chunk.end - 1)
            named = Candidate(chunk.text, span, head_of(chunk).lemma_.lower(), content_lemmas(chunk), 0)
            for matter, mentions in zip(matters, found, strict=True):
                if any(c.key <= named.key for c in matter.candidates if c.weight > OFFERED):
                    mentions.spans.add(span)
                    here = Stretch(chunk.start, chunk.sent.end, OFFERED)
                    mentions.fuller += [
                        c for c in candidates_of_list(passage, chunks, here) if c.head == named.head
                    ][:1]
    return found


def _line(matter: Matter, mentions: _Mentions, statements: Sequence[Statement]) -> AgendaLine:
    spans = tuple(sorted({candidate.span for candidate in matter.candidates} | mentions.spans))
    bearing = tuple(
        index
        for index, s in enumerate(statements)
        if any(a < end and start < b for start, end in spans for a, b in s.spans)
    )
    stance = stance_of_matter([statements[i].stance for i in bearing])
    return AgendaLine(_title(matter, mentions.fuller), spans, bearing, stance)


def _title(matter: Matter, fuller: Sequence[Candidate]) -> str:
    """The phrase that is listed rather than asked for, and says most in few words.

    Where that is a single word, the first fuller phrase with the same head that the article has for it.
    """
    surest = max(candidate.weight for candidate in matter.candidates)
    listed = [c for c in matter.candidates if c.weight == surest]
    best = max(listed, key=lambda c: (min(len(c.title.split()), 2), -c.order))
    if len(best.title.split()) > 1:
        return best.title
    longer = (c.title for c in fuller if c.head == best.head and _is_plain(c.title))
    return next(longer, best.title)


def _is_plain(title: str) -> bool:
    """Some words, and no count of things."""
    words = title.lower().split()
    fits = (
        1 < len(words) <= _TELLING
        and words[0] not in _COUNTING
        and words[-1] not in read_matter_words().nothing
    )
    return fits and not re.search(r"\d", title)


def stance_of_matter(stances: Sequence[str]) -> str:
    """``unlikely`` where all that bears on it is against it, ``contested`` where some is; ``possible``."""
    against = sum(stance in AGAINST for stance in stances)
    if against and against == len(stances):
        return "unlikely"
    return "contested" if against else "possible"


def _without_mere_doubts(lines: list[AgendaLine], matters: list[Matter]) -> list[AgendaLine]:
    """What is only ever doubted, under the head of other lines, speaks against those lines."""
    heads = [
        {c.head for c in m.candidates}
        | {w for c in m.candidates for w in c.lemmas & read_matter_words().generic}
        for m in matters
    ]
    kept: list[AgendaLine] = []
    against: list[tuple[set[str], tuple[int, ...]]] = []
    for index, line in enumerate(lines):
        rest = set().union(*(h for j, h in enumerate(heads) if j != index)) if len(heads) > 1 else set()
        if line.stance == "unlikely" and heads[index] & rest & read_matter_words().generic:
            against.append((heads[index], line.statements))
        else:
            kept.append(line)
    for words, doubts in against:
        for position, line in enumerate(kept):
            if any(word in line.title.lower().split() for word in words & read_matter_words().generic):
                merged = tuple(sorted({*line.statements, *doubts}))
                kept[position] = AgendaLine(line.title, line.spans, merged, "contested")
    return kept
