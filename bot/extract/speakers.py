"""From the words that stand for a speaker to the right name: pronouns, offices, bodies, family names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.bodies import find_called
from bot.extract.discourse import Discourse, Speaker
from bot.extract.lexicon import read_lexicon
from bot.extract.naming import NAMES
from bot.extract.noun_phrase import phrase_of, plain_text, with_clause
from bot.extract.offices import is_person_noun
from bot.extract.roles import add_role, role_of, roles_behind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity

    from bot.extract.mentions import Cast, Named
    from bot.extract.passages import Passage

_POINTING = frozenset({"the", "this", "that", "his", "her", "its"})
_FARTHEST = 5  # tokens between an office and the name set beside it: ``the patron, retired bishop Sir X``
_OFFICE_AWAY = 2  # paragraphs since a person was named, up to which an office alone may mean them


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
        return Speaker(plain_text(doc, first, last), span, None, None, sure=False)
    named = _named_in(doc, source, discourse)
    if named is not None and voice is not None and voice.lower_ == "who" and named.kind != "person":
        named = _person_before(source, discourse.cast) or named
    if named is not None and not _is_of(source, named):
        if named.kind == "person" and source.ent_type_ == "" and doc[first].lower_ == "the":
            discourse.reveal(source.lemma_.lower(), named)
        return Speaker(named.name, span, role_of(named), named.kind)
    meant = _meant(doc, source, first, last, discourse)
    if isinstance(meant, Speaker):
        return Speaker(meant.name, span, meant.role, meant.kind, sure=False)
    if meant is not None:
        return Speaker(meant.name, span, role_of(meant), meant.kind, sure=False)
    return Speaker(plain_text(doc, first, with_clause(source, last)), span, None, None)


# ---------------------------------------------------------------- names


def _named_in(doc: Doc, source: Token, discourse: Discourse) -> Named | None:
    """The entity that heads the phrase, or stands beside the office that does."""
    cast = discourse.cast
    own = next((entity for entity in doc.ents if entity.start <= source.i < entity.end), None)
    if own is not None:
        return _bearer(own, discourse) or cast.find(own.text)
    for child in source.children:
        if child.dep_ == "appos" and child.ent_type_ in NAMES and child.ent_type_ != "NORP":
            named = cast.find(next(e for e in doc.ents if e.start <= child.i < e.end).text)
            if (
                named is not None
                and named.kind != "place"
                and (named.kind == "person") == is_person_noun(source)
            ):
                return named
    named = _named_beside(doc, source, cast) or _called_only(doc, source, cast)
    if named is not None or source.pos_ != "PROPN":
        return named
    first, last = phrase_of(source)
    return cast.find(doc[first : last + 1].text) or cast.find(source.text)


def _bearer(entity: Entity, discourse: Discourse) -> Named | None:
    """A family name alone that several people bear: the one named in full just before."""
    if len(entity) > 1 or entity.label_ not in {"PERSON", "NAME", "ORG"}:
        return None
    known = discourse.cast.find(entity.text)
    if known is not None and len(known.words) > 1:
        return None
    before = entity.doc[entity.start - 1].lower_.rstrip(".") if entity.start else ""
    return discourse.find_bearer(entity.text, {"mr": "m", "ms": "f", "mrs": "f"}.get(before))


def _named_beside(doc: Doc, source: Token, cast: Cast) -> Named | None:
    """``the newspaper Le Detroit``; ``a lawyer for Cobre Alto, Ximena Brandt,``."""
    beside = next((e for e in doc.ents if e.start == source.i + 1 and e.label_ in NAMES), None)
    if beside is not None and beside.label_ != "NORP" and source.pos_ == "NOUN":
        return cast.find(beside.text)
    _, last = phrase_of(source)
    if not is_person_noun(source) or last + 1 >= len(doc) or doc[last + 1].text != ",":
        return None
    apart = next((e for e in doc.ents if e.label_ in NAMES and last + 2 <= e.start <= last + _FARTHEST), None)
    if apart is None or any(t.text == "," or t.pos_ in {"VERB", "AUX"} for t in doc[last + 2 : apart.start]):
        return None
    closed = (
        apart.end >= len(doc) or doc[apart.end].text in {",", "."} or doc[apart.end].pos_ in {"VERB", "AUX"}
    )
    named = cast.find(apart.text) if closed else None
    return named if named is not None and named.kind == "person" else None


_NAME_ONLY = re.compile(
    r"(?:gave|identified|calls?|called)\s(?:(?:his|her|their)\s(?:first\s)?name|himself|herself)(?:\sonly)?(?:\sas)?"
)


def _called_only(doc: Doc, source: Token, cast: Cast) -> Named | None:
    """``a marshal who gave his name only as Segun``."""
    clause = next((c for c in source.children if c.dep_ == "relcl"), None)
    if clause is None or not is_person_noun(source):
        return None
    words = doc[clause.left_edge.i : clause.right_edge.i + 1]
    if not _NAME_ONLY.search(words.text):
        return None
    entity = next((e for e in words.ents if e.label_ in NAMES), None)
    named = cast.find(entity.text) if entity is not None else None
    if named is not None and named.kind == "person":
        first, last = phrase_of(source)
        add_role(named, doc[first : last + 1].text)
        return named
    return None


def _person_before(source: Token, cast: Cast) -> Named | None:
    """``said X, secretary of the association, who calls it``: no body is a who."""
    people = (cast.find(e.text) for e in reversed(source.sent.ents) if e.end <= source.i)
    return next((named for named in people if named is not None and named.kind == "person"), None)


def _is_of(source: Token, named: Named) -> bool:
    """``Tormund spokesman`` is no statement by Tormund under its name, when the head is the office."""
    return source.ent_type_ == "" and named.kind != "person" and is_person_noun(source)


# ---------------------------------------------------------------- pronouns


_SUBJECTS = {"him": "he", "her": "she", "them": "they"}  # ``according to her``


def _of_pronoun(source: Token, discourse: Discourse) -> Speaker | None:
    word = _SUBJECTS.get(source.lower_, source.lower_)
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
    near = [p for p in reversed(discourse.people) if p.gender in {None, gender}]
    if not discourse.focus_is_here and near and discourse.since_named == 0:
        return Speaker(near[0].name, None, role_of(near[0]), "person")
    for last in (discourse.focus, discourse.last):
        if last is None:
            continue
        named = discourse.cast.find(last.name)
        if last.kind == "person" and (named is None or named.gender in {None, gender}):
            return last
        if last.kind is None and _may_be_one(last.name):
            return last
    return Speaker(near[0].name, None, role_of(near[0]), "person") if near else None


def _may_be_one(name: str) -> bool:
    """An unnamed single speaker, such as ``senior official``, can be meant by he or she."""
    words = re.split(r"\s(?:of|at|in|for|from|with|who)\s", name.lower())[0].split()
    people = read_lexicon().people
    return bool(words) and (words[-1] in people or any(word in people for word in words))


def _subject_before(source: Token, cast: Cast, kinds: set[str]) -> Named | None:
    """The last subject before it in the same sentence."""
    best = None
    for entity in source.sent.ents:
        if entity.end <= source.i and entity.root.dep_ in {"nsubj", "nsubjpass"}:
            named = cast.find(entity.text)
            if named is not None and named.kind in kinds:
                best = named
    return best


# ---------------------------------------------------------------- offices and bodies


def _meant(doc: Doc, source: Token, first: int, last: int, discourse: Discourse) -> Named | Speaker | None:
    """``the minister``, ``the company``: the one that was called so before, or whose name says so."""
    opening = doc[first].lower_
    nation = source.ent_type_ == "NORP"
    pointed = opening in _POINTING
    owner = next((c for c in source.children if c.dep_ == "poss" and c.pos_ == "PROPN"), None)
    if not (pointed or owner or discourse.in_headline) or (source.tag_ in {"NNS", "NNPS"} and not nation):
        return None
    words = [token.lower_ for token in doc[(owner.i + 2 if owner else first + pointed) : last + 1]]
    by_role = [named for named in discourse.people if any(_fits(words, role) for role in named.roles)]
    person = by_role[-1] if by_role else None
    unnamed = discourse.find_unnamed(source.lemma_.lower(), person) if opening == "the" else None
    if unnamed is not None and source.lower_ != "old":
        return unnamed
    if person is None and (is_person_noun(source) or nation or source.lower_ == "old"):
        person = _nearest_person(doc, source, first, last, discourse)
    if person is not None:
        for role in roles_behind(doc, last + 1):
            add_role(person, role)
        return person
    return find_called(words, discourse.bodies) if opening not in {"his", "her"} else None


def learn_offices(passage: Passage, discourse: Discourse, first: int, end: int) -> None:
    """``The doctor, who runs a clinic, is unimpressed``: told of the one who was named, who says nothing."""
    doc = passage.doc
    for token in doc[first:end]:
        if token.dep_ != "nsubj" or token.tag_ != "NN" or token.ent_type_ or not is_person_noun(token):
            continue
        opening, last = phrase_of(token)
        if doc[opening].lower_ == "the" and _named_beside(doc, token, discourse.cast) is None:
            meant = _meant(doc, token, opening, last, discourse)
            if meant is not None and not isinstance(meant, Speaker) and meant.kind == "person":
                discourse.look_at(meant)


def _nearest_person(doc: Doc, source: Token, first: int, last: int, discourse: Discourse) -> Named | None:
    """``said the professor``: whom the paragraph is about or who was named last, a professor from now on."""
    owned = doc[first].lower_ != "the"
    if not discourse.people or source.tag_ == "NNS" or (owned and doc[first].lower_ in _POINTING):
        return None
    person = discourse.people[-1]
    if owned and (person.roles or discourse.since_named):
        return None
    if discourse.focus_is_here and discourse.focus is not None and discourse.focus.kind == "person":
        about = discourse.cast.find(discourse.focus.name) or person
        newer = not person.roles and about.roles and discourse.since_named == 0 and is_person_noun(source)
        person = person if newer else about
    elif discourse.last is not None and discourse.last.kind == "person" and discourse.since_named > 1:
        return None
    aged = source.lower_ == "old" or source.ent_type_ == "NORP"
    said_of_another = person.roles and last - first > _OFFICE_AWAY and not (aged or discourse.focus_is_here)
    if discourse.since_named > _OFFICE_AWAY or said_of_another:
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
