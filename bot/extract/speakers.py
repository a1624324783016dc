"""From the words that stand for a speaker to the right name: pronouns, offices, bodies, family names.

The article is read from its beginning, so a state of who spoke and who was named last goes along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.extract.bodies import find_called
from bot.extract.lexicon import read_lexicon
from bot.extract.naming import NAMES, clean_name
from bot.extract.offices import is_person_noun
from bot.extract.roles import add_role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity

    from bot.extract.mentions import Cast, Named
    from bot.extract.passages import Passage

Span = tuple[int, int]
_HE = frozenset(
    (
        "he him his mr mr. sir lord spokesman chairman king prince father husband son brother businessman "
        "congressman policeman"
    ).split()
)
_SHE = frozenset(
    (
        "she her hers mrs mrs. ms ms. miss dame lady spokeswoman chairwoman queen princess mother wife "
        "daughter sister businesswoman congresswoman"
    ).split()
)
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
    """Who spoke last, and who was named last, at the place that has been reached."""

    cast: Cast
    last: Speaker | None = None
    people: list[Named] = field(default_factory=list)
    bodies: list[Named] = field(default_factory=list)
    since_named: int = 0  # paragraphs begun since a person was named
    announced: Speaker | None = None  # who the paragraph above, ending with a colon, says will speak
    focus: Speaker | None = None  # who the last sentence was about: its subject, or who spoke in it

    def speak(self, speaker: Speaker) -> None:
        """Somebody spoke: the sentence is about them."""
        self.last = speaker
        if speaker.kind in {None, "person"}:
            self.focus = speaker

    def look_at(self, named: Named) -> None:
        """A person was the subject of a sentence."""
        self.focus = Speaker(named.name, None, role_of(named), "person")

    def note(self, named: Named) -> None:
        """Somebody was named: the newest stands last."""
        if named.kind == "place":
            return
        if named.kind == "person":
            self.since_named = 0
        recent = self.people if named.kind == "person" else self.bodies
        if named in recent:
            recent.remove(named)
        recent.append(named)


def resolve_speaker(
    passage: Passage, source: Token, discourse: Discourse, voice: Token | None = None
) -> Speaker:
    """The speaker that the phrase headed by ``source`` means. ``voice``: a pronoun in its place."""
    doc = passage.doc
    first, last = phrase_of(source)
    span = passage.span_of(voice.i, voice.i) if voice is not None else passage.span_of(first, last)
    if source.lower_ == "i":
        return Speaker("author", span, None, None, sure=False)
    if source.pos_ == "PRON" or source.lower_ in {"he", "she"}:
        found = _of_pronoun(source, discourse)
        if found is not None:
            return Speaker(found.name, span, found.role, found.kind, sure=False)
        return Speaker(_plain(doc, first, last), span, None, None, sure=False)
    named = _named_in(doc, source, discourse.cast)
    if named is not None and not _is_of(source, named):
        return Speaker(named.name, span, role_of(named), named.kind)
    owner = _general(doc, source, first, last, discourse)
    if owner is not None:
        return Speaker(owner.name, span, role_of(owner), owner.kind, sure=False)
    return Speaker(_plain(doc, first, last), span, None, None)


def role_of(named: Named) -> str | None:
    """The roles that the article gives, joined; None for none and for bodies."""
    return "; ".join(named.roles[:3]) or None if named.kind == "person" else None


def phrase_of(source: Token) -> tuple[int, int]:
    """The noun phrase from its left edge to its last complement, without clauses and appositions."""
    doc = source.doc
    first, last = source.left_edge.i, source.i
    entity = next((entity for entity in doc.ents if entity.start <= source.i < entity.end), None)
    if entity is not None:
        first, last = min(first, entity.start), max(last, entity.end - 1)
    while first < source.i and (
        doc[first].pos_ in {"PUNCT", "SCONJ", "CCONJ", "ADV", "SPACE"} and doc[first].lower_ != "then"
    ):
        first += 1
    for child in source.rights:
        adjoining = child.left_edge.i <= last + 1
        if adjoining and child.dep_ in {"prep", "nmod", "compound", "nummod", "flat", "amod"}:
            last = _up_to_comma(doc, child.left_edge.i, child.right_edge.i, last)
        elif adjoining and child.dep_ in {"cc", "conj"}:
            last = max(
                last,
                child.i
                if child.dep_ == "cc"
                else _up_to_comma(doc, child.left_edge.i, child.right_edge.i, last),
            )
    if last > source.i and doc[last].dep_ == "cc":
        last -= 1
    return first, last


def _up_to_comma(doc: Doc, first: int, last: int, before: int) -> int:
    for index in range(first, last + 1):
        if doc[index].text in {",", "—", "–", ";", "(", "“", '"'} or doc[index].dep_ == "relcl":
            return max(before, index - 1)
    return last


def _named_in(doc: Doc, source: Token, cast: Cast) -> Named | None:
    """The entity that heads the phrase, or stands beside the office that does."""
    own = next((entity for entity in doc.ents if entity.start <= source.i < entity.end), None)
    if own is not None:
        return cast.find(own.text)
    for child in source.children:
        if child.dep_ == "appos" and child.ent_type_ in NAMES and child.ent_type_ != "NORP":
            entity = next(entity for entity in doc.ents if entity.start <= child.i < entity.end)
            named = cast.find(entity.text)
            if (
                named is not None
                and named.kind != "place"
                and (named.kind == "person") == is_person_noun(source)
            ):
                return named
    named = _named_beside(doc, source, cast)
    if named is not None or source.pos_ != "PROPN":
        return named
    first, last = phrase_of(source)
    return cast.find(doc[first : last + 1].text) or cast.find(source.text)


def _named_beside(doc: Doc, source: Token, cast: Cast) -> Named | None:
    """``the newspaper Le Detroit``; ``a lawyer for Cobre Alto, Ximena Brandt,``."""
    beside = next((e for e in doc.ents if e.start == source.i + 1 and e.label_ in NAMES), None)
    if beside is not None and beside.label_ != "NORP" and source.pos_ == "NOUN":
        return cast.find(beside.text)
    _, last = phrase_of(source)
    apart = next((e for e in doc.ents if e.start == last + 2 and doc[last + 1].text == ","), None)
    if apart is None or apart.label_ not in NAMES or not is_person_noun(source):
        return None
    closed = (
        apart.end >= len(doc) or doc[apart.end].text in {",", "."} or doc[apart.end].pos_ in {"VERB", "AUX"}
    )
    named = cast.find(apart.text) if closed else None
    return named if named is not None and named.kind == "person" else None


def _is_of(source: Token, named: Named) -> bool:
    """``Tormund spokesman`` is no statement by Tormund under its name, when the head is the office."""
    return source.ent_type_ == "" and named.kind != "person" and is_person_noun(source)


def _of_pronoun(source: Token, discourse: Discourse) -> Speaker | None:
    word = source.lower_
    if word in {"he", "she"}:
        return _person(source, word, discourse)
    if word in {"it", "they", "we"}:
        inside = _subject_before(
            source, discourse.cast, {"org", "place"} if word == "it" else {"org", "place", "person"}
        )
        if inside is not None and word == "it":
            return Speaker(inside.name, None, role_of(inside), inside.kind)
        if discourse.last is not None and (discourse.last.kind != "person" or word != "it"):
            return discourse.last if discourse.last.kind != "person" else None
        if word == "it" and discourse.bodies:
            body = discourse.bodies[-1]
            return Speaker(body.name, None, None, body.kind)
    return None


def _person(source: Token, word: str, discourse: Discourse) -> Speaker | None:
    """Whom he or she means: the subject before it, or whom the last sentence was about."""
    gender = "m" if word == "he" else "f"
    inside = _subject_before(source, discourse.cast, {"person"})
    if inside is not None and inside.gender in {None, gender}:
        return Speaker(inside.name, None, role_of(inside), "person")
    for last in (discourse.focus, discourse.last):
        if last is None:
            continue
        named = discourse.cast.find(last.name)
        if last.kind == "person" and (named is None or named.gender in {None, gender}):
            return last
        if last.kind is None and _may_be_one(last.name):
            return last
    for named in reversed(discourse.people):
        if named.gender in {None, gender}:
            return Speaker(named.name, None, role_of(named), "person")
    return None


def _may_be_one(name: str) -> bool:
    """An unnamed single speaker, such as ``senior official``, can be meant by he or she."""
    words = name.lower().split()
    return bool(words) and not words[-1].endswith("s") and words[0] not in read_lexicon().crowds


def _subject_before(source: Token, cast: Cast, kinds: set[str]) -> Named | None:
    """The last subject before it in the same sentence."""
    best = None
    for entity in source.sent.ents:
        if entity.end <= source.i and entity.root.dep_ in {"nsubj", "nsubjpass"}:
            named = cast.find(entity.text)
            if named is not None and named.kind in kinds:
                best = named
    return best


def _general(doc: Doc, source: Token, first: int, last: int, discourse: Discourse) -> Named | None:
    """``the minister``, ``the company``: the one that was called so before, or whose name says so."""
    opening = doc[first].lower_
    if opening not in {"the", "this", "that", "his", "her", "its"} or source.tag_ in {"NNS", "NNPS"}:
        return None
    words = [token.lower_ for token in doc[first + 1 : last + 1]]
    lemma = source.lower_
    by_role = [named for named in discourse.people if any(_fits(words, role) for role in named.roles)]
    if by_role:
        return by_role[-1]
    if is_person_noun(source) or source.ent_type_ == "NORP" or source.lower_ == "old":
        return _nearest_person(doc, source, first, last, discourse)
    return find_called(words, discourse.bodies)


def _nearest_person(doc: Doc, source: Token, first: int, last: int, discourse: Discourse) -> Named | None:
    """``said the professor``: the person named last, who learns that role by it."""
    if not discourse.people or doc[first].lower_ != "the" or source.tag_ == "NNS":
        return None
    person = discourse.people[-1]
    if discourse.last is not None and discourse.last.kind == "person" and discourse.since_named > 1:
        return None
    aged = source.lower_ == "old"
    if discourse.since_named > 2 or (person.roles and len(doc[first : last + 1]) > 3 and not aged):
        return None
    if is_person_noun(source):
        add_role(person, doc[first : last + 1].text)
    return person


def _fits(words: list[str], role: str) -> bool:
    """Whether ``the finance minister`` is said of this role: its last word, and what stands before it too."""
    said = re.findall(r"[\w-]+", role.lower())
    parts = re.split(r"\s(?:of|at|for|in|with|on|the|who|and)\s", role.lower())
    heads = set(re.findall(r"[\w-]+", parts[0]))
    return bool(words) and words[-1] in heads and all(word in said for word in words[:-1])


def _plain(doc: Doc, first: int, last: int) -> str:
    """The phrase as it stands, without the article that opens it."""
    text = " ".join(doc[first : last + 1].text.split())
    text = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)
    text = clean_name(text) or text
    opens = (
        doc[first].is_sent_start
        and doc[first].pos_ != "PROPN"
        and doc[first].ent_type_ not in NAMES
        and not text[:2].isupper()
    )
    return text[:1].lower() + text[1:] if opens else text


def learn_genders(passages: list[Passage], cast: Cast) -> None:
    """Mr and Ms in front of a name tell; so does a pronoun in a sentence with one subject only."""
    for passage in passages:
        for entity in passage.doc.ents:
            named = cast.find(entity.text)
            if named is None or named.kind != "person" or named.gender:
                continue
            before = passage.doc[entity.start - 1].lower_ if entity.start else ""
            opening = passage.doc[entity.start].lower_
            words = {before, opening, *(word.lower() for role in named.roles for word in role.split())}
            if words & _HE:
                named.gender = "m"
            elif words & _SHE:
                named.gender = "f"
            elif entity.root.dep_ == "nsubj":
                named.gender = _gender_by_pronoun(entity)


def _gender_by_pronoun(entity: Entity) -> str | None:
    """``X said she``, ``X and her deputy, Y``: the pronouns before anybody else is named."""
    others = [other.start for other in entity.sent.ents if other.label_ == "PERSON" and other != entity]
    if any(start < entity.start for start in others):
        return None
    until = min(others, default=entity.sent.end)
    pronouns = {token.lower_ for token in entity.doc[entity.end : until] if token.pos_ == "PRON"}
    he, she = bool(pronouns & {"he", "his", "him"}), bool(pronouns & {"she", "her", "hers"})
    return "m" if he and not she else "f" if she and not he else None
