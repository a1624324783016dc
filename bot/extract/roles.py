"""What an article says a person is: before the name, behind it, in a relative clause, or as a predicate.

Possessives are followed to the body they mean: ``its chief prosecutor`` is that of the body named last.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.bodies import find_called
from bot.extract.lexicon import read_lexicon
from bot.extract.naming import clean_name
from bot.extract.noun_phrase import phrase_text
from bot.extract.offices import is_body_noun, is_office, is_person_noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity

    from bot.extract.mentions import Cast, Named
    from bot.extract.passages import Passage

_NEAR = 5  # tokens from ``of`` to the body: ``of the fans’ network Terrace Europe``
_LONGEST = 130  # characters: what is longer is a story, not a role
_ENDS = frozenset({",", ".", "—", "–", ";", ":", "“", '"', "(", "”", "”,", "--"})
_LASTING = frozenset(
    (
        "be serve work teach run lead head chair direct oversee coach manage captain edit command own "
        "represent advise study"
    ).split()
)
_MAKING = frozenset("elect appoint name become reelect re-elect".split())
_OPENING = frozenset(
    "his her its their managing acting founding presiding sitting leading retired outgoing visiting".split()
)
_NOT_A_ROLE = frozenset(
    "say tell think believe want hope ask add know die survive come go take make get".split()
)


def gather_roles(passages: Iterable[Passage], cast: Cast) -> None:
    """Write the roles that the passages give into the cast, in the order of their finding."""
    bodies: list[Named] = []
    people: list[Named] = []
    near: list[Named] = []
    number = told_in = 0  # the paragraph, and the one that named a body last
    for passage in passages:
        if passage.paragraph.number != number:
            number = passage.paragraph.number
            near = []
        for entity in passage.doc.ents:
            named = cast.find(entity.text)
            if named is None or named.kind == "place":
                continue
            if named.kind == "org":
                _add(named, [*_called(passage.doc, entity), *_behind(passage.doc, entity)])
                bodies.append(named)
                near.append(named)
                told_in = number
                continue
            owners = _owners(passage, entity, near or bodies[-1:] if number - told_in <= 1 else near)
            roles = [
                resolve_role(role, bodies, people, owners)
                for find in _FINDERS
                for role in find(passage.doc, entity)
            ]
            _add(named, [_with_body(role, near) for role in roles])
            people.append(named)
        if passage.quoted is None:
            _of_pronouns(passage, cast)


def _owners(passage: Passage, entity: Entity, near: list[Named]) -> list[str]:
    """Whose ``its`` may be, the likeliest last: bodies named nearby, or one called by its kind alone."""
    names = [body.name for body in near]
    for token in reversed(passage.doc[: entity.start]):
        if token.ent_type_ == "ORG":
            break
        if token.dep_ == "nsubj" and is_body_noun(token) and not token.ent_type_:
            return [*names, phrase_text(token)]
    return names


def _of_pronouns(passage: Passage, cast: Cast) -> None:
    """``He is a fisherman``: said of the person whom the sentence before was about."""
    about: Named | None = None
    for sentence in passage.doc.sents:
        opening = sentence[0]
        if about is not None and opening.lower_ in {"he", "she"} and opening.head.lemma_ == "be":
            attribute = next(
                (c for c in opening.head.children if c.dep_ == "attr" and is_person_noun(c)), None
            )
            if attribute is not None:
                _add(
                    about,
                    [passage.doc[attribute.left_edge.i : attribute.right_edge.i + 1].text.split(",")[0]],
                )
        subject = next((e for e in sentence.ents if e.root.dep_ == "nsubj" and e.label_ == "PERSON"), None)
        about = cast.find(subject.text) if subject is not None else None


def _called(doc: Doc, entity: Entity) -> Iterator[str]:
    """``the journal Acoustic Biology``, ``shipping line Meridian Cargo``."""
    before = doc[entity.start - 1] if entity.start else None
    if before is not None and before.text.islower() and is_body_noun(before):
        yield before.text


def role_of(named: Named) -> str | None:
    """The roles that the article gives, joined; None for none and for bodies."""
    return "; ".join(named.roles[:3]) or None if named.kind == "person" else None


def add_role(named: Named, role: str) -> None:
    """One role more, unless it is known; a fuller wording replaces a shorter one."""
    _add(named, [role])


def _add(named: Named, roles: list[str]) -> None:
    for role in roles:
        tidy = tidy_role(role, named.name)
        if tidy and not any(tidy in known for known in named.roles):
            named.roles = [known for known in named.roles if known not in tidy] + [tidy]


_OF_A_BODY = re.compile(
    r"(?:(?:a|an|the|its|their|chief|deputy|vice|former|interim|acting|head|senior|club|company|team|union|finance"
    r"|press)[\s-]+)*"
    r"(?:spokes(?:man|woman|person)|chief executive|executive|ceo|general secretary|secretary[- ]general"
    r"|managing director|director|finance chief|chief financial officer|coach|manager"
    r"|chair(?:man|woman|person)?|negotiator|officer|owner|boss|founder|co-founder|skipper|captain|patron|treasurer|assistant|lawyer)",
    re.IGNORECASE,
)


def _with_body(role: str, near: list[Named]) -> str:
    """``a spokesman``: of the body that the same paragraph named before."""
    return f"{role} of {near[-1].name}" if near and _OF_A_BODY.fullmatch(role.strip()) else role


_OWNED = re.compile(
    r"(?:(?P<whose>his|her|its|their|whose|the latter[’']s)|the (?P<body>[\w-]+(?: tank)?)[’']s?)\s+(?=\w)",
    re.IGNORECASE,
)
_OFFICE_ONLY = re.compile(
    r"(?:[\w-]+ ){0,2}(?:leader|head|chief|president|director|secretary|minister|\w+(?:er|or|man|woman|ist))"
)
_OF_BODY = re.compile(r"\b(?P<link>of|at|for|in) the (?P<body>[a-z][\w-]+)(?=$|,| who| in )")


def resolve_role(role: str, bodies: list[Named], people: list[Named], owners: list[str] | None = None) -> str:
    """The role with whom it means: ``its director`` of the last body named, ``head of the institute``."""
    opening = _OWNED.match(role)
    if opening is None:
        return _OF_BODY.sub(lambda found: _with_name(found, bodies, people), role)
    rest, word = role[opening.end() :], opening.group("body")
    if (opening.group("whose") or "").lower() == "whose" and not _OFFICE_ONLY.fullmatch(rest):
        return role
    if word is not None:
        owner: Named | None = find_called([word.lower()], bodies) or _holder(word.lower(), people)
    elif opening.group("whose").lower() in {"his", "her"}:
        owner = people[-1] if people else None
    else:
        names = owners if owners is not None else [body.name for body in bodies]
        return f"{rest} of {names[-1]}" if names else rest
    if owner is None:
        return role
    counterpart = _COUNTERPART.fullmatch(rest)
    if counterpart and (office := _office_in(owner.roles)):
        return f"{counterpart.group('nation') or ''}{office}"
    return f"{rest} of {owner.name}"


_COUNTERPART = re.compile(r"(?P<nation>[\w-]+ )?counterpart")


def _holder(word: str, people: list[Named]) -> Named | None:
    """``the envoy``: the one named last who is called so."""
    holders = (p for p in reversed(people) if any(word in role.lower().split() for role in p.roles))
    return next(holders, None)


def _office_in(roles: list[str]) -> str | None:
    """``trade minister`` of ``Ghana’s trade minister``: the office without whose it is."""
    for role in roles:
        head = re.split(r"\s(?:of|at|for|in)\s", re.sub(r"^[\w’'-]+[’']s?\s", "", role))[0]
        found = re.search(
            r"(?:deputy )?(?:prime |[a-z]+ )?(?:minister|president|secretary|leader|envoy)$",
            head,
            re.IGNORECASE,
        )
        if found:
            return found.group().strip()
    return None


def _with_name(found: re.Match[str], bodies: list[Named], people: list[Named]) -> str:
    """``at the institute``, ``for the envoy``: the one that was named."""
    word = found.group("body")
    owner = find_called([word], bodies) or _holder(word, people)
    return f"{found.group('link')} {owner.name}" if owner is not None else found.group()


def tidy_role(role: str, name: str) -> str | None:
    """A role without article, commas at its ends and the name itself; None where nothing is left."""
    text = " ".join(role.split()).strip(' ,;:—–-()“”"')
    text = re.sub(
        r"^(?:the|an?|his|her|their|its|and|one(?!\s+of)|mr\.?|ms\.?|mrs\.?|dr\.?)\s+",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"^\d{1,3}(?:-year-old)?,?\s+(?:(?:is|was|an?|the)\s+)*", "", text).strip(" ,;:—–-’'")
    if not text or text.isdigit() or len(text) > _LONGEST or clean_name(text) == name:
        return None
    return text


def _before(doc: Doc, entity: Entity) -> Iterator[str]:
    """``University of X professor`` Kim Dong-yub; ``President`` Yoon."""
    end = start = entity.start
    while start > 0 and _is_modifier(doc, start - 1, entity):
        start -= 1
    words = list(doc[start:end])
    while words and (
        words[0].lower_ in {"the", "a", "an", "and", "but", "as", "former-"}
        or words[0].pos_ in {"PUNCT", "SPACE", "CCONJ", "ADP"}
    ):
        words.pop(0)
    words = [t for t in words if is_person_noun(t) or not read_lexicon().is_honorific(t.text)]
    held = bool(words) and (is_office(words[-1]) or any(t.lower_ in {"for", "of"} for t in words))
    if held and any(is_person_noun(token) for token in words):
        yield doc[words[0].i : words[-1].i + 1].text


def _is_modifier(doc: Doc, i: int, entity: Entity) -> bool:
    token = doc[i]
    if (
        token.is_space
        or token.text in _ENDS
        or (
            token.pos_ in {"VERB", "AUX", "SCONJ", "PRON"}
            and token.dep_ != "amod"
            and token.lower_ not in {"his", "her", "its", "their"}
        )
    ):
        return False
    if token.pos_ == "ADP":
        return (
            token.lower_ in {"of", "for"}
            and i > 0
            and doc[i - 1].pos_ in {"NOUN", "PROPN"}
            and i + 1 < entity.start
        )
    if token.pos_ == "ADV":
        return token.lower_ in {"then", "acting"}
    return token.pos_ in {"NOUN", "PROPN", "ADJ", "DET", "PART", "VERB", "NUM", "PRON"} or token.text in {
        "-",
        "’s",
        "'s",
        "&",
    }


def _behind(doc: Doc, entity: Entity) -> Iterator[str]:
    """``, the former British ambassador to North Korea``, with the name of the body it may be set beside."""
    at = _after_name(doc, entity.end)
    if at is not None:
        yield from _apposition(doc, at)


def roles_behind(doc: Doc, end: int) -> Iterator[str]:
    """What is said of somebody whose mention ends there: ``the minister, a former union lawyer,``."""
    at = _after_name(doc, end)
    if at is None:
        return
    if doc[at].lower_ == "who":
        yield from _who(doc, at)
    elif doc[at].lower_ in {"a", "an"}:
        yield from _apposition(doc, at)


def _apposition(doc: Doc, at: int) -> Iterator[str]:
    end = _end_of_phrase(doc, at)
    words = doc[at:end]
    opening = words[0] if len(words) else None
    if opening is None or (
        opening.pos_ in {"VERB", "AUX", "PRON", "SCONJ", "CCONJ"} and opening.lower_ not in _OPENING
    ):
        return
    if opening.pos_ in {"ADP", "ADV"} and opening.lower_ not in {
        "formerly",
        "then",
        "once",
        "currently",
        "now",
    }:
        return
    head = next((token for token in words if is_office(token)), None)
    if head is None or any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in doc[at : head.i + 1]):
        return
    yield doc[at : _with_named_body(doc, end)].text
    if end < len(doc) and doc[end].lower_ == "who":
        yield from _who(doc, end)


def _after_name(doc: Doc, end: int) -> int | None:
    """Where an apposition would begin: behind the comma, and an age."""
    at = end
    aged = doc[at : at + 3]
    if len(aged) == 3 and aged[0].text == "(" and aged[1].like_num and aged[2].text == ")":
        at += 3
    if at >= len(doc) or doc[at].text not in {",", "—", "–", "--"}:
        return None
    at += 1
    if at + 1 < len(doc) and doc[at].like_num and doc[at + 1].text == ",":
        at += 2
    return at if at < len(doc) else None


def _end_of_phrase(doc: Doc, at: int) -> int:
    end = at
    while end < len(doc) and doc[end].text not in _ENDS:
        token = doc[end]
        if token.lower_ in {"who", "which", "whose", "where"} or (
            token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and end > at
        ):
            break
        end += 1
    return end


def _with_named_body(doc: Doc, end: int) -> int:
    """``managing director of the operator, Lintas Muna Line``: the name belongs to the phrase."""
    if end + 1 >= len(doc) or doc[end].text != ",":
        return end
    beside = next((e for e in doc.ents if e.start == end + 1 and e.label_ in {"ORG", "NAME", "GPE"}), None)
    before = doc[end - 1]
    definite = any(child.lower_ == "the" for child in before.children)
    if (
        beside is None
        or not definite
        or before.pos_ != "NOUN"
        or (beside.end < len(doc) and doc[beside.end].text not in _ENDS)
    ):
        return end
    return beside.end


def _relative(doc: Doc, entity: Entity) -> Iterator[str]:
    """``, who runs the regional hospital,``."""
    at = _after_name(doc, entity.end)
    if at is None:
        at = entity.end
    if at < len(doc) and doc[at].lower_ == "who":
        yield from _who(doc, at)
    elif at + 1 < len(doc) and doc[at].lower_ == "whose":
        end = at
        while end < len(doc) and doc[end].text not in _ENDS:
            end += 1
        yield doc[at:end].text


def _who(doc: Doc, at: int) -> Iterator[str]:
    """What ``who ...`` says somebody is or does by calling."""
    verb = next(
        (t for t in doc[at + 1 : at + 5] if t.pos_ in {"VERB", "AUX"} and t.dep_ not in {"aux", "auxpass"}),
        None,
    )
    if verb is None or verb.lemma_ in _NOT_A_ROLE:
        return
    end = at + 1
    while end < len(doc) and doc[end].text not in _ENDS:
        end += 1
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    lasting = any(
        t.tag_ in {"VBZ", "VBP"} and t.dep_ not in {"aux", "auxpass"} for t in doc[verb.i : end]
    ) or (helpers & {"has", "have"} and verb.lemma_ in _LASTING)
    served = (
        verb.lemma_ in {"serve", "be", *_OFFICE_OF}
        and verb.tag_ == "VBD"
        and not any(c.dep_ == "dobj" and c.pos_ == "PRON" for c in verb.children)
    )
    since = helpers & {"has", "have"} and any(t.lower_ in {"since", "for"} for t in doc[verb.i : end])
    to_come = "will" in helpers and verb.lemma_ in _OFFICE_OF
    if not (lasting or served or since or to_come) or {"is", "was", "are"} & helpers:
        return
    yield from _as_office(doc, verb, at, end)


# What somebody who does this is: ``who heads the clinic`` is its head.
_OFFICE_OF = {
    "head": "head of",
    "lead": "leader of",
    "run": "head of",
    "chair": "chair of",
    "direct": "director of",
    "coach": "coach of",
    "manage": "manager of",
    "captain": "captain of",
    "edit": "editor of",
    "own": "owner of",
    "command": "commander of",
    "represent": "representative of",
    "found": "founder of",
    "advise": "adviser to",
}


def _as_office(doc: Doc, verb: Token, at: int, end: int) -> Iterator[str]:
    """``who is also the mayor``: the mayor; ``who now runs a clinic``: head of a clinic; else the clause."""
    if verb.lemma_ == "be":
        phrase = doc[verb.i + 1 : end]
        if any(is_office(token) for token in phrase):
            yield re.sub(r"^(?:also|now|currently|still)\s+", "", phrase.text)
        return
    office = _OFFICE_OF.get(verb.lemma_)
    inside = next((c for c in verb.children if c.dep_ == "dobj" and c.pos_ != "PRON"), None)
    if verb.lemma_ == "speak" and verb.i + 1 < end and doc[verb.i + 1].lower_ == "for":
        yield f"spokesperson for {doc[verb.i + 2 : end].text}"
    elif office is None or inside is None or inside.left_edge.i < verb.i:
        yield doc[at + 1 : end].text
    else:
        past = (
            "former "
            if verb.tag_ in {"VBD", "VBN"} and not any(c.lower_ in {"has", "have"} for c in verb.children)
            else ""
        )
        yield f"{past}{office} {doc[inside.left_edge.i : end].text}"


def _predicate(doc: Doc, entity: Entity) -> Iterator[str]:
    """``X is the head of Y``, ``X has chaired Y since 2017``."""
    verb = entity.root.head
    if entity.root.dep_ != "nsubj" or verb.pos_ not in {"VERB", "AUX"}:
        return
    if verb.lemma_ == "be":
        for child in verb.children:
            if child.dep_ == "attr" and is_person_noun(child) and child.i > verb.i:
                yield doc[child.left_edge.i : min(child.right_edge.i, child.i + 12) + 1].text.split(",")[0]
    elif (
        verb.lemma_ == "negotiate"
        and verb.tag_ == "VBZ"
        and verb.i + 1 < len(doc)
        and doc[verb.i + 1].lower_ == "for"
    ):
        body = next((c for c in doc[verb.i + 1].children if c.dep_ == "pobj"), None)
        if body is not None:
            yield f"negotiator for {doc[body.left_edge.i : body.i + 1].text}"
    elif verb.lemma_ in _OFFICE_OF and (
        verb.tag_ in {"VBZ", "VBP"} or any(c.lower_ in {"has", "have"} for c in verb.children)
    ):
        objects = [child for child in verb.children if child.dep_ == "dobj"]
        if objects:
            held = doc[objects[0].left_edge.i : objects[0].right_edge.i + 1].text.split(",")[0]
            yield f"{_OFFICE_OF[verb.lemma_]} {held}"


def _made(doc: Doc, entity: Entity) -> Iterator[str]:
    """``X was elected mayor``, ``X became mayor``, ``the federation's president is X``."""
    verb = entity.root.head
    if entity.root.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_ in _MAKING:
        for child in verb.children:
            if child.dep_ in {"oprd", "attr"} and is_person_noun(child):
                yield doc[child.left_edge.i : min(child.right_edge.i, child.i + 12) + 1].text.split(",")[0]
    elif entity.root.dep_ == "attr" and verb.lemma_ == "be":
        for child in verb.children:
            if child.dep_ == "nsubj" and is_person_noun(child):
                yield doc[child.left_edge.i : child.right_edge.i + 1].text.split(",")[0]


def _as(doc: Doc, entity: Entity) -> Iterator[str]:
    """``As chair of the inquiry, X ...``."""
    first = entity.sent.start
    if doc[first].lower_ != "as" or entity.start < first + 3 or doc[entity.start - 1].text != ",":
        return
    words = doc[first + 1 : entity.start - 1]
    if any(is_person_noun(t) for t in words) and not any(
        t.text == "," or t.pos_ in {"VERB", "AUX", "SCONJ"} for t in words
    ):
        yield words.text


def _inside(doc: Doc, entity: Entity) -> Iterator[str]:
    """``the director of the institute, Kim Dong-yub,``: the name stands in apposition to the office."""
    start = entity.start
    while (
        start > 1
        and doc[start - 1].text[:1].isupper()
        and (is_person_noun(doc[start - 1]) or read_lexicon().is_honorific(doc[start - 1].text))
    ):
        start -= 1
    if start < 2 or doc[start - 1].text != ",":
        return
    head: Token | None = entity.root.head if entity.root.dep_ == "appos" else None
    if head is None or head.i > entity.start or not is_person_noun(head):
        head = next((t for t in reversed(doc[max(0, start - 9) : start - 1]) if is_person_noun(t)), None)
        if head is None or any(
            t.text in {",", "“", '"', "”"} or t.pos_ in {"VERB", "AUX"} for t in doc[head.i : start - 1]
        ):
            return
        if not any(
            child.lower_ in {"its", "the", "his", "her", "their", "a", "an"} or child.dep_ == "poss"
            for child in head.children
        ):
            return
    if (
        entity.end < len(doc)
        and doc[entity.end].text not in _ENDS
        and doc[entity.end].pos_ not in {"VERB", "AUX"}
    ):
        return
    yield doc[head.left_edge.i : start - 1].text


def _beside(doc: Doc, entity: Entity) -> Iterator[str]:
    """``Priya Rao of the Deccan Institute``: the body somebody comes from."""
    at = entity.end
    at += at + 1 < len(doc) and doc[at].text == ","
    if at + 1 >= len(doc) or doc[at].lower_ not in {"of", "at", "from", "with"}:
        return
    body = next((e for e in doc.ents if at < e.start <= at + _NEAR and e.label_ in {"ORG", "NAME"}), None)
    if body is not None and not any(
        t.is_punct or t.pos_ in {"VERB", "AUX"} for t in doc[at + 1 : body.start]
    ):
        yield body.text


_FINDERS = (_inside, _as, _before, _behind, _relative, _predicate, _made, _beside)
