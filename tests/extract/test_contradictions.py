"""Statements that contradict each other are found, and only those."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.extract.conftest import Read


def told(read: Read, text: str) -> list[tuple[str, str]]:
    """Who was contradicted by whom."""
    record = read(text)
    said = [statement["speaker"] for statement in record["statements"]]
    return [(said[first], said[second]) for first, second in record["contradictions"]]


def test_a_denial_stands_against_what_it_denies(read: Read) -> None:
    text = (
        "Gate stays shut\n\nThe Baltic Herald reported that the harbour gate would be sold.\n\n"
        "Harbour master Marta Lindqvist denied that the harbour gate would be sold."
    )
    assert told(read, text) == [("Baltic Herald", "Marta Lindqvist")]


def test_a_denial_of_something_else_contradicts_nobody(read: Read) -> None:
    text = (
        "Gate stays shut\n\nThe Baltic Herald reported that the harbour gate would be sold.\n\n"
        "Harbour master Marta Lindqvist denied that she had lost her licence."
    )
    assert told(read, text) == []


def test_nobody_contradicts_themselves(read: Read) -> None:
    text = (
        "Gate stays shut\n\nMarta Lindqvist said that the harbour gate would be repaired in May. "
        "She denied that the harbour gate would be repaired in April."
    )
    assert told(read, text) == []


def test_who_is_against_a_matter_is_told(read: Read) -> None:
    text = (
        "Latvia and Portugal prepare for talks\n\nLatvia and Portugal will hold talks in Riga on Friday. "
        "The two sides may discuss fishing licences, said Prime Minister Ilze Kalnina.\n\n"
        "Rui Tavares denied that fishing licences would be discussed."
    )
    record = read(text)
    (line,) = record["agenda"]
    assert [record["statements"][index]["speaker"] for index in line["against"]] == ["Rui Tavares"]
    assert line["stance"] == "contested"
    assert told(read, text) == [("Ilze Kalnina", "Rui Tavares")]
