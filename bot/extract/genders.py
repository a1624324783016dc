"""Whether a person is he or she, as far as the article shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.lexicon import read_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Span as Entity

    from bot.extract.mentions import Cast
    from bot.extract.passages import Passage


def learn_genders(passages: Iterable[Passage], cast: Cast) -> None:
    """Mr and Ms in front of a name tell, then a pronoun in a sentence about one person, then an office."""
    lexicon = read_lexicon()
    for passage in passages:
        for entity in passage.doc.ents:
            named = cast.find(entity.text)
            if named is not None and named.kind == "person" and named.gender is None:
                named.gender = _by_address(entity) or _gender_by_pronoun(entity)
    for named in cast.of_kind("person"):
        if named.gender is None:
            words = {word.lower() for role in named.roles for word in role.split()}
            named.gender = "m" if words & lexicon.he else "f" if words & lexicon.she else None


def _by_address(entity: Entity) -> str | None:
    lexicon = read_lexicon()
    words = {entity.doc[i].lower_.rstrip(".") for i in range(max(0, entity.start - 1), entity.start + 1)}
    return "m" if words & lexicon.mr else "f" if words & lexicon.ms else None


def _gender_by_pronoun(entity: Entity) -> str | None:
    """``X said she``, ``X and her deputy, Y``: the pronouns before anybody else is named."""
    root = entity.root.head if entity.root.dep_ == "appos" else entity.root
    if root.dep_ != "nsubj":
        return None
    others = [other.start for other in entity.sent.ents if other.label_ == "PERSON" and other != entity]
    if any(start < entity.start for start in others):
        return None
    until = min(others, default=entity.sent.end)
    pronouns = {token.lower_ for token in entity.doc[entity.end : until] if token.pos_ == "PRON"}
    he, she = bool(pronouns & {"he", "his", "him"}), bool(pronouns & {"she", "her", "hers"})
    return "m" if he and not she else "f" if she and not he else None
