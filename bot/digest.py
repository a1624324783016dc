"""``sherpa digest``: one article, or one a line, through the very same reading process as the bot's."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from bot.errors import BadDate, FileUnreadable, NothingToRead, SherpaError
from bot.ingest.vocabulary import read_shipped_words
from bot.reading import Reader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import BinaryIO

    from bot.config import Settings

Record = dict[str, Any]
EARLIEST = 1900  # a year before it, or after the next one, is a slip of the keyboard
LISTS = (
    "statements",
    "agenda",
    "timeline",
    "entities",
    "dates",
    "background",
    "contradictions",
    "numbers",
    "notices",
)


async def digest_file(settings: Settings, file: str, published: str | None, title: str | None) -> Record:
    """The digest of a file, or of standard input where ``file`` is ``-``. Raises SherpaError."""
    content = await asyncio.to_thread(_content_of, file)
    if not content.strip():
        raise NothingToRead(file)
    name = "standard input" if file == "-" else Path(file).name
    async with _reader(settings) as reader:
        moment = parse_moment(published) if published else None
        record = await reader.read_file(name, content, moment, title=title)
        text = record.pop("source_text")
        record = await _helped(settings, text, record)
        # Offsets count characters of the text: where that is not the file itself, it comes along.
        return record if text == content.decode("utf-8", errors="replace") else record | {"source_text": text}


async def digest_lines(settings: Settings, source: BinaryIO, sink: BinaryIO) -> None:
    """One {"id", "text", "published", "title"?} a line in, one digest a line out; a bad line says why."""
    async with _reader(settings) as reader:
        number = 0
        while line := await asyncio.to_thread(source.readline):
            number += 1
            if not line.strip():
                continue
            record = await _digest_of_line(settings, reader, line)
            if "error" in record:
                record["error"] = f"Line {number}: {record['error']}"
            sink.write(orjson.dumps(record) + b"\n")
            sink.flush()


async def _digest_of_line(settings: Settings, reader: Reader, line: bytes) -> Record:
    article_id: object = None
    try:
        article = orjson.loads(line)
        article_id = article.get("id")
        text, published = _text_of(article["text"]), parse_moment(_text_of(article["published"]))
        title = _text_of(article["title"]) if article.get("title") is not None else None
        record = await reader.read_text(text, published, title=title, article_id=article_id)
        return await _helped(settings, text, record)
    except SherpaError as error:
        return {"id": article_id, "error": str(error), **{name: [] for name in LISTS}}
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        wanted = "A line should be JSON with id, text and published."
        return {"id": article_id, "error": wanted, **{name: [] for name in LISTS}}


def _text_of(value: object) -> str:
    """A string, and nothing else. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError
    return value


def parse_moment(said: str) -> datetime:
    """A date or a moment in ISO form. Raises BadDate."""
    try:
        moment = datetime.fromisoformat(said.strip())
    except ValueError:
        raise BadDate(said) from None
    if not EARLIEST <= moment.year <= datetime.now(tz=UTC).year + 1:
        raise BadDate(said)
    return moment


async def _helped(settings: Settings, text: str, record: Record) -> Record:
    """With the optional model's grounded lines, where one is set."""
    if settings.llm_url is None or record["language"] != "en":
        return record
    from bot.model import ModelRoute, enrich  # noqa: PLC0415  an extra

    route = ModelRoute(settings.llm_url, settings.llm_model, settings.llm_key)
    return await enrich(text, record, route)


@contextlib.asynccontextmanager
async def _reader(settings: Settings) -> AsyncIterator[Reader]:
    known = read_shipped_words()
    reader = Reader(settings.model, topics=known.topics, entities=known.entities, kinds=known.kinds)
    try:
        yield reader
    finally:
        await reader.close()


def _content_of(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise FileUnreadable(file, error.strerror or type(error).__name__) from error
