"""Every construction of ``data/agenda.toml`` lists what its example says it lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.extract.candidates import candidates_of_list
from bot.extract.constructions import Construction, read_constructions
from bot.extract.listing import find_stretches
from bot.extract.naming import amend_entities
from bot.extract.paragraphs import Kind, Paragraph
from bot.extract.passages import parse_passages
from bot.extract.phrases import list_chunks

if TYPE_CHECKING:
    from spacy.language import Language

SHIPPED = read_constructions()
EVERY = [*SHIPPED.following, *SHIPPED.preceding, *SHIPPED.between]


@pytest.mark.parametrize("construction", EVERY, ids=lambda construction: construction.example)
def test_finds_its_example(nlp: Language, construction: Construction) -> None:
    example = construction.example
    assert construction.pattern.search(example)
    (passage,) = parse_passages(example, [Paragraph(1, 0, len(example), Kind.BODY)], nlp, amend_entities)
    chunks = list_chunks(passage)
    listed = {
        candidate.title
        for stretch in find_stretches(passage)
        for candidate in candidates_of_list(passage, chunks, stretch)
    }
    assert set(construction.finds) <= listed


@pytest.mark.parametrize(
    "sentence",
    [
        "River tolls will not be on the table.",
        "River tolls are not among the matters to be discussed.",
        "A dispute over river tolls has been shelved.",
    ],
)
def test_what_is_off_the_table_is_not_listed(nlp: Language, sentence: str) -> None:
    (passage,) = parse_passages(sentence, [Paragraph(1, 0, len(sentence), Kind.BODY)], nlp, amend_entities)
    chunks = list_chunks(passage)
    listed = [c.title for s in find_stretches(passage) for c in candidates_of_list(passage, chunks, s)]
    assert not [title for title in listed if "tolls" in title]
