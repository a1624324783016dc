"""What counts as the same words, and where a quotation ends."""

from __future__ import annotations

import time

import pytest

from bot.model.grounding import Source, as_written, kind_of, locate
from bot.model.tokens import tokenize


def found(text: str, quotation: str) -> list[str]:
    source = Source(text, titled=True)
    return [text[slice(*span)] for span in locate(source.body, quotation)]


def written(text: str, quotation: str) -> tuple[str, str] | None:
    """The words with their marks, and their kind."""
    source = Source(text, titled=True)
    [span] = locate(source.body, quotation)
    whole = as_written(source, span)
    return None if whole is None else (text[slice(*whole)], kind_of(source, [whole]))


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Isn’t it—well—5–6 o’clock", "isn't it -- well — 5-6 O'CLOCK"),
        ("a café by the sea", "a cafe\u0301 by the sea"),
        ("re\u00adduced to ze\u200bro", "reduced to zero"),
        ("the ﬁrst １０ days", "the first 10 days"),
        ("U.S. troops, he said", "U.S troops he said"),
        ("anti‑war   “vote”", "anti-war\n'vote'"),
    ],
)
def test_typography_is_no_difference(here: str, there: str) -> None:
    assert [token.word for token in tokenize(here)] == [token.word for token in tokenize(there)]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("5 of them", "5% of them"),
        ("$5 million", "€5 million"),
        ("-5 degrees", "5 degrees"),
        ("1.5 million", "15 million"),
        (".5 of it", "5 of it"),
        ("it is", "it isn’t"),
        ("can go", "cannot go"),
        ("anti-war", "war"),
        ("1,200 men", "1200 men"),
        ("Osby + Elm", "Osby Elm"),
        ("10 °C", "10 C"),
    ],
)
def test_what_changes_the_sense_is_a_difference(here: str, there: str) -> None:
    assert [token.word for token in tokenize(here)] != [token.word for token in tokenize(there)]


def test_offsets_are_those_of_the_text() -> None:
    text = "A cafe\u0301, ﬁne\u200b; 5% – “Ōsby’s”"
    assert [text[t.start : t.end] for t in tokenize(text)] == [
        "A",
        "cafe\u0301",
        "ﬁne\u200b",
        "5",
        "%",
        "Ōsby’s",
    ]


def test_every_place_is_found() -> None:
    text = "He said the old pier will close.\n\nShe said the old pier will close."
    assert found(text, "the old pier will close") == ["the old pier will close"] * 2


@pytest.mark.parametrize(
    "quotation",
    [
        "old pier costs 5",
        "5 a day to run",
        "pier costs 5% a week",
        "pier costs 6% a day",
        "every old pier costs 5% a day to run now and again and again and again and again and again",
        "a day to run the next day",
        "",
    ],
)
def test_neither_likeness_nor_half_a_figure_is_enough(quotation: str) -> None:
    assert found("The old pier costs 5% a day to run.\n\nThe next day it rained.", quotation) == []


@pytest.mark.parametrize(
    "quotation",
    [
        "the old pier will close",
        "the new port will not close",
        "the old pier costs 9 crowns",
        "Ito said the new port will close and Abe said",
        "will close and Ito said the new port will close",
    ],
)
def test_words_that_stand_side_by_side_elsewhere_prove_nothing(quotation: str) -> None:
    text = (
        "Ito said the old pier will not close. Abe said the new port will close and Ito said the old pier "
        "costs 5 crowns. The port costs 9 crowns."
    )
    assert found(text, quotation) == []
    assert found(text, "the old pier costs 5 crowns") == ["the old pier costs 5 crowns"]


def test_the_ending_that_asks_belongs_to_the_words() -> None:
    assert written("Will the old pier close? Nobody knew.", "Will the old pier close") == (
        "Will the old pier close?",
        "indirect",
    )


@pytest.mark.parametrize(
    ("text", "quotation", "whole"),
    [
        (
            "“We will close the pier!” she said.",
            "We will close the pier",
            ("“We will close the pier!”", "direct"),
        ),
        ("“We will close the old pier,” she said.", "We will close the", ("We will close the", "direct")),
        ("She said it was “a great step.”", "it was a great step", ("it was “a great step.”", "mixed")),
        (
            "She called “a great step” the new pier.",
            "a great step the new",
            ("“a great step” the new", "mixed"),
        ),
        ("She said it was “a great big step.”", "it was a great", None),
        ("“We will close. I know,” she said.", "I know she said", None),
        (
            "“We will close the pier\n\n“And the port,” she said.",
            "We will close the pier",
            ("“We will close the pier", "direct"),
        ),
    ],
)
def test_marks_come_along_or_stay_behind_together(
    text: str, quotation: str, whole: tuple[str, str] | None
) -> None:
    assert written(text, quotation) == whole


def test_an_empty_text_has_no_words() -> None:
    assert found("", "the old pier will close") == []


def test_long_inventions_about_one_long_paragraph_take_no_time() -> None:
    source = Source("the ferry stops and the pier goes on " * 2_700, titled=True)
    started = time.monotonic()
    for number in range(50):
        assert locate(source.body, f"the pier {number} goes on and the ferry stops " * 45) == []
    assert time.monotonic() - started < 5
