"""Who says what: constructions, kinds, stances, and what is no statement at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.extract.conftest import Read

CONSTRUCTIONS = [
    ("“The harbour will reopen on Monday,” said Marta Lindqvist.", "Marta Lindqvist", "direct"),
    ('"The harbour will reopen on Monday," said Marta Lindqvist.', "Marta Lindqvist", "direct"),
    ("Marta Lindqvist said that the harbour would reopen on Monday.", "Marta Lindqvist", "indirect"),
    ("Marta Lindqvist said the harbour would reopen on Monday.", "Marta Lindqvist", "indirect"),
    ("Marta Lindqvist said the harbour would reopen “in days, not weeks.”", "Marta Lindqvist", "mixed"),
    ("The harbour will reopen on Monday, according to Marta Lindqvist.", "Marta Lindqvist", "indirect"),
    ("According to Marta Lindqvist, the harbour will reopen on Monday.", "Marta Lindqvist", "indirect"),
    ("The harbour, Marta Lindqvist said, will reopen on Monday.", "Marta Lindqvist", "indirect"),
    ("The harbour will reopen on Monday, Marta Lindqvist told reporters.", "Marta Lindqvist", "indirect"),
    ("In the view of Marta Lindqvist, the harbour will not reopen this year.", "Marta Lindqvist", "indirect"),
    ("The port authority announced that the harbour would reopen.", "The port authority", "indirect"),
    ("Officials warned that the harbour could stay shut for weeks.", "Officials", "indirect"),
    ("The Tallinn Courier reported that the harbour would reopen.", "The Tallinn Courier", "indirect"),
    (
        "In a note to clients, Marta Lindqvist wrote that freight rates would fall.",
        "Marta Lindqvist",
        "indirect",
    ),
]


@pytest.mark.parametrize(("sentence", "speaker", "kind"), CONSTRUCTIONS)
def test_finds_each_construction(read: Read, sentence: str, speaker: str, kind: str) -> None:
    (statement,) = read(f"Harbour news\n\n{sentence}")["statements"]
    assert statement["speaker"].casefold() == speaker.removeprefix("The ").casefold()
    assert statement["kind"] == kind
    assert "said" not in statement["text"]
    assert "according" not in statement["text"].lower()
    assert speaker not in statement["text"]


def test_a_broken_quotation_is_one_statement(read: Read) -> None:
    text = "“We lost two days,” said Marta Lindqvist, who runs the port. “We will not lose a third.”"
    (statement,) = read(text)["statements"]
    assert statement["text"] == "“We lost two days,” … “We will not lose a third.”"
    assert statement["role"] is not None
    assert "port" in statement["role"]


def test_a_quotation_over_two_paragraphs_is_one_statement(read: Read) -> None:
    text = (
        "Marta Lindqvist, the harbour master, spoke to reporters.\n\n"
        "“We have waited for a month for this gate,” she said. “Nobody told us why.\n\n"
        "“Now it has come, and it does not fit.”"
    )
    statements = read(text)["statements"]
    assert {statement["speaker"] for statement in statements} == {"Marta Lindqvist"}
    assert "“Now it has come, and it does not fit.”" in statements[-1]["text"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Marta Lindqvist declined to comment.",
        "Marta Lindqvist declined to say whether the harbour would reopen.",
        "Marta Lindqvist refused to discuss the matter.",
        "Marta Lindqvist did not respond to a request for comment.",
        "Marta Lindqvist would not say when the harbour would reopen.",
        "The ministry could not be reached for comment.",
        "It goes without saying.",
        "The ship left the harbour at noon and sailed for Riga.",
        "The so-called “green lane” was closed.",
    ],
)
def test_a_refusal_or_a_plain_sentence_is_no_statement(read: Read, sentence: str) -> None:
    assert read(f"Harbour news\n\n{sentence}")["statements"] == []


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Marta Lindqvist said the gate was safe.", "asserts"),
        ("Marta Lindqvist denied that the gate had failed.", "denies"),
        ("Marta Lindqvist rejected the claim that the gate had failed.", "denies"),
        ("Marta Lindqvist doubted that the gate would hold.", "doubts"),
        ("Marta Lindqvist urged the government to pay for a new gate.", "urges"),
        ("Marta Lindqvist called on the government to pay for a new gate.", "urges"),
    ],
)
def test_stance(read: Read, sentence: str, stance: str) -> None:
    (statement,) = read(f"Harbour news\n\n{sentence}")["statements"]
    assert statement["stance"] == stance


@pytest.mark.parametrize(
    ("sentence", "hedged"),
    [
        ("Marta Lindqvist said the gate was safe.", False),
        ("Marta Lindqvist said the gate may fail.", True),
        ("Marta Lindqvist said the gate was likely to fail.", True),
        ("Marta Lindqvist predicted that the gate would fail.", True),
        ("Marta Lindqvist said that the gate would open on Monday.", False),
    ],
)
def test_hedge(read: Read, sentence: str, hedged: bool) -> None:
    (statement,) = read(f"Harbour news\n\n{sentence}")["statements"]
    assert statement["hedged"] is hedged


def test_a_statement_within_a_statement_names_the_outer_one(read: Read) -> None:
    text = "Marta Lindqvist said that the ministry had announced that the gate would be replaced."
    outer, inner = read(text)["statements"]
    assert outer["nested_in"] is None
    assert inner["nested_in"] == 0
    assert inner["text"] == "the gate would be replaced"
    assert "ministry" in inner["speaker"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody said that the gate would be replaced.",
        "No minister said that the gate would be replaced.",
        "Marta Lindqvist never said that the gate would be replaced.",
        "Marta Lindqvist has not said that the gate would be replaced.",
        "Marta Lindqvist has yet to say that the gate would be replaced.",
        "Marta Lindqvist left without saying that the gate would be replaced.",
        "Marta Lindqvist asked not to be named.",
    ],
)
def test_what_nobody_said_is_no_statement(read: Read, sentence: str) -> None:
    assert read(f"Harbour news\n\n{sentence}")["statements"] == []


def test_a_quotation_is_taken_up_behind_its_cue(read: Read) -> None:
    (statement,) = read("Harbour news\n\n“The gate is safe,” said Marta Lindqvist, “and sound.”")[
        "statements"
    ]
    assert statement["text"] == "“The gate is safe,” … “and sound.”"


def test_the_month_of_may_hedges_nothing(read: Read) -> None:
    (statement,) = read("Harbour news\n\nMarta Lindqvist said that the gate would close in May.")[
        "statements"
    ]
    assert statement["hedged"] is False


def test_a_headline_is_said_by_whom_the_article_names(read: Read) -> None:
    text = (
        "‘We were told to wait’: harbour master defends the gate\n\n"
        "Marta Lindqvist, the harbour master, met reporters on Wednesday.\n\n"
        "“We were told to wait,” Lindqvist said."
    )
    assert {statement["speaker"] for statement in read(text)["statements"]} == {"Marta Lindqvist"}
