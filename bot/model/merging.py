"""The rules' digest and the model's proposals as one record. Pure; the rules' lines always stand."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bot.extract.agenda import stance_of_matter
from bot.extract.contradictions import AGAINST
from bot.extract.hedging import is_hedged
from bot.extract.matters import read_matter_words
from bot.model.attribution import (
    find_cue,
    find_speaker,
    is_said_by,
    is_somebody_elses,
    is_turned,
    same_speaker,
    words_before,
)
from bot.model.grounding import FEWEST_OF_MATTER, Source, as_written, kind_of, locate
from bot.model.tokens import tokenize
from bot.names.normalise import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model.grounding import Span
    from bot.model.prompt import Answer, ProposedStatement

Record = dict[str, Any]
_MOST_MATTERS = 12  # as the rules: more is no agenda but an index
_LONGEST_MATTER = 14  # words
_FEW = frozenset("a an the and or of on in to for by with from at as is are was be it its this that".split())


def merge(text: str, record: Record, answer: Answer) -> tuple[Record, int]:
    """A new record with what is grounded of the answer, and how many of the proposals were."""
    source = Source(text, titled=not text.lstrip().startswith(record["title"] or "\0"))
    lines = [dict(line) for line in record["statements"]]
    grounded = [
        line
        for proposed in answer.statements
        if (line := ground_statement(source, record, proposed)) is not None
    ]
    for line in grounded:
        _join(lines, line)
    statements, moved = _in_order(lines)
    agenda = [
        line | {key: sorted(moved[index] for index in line[key]) for key in ("statements", "against")}
        for line in record["agenda"]
    ]
    contradictions = [[moved[index] for index in pair] for pair in record["contradictions"]]
    matters = [spans for matter in answer.matters if agenda and (spans := ground_matter(source, matter))]
    for spans in matters:
        _table(source, agenda, statements, spans)
    made = {"statements": statements, "agenda": agenda, "contradictions": contradictions}
    return record | made, len(grounded) + len(matters)


# ---------------------------------------------------------------- statements


def ground_statement(source: Source, record: Record, proposed: ProposedStatement) -> Record | None:
    """A proposal as a line of the record, in the article's own characters; None where it does not hold."""
    spans = _spans_of(source, proposed.quotations)
    if not spans:
        return None
    speaker = find_speaker(source, record, proposed.speaker, spans)
    cue = find_cue(source, proposed.cue, spans)
    if speaker is None or (cue is None and tokenize(proposed.cue)):
        return None
    if is_turned(source, spans, speaker, cue) or is_somebody_elses(source, record, speaker, cue):
        return None
    compared = any(_common(standing["spans"], spans) for standing in record["statements"])
    if not (compared or is_said_by(source, record, speaker, cue, spans)):
        return None  # what the rules have read too only agrees with it or does not
    said = " … ".join(source.text[start:end] for start, end in spans)
    saying = source.text[slice(*cue)] if cue else None
    around = " ".join(words_before(source, span) for span in spans)
    return {
        "speaker": speaker.name,
        "speaker_span": list(speaker.span) if speaker.span else None,
        "role": None,
        "kind": kind_of(source, spans),
        "cue": saying,
        "spans": [list(span) for span in spans],
        "text": said,
        # What leads into the words may hold them back too: "It is possible that ...".
        "hedged": is_hedged(f"{around} {said}", saying),
        "stance": "asserts",
        "nested_in": None,
        "topics": [],
        "made_by": "model",
    }


def _spans_of(source: Source, quotations: Sequence[str]) -> list[Span]:
    """The quotations' spans in the order of the text; empty where one is not grounded or they lie apart.

    Where words stand twice in the article, the place nearest to the first quotation's is meant.
    """
    found: list[Span] = []
    for quotation in quotations:
        places = [
            written
            for place in locate(source.body, quotation)
            if (written := as_written(source, place)) is not None
        ]
        if not places:
            return []
        anchor = found[0][0] if found else places[0][0]
        found.append(min(places, key=lambda place: abs(place[0] - anchor)))
    found.sort()
    overlapping = any(one[1] > other[0] for one, other in pairwise(found))
    apart = source.paragraph_at(found[-1][0]) - source.paragraph_at(found[0][0])
    return [] if overlapping or apart > 1 else found


def _join(lines: list[Record], line: Record) -> None:
    """Add the line, unless its words are in one that stands: then agree with it, or mark that one unsure."""
    standing = [(_common(other["spans"], line["spans"]), other) for other in lines]
    touched = [(common, other) for common, other in standing if common]
    if not touched:
        lines.append(line)
    elif not any(same_speaker(other["speaker"], line["speaker"]) for _, other in touched):
        max(touched, key=lambda pair: pair[0])[1]["unsure"] = True


def _common(one: Iterable[Sequence[int]], other: Sequence[Sequence[int]]) -> int:
    """Characters that both cover."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def _in_order(lines: list[Record]) -> tuple[list[Record], dict[int, int]]:
    """The lines in the order of the text with ``nested_in`` following, and the new index of each old one."""
    order = sorted(range(len(lines)), key=lambda index: _position(lines[index]))
    moved = {old: new for new, old in enumerate(order)}
    for line in lines:
        if line["nested_in"] is not None:
            line["nested_in"] = moved[line["nested_in"]]
    return [lines[index] for index in order], moved


def _position(line: Record) -> tuple[int, int]:
    return min(a for a, _ in line["spans"]), -max(b for _, b in line["spans"])


# ---------------------------------------------------------------- agenda


def ground_matter(source: Source, matter: str) -> list[Span]:
    """The places that name the matter in exactly these words; empty where none does or they name nothing."""
    words = [token.word for token in tokenize(matter)]
    lists = read_matter_words()
    if len(words) > _LONGEST_MATTER or not set(words) - _FEW - lists.generic - lists.nothing - lists.meetings:
        return []
    return sorted(locate(source.whole, matter, FEWEST_OF_MATTER))


def _table(source: Source, agenda: list[Record], statements: list[Record], spans: list[Span]) -> None:
    """Add a matter that no line of the agenda has yet."""
    title = source.text[slice(*spans[0])]
    if len(agenda) >= _MOST_MATTERS:
        return
    if any(_common(line["spans"], spans) or name_key(line["title"]) == name_key(title) for line in agenda):
        return
    bearing = [index for index, line in enumerate(statements) if _common(line["spans"], spans)]
    agenda.append(
        {
            "title": title,
            "spans": [list(span) for span in spans],
            "statements": bearing,
            "against": [index for index in bearing if statements[index]["stance"] in AGAINST],
            "topics": [],
            "stance": stance_of_matter([statements[index]["stance"] for index in bearing]),
            "made_by": "model",
        }
    )
