"""Whatever the text: no exception, and nothing in the digest that the text does not say."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.extract.digest import extract_digest, to_record
from tests.bench.reading import list_samples
from tests.extract.conftest import THURSDAY, Read, check_slices

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

ARTICLES = [text for _, text, _ in list_samples("tuned")]
PIECES = [
    "“", "”", '"', "'", "‘", "’", "«", "»", "„", "(", ")", "[", "]", "—", "--", "…",
    "\n", "\n\n", "\r\n", "\t", "\u2028", "\u00a0", "\u200b", "\ufeff", "\x00",
    "🇰🇵", "👩‍🔬", "é", "e\u0301", "김정은", "Путин", "Kim", "U.S.", "Mr. ", "’s", "#", "@desk",
    "said", "he said, ", " according to ", "declined to say", ". “", ",” ",
    "on Wednesday", "last year", "31 February 2024", "0000", "9999-99-99", "1/1/1", "$4,000",
    "https://example.org/?q=1",
]  # fmt: skip
FIXED = {
    "empty": "",
    "blank": " \n\t\r\n ",
    "a mark": "“",
    "marks": "“”" * 400,
    "a word": "Kim",
    "emoji": "🇰🇵🤝🇷🇺 “Good talks,” said Marta Lindqvist 🙂.",
    "unclosed": "“We have waited, said Marta Lindqvist.\n\n“And we wait still, she said.\n\nNobody came.",
    "closed only": "We have waited,” said Marta Lindqvist. And we wait still,” she said.",
    "nested marks": "“He told me ‘the gate is “safe”’ and left,” said Marta Lindqvist.",
    "only punctuation": "!?.,;:—…()[]" * 50,
    "only digits": "2024 " * 500,
    "a very long word": "a" * 50_000,
    "control characters": "\x00\x01\x02\x1f Marta\x0bLindqvist\x0csaid\x85it was over.",
    "surrogates": "Marta Lindqvist said \ud83d it was over.",
    "right to left": "قال \u202eMarta Lindqvist\u202c said it was over.",
    "combining": "Marta Li\u0301ndqvist said “it is o\u0308ver.”",
}
MANGLE: dict[str, Callable[[str], str]] = {
    "straight": lambda text: text.translate({ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'"}),
    "no closing": lambda text: text.replace("”", ""),
    "no opening": lambda text: text.replace("“", ""),
    "one line": lambda text: " ".join(text.split()),
    "lines, no empty ones": lambda text: re.sub(r"\n+", "\n", text),
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "old Mac": lambda text: text.replace("\n", "\r"),
    "wrapped": lambda text: re.sub(r"(.{50,70}) ", r"\1\n", text),
    "upper case": str.upper,
    "lower case": str.lower,
    "doubled": lambda text: text + "\n\n" + text,
    "spaced out": lambda text: text.replace(" ", "  \u00a0"),
    "guillemets": lambda text: text.replace("“", "«").replace("”", "»"),
}


@pytest.mark.parametrize("name", FIXED)
def test_odd_texts(read: Read, name: str) -> None:
    read(FIXED[name])
    read(FIXED[name], title="Gate fails")


@pytest.mark.parametrize("name", MANGLE)
def test_mangled_articles(read: Read, name: str) -> None:
    for article in ARTICLES[:6]:
        read(MANGLE[name](article))


def test_a_paragraph_of_fifty_thousand_characters(read: Read) -> None:
    sentence = "“The gate is broken,” said Marta Lindqvist, the harbour master, on Wednesday. "
    record = read("Gate fails\n\n" + sentence * 650)
    assert len(record["statements"]) > 600


def test_quotations_read_alike_in_curly_and_straight_marks(read: Read) -> None:
    for article in ARTICLES[:6]:
        curly = read(article)["statements"]
        straight = read(MANGLE["straight"](article))["statements"]
        assert len(straight) >= 0.9 * len(curly)


def test_line_ends_change_nothing(read: Read) -> None:
    for article in ARTICLES[:6]:
        unix, windows = read(article), read(MANGLE["Windows"](article))
        assert [s["speaker"] for s in unix["statements"]] == [s["speaker"] for s in windows["statements"]]
        assert [d["value"] for d in unix["dates"]] == [d["value"] for d in windows["dates"]]


@given(
    article=st.sampled_from(ARTICLES),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.1), st.sampled_from(PIECES)), max_size=12),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_articles_with_pieces_cut_out_and_put_in(
    nlp: Language, article: str, cuts: list[tuple[float, float, str]]
) -> None:
    text = article
    for where, length, piece in cuts:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + int(length * len(text)) :]
    check_slices(text, to_record(extract_digest(text, datetime.fromisoformat(THURSDAY), nlp)))


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=60).map(" ".join))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_heaps_of_pieces(nlp: Language, text: str) -> None:
    check_slices(text, to_record(extract_digest(text, datetime.fromisoformat(THURSDAY), nlp)))
