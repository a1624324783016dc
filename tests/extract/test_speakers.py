"""Pronouns, offices, papers and companies resolve to whom the article names; unnamed groups stay unnamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.extract.conftest import Read


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Marta Lindqvist, the harbour master, walked to the gate. She said the gate would be replaced.",
            "Marta Lindqvist",
        ),
        (
            "Marta Lindqvist arrived at noon. The gate was shut.\n\n“It will be replaced,” Lindqvist said.",
            "Marta Lindqvist",
        ),
        (
            "Estonian Transport Minister Juhan Parnas visited the port.\n\n"
            "The minister said the gate would be replaced.",
            "Juhan Parnas",
        ),
        (
            "The Baltic Herald published the plans on Monday. The paper said the gate cost 4 million euros.",
            "Baltic Herald",
        ),
        (
            "Nordhaven Shipping reported a loss. The company said it would sell two ships.",
            "Nordhaven Shipping",
        ),
        (
            "Two people familiar with the plans said the gate would be replaced.",
            "people familiar with the plans",
        ),
        ("Analysts expect that freight rates will fall.", "analysts"),
    ],
)
def test_resolves_to_the_name(read: Read, text: str, speaker: str) -> None:
    statement = read(f"Harbour news\n\n{text}")["statements"][-1]
    assert speaker.casefold() in statement["speaker"].casefold()


def test_he_and_she_are_not_mixed_up(read: Read) -> None:
    text = (
        "Marta Lindqvist, the harbour master, and her deputy, Mr. Paul Kask, met reporters. "
        "He said the gate was safe. She said it was not."
    )
    first, second = read(text)["statements"]
    assert first["speaker"] == "Paul Kask"
    assert second["speaker"] == "Marta Lindqvist"


def test_a_family_name_that_two_people_bear_is_not_guessed(read: Read) -> None:
    text = "Anna Berg and Karl Berg run the yard.\n\nBerg said that the gate would be replaced."
    (statement,) = read(text)["statements"]
    assert statement["speaker"] not in {"Anna Berg", "Karl Berg"}


def test_what_the_reader_is_told_keeps_where_the_name_stands(read: Read) -> None:
    text = "Marta Lindqvist, the harbour master, was late. She said the gate would be replaced."
    (statement,) = read(text)["statements"]
    assert text[slice(*statement["speaker_span"])] == "She"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "“It is over,” said Marta Lindqvist, chief economist at Nordhaven Bank.",
            {"chief", "economist", "Nordhaven"},
        ),
        (
            "“It is over,” said Nordhaven Bank chief economist Marta Lindqvist.",
            {"chief", "economist", "Nordhaven"},
        ),
        ("Marta Lindqvist, who heads the Riga Port Council, said it was over.", {"Riga", "Port", "Council"}),
        (
            "Marta Lindqvist said it was over. Lindqvist is a professor of law at the University of Tartu.",
            {"professor", "Tartu"},
        ),
        ("Estonian Foreign Minister Marta Lindqvist said it was over.", {"Foreign", "Minister"}),
    ],
)
def test_role_as_the_article_gives_it(read: Read, text: str, words: set[str]) -> None:
    (statement,) = read(f"Harbour news\n\n{text}")["statements"]
    assert statement["speaker"] == "Marta Lindqvist"
    assert all(word in statement["role"] for word in words), statement["role"]


def test_no_role_is_made_up(read: Read) -> None:
    (statement,) = read("Marta Lindqvist said that the gate would be replaced.")["statements"]
    assert statement["role"] is None
