"""What is on the table of a meeting: phrases that are listed, asked for or offered, one line for each matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.lexicon import read_lexicon
from bot.extract.matters import Candidate, group_matters, read_matter_words
from bot.extract.paragraphs import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Chunk

    from bot.extract.matters import Matter
    from bot.extract.paragraphs import Paragraph
    from bot.extract.passages import Passage
    from bot.extract.statements import Statement

Span = tuple[int, int]

# What these verbs govern is a matter of the meeting; where a preposition leads to it, that is named.
_LISTING = frozenset(
    [
        "include",
        "cover",
        "list",
        "discuss",
        "address",
        "tackle",
        "negotiate",
        "debate",
        "settle",
        "resolve",
        "review",
        "comprise",
        "feature",
        "finalise",
        "finalize",
        "concern",
    ]
)
_LISTING_ON = {
    "focus": {"on"},
    "centre": {"on", "around"},
    "center": {"on", "around"},
    "deal": {"with"},
    "touch": {"on"},
    "revolve": {"around"},
    "turn": {"on", "to"},
    "agree": {"on"},
    "decide": {"on"},
    "talk": {"about"},
    "haggle": {"over"},
    "argue": {"over"},
    "clash": {"over"},
    "differ": {"over", "on"},
    "disagree": {"on", "over"},
    "range": {"from"},
    "negotiate": {"over", "on"},
}
# What these verbs govern is asked for at any time, what the others govern only where it lies ahead.
_DEMANDING = frozenset(["demand", "request", "seek", "want", "propose", "reject", "oppose"])
_DEMANDING_ON = {
    "ask": {"for"},
    "call": {"for"},
    "push": {"for"},
    "press": {"for"},
    "insist": {"on"},
    "campaign": {"for"},
    "bargain": {"over", "for"},
    "plead": {"for"},
}
_GIVING = frozenset(
    [
        "offer",
        "provide",
        "supply",
        "transfer",
        "sell",
        "exchange",
        "secure",
        "win",
        "ease",
        "lift",
        "scrap",
        "extend",
        "restore",
        "reopen",
        "halt",
        "cut",
        "raise",
        "accept",
        "grant",
        "sign",
        "name",
        "put",
        "create",
        "set",
        "fund",
        "ban",
        "limit",
        "buy",
        "drop",
        "phase",
        "guarantee",
    ]
)
_GIVING_ON = {
    "agree": {"to", "on"},
    "hand": {"over"},
    "consent": {"to"},
    "commit": {"to"},
    "look": {"at", "into"},
}
_MEETING_NOUNS = frozenset(
    [
        "talk",
        "discussion",
        "negotiation",
        "agreement",
        "deal",
        "dispute",
        "row",
        "quarrel",
        "pact",
        "cooperation",
        "bargaining",
        "treaty",
        "consultation",
        "clash",
        "compromise",
        "stand-off",
        "standoff",
        "impasse",
        "disagreement",
    ]
)
_ABOUT = frozenset({"on", "over", "about", "of", "in"})
_OCCURRING = re.compile(
    r"\b(?:on the (?:table|agenda)|in brackets|come up|sticking points?|stumbling blocks?|at issue|bone of contention|(?:hardest|harder|oldest|main|biggest|thorniest|"
    r"trickiest|most contentious|central|key|first|second|third|other) (?:issue|topic|point|obstacle|quarrel|question|matter|dispute|item|subject|demand))\b",
    re.IGNORECASE,
)
_TOPIC_MARK = re.compile(
    r"\b(?:as for|as to|on the (?:question|issue|matter|subject) of|when it comes to|regarding)\s+",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:matters|subjects|issues|points|topics|questions|items|demands|chapters|sticking points|quarrels|disputes|themes|priorities|files|agenda|table)\b[^.:;]{0,60}:\s+"
    r"|\b(?:topics|subjects|issues|matters|points|questions|items|demands)\s+(?:such as|including|range from|are)\s+",
    re.IGNORECASE,
)
_MODAL = frozenset({"may", "might", "could", "will", "would", "can", "should", "must"})
_SAME_ITEM = frozenset("of on for over between beyond against among about to within under across".split())
_NEXT_ITEM = frozenset(
    ", and or as well but also not only plus & both other including along with — –".split()
)
_DROPPED = frozenset({"from", "to", "in", "by", "at", "with", "during", "into", "through", "return"})
_UNFIT = frozenset(
    {"PERSON", "GPE", "DATE", "NORP", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "ORG"}
)
_LEAD_PARAGRAPHS = 2
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
    candidates = [
        c
        for order, c in enumerate(_candidates(article, paragraphs, passages))
        if _is_fit(c)
        for c in [_at(c, order)]
    ]
    matters = [matter for matter in group_matters(candidates) if _is_on_table(matter)][:_MOST]
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
    return any(word in words.meetings for word in re.findall(r"[a-z]+", lead))


# ---------------------------------------------------------------- candidates


def _candidates(
    article: str, paragraphs: Sequence[Paragraph], passages: Sequence[Passage]
) -> Iterator[Candidate]:
    yield from _of_headline(article, paragraphs)
    for passage in passages:
        chunks = _chunks(passage)
        for token in passage.doc:
            if not passage.is_framed(token):
                for first, end, weight in _lists(token):
                    yield from _listed(passage, chunks, first, end, weight)
        for mark in (*_TOPIC_MARK.finditer(passage.doc.text), *_ANNOUNCED.finditer(passage.doc.text)):
            at = next((t for t in passage.doc if t.idx >= mark.end()), None)
            if at is not None:
                yield from _listed(passage, chunks, at.i, at.sent.end, 2)


def _chunks(passage: Passage) -> list[Chunk]:
    """Noun phrases without complements, by parts of speech: the parser loses its way in long lists."""
    doc = passage.doc
    found: list[Chunk] = []
    start: int | None = None
    for token in doc:
        begins = (
            token.pos_ == "DET" or token.pos_ == "PRON" or (token.dep_ == "poss" and token.tag_ == "PRP$")
        )
        fits = not passage.is_framed(token) and (begins or _is_of_phrase(token))
        if start is not None and (not fits or begins):
            _close(doc, start, token.i, found)
            start = None
        if fits and start is None:
            start = token.i
    if start is not None:
        _close(doc, start, len(doc), found)
    return found


def _is_of_phrase(token: Token) -> bool:
    if token.pos_ in {"ADJ", "NUM", "NOUN", "PROPN"} or token.text in {"-", "’s", "'s", "%"}:
        return True
    if token.tag_ in {"VBG", "VBN"} and token.dep_ in {"amod", "compound"}:
        return True
    return (
        token.tag_ == "VBG"
        and token.dep_
        in {"dobj", "pobj", "pcomp", "nsubj", "nsubjpass", "conj", "xcomp", "oprd", "attr", "appos"}
        and not any(c.dep_ in {"nsubj", "dobj", "aux"} for c in token.children)
    )


def _close(doc: Doc, start: int, end: int, found: list[Chunk]) -> None:
    """Keep the stretch if it ends in a noun."""
    while end > start and doc[end - 1].pos_ not in {"NOUN", "PROPN", "PRON"} and doc[end - 1].tag_ != "VBG":
        end -= 1
    if end > start:
        found.append(doc[start:end])


def _head(chunk: Chunk) -> Token:
    return chunk[-1]


def _of_headline(article: str, paragraphs: Sequence[Paragraph]) -> Iterator[Candidate]:
    """``Arms, drills, food: a look at ...``: weak, for a headline plays."""
    for paragraph in paragraphs:
        if paragraph.kind is not Kind.TITLE:
            continue
        head, colon, _ = article[paragraph.start : paragraph.end].partition(":")
        parts = [m for m in re.finditer(r"[^,]+?(?=,| and |$)", head)] if colon and "," in head else []
        for part in parts:
            title = re.sub(r"^(?:and|a|an|the)\s+", "", part.group().strip(" ,"), flags=re.IGNORECASE)
            if (
                title
                and len(title.split()) <= 4
                and title.split()[0].lower() not in {"who", "what", "how", "why", "when", "where"}
            ):
                start = paragraph.start + head.index(title)
                words = title.lower().split()
                lemmas = frozenset(word.rstrip("s") if len(word) > 4 else word for word in words)
                yield Candidate(title, (start, start + len(title)), words[-1].rstrip("s"), lemmas, 1, 0)


def _lists(token: Token) -> Iterator[tuple[int, int, int]]:
    """(first token, end, weight) of stretches in which this token makes phrases matters.

    A weight below zero marks what is only asked for: a single word then tells too little.
    """
    lemma = token.lemma_.lower()
    sentence_end = token.sent.end
    if token.pos_ in {"VERB", "AUX"}:
        yield from _lists_of_verb(token, lemma, sentence_end)
    elif token.pos_ == "NOUN" and lemma in _MEETING_NOUNS:
        about = next(
            (
                t
                for t in token.doc[token.i + 1 : min(token.i + 6, sentence_end)]
                if t.lower_ in _ABOUT and _leads_to_matter(t)
            ),
            None,
        )
        if about is not None:
            yield about.i + 1, sentence_end, 2


def _leads_to_matter(preposition: Token) -> bool:
    inside = next((c for c in preposition.children if c.dep_ in {"pobj", "pcomp"}), None)
    return inside is not None and inside.ent_type_ not in _UNFIT


def _lists_of_verb(verb: Token, lemma: str, sentence_end: int) -> Iterator[tuple[int, int, int]]:
    words = read_matter_words()
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    by_host = not subjects or any(
        s.lemma_.lower() in words.hosts
        or s.ent_type_ in {"GPE", "PERSON", "NORP", "ORG", "NAME"}
        or s.pos_ in {"PRON", "PROPN", "NUM"}
        for s in subjects
    )
    ahead = _is_ahead(verb)
    behind = verb.i + 1
    if lemma in _LISTING:
        passive = [s for s in subjects if s.dep_ == "nsubjpass"]
        if passive and ahead:
            yield passive[0].left_edge.i, verb.i, 2
        elif by_host and not passive and (ahead or _is_of_meeting(subjects)):
            yield behind, sentence_end, 2
    if lemma in _LISTING_ON and by_host and (at := _preposition(verb, _LISTING_ON[lemma])) is not None:
        yield at + 1, sentence_end, 2
    if by_host and not _is_undone(verb):
        if lemma in _DEMANDING and (verb.tag_ != "VBD" or ahead):
            yield behind, sentence_end, -2
        elif lemma in _GIVING and ahead:
            yield behind, sentence_end, -2 if _is_asked_for(verb) else 1
        if (
            lemma in _DEMANDING_ON
            and (verb.tag_ != "VBD" or ahead)
            and (at := _preposition(verb, _DEMANDING_ON[lemma])) is not None
        ):
            yield at + 1, sentence_end, -2
        if lemma in _GIVING_ON and ahead and (at := _preposition(verb, _GIVING_ON[lemma])) is not None:
            yield at + 1, sentence_end, 2
    if lemma == "take" and ahead and any(child.lemma_ == "place" for child in verb.children):
        yield from ((s.left_edge.i, verb.i, 2) for s in subjects)
    if (
        verb.lemma_ in {"be", "remain", "come", "stay", "appear", "prove", "look"}
        and subjects
        and subjects[0].pos_ == "NOUN"
        and _OCCURRING.search(verb.doc[verb.i : min(verb.i + 12, sentence_end)].text)
    ):
        yield subjects[0].left_edge.i, verb.i, 2


def _preposition(verb: Token, wanted: set[str]) -> int | None:
    for child in verb.children:
        if child.i > verb.i and child.lower_ in wanted and child.dep_ in {"prep", "prt", "aux", "dative"}:
            return child.i
    return None


def _is_of_meeting(subjects: list[Token]) -> bool:
    return any(
        s.lemma_.lower()
        in {
            "agenda",
            "summit",
            "talk",
            "meeting",
            "discussion",
            "negotiation",
            "conference",
            "draft",
            "point",
            "topic",
            "item",
            "one",
            "other",
            "another",
        }
        for s in subjects
    )


def _is_ahead(verb: Token) -> bool:
    """It has not happened yet: a modal, an infinitive, a noun of action."""
    if any(
        child.dep_ == "aux" and (child.lower_ in _MODAL or child.lower_ == "to") for child in verb.children
    ):
        return True
    if verb.tag_ == "VBG" and verb.dep_ in {"pcomp", "prep", "xcomp"}:
        return True
    return verb.dep_ == "conj" and verb.head.pos_ == "VERB" and _is_ahead(verb.head)


def _is_asked_for(verb: Token) -> bool:
    """``are asking the ministers to put X into the text``."""
    governor = verb.head
    return verb.dep_ in {"xcomp", "ccomp", "advcl"} and governor.lemma_.lower() in read_lexicon().urge | {
        "want",
        "demand",
        "propose",
        "hope",
        "may",
        "expect",
    }


def _is_undone(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children) and verb.lemma_.lower() not in _DEMANDING


# ---------------------------------------------------------------- lists to phrases


def _listed(passage: Passage, chunks: list[Chunk], first: int, end: int, weight: int) -> Iterator[Candidate]:
    """The phrases of a list from ``first`` on: comma and ``and`` part them, ``of`` and ``on`` hold them together."""
    doc = passage.doc
    run: list[Chunk] = []
    prefix: tuple[int, int] | None = None
    at = first
    for chunk in chunks:
        if chunk.start < first or chunk.end > end:
            continue
        if run and chunk[0].lower_ in {"that", "which", "who", "whose", "what"}:
            break
        between = [t.lower_ for t in doc[at : chunk.start]]
        kind = _joint(between, bool(run))
        if kind == "stop":
            break
        if kind == "same":
            run.append(chunk)
        else:
            if run:
                yield from _as_candidates(passage, run, prefix, abs(weight), asked=weight < 0)
                prefix = prefix or _generic_prefix(doc, run)
            run = [chunk]
        at = chunk.end
        if kind == "dropped":
            run = run[:-1]
    if run:
        yield from _as_candidates(passage, run, prefix, abs(weight), asked=weight < 0)


def _joint(between: list[str], begun: bool) -> str:
    """What stands between two phrases: parts of one, a new one, or the end of the list."""
    if begun and any(w in {'"', "“", "”"} for w in between):
        return "stop"
    words = [w for w in between if w not in {"the", "a", "an", '"', "“", "”"}]
    if not begun:
        return (
            "new"
            if len(words) <= 3 and all(w in _NEXT_ITEM | _SAME_ITEM | {"in", "at"} for w in words)
            else "stop"
        )
    if not words:
        return "same"
    if words in (["related", "to"], ["relating", "to"], ["concerning"]) or (
        len(words) == 1 and words[0] in _SAME_ITEM
    ):
        return "same"
    if all(w in _NEXT_ITEM for w in words) and (
        "with" not in words or "along" in words or "together" in words
    ):
        return "new"
    return "stop"


def _generic_prefix(doc: Doc, run: list[Chunk]) -> tuple[int, int] | None:
    """``technology for`` of ``technology for satellites``: what follows in the list is meant so too."""
    head = _head(run[0])
    if len(run) < 2 or head.lemma_.lower() not in read_matter_words().generic:
        return None
    del doc
    return run[0].start, run[1].start


def _as_candidates(
    passage: Passage, run: list[Chunk], prefix: tuple[int, int] | None, weight: int, *, asked: bool = False
) -> Iterator[Candidate]:
    doc = passage.doc
    while len(run) > 1 and (_is_mere_name(run[-1]) or _head(run[-1]).pos_ == "PRON"):
        run = run[:-1]
    while len(run) > 2 and _head(run[0]).lemma_ in {
        "provision",
        "supply",
        "transfer",
        "delivery",
        "sale",
        "question",
        "issue",
        "matter",
        "possibility",
    }:
        run = run[1:]
    head = _head(run[0])
    if (head.pos_ not in {"NOUN", "PROPN"} and head.tag_ != "VBG") or _is_mere_name(run[0]):
        return
    parts = _coordinated(run[0]) if len(run) == 1 else []
    if parts:
        for word in parts:
            title = f"{word.text} {_last_modifier(head, parts)}".strip()
            yield Candidate(
                title,
                passage.span_of(word.i, word.i),
                word.lemma_.lower(),
                frozenset({word.lemma_.lower()}),
                weight,
                0,
            )
        return
    start = _without_opening(doc, run[0].start, run[-1].end)
    words = [t for chunk in run for t in chunk if t.i >= start]
    lemmas = frozenset(
        t.lemma_.lower()
        for t in words
        if t.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} and not t.is_stop and t.ent_type_ not in _UNFIT
    )
    title = doc[start : run[-1].end].text
    nouns = (
        frozenset(t.lemma_.lower() for t in words if t.pos_ in {"NOUN", "PROPN"} or t.tag_ == "VBG")
        - read_matter_words().generic
        - read_matter_words().nothing
    )
    if not nouns:
        return
    if prefix is not None and _head(run[0]).lemma_.lower() not in read_matter_words().generic:
        opening = _without_opening(doc, prefix[0], prefix[1])
        title = f"{_trim(doc[opening : prefix[1]].text)} {title}"
        lemmas |= {t.lemma_.lower() for t in doc[opening : prefix[1]] if t.pos_ == "NOUN"}
    if asked and len(lemmas) == 1:
        weight = 1
    yield Candidate(
        _trim(title),
        passage.span_of(start, run[-1].end - 1),
        head.lemma_.lower(),
        lemmas or frozenset({head.lemma_.lower()}),
        weight,
        0,
    )


def _is_mere_name(chunk: Chunk) -> bool:
    """A person, a place, a date and nothing else."""
    words = [t for t in chunk if t.pos_ not in {"DET", "PART"}]
    return (
        bool(words)
        and all(t.ent_type_ in _UNFIT for t in words)
        and (words[-1].pos_ != "NOUN" or words[-1].ent_type_ not in {"ORG", "FAC"})
    )


def _without_opening(doc: Doc, start: int, end: int) -> int:
    while start < end - 1 and (
        doc[start].dep_ in {"det", "poss", "predet"}
        or doc[start].lower_
        in {"not", "only", "potential", "possible", "whether", "both", "certain", "further"}
        or doc[start].is_punct
        or doc[start].lower_ in {"’s", "'s"}
    ):
        start += 1
    return start


def _trim(title: str) -> str:
    return re.sub(r"\s+(?:the|a|an)$", "", title.strip(" ,"))


def _coordinated(chunk: Chunk) -> list[Token]:
    """``food and energy`` of ``food and energy supplies``."""
    if _head(chunk).lemma_.lower() not in read_matter_words().generic:
        return []
    joined = [t for t in chunk if t.dep_ == "conj" and t.pos_ in {"NOUN", "PROPN"} and t.i < _head(chunk).i]
    return [joined[0].head, *joined] if joined else []


def _last_modifier(head: Token, parts: list[Token]) -> str:
    """``supply`` of ``energy supply issues``: an issue by itself says nothing."""
    before = head.doc[head.i - 1]
    plain = (
        head.lemma_ in {"issue", "question", "matter", "problem"}
        and before.pos_ == "NOUN"
        and before.i not in {part.i for part in parts}
    )
    return before.text if plain else head.text


def _is_fit(candidate: Candidate) -> bool:
    words = read_matter_words()
    if candidate.lemmas <= words.generic | words.nothing:
        return False
    return bool(re.search(r"[A-Za-z]{3}", candidate.title)) and len(candidate.title.split()) <= 14


def _at(candidate: Candidate, order: int) -> Candidate:
    return Candidate(
        candidate.title, candidate.span, candidate.head, candidate.lemmas, candidate.weight, order
    )


# ---------------------------------------------------------------- lines


def _is_on_table(matter: Matter) -> bool:
    """Listed once, or asked for at least twice."""
    return matter.weight >= 2


def _mentions(passages: Sequence[Passage], matters: Sequence[Matter]) -> list[set[Span]]:
    """Where else the text names each matter: a phrase that holds all its telling words."""
    found: list[set[Span]] = [set() for _ in matters]
    for passage in passages:
        for chunk in _chunks(passage):
            lemmas = frozenset(
                t.lemma_.lower()
                for t in chunk
                if t.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} and not t.is_stop
            )
            span = passage.span_of(chunk.start, chunk.end - 1)
            key = Candidate(chunk.text, span, _head(chunk).lemma_.lower(), lemmas, 0, 0).key
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
