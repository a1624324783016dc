"""The door to the database: one writer thread that commits in groups, and a few reader threads."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

from bot.errors import DatabaseNewer, DatabaseUnwritable, SherpaError
from bot.store import sqlite
from bot.store.migrations import migrations, unknown_migrations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database

P = ParamSpec("P")
T = TypeVar("T")

READERS = 3
GROUP = 64  # writes that share one commit, at most


@dataclass(slots=True, eq=False)
class _Job:
    """A write that somebody awaits, and what became of it."""

    act: Callable[[Database], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        if self.future.cancelled():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Store:
    """Everything that is kept. ``open`` it, ``read`` and ``write`` through it, ``close`` it.

    A write resolves only after it is on disk. Writes that arrive together share one commit, each within a
    savepoint of its own, so that one that fails takes nothing else with it.
    """

    def __init__(self, path: Path, writer: Database) -> None:
        self._path = path
        self._writer = writer
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-read")
        self._thread = threading.Thread(target=self._write_forever, name="store-write", daemon=True)
        self._thread.start()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or create the database at this path and bring it up to date. Blocks.

        Raises DatabaseUnwritable, DatabaseCorrupt, DatabaseNewer or DatabaseBusy; then nothing was changed.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnwritable(str(path), error.strerror or str(error)) from error
        db = sqlite.connect(path)
        try:
            sqlite.check(db, path)
            if unknown_migrations(db):
                raise DatabaseNewer(str(path))
            # The lock is taken first, so that two programs starting together do not both migrate.
            with sqlite.write_transaction(db):
                migrations.apply(db)
        except sqlite3.Error as error:
            db.close()
            raise sqlite.explain(error, path) from error
        except BaseException:
            db.close()
            raise
        return cls(path, db)

    def close(self) -> None:
        """Finish what was begun, then close. Blocks."""
        self._jobs.put(None)
        self._thread.join()
        self._readers.shutdown(wait=True)
        for connection in self._connections:
            connection.close()
        self._writer.close()

    async def read(
        self, query: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query on a reader thread and return what it returns."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self.read_now(query, *args, **kwargs))

    async def write(self, act: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an act in a transaction on the writer thread; returns once it is committed."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(lambda db: act(db, *args, **kwargs), loop, future))
        return await future

    def read_now(self, query: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same as ``read`` for code that is not on an event loop. Blocks."""
        db: Database | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = sqlite.connect(self._path, read_only=True)
            self._connections.append(db.conn)
        try:
            return query(db, *args, **kwargs)
        except sqlite3.Error as error:
            raise sqlite.explain(error, self._path) from error

    def write_now(self, act: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same as ``write`` for code that is not on an event loop. Blocks."""
        return asyncio.run(self.write(act, *args, **kwargs))

    def _write_forever(self) -> None:
        stopping = False
        while not stopping:
            group: list[_Job] = []
            job = self._jobs.get()
            while job is not None:
                group.append(job)
                if len(group) == GROUP or self._jobs.empty():
                    break
                job = self._jobs.get()
            stopping = job is None
            if group:
                self._commit(group)

    def _commit(self, group: list[_Job]) -> None:
        try:
            with sqlite.write_transaction(self._writer) as db:
                for job in group:
                    self._run(job, db)
        except (sqlite3.Error, SherpaError) as error:
            reason = sqlite.explain(error, self._path) if isinstance(error, sqlite3.Error) else error
            for job in group:
                job.error = reason
        by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
        for job in group:
            by_loop.setdefault(job.loop, []).append(job)
        for loop, jobs in by_loop.items():
            loop.call_soon_threadsafe(_settle, jobs)

    def _run(self, job: _Job, db: Database) -> None:
        try:
            with db.atomic():
                job.result = job.act(db)
        except sqlite3.OperationalError as error:
            job.error = sqlite.explain(error, self._path)
        except Exception as error:
            job.error = error


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        job.settle()
