"""Statements of an article: frames become spans of the text, quotations find their cue, speakers their names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.extract.frames import find_frames, find_source, may_speak
from bot.extract.hedging import is_hedged, stance_of
from bot.extract.lexicon import read_lexicon
from bot.extract.naming import NAMES
from bot.extract.speakers import Discourse, Speaker, resolve_speaker, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Span as Entity
    from spacy.tokens import Token

    from bot.extract.frames import Frame
    from bot.extract.mentions import Cast, Named
    from bot.extract.paragraphs import Paragraph
    from bot.extract.passages import Passage
    from bot.extract.quotations import StandIn

Span = tuple[int, int]
_OPENERS, _MARKS = '“"«„‘', '“”"«»„'


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody said, as spans of the article's text. ``rule`` tells how it was found."""

    speaker: str | None
    speaker_span: Span | None
    role: str | None
    kind: str
    cue: str | None
    cue_lemma: str | None
    cue_span: Span | None
    spans: tuple[Span, ...]
    hedged: bool
    stance: str
    paragraph: int
    rule: str
    sure: bool = True
    nested_in: int | None = None

    def text_in(self, article: str) -> str:
        """Its words: the slices joined."""
        return " … ".join(article[start:end] for start, end in self.spans)


@dataclass(slots=True)
class _Found:
    """A statement on its way: its parts may still grow."""

    paragraph: Paragraph
    speaker: Speaker | None
    cue: Token | None
    cue_span: Span | None
    spans: list[Span]
    quoted: list[Span]
    rule: str
    within: Span | None = None  # the quotation it stands in
    order: int = field(default=0)


def extract_statements(article: str, passages: Sequence[Passage], cast: Cast) -> list[Statement]:
    """Every statement, in the order of the text."""
    discourse = Discourse(cast)
    found: list[_Found] = []
    for paragraph, own in _by_paragraph(passages):
        around = [passage for passage in own if passage.quoted is None]
        discourse.since_named += 1
        here: list[_Found] = []
        line = _labelled(article, paragraph, discourse)
        if line is not None:
            found.append(line)
            continue
        for passage in around:
            here += _of_passage(article, passage, discourse)
        here += _left_over(article, around, here, found, discourse, paragraph)
        for passage in own:
            if passage.quoted is not None:
                here += _nested(article, passage, discourse)
        _join_halves(article, found, here)
        discourse.announced = _announced(article, around, paragraph, discourse)
        found += here
    _name_the_nameless(found)
    return _settled(article, found, cast)


def _join_halves(article: str, found: list[_Found], here: list[_Found]) -> None:
    """A quotation left open above whose cue comes only now is one statement with what goes on here."""
    if not found or not here or found[-1].rule != "on" or article[found[-1].quoted[-1][1] - 1] in "”\"»'":
        return
    first = min(here, key=lambda s: s.spans[0])
    opens = first.quoted and min(first.quoted)[0] == first.paragraph.start
    if opens and first.cue is not None:
        first.spans = [*found[-1].spans, *first.spans]
        first.quoted = [*found[-1].quoted, *first.quoted]
        found.pop()


def _by_paragraph(passages: Sequence[Passage]) -> Iterable[tuple[Paragraph, list[Passage]]]:
    groups: dict[int, tuple[Paragraph, list[Passage]]] = {}
    for passage in passages:
        groups.setdefault(passage.paragraph.number, (passage.paragraph, []))[1].append(passage)
    return groups.values()


# ---------------------------------------------------------------- frames to spans


def _of_passage(article: str, passage: Passage, discourse: Discourse) -> list[_Found]:
    found: list[_Found] = []
    noted = 0
    entities = list(passage.doc.ents)
    for frame in find_frames(passage):
        while noted < len(entities) and entities[noted].start < frame.cue.i:
            named = discourse.cast.find(entities[noted].text)
            if named is not None:
                _note(discourse, named, entities[noted])
            noted += 1
        made = _as_found(article, passage, frame, discourse)
        if made is not None:
            found.append(made)
            if (
                made.rule in {"clause", "that", "quote", "aside", "according", "urge", "commit"}
                and made.speaker is not None
            ):
                discourse.speak(made.speaker)
    for entity in entities[noted:]:
        named = discourse.cast.find(entity.text)
        if named is not None:
            _note(discourse, named, entity)
    return found


def _note(discourse: Discourse, named: Named, entity: Entity) -> None:
    """A name was read; as the subject of its clause it is what the sentence is about."""
    discourse.note(named)
    root = entity.root.head if entity.root.dep_ == "appos" else entity.root
    if (
        named.kind == "person"
        and root.dep_ in {"nsubj", "nsubjpass"}
        and root.head.dep_ not in {"relcl", "acl"}
    ):
        discourse.look_at(named)


def _as_found(article: str, passage: Passage, frame: Frame, discourse: Discourse) -> _Found | None:
    freely = frame.rule in {"clause", "that", "quote", "aside", "according", "urge", "commit"}
    if not may_speak(frame.source, freely=freely) or frame.source is None:
        return None
    if frame.source.lower_ in {"we", "you"} and passage.quoted is None:
        return None
    spans = [
        span for first, last in frame.content if (span := _trimmed(article, passage, first, last)) is not None
    ]
    if not spans:
        return None
    spans = [*spans[:-1], _without_tail(article, spans[-1], frame.rule)]
    quoted = [quote for first, last in frame.content for quote in passage.quotations_between(first, last)]
    speaker = resolve_speaker(passage, frame.source, discourse, frame.voice)
    if speaker.span is not None and any(a <= speaker.span[0] and speaker.span[1] <= b for a, b in spans):
        return None
    cue_span = _cue_span(passage, frame.cue)
    more = _resumed(article, passage.paragraph, spans, cue_span, speaker)
    if more is not None:
        spans.append(more)
    if speaker.kind != "person" and (by := _BY_WHOM.search(article, cue_span[1], passage.paragraph.end)):
        speaker = replace(speaker, role=" ".join(by.group(1).split()))
    return _Found(passage.paragraph, speaker, frame.cue, cue_span, spans, quoted, frame.rule)


_RESUMED = re.compile(r",\s+((?:and|but|or|yet)\s+(?:\w+\s+){0,2}[\"“][^\"”]{3,}[\"”][^\"“”.!?;]{0,40})")


def _resumed(
    article: str, paragraph: Paragraph, spans: list[Span], cue: Span, speaker: Speaker
) -> Span | None:
    """``“A,” he said, but “B.”``: the quotation behind the cue goes on where the one before it stopped."""
    if spans[-1][1] > cue[0] or not any(mark in article[a:b] for a, b in spans for mark in _MARKS):
        return None
    after = max(cue[1], speaker.span[1] if speaker.span else 0)
    found = _RESUMED.match(article, after, paragraph.end)
    return tidy_span(article, *found.span(1), paragraph) if found else None


_CHANNEL = re.compile(
    r"\s+(?:through|via|in|during|at) (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,2}(?:statement|letter|interview|speech|tweet|post|press release|news conference|briefing|email|telegram)\b.*$",
    re.DOTALL,
)
_BY_WHOM = re.compile(
    r"(?:through|in|via) an? ((?:statement|letter|speech|interview) (?:by|from|of) (?:[A-Z][\w.’'-]*\s?){1,6})(?<!\s)"
)
_ONLY_AFTER = re.compile(r",?\s+only (?:after|when|once)\b.*$", re.DOTALL)
_WHEN = re.compile(
    r"\s+(?:on|late|early) (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?: (?:morning|afternoon|evening|night))?$"
)


def _without_tail(article: str, span: Span, rule: str) -> Span:
    """Without what belongs to the saying rather than to the said: where it was said, and when it came out."""
    start, end = span
    said = article[start:end]
    patterns = (_CHANNEL, _WHEN, _ONLY_AFTER) if rule == "urge" else (_ONLY_AFTER,)
    for pattern in patterns:
        found = pattern.search(said)
        if found and found.start() > 15 and not any(mark in found.group() for mark in _MARKS):
            said = said[: found.start()]
    return start, start + len(said)


def _cue_span(passage: Passage, cue: Token) -> Span:
    """The cue with its auxiliaries and its negation."""
    own = [
        child.i
        for child in cue.children
        if child.dep_ in {"aux", "neg", "auxpass", "prt"} and abs(child.i - cue.i) <= 3
    ]
    if cue.lower_ == "according" and cue.i + 1 < len(cue.doc) and cue.doc[cue.i + 1].lower_ == "to":
        own.append(cue.i + 1)
    return passage.span_of(min([cue.i, *own]), max([cue.i, *own]))


def _trimmed(article: str, passage: Passage, first: int, last: int) -> Span | None:
    """Token range as a span, without ``that`` in front and punctuation outside quotation marks at its ends."""
    doc = passage.doc
    while first < last and (
        doc[first].text in {",", ";", ":", "—", "–", "-", "--", "."} or doc[first].is_space
    ):
        first += 1
    if (
        doc[first].lower_ == "that"
        and doc[first].dep_ in {"mark", "det", "nsubj", "dobj", "pobj"}
        and last > first
    ):
        if doc[first].dep_ == "mark" or doc[first].tag_ in {"IN", "WDT"}:
            first += 1
    first = _behind_date(passage, first, last)
    return tidy_span(article, *passage.span_of(first, last), passage.paragraph)


def _behind_date(passage: Passage, first: int, last: int) -> int:
    """``told them this weekend he would``: the day of the saying is no part of the said."""
    doc = passage.doc
    date = next((e for e in doc.ents if e.start == first and e.label_ in {"DATE", "TIME"}), None)
    if (
        date is None
        or date.end > last
        or first == 0
        or doc[first - 1].pos_ not in {"VERB", "NOUN", "PROPN", "PRON"}
    ):
        return first
    return date.end if doc[date.end].dep_ in {"nsubj", "nsubjpass", "mark", "expl"} else first


def tidy_span(article: str, start: int, end: int, paragraph: Paragraph) -> Span | None:
    """The span without white space and punctuation at its ends; an opened quotation is closed where it can be."""
    start, end = max(start, paragraph.start), min(end, paragraph.end)
    while start < end and (article[start].isspace() or article[start] in ",;:—–-.)]"):
        start += 1
    while (
        end > start
        and (article[end - 1].isspace() or article[end - 1] in ",;:—–-.([")
        and article[max(start, end - 3) : end] != "..."
    ):
        end -= 1
    body = article[start:end]
    if body.count("“") > body.count("”"):
        close = re.match(r"[,.?!…]{0,2}”", article[end : min(end + 3, paragraph.end)])
        end += close.end() if close else 0
    elif body.count("”") > body.count("“") and start > paragraph.start and article[start - 1] == "“":
        start -= 1
    elif body.count('"') % 2:
        close = re.match(r'[,.?!…]{0,2}"', article[end : min(end + 3, paragraph.end)])
        end += close.end() if close else 0
    return (start, end) if end > start else None


# ---------------------------------------------------------------- quotations without a frame


def _left_over(
    article: str,
    around: Sequence[Passage],
    here: list[_Found],
    before: list[_Found],
    discourse: Discourse,
    paragraph: Paragraph,
) -> list[_Found]:
    """Quoted clauses that no frame took: the end of a broken quotation, or speech that goes on."""
    taken = {quote for statement in here for quote in statement.quoted}
    new: list[_Found] = []
    for passage in around:
        for stand in passage.stand_ins:
            quote = (paragraph.start + stand.quotation.start, paragraph.start + stand.quotation.end)
            if quote in taken or any(a <= quote[0] and quote[1] <= b for s in here for a, b in s.spans):
                continue
            owner = _owner(passage, here + new, stand)
            if owner is None and stand.quotation.start == 0:
                owner = _unfinished(article, before, paragraph)
            if owner is not None:
                owner.spans.append(quote)
                owner.quoted.append(quote)
                continue
            new.append(_spoken_on(article, passage, quote, discourse, paragraph))
    return new


def _owner(passage: Passage, here: list[_Found], stand: StandIn) -> _Found | None:
    """The statement of the same paragraph that goes on in this quotation: ``“A,” she said. “B.”``"""
    near = [
        s
        for s in here
        if s.rule not in {"act", "phrase", "commit"} and s.within is None and s.cue is not None
    ]
    doc = passage.doc
    first = next((token.i for token in doc if token.idx >= stand.start), len(doc))
    before = first - 1
    while before >= 0 and (passage.is_framed(doc[before]) or doc[before].is_punct or doc[before].is_space):
        before -= 1
    if before < 0:
        return next((s for s in near if s.quoted and s.cue is not None and s.cue.doc is doc), None)
    sentence = doc[before].sent
    same = [
        s for s in near if s.cue is not None and s.cue.doc is doc and sentence.start <= s.cue.i < sentence.end
    ]
    speaking = [s for s in same if s.quoted] or same
    return speaking[-1] if speaking and (speaking[-1].quoted or len(same) == 1) else None


def _unfinished(article: str, before: list[_Found], paragraph: Paragraph) -> _Found | None:
    """The statement of the paragraph above whose quotation was not closed."""
    direct = [s for s in before if s.quoted and s.within is None]
    if direct and direct[-1].paragraph.number >= paragraph.number - 2:
        start, end = direct[-1].quoted[-1]
        if end >= direct[-1].paragraph.end and article[end - 1] not in "”\"»'":
            return direct[-1]
    return None


_SIGNATURE = re.compile(r"\s*[―—–-]{1,2}\s*([A-Z][^.!?:;“”\"]{2,60})$")


def _spoken_on(
    article: str, passage: Passage, quote: Span, discourse: Discourse, paragraph: Paragraph
) -> _Found:
    """Speech without a cue: by who signs it or is named as speaking beside it, else by who spoke last."""
    signature = _SIGNATURE.match(article, quote[1], paragraph.end)
    if signature:
        name = signature.group(1).split(",")[0].strip()
        named = discourse.cast.find(name)
        start = signature.start(1)
        signed = Speaker(
            named.name if named else name,
            (start, start + len(name)),
            role_of(named) if named else None,
            "person",
        )
        return _Found(paragraph, signed, None, None, [quote], [quote], "signed")
    beside = _source_beside(passage, quote, discourse)
    if beside is not None:
        discourse.speak(beside[1])
        return _Found(
            paragraph, beside[1], beside[0], _cue_span(passage, beside[0]), [quote], [quote], "beside"
        )
    speaker = discourse.announced or discourse.last
    known = replace(speaker, sure=False) if speaker is not None else None
    return _Found(paragraph, known, None, None, [quote], [quote], "on")


def _announced(
    article: str, around: Sequence[Passage], paragraph: Paragraph, discourse: Discourse
) -> Speaker | None:
    """Whoever a paragraph that ends with a colon says will speak: ``The letter reads:``."""
    if not article[paragraph.start : paragraph.end].rstrip().endswith(":") or not around:
        return None
    for sentence in reversed(list(around[-1].doc.sents)):
        for token in reversed(list(sentence)):
            if token.pos_ == "VERB" and token.tag_ in {"VBD", "VBZ", "VBP"}:
                source = find_source(around[-1], token)
                if may_speak(source, freely=True) and source is not None:
                    return resolve_speaker(around[-1], source, discourse)
        break
    return None


_LABEL = re.compile(r"[“\"]?([A-Z][A-Z.’' -]{2,30}):\s+(?=\S)")


def _labelled(article: str, paragraph: Paragraph, discourse: Discourse) -> _Found | None:
    """A line of a transcript: ``PENCE: Well, look ...``."""
    label = _LABEL.match(article, paragraph.start, paragraph.end)
    if label is None or label.end() > paragraph.end - 10:
        return None
    named = discourse.cast.find(label.group(1).title())
    speaker = Speaker(
        named.name if named else label.group(1), label.span(1), role_of(named) if named else None, "person"
    )
    discourse.speak(speaker)
    span = tidy_span(article, label.end(), paragraph.end, paragraph)
    return _Found(paragraph, speaker, None, None, [span], [span], "signed") if span else None


def _source_beside(passage: Passage, quote: Span, discourse: Discourse) -> tuple[Token, Speaker] | None:
    """A cue with a subject in the same paragraph that took no content."""
    lexicon = read_lexicon()
    best = None
    for token in passage.doc:
        if (
            not token.tag_.startswith("VB")
            or passage.is_framed(token)
            or token.lemma_.lower() not in lexicon.say | lexicon.act | lexicon.urge
        ):
            continue
        source = find_source(passage, token)
        if source is None or not may_speak(source, freely=token.lemma_.lower() in lexicon.say):
            continue
        distance = abs(passage.span_of(token.i, token.i)[0] - quote[0])
        if best is None or distance < best[0]:
            best = (distance, token, source)
    if best is None:
        return _before_colon(passage, quote, discourse)
    return best[1], resolve_speaker(passage, best[2], discourse)


def _before_colon(passage: Passage, quote: Span, discourse: Discourse) -> tuple[Token, Speaker] | None:
    """``X was more cautious: “...”``: the subject of the sentence that announces it."""
    stand = next(
        (s for s in passage.stand_ins if passage.paragraph.start + s.quotation.start == quote[0]), None
    )
    if stand is None or not passage.doc.text[: stand.start].rstrip().endswith(":"):
        return None
    colon = next((t for t in reversed(list(passage.doc)) if t.idx < stand.start and t.text == ":"), None)
    if colon is None:
        return None
    for token in passage.doc[colon.sent.start : colon.i]:
        if token.pos_ in {"VERB", "AUX"} and token.dep_ in {"ROOT", "ccomp", "conj"}:
            source = find_source(passage, token)
            if source is not None and may_speak(source):
                return token, resolve_speaker(passage, source, discourse)
    return None


def _nested(article: str, passage: Passage, discourse: Discourse) -> list[_Found]:
    """What a speaker tells that somebody else said."""
    found = []
    for frame in find_frames(passage):
        if frame.source is None or frame.rule in {"act", "phrase", "commit", "noun", "mind"}:
            continue
        if frame.source.ent_type_ not in NAMES:
            continue
        made = _as_found(article, passage, frame, discourse)
        if made is not None:
            made.within = passage.quoted
            found.append(made)
    return found


def _name_the_nameless(found: list[_Found]) -> None:
    """A quotation before anybody has spoken belongs to the first who does so after it."""
    for index, statement in enumerate(found):
        if statement.speaker is None:
            later = next((s.speaker for s in found[index + 1 : index + 4] if s.speaker is not None), None)
            if later is not None:
                statement.speaker = replace(later, span=None, sure=False)


# ---------------------------------------------------------------- order, nesting, form


def _settled(article: str, found: list[_Found], cast: Cast) -> list[Statement]:
    ordered = sorted(_without_doubles(found), key=lambda s: (min(s.spans)[0], -max(s.spans)[1]))
    made = [_as_statement(article, statement, cast) for statement in ordered]
    return [replace(statement, nested_in=_parent(index, ordered)) for index, statement in enumerate(made)]


def _without_doubles(found: list[_Found]) -> list[_Found]:
    """Two cues can claim the same words; the surer construction keeps them."""
    rank = {
        "clause": 0,
        "quote": 1,
        "that": 2,
        "urge": 3,
        "expect": 3,
        "aside": 4,
        "according": 5,
        "noun": 6,
        "mind": 7,
        "commit": 8,
        "beside": 9,
        "signed": 9,
        "phrase": 10,
        "act": 11,
        "on": 12,
    }
    kept: list[_Found] = []
    for statement in sorted(found, key=lambda s: rank[s.rule]):
        mine = _cover(statement.spans)
        if any(
            len(mine & _cover(other.spans)) > 0.8 * max(len(mine), len(_cover(other.spans))) for other in kept
        ):
            continue
        kept.append(statement)
    return kept


def _cover(spans: Iterable[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _parent(index: int, ordered: list[_Found]) -> int | None:
    """The smallest statement whose content holds this one's cue and content, but not the other way round."""
    statement = ordered[index]
    where = statement.cue_span
    if where is None and statement.within is None:
        return None
    best = None
    for other_index, other in enumerate(ordered):
        if other is statement:
            continue
        holds = where is not None and any(a <= where[0] and where[1] <= b for a, b in other.spans)
        held = other.cue_span is not None and any(a <= other.cue_span[0] < b for a, b in statement.spans)
        if holds and not held and (best is None or _size(other) < _size(ordered[best])):
            best = other_index
    return best


def _size(statement: _Found) -> int:
    return sum(end - start for start, end in statement.spans)


def _as_statement(article: str, found: _Found, cast: Cast) -> Statement:
    spans = tuple(sorted(set(found.spans)))
    content = " ".join(article[start:end] for start, end in spans)
    cue = article[slice(*found.cue_span)] if found.cue_span else None
    lemma = found.cue.lemma_.lower() if found.cue is not None else None
    speaker = found.speaker
    named = cast.find(speaker.name) if speaker else None
    return Statement(
        speaker=speaker.name if speaker else None,
        speaker_span=speaker.span if speaker else None,
        role=((role_of(named) if named else None) or speaker.role) if speaker else None,
        kind=_kind(article, spans),
        cue=cue,
        cue_lemma=lemma,
        cue_span=found.cue_span,
        spans=spans,
        hedged=is_hedged(content, lemma),
        stance=stance_of(content, lemma, found.rule),
        paragraph=found.paragraph.number,
        rule=found.rule,
        sure=bool(speaker and speaker.sure),
    )


def _kind(article: str, spans: tuple[Span, ...]) -> str:
    """Direct where all of it stands within quotation marks, mixed where some does."""
    kinds = {_kind_of(article[start:end]) for start, end in spans}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _kind_of(content: str) -> str:
    if (
        content[:1] in _OPENERS + "`'"
        and re.search(r"[”\"»'’][,.?!]?$", content)
        and not re.search(r"[”\"»].*?[\w].*?[“\"«]", content[1:-1])
    ):
        return "direct"
    if content[:1] in _OPENERS and not any(mark in content[1:] for mark in _MARKS):
        return "direct"
    return "mixed" if any(mark in content for mark in _MARKS) else "indirect"
