"""The bots, each a process of its own: two echoes as anybody would write them, and Sherpa itself.

``python -m tests.bench.bots KIND URL TOKEN`` is one of the echoes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from bot.sandbox import SANDBOX_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram import Update

ROOT = Path(__file__).parent.parent.parent
STOCK, STOCK_CONCURRENT, OUR_CLASS, OURS = "stock", "stock-concurrent", "our-class", "ours"


async def echo(update: Update, _: Any) -> None:
    """Say what was said."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def run_echo(kind: str, url: str, token: str) -> None:
    """The smallest bot of the library's own examples; only the transport or the concurrency is changed."""
    from telegram.ext import ApplicationBuilder, MessageHandler, filters  # noqa: PLC0415

    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot")
    if kind == STOCK_CONCURRENT:
        builder = builder.concurrent_updates(True)
    elif kind == OUR_CLASS:
        from bot.telegram.request import AiohttpRequest  # noqa: PLC0415  the stock bot never sees it

        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest(connections=4))
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


@contextmanager
def started(command: list[str], folder: Path, core: int | None, **settings: str) -> Iterator[psutil.Process]:
    """A Python module as a program, in this folder, with these settings and no others; stopped at the end.

    Whatever fails meanwhile carries what the program had to say.
    """
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("SHERPA_", "TELEGRAM_"))
    }
    environ |= {"PYTHONPATH": str(ROOT)} | settings
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=folder, env=environ, stdout=log, stderr=log
        )
    try:
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        yield psutil.Process(process.pid)
    except Exception as error:
        error.add_note(f"{' '.join(command)} said: {(folder / 'log').read_text()}")
        raise
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def bot_at(url: str, kind: str, core: int | None) -> Iterator[psutil.Process]:
    """A bot of this kind polling this server. Ours is ``sherpa run`` with a new database on disk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if kind != OURS:
            with started(["tests.bench.bots", kind, url, SANDBOX_TOKEN], folder, core) as process:
                yield process
            return
        settings = {
            "TELEGRAM_BOT_TOKEN": SANDBOX_TOKEN,
            "TELEGRAM_API_URL": url,
            "SHERPA_DATABASE": f"sqlite:///{folder / 'sherpa.db'}",
            "SHERPA_LISTEN": "127.0.0.1:0",
        }
        with started(["bot", "run"], folder, core, **settings) as process:
            yield process


if __name__ == "__main__":
    run_echo(*sys.argv[1:])
