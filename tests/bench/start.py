"""How long ``python -m bot sandbox`` takes from nothing to an answer, what it imports, what it weighs."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.sandbox import READER_ID
from tests.bench.bots import OURS, bot_at, started
from tests.bench.server import Load, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psutil

PATIENCE = 30.0  # seconds
REST = 2.0  # seconds of idleness before memory is read
QUESTIONS = (
    "/start",
    "/brief",
    "/agenda",
    "/agenda arms",
    "/experts",
    "/timeline",
    "/who Putin",
    "satellite",
)
MEGABYTE = 1024 * 1024
_IMPORT = "import time; began = time.perf_counter(); import bot.app; print(time.perf_counter() - began)"


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds since the process was started: until /healthz answered, until a question was answered."""

    healthy: float
    answered: float


class Visitor:
    """Somebody at the chat page, over plain HTTP as a browser is."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._stream: http.client.HTTPResponse | None = None

    def wait_until_healthy(self) -> None:
        """Ask for /healthz until it answers. Raises TimeoutError."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    connection.close()
                    return
            time.sleep(0.005)
        raise TimeoutError("the program did not start")

    def ask(self, text: str) -> None:
        """Say something as the reader, and wait for the first message of the bot. Raises TimeoutError."""
        if self._stream is None:
            listening = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            listening.request("GET", "/page/stream")
            self._stream = listening.getresponse()
            self._stream.readline()
        saying = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        body = json.dumps({"user": READER_ID, "chat": READER_ID, "text": text})
        saying.request("POST", "/page/say", body, {"Content-Type": "application/json"})
        said = json.loads(saying.getresponse().read())["id"]
        saying.close()
        while not _is_answer(self._stream.readline(), said):
            pass


def _is_answer(line: bytes, said: int) -> bool:
    if not line:
        raise TimeoutError("the program hung up")
    if not line.startswith(b"data: "):
        return False
    event: dict[str, Any] = json.loads(line[6:])
    message = event.get("message", {})
    return bool(message.get("chat") == READER_ID and message.get("id", 0) > said)


def measure_start(folder: Path) -> Start:
    """Start on the database in this folder, new or not, and ask one question."""
    with _sandbox(folder) as (_, visitor, began):
        visitor.wait_until_healthy()
        healthy = time.perf_counter() - began
        visitor.ask("/brief")
        return Start(healthy, time.perf_counter() - began)


def measure_memory_of_sandbox() -> float:
    """Resident megabytes of the bot and its sandbox in one process, at rest after a few questions."""
    with tempfile.TemporaryDirectory() as name, _sandbox(Path(name)) as (process, visitor, _):
        visitor.wait_until_healthy()
        for text in QUESTIONS:
            visitor.ask(text)
        return _memory_at_rest(process)


def measure_memory_of_bot() -> float:
    """Resident megabytes of the bot alone, at rest after the same questions."""
    with served(None) as server, bot_at(server.url, OURS, None) as process:
        server.offer(Load(QUESTIONS, len(QUESTIONS), 1))
        return _memory_at_rest(process)


def _memory_at_rest(process: psutil.Process) -> float:
    time.sleep(REST)
    return float(process.memory_info().rss) / MEGABYTE


@contextmanager
def _sandbox(folder: Path) -> Iterator[tuple[psutil.Process, Visitor, float]]:
    port = _free_port()
    database = f"sqlite:///{folder / 'sherpa.db'}"
    began = time.perf_counter()
    with started(["bot", "sandbox", "--port", str(port)], folder, None, SHERPA_DATABASE=database) as process:
        yield process, Visitor(port), began


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure_import() -> float:
    """Seconds that importing ``bot.app`` takes in a new process."""
    return float(subprocess.run([sys.executable, "-c", _IMPORT], check=True, capture_output=True).stdout)


def list_imports() -> list[tuple[str, float]]:
    """(package, milliseconds spent in its own modules) of what ``bot.app`` imports, dearest first.

    Only to compare packages with one another: counting makes every import dearer.
    """
    report = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import bot.app"],
        check=True,
        capture_output=True,
        text=True,
    ).stderr
    packages: Counter[str] = Counter()
    for line in report.splitlines():
        own, _, module = line.removeprefix("import time:").split("|")
        if own.strip().isdecimal():
            packages[module.strip().partition(".")[0]] += int(own)
    return [(package, own / 1000) for package, own in packages.most_common()]
