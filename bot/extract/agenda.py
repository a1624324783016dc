"""What is on the table of a meeting: phrases that are listed, asked for or offered, one line for each matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.matters import Candidate, group_matters, read_matter_words
from bot.extract.paragraphs import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from bot.extract.matters import Matter
    from bot.extract.paragraphs import Paragraph
    from bot.extract.passages import Passage
    from bot.extract.statements import Statement

Span = tuple[int, int]

_LISTING = frozenset({"include", "cover", "list", "discuss", "address", "tackle", "negotiate", "debate", "settle", "resolve", "consider", "review", "comprise", "feature", "raise", "finalise", "finalize", "agree", "sign", "weigh", "examine"})
_LISTING_ON = {"focus": {"on"}, "centre": {"on", "around"}, "center": {"on", "around"}, "deal": {"with"}, "touch": {"on"}, "revolve": {"around"}, "turn": {"to"}, "agree": {"on"}, "decide": {"on"}, "talk": {"about"}, "haggle": {"over"}, "argue": {"over"}, "clash": {"over"}, "differ": {"over", "on"}, "disagree": {"on", "over"}, "meet": {"over"}}
_ASKING = frozenset({"demand", "request", "seek", "want", "require", "propose", "offer", "provide", "supply", "transfer", "sell", "exchange", "share", "reject", "oppose", "secure", "win", "push", "press", "ease", "lift", "scrap", "extend", "restore", "open", "halt", "end"})
_ASKING_FOR = {"ask": {"for"}, "call": {"for"}, "push": {"for"}, "press": {"for"}, "insist": {"on"}, "campaign": {"for"}, "hand": {"over"}, "hope": {"for"}, "plead": {"for"}, "bargain": {"over", "for"}, "look": {"at"}, "put": {"on"}}
_MATTER_NOUNS = {
    "talk": {"on", "over", "about"}, "discussion": {"on", "about", "over", "of"}, "negotiation": {"on", "over", "about"},
    "agreement": {"on"}, "deal": {"on"}, "dispute": {"over", "about"}, "row": {"over"}, "quarrel": {"over", "about"}, "pact": {"on"},
    "cooperation": {"on", "in"}, "bargaining": {"over", "on"}, "demand": {"for"}, "call": {"for"}, "provision": {"of"}, "supply": {"of"},
    "question": {"of"}, "issue": {"of"}, "treaty": {"on"}, "proposal": {"for", "on"}, "consultation": {"on", "over"}, "clash": {"over"}, "compromise": {"on", "over"},
}
_OCCURRING = re.compile(r"\b(?:on the (?:table|agenda)|in brackets|come up|sticking points?|stumbling blocks?|at issue|bone of contention|main (?:issue|topic|point|obstacle))\b", re.I)
_MODAL = frozenset({"may", "might", "could", "will", "would", "can", "should", "must"})
_KEPT = frozenset({"of", "on", "for", "over", "between", "beyond", "against", "to", "among", "about"})
_UNFIT = frozenset({"PERSON", "GPE", "DATE", "NORP", "TIME", "PERCENT", "MONEY", "CARDINAL", "QUANTITY", "ORDINAL"})
_LEAD_PARAGRAPHS = 2


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One matter: its title, the phrases that name it, the statements that bear on it, and how it stands."""

    title: str
    spans: tuple[Span, ...]
    statements: tuple[int, ...]
    stance: str


def find_agenda(
    article: str, paragraphs: Sequence[Paragraph], passages: Sequence[Passage], statements: Sequence[Statement]
) -> list[AgendaLine]:
    """The agenda, empty where neither title nor lead speaks of a meeting."""
    if not speaks_of_meeting(article, paragraphs):
        return []
    candidates = [c for order, c in enumerate(_candidates(article, passages)) if _is_fit(c) for c in [_at(c, order)]]
    matters = [matter for matter in group_matters(candidates) if _is_on_table(matter)]
    lines = [_line(matter, statements) for matter in matters]
    return _without_mere_doubts(lines, matters)


def speaks_of_meeting(article: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether title, deck or one of the first paragraphs names a meeting of parties."""
    words = read_matter_words()
    bodies = [p for p in paragraphs if p.kind is Kind.BODY][:_LEAD_PARAGRAPHS]
    heads = [p for p in paragraphs if p.kind in {Kind.TITLE, Kind.DECK}]
    lead = " ".join(article[p.start : p.end] for p in [*heads, *bodies]).lower()
    for phrase in words.not_meetings:
        lead = lead.replace(phrase, " ")
    return any(word in words.meetings for word in re.findall(r"[a-z]+", lead))


# ---------------------------------------------------------------- candidates


def _candidates(article: str, passages: Sequence[Passage]) -> Iterator[Candidate]:
    for passage in passages:
        for token in passage.doc:
            if passage.is_framed(token):
                continue
            for head, weight in _heads(token):
                yield from _as_candidates(article, passage, head, weight)


def _heads(token: Token) -> Iterator[tuple[Token, int]]:
    """Heads of phrases that this token makes matters."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB":
        yield from _of_verb(token, lemma)
    elif token.pos_ == "NOUN" and lemma in _MATTER_NOUNS:
        for preposition in token.children:
            if preposition.dep_ == "prep" and preposition.lower_ in _MATTER_NOUNS[lemma]:
                yield from ((child, 2) for child in preposition.children if child.dep_ == "pobj")


def _of_verb(verb: Token, lemma: str) -> Iterator[tuple[Token, int]]:
    words = read_matter_words()
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    by_host = any(s.lemma_.lower() in words.hosts or s.ent_type_ in {"GPE", "PERSON", "NORP", "ORG"} or s.pos_ == "PRON" for s in subjects)
    open_ended = _is_open(verb)
    if lemma in _LISTING or lemma in _LISTING_ON:
        for child in verb.children:
            if child.dep_ == "nsubjpass" and open_ended:
                yield child, 2
            elif child.dep_ == "dobj" and lemma in _LISTING and (by_host or not subjects):
                yield child, 2 if open_ended or _is_of_meeting(subjects) else 1
            elif child.dep_ == "prep" and child.lower_ in _LISTING_ON.get(lemma, ()):
                yield from ((inside, 2) for inside in child.children if inside.dep_ == "pobj")
    if (lemma in _ASKING or lemma in _ASKING_FOR) and (by_host or not subjects) and (open_ended or verb.tag_ in {"VBZ", "VBP", "VBG", "VBN", "VBD"}):
        for child in verb.children:
            if child.dep_ == "dobj" and (lemma in _ASKING or lemma == "hand"):
                yield child, 1
            elif child.dep_ == "prep" and child.lower_ in _ASKING_FOR.get(lemma, ()):
                yield from ((inside, 1) for inside in child.children if inside.dep_ == "pobj")
    if lemma == "take" and open_ended and any(child.lemma_ == "place" for child in verb.children):
        yield from ((subject, 1) for subject in subjects)
    if _OCCURRING.search(verb.sent.text) and verb.dep_ in {"ROOT", "ccomp"}:
        yield from ((subject, 2) for subject in subjects)


def _is_of_meeting(subjects: list[Token]) -> bool:
    return any(s.lemma_.lower() in {"agenda", "summit", "talk", "meeting", "discussion", "negotiation", "conference", "draft", "point", "topic", "item"} for s in subjects)


def _is_open(verb: Token) -> bool:
    """It has not happened yet: a modal, an infinitive, a noun of action."""
    if any(child.dep_ == "aux" and (child.lower_ in _MODAL or child.lower_ == "to") for child in verb.children):
        return True
    if verb.tag_ == "VBG" and verb.dep_ in {"pcomp", "prep"}:
        return True
    return verb.dep_ == "conj" and verb.head.pos_ == "VERB" and _is_open(verb.head)


def _as_candidates(article: str, passage: Passage, head: Token, weight: int) -> Iterator[Candidate]:
    for token in (head, *head.conjuncts):
        if token.i != head.i and abs(token.i - head.i) > 30:
            continue
        yield from _split(article, passage, token, weight)


def _split(article: str, passage: Passage, head: Token, weight: int) -> Iterator[Candidate]:
    """``technology for A, B and C`` and ``food and energy supplies`` are a matter each."""
    generic = read_matter_words().generic
    complements = _complements(head) if head.lemma_.lower() in generic else []
    if complements:
        preposition = next((t for t in passage.doc[head.i + 1 : complements[0].i] if t.dep_ == "prep"), None)
        for complement in complements:
            for phrase in _phrases(passage, complement):
                title = f"{head.lower_} {preposition.lower_ if preposition is not None else 'for'} {phrase.title}"
                whole = phrase.lemmas | {head.lemma_.lower()}
                yield Candidate(title, phrase.span, phrase.head, whole, weight, 0)
        return
    for phrase in _phrases(passage, head):
        yield Candidate(phrase.title, phrase.span, phrase.head, phrase.lemmas, weight, 0)
    del article


def _complements(head: Token) -> list[Token]:
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in {"for", "of", "on"}:
            first = next((c for c in child.children if c.dep_ == "pobj"), None)
            if first is not None and first.ent_type_ not in _UNFIT:
                return [first, *first.conjuncts]
        if child.dep_ == "acl" and child.lemma_ in {"relate", "concern"}:
            for word in child.subtree:
                if word.dep_ == "pobj" and word.head.lower_ in {"to"}:
                    return _related(word)
    return []


def _related(word: Token) -> list[Token]:
    """``related to the reentry of A, B and C``: spread over what really stands side by side."""
    return [word, *word.conjuncts]


@dataclass(frozen=True, slots=True)
class _Phrase:
    title: str
    span: Span
    head: str
    lemmas: frozenset[str]


def _phrases(passage: Passage, head: Token) -> Iterator[_Phrase]:
    """The phrase of a head; coordinated modifiers in front of a generic head give one phrase each."""
    doc = passage.doc
    first, last = _extent(head)
    before = [t for t in doc[first : head.i] if t.dep_ == "conj" and t.pos_ in {"NOUN", "PROPN"}]
    if before and head.lemma_.lower() in read_matter_words().generic:
        for word in [before[0].head, *before]:
            title = f"{word.text} {_last_modifier(head)}".strip()
            yield _Phrase(title, passage.span_of(word.i, word.i), word.lemma_.lower(), frozenset({word.lemma_.lower()}))
        return
    words = doc[first : last + 1]
    lemmas = frozenset(t.lemma_.lower() for t in words if t.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} and not t.is_stop)
    title = re.sub(r"^(?:potential|possible|a|an|the|any|some|their|its|his|her|our)\s+", "", words.text, flags=re.I)
    yield _Phrase(title, passage.span_of(first, last), head.lemma_.lower(), lemmas or frozenset({head.lemma_.lower()}))


def _last_modifier(head: Token) -> str:
    inner = [c for c in head.children if c.dep_ == "compound" and c.i == head.i - 1]
    return f"{inner[0].text} {head.text}" if inner and head.lemma_ in {"issue", "question", "matter"} and not any(True for _ in inner[0].conjuncts) else head.text


def _extent(head: Token) -> tuple[int, int]:
    """From the first modifier to the last complement that says what kind it is."""
    outside: set[int] = set()
    for child in head.children:
        far = child.dep_ in {"conj", "relcl", "appos", "cc", "preconj", "punct", "acl", "advcl", "predet"}
        aside = child.i > head.i and (child.dep_ in {"advmod", "npadvmod"} or (child.dep_ == "prep" and child.lower_ not in _KEPT))
        if far or aside or child.dep_ in {"det", "poss", "case"}:
            outside |= {t.i for t in child.subtree}
    inside = {t.i for t in head.subtree} - outside
    first = last = head.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside and last - head.i < 9 and head.doc[last + 1].text not in {",", "—", "–", "(", ";"}:
        last += 1
    return first, last


def _is_fit(candidate: Candidate) -> bool:
    words = read_matter_words()
    if candidate.head in words.nothing and len(candidate.lemmas) < 3:
        return False
    if candidate.lemmas <= words.generic | words.nothing:
        return False
    return bool(re.search(r"[A-Za-z]{3}", candidate.title)) and len(candidate.title.split()) <= 14


def _at(candidate: Candidate, order: int) -> Candidate:
    return Candidate(candidate.title, candidate.span, candidate.head, candidate.lemmas, candidate.weight, order)


# ---------------------------------------------------------------- lines


def _is_on_table(matter: Matter) -> bool:
    """Listed once, or asked for at least twice."""
    return matter.weight >= 2


def _line(matter: Matter, statements: Sequence[Statement]) -> AgendaLine:
    spans = tuple(sorted({candidate.span for candidate in matter.candidates}))
    bearing = tuple(index for index, s in enumerate(statements) if any(a < end and start < b for start, end in spans for a, b in s.spans))
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
    heads = [{c.head for c in m.candidates} | {w for c in m.candidates for w in c.lemmas & read_matter_words().generic} for m in matters]
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
