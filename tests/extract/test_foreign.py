"""An article in another language gives what can be had, with a notice, and never an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.extract.digest import Vocabulary
from bot.names.normalise import name_key

if TYPE_CHECKING:
    from tests.extract.conftest import Read

KOREAN = (
    "리가 항구의 문이 고장났다\n\n2024년 3월 13일 밤 폭풍으로 문이 고장나 배 3척이 떠나지 못했다. "
    "“새 문을 달겠다”고 마르타 린드크비스트가 말했다."
)
GERMAN = (
    "Tor im Hafen von Riga bricht im Sturm\n\nDas Tor ist am 13. März 2024 gebrochen, und drei Schiffe "
    "können nicht auslaufen. „Wir werden es ersetzen“, sagte die Hafenmeisterin. Die Reparatur kostet nach "
    "ihren Angaben 4 Millionen Euro."
)


@pytest.mark.parametrize(("text", "language"), [(KOREAN, "ko"), (GERMAN, "und")])
def test_title_dates_numbers_and_quoted_words(read: Read, text: str, language: str) -> None:
    record = read(text)
    assert record["language"] == language
    assert record["title"] == text.split("\n", maxsplit=1)[0]
    assert "2024-03-13" in {date["value"] for date in record["dates"]}
    assert record["numbers"]
    assert len(record["notices"]) == 1
    assert [statement["speaker"] for statement in record["statements"]] == [None]
    assert record["agenda"] == []


def test_known_names_are_found_in_their_own_script(read: Read) -> None:
    vocabulary = Vocabulary(entities={name_key("마르타 린드크비스트"): "marta"}, kinds={"marta": "person"})
    (person,) = [
        entity for entity in read(KOREAN, vocabulary=vocabulary)["entities"] if entity["id"] == "marta"
    ]
    assert person["kind"] == "person"


def test_an_english_article_with_a_tail_in_another_language_is_english(read: Read) -> None:
    text = (
        "The gate of the port failed on Wednesday, Marta Lindqvist said, and three ships could not leave.\n\n"
        * 3
    )
    record = read(text + "[관련 기사: 리가 항구의 문]\n")
    assert record["language"] == "en"
    assert not record["notices"]


@pytest.mark.parametrize(
    ("sentence", "expression", "value"),
    [
        ("Ворота сломались 13 марта 2024 года в порту Риги.", "13 марта 2024", "2024-03-13"),
        ("Ворота сломались 13 марта в порту Риги.", "13 марта", "2024-03-13"),
        (
            "La compuerta se rompió el 13 de marzo de 2024 en el puerto de Riga durante una tormenta.",
            "13 de marzo de 2024",
            "2024-03-13",
        ),
        (
            "La porte du port a cédé le 1er mars 2024 pendant une tempête, selon les autorités du port.",
            "1er mars 2024",
            "2024-03-01",
        ),
        ("里加港的闸门于2024年3月13日夜间损坏。", "2024年3月13日", "2024-03-13"),
    ],
)
def test_dates_with_the_months_of_other_languages(
    read: Read, sentence: str, expression: str, value: str
) -> None:
    assert (expression, value) in {(date["expression"], date["value"]) for date in read(sentence)["dates"]}
