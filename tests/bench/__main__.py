"""Print the figures. Exit 0; with ``--gate`` 1 where a promise is not kept."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import cost, reading, start
from tests.bench.bots import OUR_CLASS, OURS, STOCK, STOCK_CONCURRENT, bot_at
from tests.bench.figures import Bar, Spread, percentile, table
from tests.bench.server import PEOPLE, Load, served

if TYPE_CHECKING:
    import psutil

REPETITIONS = 3
UPDATES = 1500
WARM_UP = 300
IN_FLIGHT = 16
ARTICLES = 100  # read while others ask
COMPARED = ("python-telegram-bot", "httpx", "aiohttp", "uvloop")
SETTLING = 0.2  # seconds after a load, so that what an answer leaves to be done is counted with it

ONE = ("/agenda",)
MIX = ("/agenda", "/agenda arms", "/brief")


@dataclass(frozen=True, slots=True)
class Entrant:
    """A bot and what it is asked."""

    name: str
    kind: str
    texts: tuple[str, ...]


STOCK_ECHO = Entrant("python-telegram-bot echo", STOCK, ONE)
STOCK_CONCURRENT_ECHO = Entrant("  with concurrent_updates", STOCK_CONCURRENT, ONE)
OUR_CLASS_ECHO = Entrant("  over our AiohttpRequest", OUR_CLASS, ONE)
SHERPA = Entrant("sherpa run, /agenda", OURS, ONE)
SHERPA_MIX = Entrant("sherpa run, a mix", OURS, MIX)
ENTRANTS = (STOCK_ECHO, STOCK_CONCURRENT_ECHO, OUR_CLASS_ECHO, SHERPA, SHERPA_MIX)


@dataclass(frozen=True, slots=True)
class Run:
    """One entrant under the load, once. CPU in microseconds an update, latencies in milliseconds."""

    cpu: float
    half: float
    most: float
    rate: float
    polls: float
    characters: float


def measure(entrant: Entrant, bot_core: int | None, server_core: int | None) -> Run:
    """Start a server and the bot, warm up, then count."""
    with served(server_core) as server, bot_at(server.url, entrant.kind, bot_core) as process:
        server.offer(Load(entrant.texts, WARM_UP, IN_FLIGHT))
        time.sleep(SETTLING)
        before = cpu_seconds(process)
        answered = server.offer(Load(entrant.texts, UPDATES, IN_FLIGHT))
        time.sleep(SETTLING)
        spent = cpu_seconds(process) - before
    if answered.refused or answered.calls.get("sendMessage") != UPDATES:
        raise RuntimeError(f"{entrant.name.strip()} was not under the same load: {answered.calls}")
    return Run(
        cpu=spent / UPDATES * 1e6,
        half=percentile(answered.latencies, 50) * 1e3,
        most=percentile(answered.latencies, 99) * 1e3,
        rate=UPDATES / answered.seconds,
        polls=answered.calls.get("getUpdates", 0) / UPDATES,
        characters=answered.characters / UPDATES,
    )


def cpu_seconds(process: psutil.Process) -> float:
    """CPU seconds of a process with all its threads."""
    spent = process.cpu_times()
    return float(spent.user + spent.system)


def answering() -> list[Bar]:
    """CPU and latency, the entrants in turn so that a busy moment of the machine hits all alike."""
    bot_core, server_core = cores()
    where = "each on a core of its own" if bot_core is not None else "not bound to cores"
    runs: dict[Entrant, list[Run]] = defaultdict(list)
    for _ in range(REPETITIONS):
        for entrant in ENTRANTS:
            runs[entrant].append(measure(entrant, bot_core, server_core))
    cpu = {entrant: Spread(tuple(run.cpu for run in done)) for entrant, done in runs.items()}
    stock = cpu[STOCK_ECHO].median
    print(f"Answering {UPDATES:,} messages from {PEOPLE} chats, {IN_FLIGHT} in flight; {WARM_UP} before that")
    print(f"not counted; bot and server {where}; median of {REPETITIONS} [least..most]\n")
    heads = (
        "",
        "CPU/update, µs",
        "of stock",
        "p50, ms",
        "p99, ms",
        "answers/s",
        "polls/update",
        "characters",
    )
    rows = [
        (
            entrant.name,
            cpu[entrant].text(),
            f"{cpu[entrant].median / stock:.2f}",
            Spread(tuple(run.half for run in done)).text(1),
            Spread(tuple(run.most for run in done)).text(1),
            f"{Spread(tuple(run.rate for run in done)).median:,.0f}",
            f"{Spread(tuple(run.polls for run in done)).median:.2f}",
            f"{Spread(tuple(run.characters for run in done)).median:,.0f}",
        )
        for entrant, done in runs.items()
    ]
    print(table(heads, rows), flush=True)
    ours = cpu[SHERPA].median
    return [
        Bar("CPU of /agenda to that of the stock echo", ours / stock, 0.5, "times"),
        Bar(
            "CPU of /agenda to that of an echo over our class", ours / cpu[OUR_CLASS_ECHO].median, 2, "times"
        ),
    ]


def starting() -> list[Bar]:
    """From nothing to an answer, on a new database and on the one that is there."""
    new, again = [], []
    for _ in range(REPETITIONS):
        with tempfile.TemporaryDirectory() as folder:
            new.append(start.measure_start(Path(folder)))
            again.append(start.measure_start(Path(folder)))
    answered = [Spread(tuple(one.answered for one in starts)) for starts in (new, again)]
    rows = [
        (name, Spread(tuple(one.healthy for one in starts)).text(2), spread.text(2))
        for name, starts, spread in zip(
            ("new database", "database there"), (new, again), answered, strict=True
        )
    ]
    print("\nStarting python -m bot sandbox\n")
    print(table(("", "/healthz, s", "first answer, s"), rows))
    importing = Spread(tuple(start.measure_import() for _ in range(REPETITIONS)))
    dearest = ", ".join(f"{package} {own:.0f}" for package, own in start.list_imports()[:8])
    print(f"of which importing bot.app: {importing.text(2)} s; in ms, counted: {dearest}", flush=True)
    return [
        Bar("Start to the first answer, new database", answered[0].median, 1.5, "s"),
        Bar("Start to the first answer, database there", answered[1].median, 1.5, "s"),
    ]


def resting() -> list[Bar]:
    """Resident memory after a few questions."""
    return [
        Bar("Memory at rest, bot and sandbox", start.measure_memory_of_sandbox(), 120, "MB"),
        Bar("Memory at rest, bot alone", start.measure_memory_of_bot(), 120, "MB"),
    ]


def print_quality() -> None:
    """What is read right in the samples of both halves."""
    for half in reading.HALVES:
        reading.print_figures(half, reading.score_half(half))


def reading_costs() -> list[Bar]:
    """CPU, time and memory of reading, and what it does to those who ask meanwhile."""
    where = cores()
    rest = [measure(SHERPA, *where).most for _ in range(REPETITIONS)]
    with cost.reading_meanwhile() as count:
        busy = []
        while count() < ARTICLES:
            busy.append(measure(SHERPA, *where).most)
        read = count()
    ratio = Spread(tuple(busy)).median / Spread(tuple(rest)).median
    return [
        cost.measure_cpu_ratio(),
        cost.measure_growth(),
        *asyncio.run(cost.measure_process()),
        Bar(f"p99 of /agenda while {read} articles are read to that at rest", ratio, 1.5, "times"),
    ]


def cores() -> tuple[int | None, int | None]:
    """A core for the bot and another for the server; none where they cannot be chosen."""
    if not hasattr(os, "sched_setaffinity"):
        return None, None
    free = sorted(os.sched_getaffinity(0))
    return (free[-1], free[0]) if len(free) > 1 else (None, None)


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--gate", action="store_true", help="exit 1 where a promise is not kept")
    gate = parser.parse_args().gate
    began = time.monotonic()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"{machine}, Python {platform.python_version()},")
    print(
        ", ".join(f"{name} {version(name)}" for name in COMPARED) + "; uvloop under Sherpa alone\n",
        flush=True,
    )
    print_quality()
    bars = [*answering(), *starting(), *resting(), *reading_costs()]
    print("\n" + "\n".join(bar.text() for bar in bars))
    print(f"\nMeasured in {time.monotonic() - began:.0f} s")
    return int(gate and not all(bar.holds for bar in bars))


if __name__ == "__main__":
    sys.exit(main())
