"""What a reader of the article knows at the place that has been reached: who spoke, who was named, when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.extract.noun_phrase import phrase_of, phrase_text
from bot.extract.offices import is_person_noun
from bot.extract.roles import add_role, resolve_role, role_of

if TYPE_CHECKING:
    from spacy.tokens import Span as Entity
    from spacy.tokens import Token

    from bot.extract.mentions import Cast, Named
    from bot.extract.passages import Passage

Span = tuple[int, int]
_NAMES = frozenset({"PERSON", "NAME", "ORG"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is taken to have said it. ``sure`` is false where a pronoun or an office stood for the name."""

    name: str
    span: Span | None
    role: str | None
    kind: str | None
    sure: bool = True


@dataclass(slots=True)
class Discourse:
    """Who spoke last, and who was named last. ``paragraph`` counts those begun."""

    cast: Cast
    paragraph: int = 0
    last: Speaker | None = None
    announced: Speaker | None = None  # who the paragraph above, ending with a colon, says will speak
    focus: Speaker | None = None  # who the last sentence was about: its subject, or who spoke in it
    focused_in: int = 0  # the paragraph in which that was
    people: list[Named] = field(default_factory=list)  # the newest last, as the bodies
    bodies: list[Named] = field(default_factory=list)
    unnamed: dict[str, tuple[Speaker, int]] = field(default_factory=dict)  # by office: ``a senior official``
    in_headline: bool = False  # articles are left out there
    office: tuple[str, str] | None = None  # a subject that is an office of nobody named yet: phrase, plain
    revealed: dict[str, Named] = field(default_factory=dict)  # who an unnamed phrase turned out to be
    _named_in: dict[str, int] = field(default_factory=dict)  # paragraph of the newest mention, by name
    _in_full: dict[str, int] = field(default_factory=dict)
    _mentions: dict[str, int] = field(default_factory=dict)  # order of the newest mention, by name
    _clock: int = 0
    _paragraph_clock: int = 0  # what it showed when the paragraph began

    def begin_paragraph(self) -> None:
        """A new paragraph is read."""
        self.paragraph += 1
        self._paragraph_clock = self._clock
        self.office = None

    def begin_headline(self) -> None:
        """The article has been read; a headline means those it names most."""
        self.in_headline = True
        self.people.sort(key=lambda person: len(person.spans))
        self.bodies.sort(key=lambda body: len(body.spans))
        self.last = self.focus = None
        self.unnamed.clear()

    @property
    def since_named(self) -> int:
        """Paragraphs begun since a person was named; a large number where none was."""
        return self.paragraph - max((self._named_in[p.name] for p in self.people), default=-99)

    @property
    def focus_is_here(self) -> bool:
        """Whether the one whom the last sentence was about was so in this very paragraph."""
        return self.focus is not None and self.focused_in == self.paragraph

    def speak(self, speaker: Speaker) -> None:
        """Somebody spoke: the sentence is about them."""
        self.last = speaker
        if speaker.kind in {None, "person"}:
            self.focus, self.focused_in = speaker, self.paragraph
            self._learn_office(speaker)

    def _learn_office(self, speaker: Speaker) -> None:
        """``The president of X is not convinced. “...,” Y said``: Y is that president."""
        if self.office is None or speaker.kind != "person" or not speaker.sure:
            return
        named = self.cast.find(speaker.name)
        if named is not None and not named.roles and self._in_full.get(named.name) == self.paragraph:
            add_role(named, resolve_role(self.office[0], self.bodies, self.people))
            self.revealed[self.office[1]] = named
        self.office = None

    def read(self, passage: Passage, first: int, end: int) -> None:
        """Tokens ``[first, end)`` are read: names, and people who are called by an office alone."""
        for entity in passage.doc.ents:
            if first <= entity.start < end:
                named = self.cast.find(entity.text)
                if named is not None:
                    self._note(named, entity)
        for token in passage.doc[first:end]:
            if (
                token.pos_ == "NOUN"
                and token.tag_ == "NN"
                and token.ent_type_ == ""
                and is_person_noun(token)
            ):
                self._note_office(passage, token)

    def _note(self, named: Named, entity: Entity) -> None:
        """Somebody was named; as the subject of its clause it is what the sentence is about."""
        if named.kind == "place":
            return
        self._clock += 1
        self._mentions[named.name] = self._clock
        recent = self.people if named.kind == "person" else self.bodies
        if named in recent:
            recent.remove(named)
        recent.append(named)
        if named.kind != "person":
            return
        self._named_in[named.name] = self.paragraph
        if len(entity) > 1:
            self._in_full[named.name] = self.paragraph
        root = entity.root.head if entity.root.dep_ == "appos" else entity.root
        if root.dep_ in {"nsubj", "nsubjpass"} and root.head.dep_ not in {"relcl", "acl"}:
            self.look_at(named)

    def look_at(self, named: Named) -> None:
        """The sentence is about this person."""
        self.focus, self.focused_in = Speaker(named.name, None, role_of(named), "person"), self.paragraph

    def _note_office(self, passage: Passage, token: Token) -> None:
        opening = token.doc[token.left_edge.i].lower_
        if opening in {"a", "an", "one", "another"} and not _has_name_beside(token):
            self._clock += 1
            phrase = phrase_text(token)
            self.unnamed[token.lemma_.lower()] = (Speaker(phrase, None, None, None, sure=False), self._clock)
        elif opening in {"the", "its"} and token.dep_ == "nsubj" and not _has_name_beside(token):
            first, last = phrase_of(token)
            if last - first >= 2 or opening == "its":
                self.office = (passage.doc[first : last + 1].text, phrase_text(token))

    def reveal(self, noun: str, named: Named) -> None:
        """``said the guard, X``: the guard without name of this paragraph was X."""
        speaker, at = self.unnamed.pop(noun, (None, 0))
        if speaker is not None and at > self._paragraph_clock:
            self.revealed[speaker.name] = named

    def find_unnamed(self, noun: str, rival: Named | None) -> Speaker | None:
        """``the official``: the official without name who was mentioned later than ``rival``."""
        speaker, at = self.unnamed.get(noun, (None, 0))
        return speaker if rival is None or at > self._mentions.get(rival.name, 0) else None

    def find_bearer(self, word: str, gender: str | None) -> Named | None:
        """Whom a family name of several people means: the one named in full just before, if only one was."""
        near = [
            person
            for person in self.people
            if len(person.words) > 1
            and word.lower() in (w.lower() for w in person.words)
            and self._in_full.get(person.name, -9) >= self.paragraph - 1
            and (gender is None or person.gender in {None, gender})
        ]
        return near[0] if len(near) == 1 else None


def _has_name_beside(token: Token) -> bool:
    """``a lecturer, Hauwa Garba``; ``a lawyer for the firm, Ngozi Eze``."""
    if any(c.dep_ == "appos" and c.ent_type_ in _NAMES for c in token.children):
        return True
    _, last = phrase_of(token)
    return any(
        entity.start in range(last + 1, last + 5)
        and entity.label_ in _NAMES
        and token.doc[last + 1].text == ","
        for entity in token.sent.ents
    ) or (token.i + 1 < len(token.doc) and token.nbor().ent_type_ in _NAMES)
