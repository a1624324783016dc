"""Title, deck, dateline, byline, caption and boilerplate are told from the story's own paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.paragraphs import Kind, list_paragraphs

if TYPE_CHECKING:
    from tests.extract.conftest import Read

ARTICLE = """Gate at Riga's port fails in a storm

By Signe Ozola

Posted on : 2024-03-14 09:00 GMT

RIGA, March 14 — The main gate of the port failed on Wednesday night, and three ships could not leave.

A worker looks at the broken gate on March 13. (Photo: Janis Liepa)

“It will be replaced,” said Marta Lindqvist, the harbour master.

Please direct questions or comments to [desk@example.org]
"""


def kinds(text: str) -> dict[str, Kind]:
    return {text[p.start : p.end]: p.kind for p in list_paragraphs(text)}


def test_each_paragraph_has_its_kind() -> None:
    found = kinds(ARTICLE)
    assert found["Gate at Riga's port fails in a storm"] is Kind.TITLE
    assert found["By Signe Ozola"] is Kind.BYLINE
    assert next(kind for line, kind in found.items() if line.startswith("A worker")) is Kind.CAPTION
    assert next(kind for line, kind in found.items() if line.startswith("Please direct")) is Kind.BOILERPLATE
    assert next(kind for line, kind in found.items() if line.startswith("“It will")) is Kind.BODY


def test_the_dateline_is_a_place_and_no_statement(read: Read) -> None:
    record = read(ARTICLE)
    assert [statement["speaker"] for statement in record["statements"]] == ["Marta Lindqvist"]
    assert "Riga" in {entity["name"] for entity in record["entities"] if entity["kind"] == "place"}


def test_who_wrote_or_photographed_it_is_not_in_the_story(read: Read) -> None:
    names = {entity["name"] for entity in read(ARTICLE)["entities"]}
    assert names.isdisjoint({"Signe Ozola", "Janis Liepa"})


def test_lines_that_a_file_has_wrapped_are_one_paragraph(read: Read) -> None:
    wrapped = (
        "Gate fails\n\nThe main gate of the port failed on Wednesday night, while\n"
        "three ships waited, and Marta Lindqvist said that it would\n"
        "have to be replaced before the ice comes in November\n\nNobody was hurt."
    )
    (statement,) = read(wrapped)["statements"]
    assert statement["speaker"] == "Marta Lindqvist"
    assert (
        statement["text"].split() == "it would have to be replaced before the ice comes in November".split()
    )


def test_a_title_given_beside_the_text_is_the_title(read: Read) -> None:
    record = read("The gate failed on Wednesday.", title="Gate fails")
    assert record["title"] == "Gate fails"
