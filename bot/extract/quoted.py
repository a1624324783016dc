"""Quotations that no cue of their own introduces: speech that goes on, is signed, announced or labelled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.extract.discourse import Discourse, Speaker
from bot.extract.lexicon import read_lexicon
from bot.extract.roles import role_of
from bot.extract.sources import may_speak, subject_of
from bot.extract.spans import Span, tidy_span
from bot.extract.speakers import resolve_speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from bot.extract.paragraphs import Paragraph
    from bot.extract.passages import Passage
    from bot.extract.quotations import StandIn


@dataclass(slots=True)
class Found:
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


def join_halves(article: str, found: list[Found], here: list[Found]) -> None:
    """A quotation left open above whose cue comes only now is one statement with what goes on here."""
    if not found or not here or found[-1].rule != "on" or article[found[-1].quoted[-1][1] - 1] in "”\"»'":
        return
    first = min(here, key=lambda s: s.spans[0])
    opens = first.quoted and min(first.quoted)[0] == first.paragraph.start
    if opens and first.cue is not None:
        first.spans = [*found[-1].spans, *first.spans]
        first.quoted = [*found[-1].quoted, *first.quoted]
        found.pop()


def cue_span_of(passage: Passage, cue: Token) -> Span:
    """The cue with its auxiliaries and its negation."""
    own = [
        child.i
        for child in cue.children
        if child.dep_ in {"aux", "neg", "auxpass", "prt"} and abs(child.i - cue.i) <= 3
    ]
    if cue.lower_ == "according" and cue.i + 1 < len(cue.doc) and cue.doc[cue.i + 1].lower_ == "to":
        own.append(cue.i + 1)
    return passage.span_of(min([cue.i, *own]), max([cue.i, *own]))


# ---------------------------------------------------------------- quotations without a frame


def find_left_over(
    article: str,
    around: Sequence[Passage],
    here: list[Found],
    before: list[Found],
    discourse: Discourse,
    paragraph: Paragraph,
) -> list[Found]:
    """Quoted clauses that no frame took: the end of a broken quotation, or speech that goes on."""
    taken = {quote for statement in here for quote in statement.quoted}
    new: list[Found] = []
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


def _owner(passage: Passage, here: list[Found], stand: StandIn) -> Found | None:
    """Whose statement in the same paragraph goes on in this quotation: ``“A,” she said. “B.”``."""
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


def _unfinished(article: str, before: list[Found], paragraph: Paragraph) -> Found | None:
    """The statement of the paragraph above whose quotation was not closed."""
    direct = [s for s in before if s.quoted and s.within is None]
    if direct and direct[-1].paragraph.number >= paragraph.number - 2:
        end = direct[-1].quoted[-1][1]
        if end >= direct[-1].paragraph.end and article[end - 1] not in "”\"»'":
            return direct[-1]
    return None


_SIGNATURE = re.compile(r"\s*[―—–-]{1,2}\s*([A-Z][^!?:;“”\"]{2,60}?)\.?\s*$")


def _spoken_on(
    article: str, passage: Passage, quote: Span, discourse: Discourse, paragraph: Paragraph
) -> Found:
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
        return Found(paragraph, signed, None, None, [quote], [quote], "signed")
    beside = _source_beside(passage, quote, discourse)
    if beside is not None:
        discourse.speak(beside[1])
        return Found(
            paragraph, beside[1], beside[0], cue_span_of(passage, beside[0]), [quote], [quote], "beside"
        )
    speaker = discourse.announced or discourse.last or discourse.focus
    known = replace(speaker, sure=False) if speaker is not None else None
    return Found(paragraph, known, None, None, [quote], [quote], "on")


def announced_speaker(
    article: str, around: Sequence[Passage], paragraph: Paragraph, discourse: Discourse
) -> Speaker | None:
    """Whoever a paragraph that ends with a colon says will speak: ``The letter reads:``."""
    if not article[paragraph.start : paragraph.end].rstrip().endswith(":") or not around:
        return None
    for sentence in reversed(list(around[-1].doc.sents)):
        for token in reversed(list(sentence)):
            if token.pos_ == "VERB" and token.tag_ in {"VBD", "VBZ", "VBP"}:
                source = subject_of(token)
                if may_speak(source, freely=True) and source is not None:
                    return resolve_speaker(around[-1], source, discourse)
        break
    return None


_LABEL = re.compile(r"[“\"]?([A-Z][A-Z.’' -]{2,30}):\s+(?=\S)")


def labelled_line(article: str, paragraph: Paragraph, discourse: Discourse) -> Found | None:
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
    return Found(paragraph, speaker, None, None, [span], [span], "signed") if span else None


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
        source = subject_of(token)
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
            source = subject_of(token)
            if source is not None and may_speak(source):
                return token, resolve_speaker(passage, source, discourse)
    return None
