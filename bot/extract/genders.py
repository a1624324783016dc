"""Whether a person is he or she, as far as the article shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Span as Entity

    from bot.extract.mentions import Cast
    from bot.extract.passages import Passage

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


def learn_genders(passages: Iterable[Passage], cast: Cast) -> None:
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
