"""The bot's side of reading: starts the process on first use, waits, starts anew after a death."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import logging
import os
import sys
from typing import TYPE_CHECKING, Any

from bot.errors import ArticleTooLong, ReadingDied, ReadingRefused, ReadingTooSlow
from bot.reading.wire import HEADER, length_of, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

Record = dict[str, Any]
LONGEST = 100_000  # characters of one article
BIGGEST_FILE = 10_000_000  # bytes of a file, before its text is taken out
PATIENCE = 60.0  # seconds for one article, the loading of the model included
log = logging.getLogger(__name__)


class Reader:
    """Reads articles one after another in a process of its own. Safe to share between tasks.

    ``topics`` are words by slug, ``entities`` ids by folded name (``bot.names.normalise.name_key``), and
    ``kinds`` person, org or place by id.
    """

    def __init__(
        self,
        model: str,
        *,
        topics: Mapping[str, Sequence[str]] | None = None,
        entities: Mapping[str, str] | None = None,
        kinds: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
        command: Sequence[str] = (sys.executable, "-m", "bot.reading.worker"),
    ) -> None:
        self._opening = {
            "model": model,
            "topics": dict(topics or {}),
            "entities": dict(entities or {}),
            "kinds": dict(kinds or {}),
        }
        self._patience = patience
        self._command = tuple(command)
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The process's number while it lives."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    async def read_text(
        self, text: str, published: datetime, *, title: str | None = None, article_id: object = None
    ) -> Record:
        """The digest of a text. Raises ArticleTooLong, ReadingTooSlow, ReadingDied or ReadingRefused."""
        if len(text) > LONGEST:
            raise ArticleTooLong(len(text), LONGEST)
        return await self._ask(
            {
                "id": article_id,
                "text": _sound(text),
                "published": published.isoformat(),
                "title": title and _sound(title),
            }
        )

    async def read_file(
        self, name: str, content: bytes, published: datetime | None = None, *, title: str | None = None
    ) -> Record:
        """The digest of a text, HTML or PDF file; its text comes along as ``source_text``.

        Raises what ``read_text`` does.
        """
        if len(content) > BIGGEST_FILE:
            raise ArticleTooLong(len(content), BIGGEST_FILE)
        return await self._ask(
            {
                "name": name,
                "content": base64.b64encode(content).decode("ascii"),
                "published": published.isoformat() if published else None,
                "title": title and _sound(title),
            }
        )

    async def close(self) -> None:
        """End the process."""
        async with self._turn:
            await self._end()

    async def _ask(self, request: Record) -> Record:
        question = pack(request | {"longest": LONGEST})  # what cannot be sent disturbs no process
        async with self._turn:
            try:
                async with asyncio.timeout(self._patience):
                    answer = await self._exchange(question)
            except TimeoutError:
                await self._end()
                raise ReadingTooSlow(self._patience) from None
            except (OSError, asyncio.IncompleteReadError, ValueError):
                code = await self._end()
                log.warning("The reading process ended (%s); the next article starts another", code)
                raise ReadingDied from None
            except (
                BaseException
            ):  # cancelled between question and answer: the next answer would be the wrong one
                await self._end()
                raise
        if "fault" in answer:
            raise ReadingDied
        if "error" in answer:
            raise ReadingRefused(answer["error"])
        digest: Record = answer["digest"]
        return digest

    async def _exchange(self, question: bytes) -> Record:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=_environment(),
            )
            self._send(process, pack(self._opening))
        self._send(process, question)
        if process.stdin is None or process.stdout is None:
            raise AssertionError
        await process.stdin.drain()
        header = await process.stdout.readexactly(HEADER)
        return unpack(await process.stdout.readexactly(length_of(header)))

    @staticmethod
    def _send(process: asyncio.subprocess.Process, frame: bytes) -> None:
        if process.stdin is None:
            raise AssertionError
        process.stdin.write(frame)

    async def _end(self) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        return await process.wait()


def _sound(text: str) -> str:
    """Half characters are no text."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


# What a Python process needs to start and to find its packages, and nothing that could be a secret.
_PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "VIRTUAL_ENV",
    "USERPROFILE",
)


def _environment() -> dict[str, str]:
    """No secret reaches the process that reads strangers' texts; one thread is enough for a small model."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _PASSED_ON or name.startswith(("PYTHON", "COVERAGE"))
    }
    return kept | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
