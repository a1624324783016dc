"""The whole journey of one text: paragraphs, parse, cast, statements, dates, agenda, background."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.extract.agenda import find_agenda
from bot.extract.background import find_background
from bot.extract.calendar import Dated, build_timeline, collect_dates
from bot.extract.contradictions import AGAINST, find_contradictions
from bot.extract.foreign import (
    NOTICE,
    find_foreign_dates,
    find_known_names,
    find_numbers,
    find_quoted,
    is_blank,
    script_of,
)
from bot.extract.genders import learn_genders
from bot.extract.language import is_english
from bot.extract.mentions import Cast, Named, gather_cast
from bot.extract.naming import amend_entities
from bot.extract.paragraphs import READ, Kind, find_kinds, list_paragraphs
from bot.extract.passages import parse_passages
from bot.extract.roles import gather_roles, role_of
from bot.extract.statements import Statement, extract_statements
from bot.extract.tense import Direction
from bot.extract.topics import TopicWords
from bot.names.normalise import name_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from spacy.language import Language

    from bot.extract.agenda import AgendaLine
    from bot.extract.calendar import TimelineEvent
    from bot.extract.paragraphs import Paragraph

Span = tuple[int, int]
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What one newsroom knows beforehand: topics by slug, entities' ids by folded name (``name_key``)."""

    topics: TopicWords = field(default_factory=lambda: TopicWords({}))
    entities: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)  # person, org or place, by id


@dataclass(frozen=True, slots=True)
class Digest:
    """What one article says, every line pointing into ``text``."""

    text: str
    title: str
    published: str
    language: str
    statements: Sequence[Statement]
    agenda: Sequence[AgendaLine]
    timeline: Sequence[TimelineEvent]
    cast: Cast
    dates: Sequence[Dated]
    background: Sequence[Span]
    contradictions: Sequence[tuple[int, int]]
    vocabulary: Vocabulary
    numbers: Sequence[Span] = ()  # of articles in other languages alone
    notices: Sequence[str] = ()


def extract_digest(
    text: str,
    published: dt.datetime,
    nlp: Language,
    *,
    title: str | None = None,
    vocabulary: Vocabulary | None = None,
) -> Digest:
    """Read one article. Pure but for the model; never raises on any text."""
    vocabulary = vocabulary or Vocabulary()
    if not is_blank(text) and not is_english(text):
        return _read_foreign(text, published, title, vocabulary)
    paragraphs = list_paragraphs(text, titled=title is not None)
    day = published.date()
    passages = parse_passages(text, find_kinds(paragraphs, READ), nlp, amend_entities)
    cast = gather_cast(passages, _datelines(text, paragraphs))
    gather_roles(passages, cast)
    learn_genders(passages, cast)
    statements = extract_statements(text, passages, cast)
    dates = collect_dates(text, paragraphs, passages, day)
    agenda = find_agenda(text, paragraphs, passages, statements)
    return Digest(
        text=text,
        title=title if title is not None else _title(text, paragraphs),
        published=published.isoformat(),
        language="en",
        statements=statements,
        agenda=agenda,
        timeline=build_timeline(text, dates, day),
        cast=cast,
        dates=dates,
        background=find_background(passages, dates, statements, day),
        contradictions=find_contradictions(text, statements, agenda),
        vocabulary=vocabulary,
    )


def _read_foreign(text: str, published: dt.datetime, title: str | None, vocabulary: Vocabulary) -> Digest:
    """What can be read of an article that is not in English."""
    paragraphs = list_paragraphs(text, titled=title is not None)
    named: dict[str, Named] = {}
    for slug, span in find_known_names(text, vocabulary.entities):
        entity = named.setdefault(slug, Named(text[slice(*span)], vocabulary.kinds.get(slug, "org")))
        entity.spans.append(span)
    dates = find_foreign_dates(text, published.date())
    return Digest(
        text=text,
        title=title if title is not None else _title(text, paragraphs),
        published=published.isoformat(),
        language=script_of(text),
        statements=[_unattributed(text, span) for span in find_quoted(text)],
        agenda=[],
        timeline=[],
        cast=Cast(list(named.values())),
        dates=[
            Dated(date.span, text[slice(*date.span)], date.value, None, Direction.NONE, Kind.BODY, None)
            for date in dates
        ],
        background=[],
        contradictions=[],
        vocabulary=vocabulary,
        numbers=find_numbers(text, [date.span for date in dates]),
        notices=[NOTICE],
    )


def _unattributed(text: str, span: Span) -> Statement:
    """Quoted words whose speaker is not known."""
    return Statement(
        speaker=None,
        speaker_span=None,
        role=None,
        kind="direct",
        cue=None,
        cue_span=None,
        spans=(span,),
        hedged=False,
        stance="asserts",
        paragraph=text.count("\n", 0, span[0]) + 1,
        rule="quoted",
        sure=False,
    )


def _datelines(text: str, paragraphs: Sequence[Paragraph]) -> list[tuple[str, Span]]:
    """Places that open the story, spelled as names: ``DURBAN, South Africa`` is Durban, South Africa."""
    places = []
    for paragraph in paragraphs:
        line = text[paragraph.start : paragraph.start + paragraph.dateline]
        for match in re.finditer(r"[^,(—–_-]+", line.split("(")[0]):
            name = match.group().strip()
            if name and not re.search(r"\d", name):
                start = paragraph.start + match.start() + len(match.group()) - len(match.group().lstrip())
                places.append((name.title() if name.isupper() else name, (start, start + len(name))))
    return places


def _title(text: str, paragraphs: Sequence[Paragraph]) -> str:
    """The title's paragraph, else the first sentence."""
    for paragraph in paragraphs:
        if paragraph.kind is Kind.TITLE:
            return text[paragraph.start : paragraph.end]
    if not paragraphs:
        return ""
    first = text[paragraphs[0].start : paragraphs[0].end]
    sentence = re.match(r".{1,200}?[.!?](?=\s|$)", first, re.DOTALL)
    return sentence.group() if sentence else first[:200]


def _known_id(named: Named, known: Mapping[str, str]) -> str | None:
    """The id of an entity whose fullest name is known; a person's family name alone links nobody."""
    if named.kind == "person" and len(named.name.split()) < 2 and named.name.isascii():
        return None
    return known.get(name_key(named.name))


def to_record(digest: Digest, article_id: object = None) -> Record:
    """The machine form: what ``sherpa digest --json`` prints."""
    text = digest.text
    return {
        "id": article_id,
        "title": digest.title,
        "published": digest.published,
        "language": digest.language,
        "statements": [_statement(s, digest) for s in digest.statements],
        "agenda": [_agenda_line(line, digest) for line in digest.agenda],
        "timeline": [
            {
                "date": e.date,
                "end": e.end,
                "text": text[slice(*e.span)],
                "span": e.span,
                "expression": e.expression,
                "planned": e.planned,
            }
            for e in digest.timeline
        ],
        "entities": [
            {
                "name": named.name,
                "kind": named.kind,
                "role": role_of(named),
                "spans": named.spans,
                "id": _known_id(named, digest.vocabulary.entities),
            }
            for named in digest.cast.named
        ],
        "dates": [{"span": d.span, "expression": d.expression, "value": d.value} for d in digest.dates],
        "background": [{"text": text[a:b], "span": (a, b)} for a, b in digest.background],
        "contradictions": list(digest.contradictions),
        "numbers": [{"text": text[a:b], "span": (a, b)} for a, b in digest.numbers],
        "notices": list(digest.notices),
    }


def _statement(s: Statement, digest: Digest) -> Record:
    said = s.text_in(digest.text)
    return {
        "speaker": s.speaker,
        "speaker_span": s.speaker_span,
        "role": s.role,
        "kind": s.kind,
        "cue": s.cue,
        "spans": s.spans,
        "text": said,
        "hedged": s.hedged,
        "stance": s.stance,
        "nested_in": s.nested_in,
        "topics": digest.vocabulary.topics.find(said),
    }


def _agenda_line(line: AgendaLine, digest: Digest) -> Record:
    named = (digest.text[a:b] for a, b in line.spans)
    return {
        "title": line.title,
        "spans": line.spans,
        "statements": line.statements,
        "against": [i for i in line.statements if digest.statements[i].stance in AGAINST],
        "topics": digest.vocabulary.topics.find(" ".join([line.title, *named])),
        "stance": line.stance,
    }
