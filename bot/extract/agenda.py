"""What is on the table of a meeting: what is listed, asked for or offered, one line for each matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.extract.candidates import candidates_of_list, content_lemmas
from bot.extract.headings import find_bullets, find_in_bullet, find_in_headline
from bot.extract.listing import ASKED, OFFERED, find_stretches
from bot.extract.matters import Candidate, group_matters, read_matter_words
from bot.extract.paragraphs import Kind
from bot.extract.phrases import head_of, list_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.extract.matters import Matter
    from bot.extract.paragraphs import Paragraph
    from bot.extract.passages import Passage
    from bot.extract.statements import Statement

Span = tuple[int, int]

# A meeting told by its verb: ``ministers will meet``, ``leaders are to gather``, ``two parties sit down``.
_WILL_MEET = re.compile(
    r"\b(?:will|to|shall|set to|due to|expected to) (?:meet|gather|convene|negotiate|sit down)\b"
    r"|\b(?:leaders|ministers|negotiators|presidents|delegates|delegations|envoys|parties) "
    r"(?:meet|gather|convene|sit down)\b"
    r"|\b(?:leaders|ministers|negotiators|presidents|delegates|delegations|envoys|parties|members) [^.;]{0,60}"
    r"\b(?:meet|gather|convene|sit down|arrive|open (?:a|an|their))\b"
    r"|\b(?:sits?|sat) down (?:over|with|to|in|for|on)\b|\b(?:back (?:to|at)|return to|across) the table\b"
    r"|\b(?:annual|opening|second|next) session\b|\bcommission meets\b|\bdialogue\b"
    r"|\bdelegations? (?:\w+ )?(?:will|are to|is to)\b",
)
_LEAD_PARAGRAPHS = 2

_SEVERAL = 2  # matters that make an agenda
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
    found = filter(_is_fit, _candidates(article, paragraphs, passages))
    candidates = [replace(candidate, order=order) for order, candidate in enumerate(found)]
    matters = _on_table(group_matters(candidates))[:_MOST]
    mentioned = _mentions(passages, matters)
    lines = [_line(matter, spans, statements) for matter, spans in zip(matters, mentioned, strict=True)]
    return _without_mere_doubts(lines, matters)


def speaks_of_meeting(article: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether title, deck or one of the first paragraphs names a meeting of parties."""
    words = read_matter_words()
    bodies = [p for p in paragraphs if p.kind is Kind.BODY][:_LEAD_PARAGRAPHS]
    heads = [p for p in paragraphs if p.kind in {Kind.TITLE, Kind.DECK}]
    lead = " ".join(article[p.start : p.end] for p in [*heads, *bodies]).lower()
    for phrase in words.not_meetings:
        lead = lead.replace(phrase, " ")
    return bool(_WILL_MEET.search(lead)) or any(
        word in words.meetings for word in re.findall(r"[a-z]+", lead)
    )


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


def _mentions(passages: Sequence[Passage], matters: Sequence[Matter]) -> list[set[Span]]:
    """Where else the text names each matter: a phrase that holds all its telling words."""
    found: list[set[Span]] = [set() for _ in matters]
    for passage in passages:
        for chunk in list_chunks(passage):
            lemmas = content_lemmas(chunk)
            span = passage.span_of(chunk.start, chunk.end - 1)
            key = Candidate(chunk.text, span, head_of(chunk).lemma_.lower(), lemmas, 0).key
            for index, matter in enumerate(matters):
                if any(candidate.key <= key for candidate in matter.candidates if candidate.weight > 1):
                    found[index].add(span)
    return found


def _line(matter: Matter, mentioned: set[Span], statements: Sequence[Statement]) -> AgendaLine:
    spans = tuple(sorted({candidate.span for candidate in matter.candidates} | mentioned))
    bearing = tuple(
        index
        for index, s in enumerate(statements)
        if any(a < end and start < b for start, end in spans for a, b in s.spans)
    )
    return AgendaLine(_title(matter), spans, bearing, _stance([statements[i].stance for i in bearing]))


def _title(matter: Matter) -> str:
    """The phrase that is listed rather than asked for, and says most in few words."""
    listed = [c for c in matter.candidates if c.weight == max(x.weight for x in matter.candidates)]
    best = max(listed, key=lambda c: (min(len(c.title.split()), 7), -c.order))
    return best.title


def _stance(stances: list[str]) -> str:
    against = sum(stance in {"denies", "doubts"} for stance in stances)
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
