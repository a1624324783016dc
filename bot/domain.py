"""The nouns. Frozen values that know nothing of stores, chats or wires; they import nothing of ours.

Dates inside an article are partial ISO dates as text ("2019", "2019-04", "2019-04-25"), because a
month is not its first day. Moments are aware datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class EntityKind(StrEnum):
    """What an Entity is."""

    PERSON = "person"
    ORG = "org"
    PLACE = "place"


class Voice(StrEnum):
    """In what capacity a Statement's Speaker speaks."""

    EXPERT = "expert"
    OFFICIAL = "official"
    PRESS = "press"
    UNNAMED = "unnamed"
    PAPER = "paper"  # the newspaper's own words


class Stance(StrEnum):
    """What a Statement does."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    URGES = "urges"


class Disagreement(StrEnum):
    """Three things that are never mixed."""

    DOUBTED = "doubted"  # it may not happen
    OPPOSED = "opposed"  # it should not happen
    DISPUTED = "disputed"  # another source says it is not so


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject one can ask for or follow; ``words`` are by language and include its title."""

    slug: str
    title: str
    parent: str | None = None
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def every_word(self) -> tuple[str, ...]:
        """Its words in all languages."""
        return (self.title, *(word for words in self.words.values() for word in words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What an Entity was at a date, as one article gives it."""

    role: str
    short: str
    as_of: str
    paragraph: int
    article_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, organisation or place. ``native`` maps a language to the form in its script."""

    slug: str
    kind: EntityKind
    name: str
    short: str
    country: str | None = None
    native: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()

    @property
    def every_name(self) -> tuple[str, ...]:
        """Every spelling we know, the name itself first."""
        return tuple(dict.fromkeys((self.name, self.short, *self.native.values(), *self.aliases)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text as received: its source, address and date. ``zone`` is the source's IANA time zone."""

    id: int
    source: Entity
    title: str
    url: str | None
    published_at: datetime
    zone: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What was said, at its newest revision, pointing to its paragraph and, where held, its exact words."""

    id: int
    revision: int
    article_id: int
    ordinal: int
    speaker: str | None
    voice: Voice
    label: str
    credit: str
    role: str | None
    occasion: str | None
    said: str | None
    kind: str
    cue: str | None
    claim: str
    quote: str | None
    paragraph: int
    hedge: str | None
    hedged: bool
    stance: Stance
    disagreement: Disagreement | None
    scope: str | None
    disputes: int | None
    nested_in: int | None
    brief_rank: int | None
    background: bool
    topics: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """A matter that may be on the table. ``bearings`` are (statement id, how it bears), in order."""

    id: int
    article_id: int
    title: str
    side: str
    wording: str
    stance: str
    topics: frozenset[str]
    bearings: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated happening, past or planned."""

    id: int
    article_id: int
    date: str
    end: str | None
    text: str
    paragraph: int
    planned: bool
    topics: frozenset[str]
    about: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Story:
    """A developing event with everything we hold on it: what every answer is composed from.

    ``remarks`` maps (kind, scope), such as ("lead", "agenda") or ("unknown", "topic:arms"), to an
    editor's own sentence. ``version`` grows with every change.
    """

    id: int
    slug: str
    title: str
    headline: str
    version: int
    changed_at: datetime
    articles: tuple[Article, ...]
    statements: tuple[Statement, ...]
    agenda: tuple[AgendaItem, ...]
    events: tuple[Event, ...]
    entities: tuple[Entity, ...]
    topics: tuple[Topic, ...]
    remarks: Mapping[tuple[str, str], str]

    @cached_property
    def newest(self) -> Article | None:
        """The article published last; None before there is one."""
        return max(self.articles, key=lambda article: article.published_at, default=None)

    @cached_property
    def _articles(self) -> dict[int, Article]:
        return {article.id: article for article in self.articles}

    @cached_property
    def _statements(self) -> dict[int, Statement]:
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def _entities(self) -> dict[str, Entity]:
        return {entity.slug: entity for entity in self.entities}

    @cached_property
    def _topics(self) -> dict[str, Topic]:
        return {topic.slug: topic for topic in self.topics}

    def article(self, article_id: int) -> Article:
        """The Article with this id. Raises KeyError."""
        return self._articles[article_id]

    def statement(self, statement_id: int) -> Statement:
        """The Statement with this id. Raises KeyError."""
        return self._statements[statement_id]

    def find_entity(self, slug: str | None) -> Entity | None:
        """The Entity with this slug, or None."""
        return self._entities.get(slug) if slug else None

    def find_topic(self, slug: str) -> Topic | None:
        """The Topic with this slug, or None."""
        return self._topics.get(slug)

    @cached_property
    def covered_topics(self) -> tuple[Topic, ...]:
        """The topics of the first level that at least one line speaks of, in their usual order."""
        spoken = {slug for statement in self.statements for slug in statement.topics}
        return tuple(topic for topic in self.topics if topic.parent is None and topic.slug in spoken)


@dataclass(frozen=True, slots=True)
class View:
    """An answer that can be opened: by a command, a button or a link. ``page`` counts from 1."""

    name: str
    argument: str = ""
    page: int = 1
