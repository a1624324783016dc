"""The real model, loaded once, and articles of a few lines."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from bot.extract.digest import Vocabulary, extract_digest, to_record
from bot.extract.parse import load_model

if TYPE_CHECKING:
    from spacy.language import Language

THURSDAY = "2024-03-14T09:00+00:00"


class Read(Protocol):
    """Read an article; every slice is checked on the way."""

    def __call__(
        self,
        text: str,
        published: str = THURSDAY,
        *,
        title: str | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> dict[str, Any]: ...


def sliced(text: str, spans: list[tuple[int, int]]) -> str:
    """What several spans of a text read as."""
    return " … ".join(text[start:end] for start, end in spans)


def check_slices(text: str, record: dict[str, Any]) -> None:
    """Nothing in a digest may stand that the text does not."""
    for statement in record["statements"]:
        assert statement["text"] == sliced(text, statement["spans"])
        assert statement["text"].strip()
        starts = [start for start, _ in statement["spans"]]
        assert starts == sorted(starts)
        if statement["speaker_span"] is not None:
            start, end = statement["speaker_span"]
            assert 0 <= start < end <= len(text)
        if statement["nested_in"] is not None:
            assert 0 <= statement["nested_in"] < len(record["statements"])
    for line in record["agenda"]:
        assert line["title"].strip()
        assert all(0 <= start < end <= len(text) for start, end in line["spans"])
        assert all(0 <= index < len(record["statements"]) for index in line["statements"])
    for event in record["timeline"]:
        assert event["text"] == text[slice(*event["span"])]
        assert all(part in text for part in event["expression"].split(" … "))
    for date in record["dates"]:
        assert date["expression"] == text[slice(*date["span"])]
    for entity in record["entities"]:
        assert all(0 <= start < end <= len(text) for start, end in entity["spans"])
    for passage in (*record["background"], *record["numbers"]):
        assert passage["text"] == text[slice(*passage["span"])]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped model."""
    return load_model()


@pytest.fixture
def read(nlp: Language) -> Read:
    """The digest of an article, as the command prints it."""

    def answer(
        text: str,
        published: str = THURSDAY,
        *,
        title: str | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> dict[str, Any]:
        digest = extract_digest(
            text, datetime.fromisoformat(published), nlp, title=title, vocabulary=vocabulary
        )
        record = to_record(digest)
        check_slices(text, record)
        return record

    return answer
