"""What an article says a person is: before the name, behind it, in a relative clause, or as a predicate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.lexicon import read_lexicon
from bot.extract.mentions import clean_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity

    from bot.extract.mentions import Cast
    from bot.extract.passages import Passage

_LONGEST = 110  # characters: what is longer is a story, not a role
_ENDING = re.compile(r"(?:er|or|ist|man|woman|person|ian|ant|ent|ary|eer|ess|ician|logist|ologist|chief|head|coach|aide)s?$")
_HONORIFICS = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "sir", "dr", "dr.", "dame"})
_STOPS = frozenset({"who", "which", "whose", "where", "said", "told", "—", "–", ";", "(", ")", ":", "“", "”", '"'})


def gather_roles(passages: Iterable[Passage], cast: Cast) -> None:
    """Write the roles that the passages give into the cast, in the order of their finding."""
    for passage in passages:
        for entity in passage.doc.ents:
            named = cast.find(entity.text) if entity.label_ in {"PERSON", "ORG", "GPE"} else None
            if named is None or named.kind == "place":
                continue
            finders = _PERSON if named.kind == "person" else (_behind,)
            for find in finders:
                for role in find(passage.doc, entity):
                    tidy = tidy_role(role, named.name)
                    if tidy and not any(tidy in known for known in named.roles):
                        named.roles = [known for known in named.roles if known not in tidy] + [tidy]


def tidy_role(role: str, name: str) -> str | None:
    """A role without article, commas at its ends and the name itself; None where nothing is left."""
    text = " ".join(role.split()).strip(" ,;:—–-()“”\"")
    text = re.sub(r"^(?:the|an?|his|her|their|its|and|then-|mr\.?|ms\.?|mrs\.?|dr\.?)\s+", "", text, flags=re.I)
    text = re.sub(r"^\d{1,3}(?:-year-old)?,?\s+(?:(?:is|was|an?|the)\s+)*", "", text).strip(" ,;:—–-")
    if not text or text.isdigit() or len(text) > _LONGEST or clean_name(text) == name:
        return None
    return text


def is_office(token: Token) -> bool:
    """Whether this noun names what a person is."""
    lemma = token.lemma_.lower()
    return token.pos_ in {"NOUN", "PROPN"} and (
        lemma in read_lexicon().bodies or lemma.rpartition("-")[2] in read_lexicon().bodies or bool(_ENDING.search(token.lower_))
    )


def _before(doc: Doc, entity: Entity) -> Iterator[str]:
    """``University of X professor`` Kim Dong-yub; ``President`` Yoon."""
    first = entity.start
    left = min(entity.root.left_edge.i, first)
    if entity.root.dep_ in {"appos", "nmod", "compound"} and entity.root.head.i < entity.start:
        left = min(left, entity.root.head.left_edge.i)
    start = first
    while start > left and doc[start - 1].lower_ not in _STOPS and doc[start - 1].text != ",":
        start -= 1
    while start > 0 and doc[start - 1].pos_ in {"PROPN", "NOUN", "ADJ"} and doc[start - 1].text[0].isupper() and start == first:
        start -= 1
    words = [token for token in doc[start:first] if token.lower_ not in _HONORIFICS]
    while words and (words[0].pos_ in {"DET", "PUNCT", "CCONJ", "SPACE", "ADP", "ADV", "PRON"} or words[0].lower_ in {"the", "a", "an"}):
        words.pop(0)
    if words and any(is_office(token) for token in words) and not any(token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod" for token in words):
        yield doc[words[0].i : words[-1].i + 1].text


def _behind(doc: Doc, entity: Entity) -> Iterator[str]:
    """``, the former British ambassador to North Korea``."""
    at = entity.end
    if at < len(doc) and doc[at].lower_ in {"’s", "'s"}:
        return
    if at < len(doc) and doc[at].text == "(":
        return
    if at >= len(doc) or doc[at].text not in {",", "—", "–"}:
        return
    at += 1
    if at + 1 < len(doc) and doc[at].like_num and doc[at + 1].text == ",":
        at += 2
    end = _end_of_apposition(doc, at)
    words = doc[at:end]
    head = next((token for token in words if is_office(token)), None)
    opening = words[0].lower_ if len(words) else ""
    if head is None or words[0].pos_ in {"VERB", "AUX", "PRON", "SCONJ", "ADV", "CCONJ"} and opening not in {"former", "then"}:
        return
    if any(token.pos_ in {"VERB", "AUX"} and token.dep_ in {"ROOT", "ccomp", "conj", "advcl"} and token.tag_ in {"VBD", "VBZ", "VBP"} for token in doc[at : head.i]):
        return
    if opening in {"in", "on", "at", "to", "for", "with", "from", "as", "after", "before", "during"}:
        return
    yield words.text


def _end_of_apposition(doc: Doc, at: int) -> int:
    """Up to the comma, dash or verb that ends it; ``and`` and lists of titles stay in."""
    end = at
    while end < len(doc) and doc[end].text not in {",", ".", "—", "–", ";", ":", "“", '"', "(", "”"}:
        token = doc[end]
        if token.lower_ in {"who", "which", "whose", "where"} or (token.tag_ in {"VBD", "VBZ", "VBP"} and end > at):
            break
        end += 1
    if end < len(doc) - 1 and doc[end].text == "," and doc[end + 1].lower_ in {"and"}:
        return end
    return end


def _relative(doc: Doc, entity: Entity) -> Iterator[str]:
    """``, who runs the regional hospital,``."""
    at = entity.end
    if at < len(doc) and doc[at].text == ",":
        at += 1
    if at + 1 < len(doc) and doc[at].like_num and doc[at + 1].text == ",":
        at += 2
    if at + 1 >= len(doc) or doc[at].lower_ != "who":
        return
    verb = next((token for token in doc[at + 1 : at + 5] if token.pos_ in {"VERB", "AUX"} and token.tag_ in {"VBZ", "VBD", "VBP", "VBN"}), None)
    if verb is None:
        return
    end = at + 1
    while end < len(doc) and doc[end].text not in {",", ".", ";", "—", "–", "“", '"'}:
        end += 1
    if verb.lemma_ in _ROLE_VERBS:
        start = verb.i + 1 if verb.lemma_ == "be" else at + 1
        yield doc[start:end].text


_ROLE_VERBS = frozenset({"be", "run", "lead", "head", "chair", "serve", "teach", "direct", "manage", "own", "represent", "oversee", "coach", "edit", "found", "study", "research", "work", "command", "govern", "advise", "hold", "become"})


def _predicate(doc: Doc, entity: Entity) -> Iterator[str]:
    """``X is the head of Y``, ``X, 45, heads Y``."""
    verb = entity.root.head
    if entity.root.dep_ != "nsubj" or verb.pos_ not in {"VERB", "AUX"}:
        return
    if verb.lemma_ == "be":
        for child in verb.children:
            if child.dep_ == "attr" and is_office(child) and child.i > verb.i:
                yield doc[child.left_edge.i : min(child.right_edge.i, child.i + 12) + 1].text.split(",")[0]
    elif verb.lemma_ in {"run", "lead", "head", "chair", "direct", "oversee", "coach"} and verb.tag_ in {"VBZ", "VBP"}:
        objects = [child for child in verb.children if child.dep_ == "dobj"]
        if objects:
            yield doc[verb.i : objects[0].right_edge.i + 1].text.split(",")[0]


def _inside(doc: Doc, entity: Entity) -> Iterator[str]:
    """``the director of the institute, Kim Dong-yub,``: the name stands in apposition to the office."""
    head = entity.root.head
    if entity.root.dep_ == "appos" and head.i < entity.start and is_office(head):
        yield doc[head.left_edge.i : entity.start].text


_PERSON = (_inside, _before, _behind, _relative, _predicate)
