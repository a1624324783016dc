"""What reading costs: beside the bare parser in one run, in its own process, and to who asks meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psutil

from bot.config import READING_MODEL
from bot.extract.digest import extract_digest, to_record
from bot.extract.parse import load_model
from bot.reading import Reader
from tests.bench.figures import Bar, percentile
from tests.bench.reading import list_samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PUBLISHED = datetime(2024, 3, 14, 9, tzinfo=UTC)
ROUNDS = 3
READINGS = 40
WORDS = 1500
ODD = {  # texts that tempt a reader to compare everything with everything
    "talks": "Ministers meet for talks\n\n"
    + "They will discuss licences, borders and patrols, Awa Sarr said. " * 300,
    "open marks": "The talks opened. " + "“a said " * 2_500,
    "single marks": "The talks opened. " + " 'the" * 4_000,
    "German": "Das Treffen. " + "Am 13. März 2024 trafen sich die Minister der Länder. " * 370,
    "dates": "They met on March 3, 2019, " * 700,
    "commas": "," * 20_000,
}


def measure_cpu_ratio() -> Bar:
    """CPU of a digest to that of the bare parser over the same paragraphs, turn by turn."""
    nlp = load_model()
    texts = [text for _, text, _ in list_samples("tuned")]
    bare = full = 0.0
    for turn in range(ROUNDS + 1):
        began = time.process_time()
        for text in texts:
            list(nlp.pipe(line for line in text.split("\n") if line.strip()))
        between = time.process_time()
        for text in texts:
            to_record(extract_digest(text, PUBLISHED, nlp))
        if turn:  # the first turn warms up
            bare += between - began
            full += time.process_time() - between
    return Bar("CPU of a digest to that of bare spaCy", full / bare, 2.2, "times")


def measure_growth() -> Bar:
    """How much longer four times the text takes, at worst of the odd ones."""
    nlp = load_model()

    def once(text: str) -> float:
        began = time.process_time()
        to_record(extract_digest(text, PUBLISHED, nlp))
        return time.process_time() - began

    def took(text: str) -> float:
        return min(once(text) for _ in range(ROUNDS))  # the first may pay for memory and for what is loaded

    worst = max(took(text) / max(took(text[: len(text) // 4]), 0.02) for text in ODD.values())
    return Bar("Time of four times the text, worst of odd texts", worst, 8, "times")


def long_article() -> str:
    """An article of so many words, put together of several."""
    words: list[str] = []
    for _, text, _ in list_samples("tuned"):
        words += text.split(" ")
    return " ".join(words[:WORDS])


async def measure_process() -> list[Bar]:
    """Time of a long article, the process started and warm; and what the process holds afterwards."""
    reader = Reader(READING_MODEL)
    article = long_article()
    try:
        await reader.read_text(article, PUBLISHED)
        took = []
        for _ in range(READINGS):
            began = time.perf_counter()
            await reader.read_text(article, PUBLISHED)
            took.append(time.perf_counter() - began)
        held = psutil.Process(reader.pid).memory_info().rss / 1e6
    finally:
        await reader.close()
    return [
        Bar(f"{WORDS:,} words read, p95", percentile(took, 95), 0.8, "s"),
        Bar("Memory of the reading process", held, 300, "MB"),
    ]


@contextlib.contextmanager
def reading_meanwhile() -> Iterator[Callable[[], int]]:
    """A reading process at work on article after article; how many it has read so far."""
    stop = threading.Event()
    started = threading.Event()
    read = 0

    async def work() -> None:
        nonlocal read
        reader = Reader(READING_MODEL)
        article = long_article()
        try:
            while not stop.is_set():
                await reader.read_text(article, PUBLISHED)
                read += 1
                started.set()
        finally:
            await reader.close()

    thread = threading.Thread(target=lambda: asyncio.run(work()))
    thread.start()
    started.wait(60)
    try:
        yield lambda: read
    finally:
        stop.set()
        thread.join()
