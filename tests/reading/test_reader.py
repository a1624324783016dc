"""The reading process: loaded on first use, killed when it hangs, started anew when it dies."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psutil
import pytest

from bot.config import READING_MODEL
from bot.errors import ArticleTooLong, DateMissing, ReadingDied, ReadingRefused, ReadingTooSlow
from bot.reading import LONGEST, Reader
from tests.extract.conftest import check_slices

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

PUBLISHED = datetime(2024, 3, 14, 9, tzinfo=UTC)
ARTICLE = "Gate fails\n\n“It will be replaced,” said Marta Lindqvist, the harbour master, on Wednesday."

# A process that reads as ours does, but for texts that name what goes wrong.
MISCHIEF = """
import os, sys, time
from bot.reading import worker
proper = worker._read
def read(request, opening):
    text = request.get("text") or ""
    if "CRASH" in text: os._exit(7)
    if "HANG" in text: time.sleep(600)
    if "SLOW" in text: time.sleep(0.5)
    if "FAULT" in text: raise RuntimeError("a bug")
    if "CHATTER" in text: print("a library says hello")
    if "SECRETS" in text: return {"seen": sorted(os.environ)}
    return proper(request, opening)
worker._read = read
worker.main()
"""


@asynccontextmanager
async def reading(patience: float = 60.0) -> AsyncIterator[Reader]:
    reader = Reader(READING_MODEL, patience=patience, command=(sys.executable, "-c", MISCHIEF))
    try:
        yield reader
    finally:
        await reader.close()


async def test_reads_an_article() -> None:
    async with reading() as reader:
        assert reader.pid is None, "nothing is loaded before the first article"
        record = await reader.read_text(ARTICLE, PUBLISHED, article_id=7)
        assert record["id"] == 7
        assert [statement["speaker"] for statement in record["statements"]] == ["Marta Lindqvist"]
        check_slices(ARTICLE, record)


async def test_one_process_reads_one_article_after_another() -> None:
    async with reading() as reader:
        records = await asyncio.gather(
            *(reader.read_text(ARTICLE, PUBLISHED, article_id=number) for number in range(5))
        )
        assert [record["id"] for record in records] == list(range(5))
        first = reader.pid
        await reader.read_text(ARTICLE, PUBLISHED)
        assert reader.pid == first


@pytest.mark.parametrize(
    ("word", "error"), [("CRASH", ReadingDied), ("HANG", ReadingTooSlow), ("FAULT", ReadingDied)]
)
async def test_one_article_is_lost_and_nothing_else(word: str, error: type[Exception]) -> None:
    async with reading() as reader:
        await reader.read_text(ARTICLE, PUBLISHED)
        reader._patience = 1.0
        with pytest.raises(error):
            await reader.read_text(word, PUBLISHED)
        reader._patience = 60.0
        assert (await reader.read_text(ARTICLE, PUBLISHED))["statements"]


async def test_a_hanging_process_is_gone_afterwards() -> None:
    async with reading() as reader:
        await reader.read_text(ARTICLE, PUBLISHED)
        hanging = reader.pid
        assert hanging is not None
        reader._patience = 0.5
        with pytest.raises(ReadingTooSlow):
            await reader.read_text("HANG", PUBLISHED)
        assert not psutil.pid_exists(hanging)


async def test_an_answer_that_nobody_waited_for_is_not_given_to_the_next() -> None:
    async with reading() as reader:
        await reader.read_text(ARTICLE, PUBLISHED)
        waiting = asyncio.create_task(reader.read_text("SLOW", PUBLISHED, article_id="first"))
        await asyncio.sleep(0.1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert (await reader.read_text(ARTICLE, PUBLISHED, article_id="second"))["id"] == "second"


async def test_closing_ends_the_process() -> None:
    reader = Reader(READING_MODEL)
    await reader.read_text(ARTICLE, PUBLISHED)
    pid = reader.pid
    assert pid is not None
    await reader.close()
    assert not psutil.pid_exists(pid)
    await reader.close()


async def test_the_limit_is_a_hundred_thousand_characters() -> None:
    async with reading() as reader:
        with pytest.raises(ArticleTooLong) as refused:
            await reader.read_text("a" * (LONGEST + 1), PUBLISHED)
        assert "100,001" in str(refused.value)
        assert reader.pid is None, "a refusal starts nothing"
        assert (await reader.read_text("a" * LONGEST, PUBLISHED))["statements"] == []


async def test_a_file_whose_text_is_too_long_is_refused_by_the_process() -> None:
    async with reading() as reader:
        with pytest.raises(ReadingRefused, match="100,001"):
            await reader.read_file("long.txt", b"a" * (LONGEST + 1), PUBLISHED)


async def test_a_file_without_a_date_asks_for_one() -> None:
    async with reading() as reader:
        with pytest.raises(ReadingRefused) as refused:
            await reader.read_file("article.txt", ARTICLE.encode())
        assert str(refused.value) == str(DateMissing())


async def test_no_secret_reaches_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    monkeypatch.setenv("SHERPA_LLM_KEY", "secret")
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://name:secret@proxy.example")
    async with reading() as reader:
        seen = (await reader.read_text("SECRETS", PUBLISHED))["seen"]
    assert "PATH" in seen
    assert not [name for name in seen if name.startswith(("TELEGRAM_", "SHERPA_", "OPENAI_", "HTTP"))]


async def test_what_a_library_prints_does_not_break_the_line() -> None:
    async with reading() as reader:
        assert (await reader.read_text(ARTICLE + " CHATTER", PUBLISHED))["statements"]


async def test_half_characters_are_no_error() -> None:
    async with reading() as reader:
        assert (await reader.read_text("\ud83d " + ARTICLE, PUBLISHED))["statements"]


async def test_a_model_that_is_not_there_is_one_clear_sentence() -> None:
    reader = Reader("no_such_model")
    try:
        with pytest.raises(ReadingRefused, match="no_such_model"):
            await reader.read_text(ARTICLE, PUBLISHED)
    finally:
        await reader.close()


async def test_html_is_read_by_its_main_text() -> None:
    page = f"""<html><head><title>Gate fails</title>
        <meta property="article:published_time" content="2024-03-14T09:00:00+00:00"></head>
        <body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Gate fails</h1>
        <p>{ARTICLE.rsplit(chr(10), maxsplit=1)[-1]}</p>
        <p>Three ships could not leave the port of Riga on Wednesday night, and two more waited outside.</p>
        </article><footer>All rights reserved</footer></body></html>"""
    async with reading() as reader:
        record = await reader.read_file("page.html", page.encode())
    text = record.pop("source_text")
    assert "Sport" not in text
    assert record["published"].startswith("2024-03-14")
    assert [statement["speaker"] for statement in record["statements"]] == ["Marta Lindqvist"]
    check_slices(text, record)


async def test_a_file_on_disk_that_is_no_text_is_refused(tmp_path: Path) -> None:
    async with reading() as reader:
        with pytest.raises(ReadingRefused, match=r"picture\.png"):
            await reader.read_file("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", PUBLISHED)
