"""What an operator types. Exit 0: done; 1: it failed and said why; 2: the words of the command were wrong."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from dotenv import dotenv_values

from bot.config import read_settings
from bot.errors import SherpaError, Unforeseen
from bot.ops.logs import set_up_logs

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.config import Settings

T = TypeVar("T")
log = logging.getLogger(__name__)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sherpa-bot", prog_name="sherpa")
def sherpa() -> None:
    """A briefing bot for Telegram: what is known on a story, who said it, when and where."""


@sherpa.command()
def run() -> None:
    """Serve Telegram with TELEGRAM_BOT_TOKEN, or the sandbox in a browser without one."""
    from bot import app  # noqa: PLC0415  so that --help does not load the library

    settings = _settings()
    set_up_logs(settings.log_level, settings.token)
    _complete(app.run(settings, click.echo))


@sherpa.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 lets the system choose.")
def sandbox(port: int | None) -> None:
    """Serve the chat page and a local Bot API on this machine, whether a token is set or not."""
    from bot import app  # noqa: PLC0415

    settings = _settings()
    settings = replace(settings, token=None, port=settings.port if port is None else port)
    set_up_logs(settings.log_level, None)
    _complete(app.run_sandbox(settings, click.echo))


@sherpa.command()
@click.argument("text")
@click.option("--as", "user_id", type=click.IntRange(1), help="Who asks: a user's number.")
@click.option("--chat", "chat_id", type=int, help="Where: a chat's number; a group's is negative.")
@click.option("--json", "as_json", is_flag=True, help="Print the Bot API calls that were made.")
def ask(text: str, user_id: int | None, chat_id: int | None, as_json: bool) -> None:
    """Put one message to the bot and print its reply. Never contacts Telegram."""
    if not text.strip():
        raise click.UsageError("There is nothing to ask in that.")
    from bot.ask import ask as put  # noqa: PLC0415
    from bot.sandbox import READER_ID  # noqa: PLC0415

    settings = _settings()
    set_up_logs(
        "warning" if settings.log_level == "info" else settings.log_level, settings.token, settings.llm_key
    )
    reply = _complete(put(settings, text, user_id or READER_ID, chat_id))
    click.echo(json.dumps(reply.calls, ensure_ascii=False, indent=1) if as_json else "\n\n".join(reply.texts))


@sherpa.command()
@click.argument("file", required=False)
@click.option("--published", metavar="DATE", help="When it was published, such as 2023-09-11T16:39+09:00.")
@click.option("--title", help="The title, where the text does not begin with it.")
@click.option("--json", "as_json", is_flag=True, help="Print the digest as JSON.")
@click.option(
    "--jsonl", "by_line", is_flag=True, help='Read {"id", "text", "published"} a line, print a digest a line.'
)
def digest(file: str | None, published: str | None, title: str | None, as_json: bool, by_line: bool) -> None:
    """Read an article (text, HTML, PDF; - for standard input): who said what, what is on the table, when."""
    from bot import digest as reading  # noqa: PLC0415
    from bot.render.digest import digest_text  # noqa: PLC0415

    if by_line == (file is not None):
        raise click.UsageError(
            "Name one file (- for standard input), or use --jsonl and pipe the articles in."
        )
    settings = _settings()
    set_up_logs(
        "warning" if settings.log_level == "info" else settings.log_level, settings.token, settings.llm_key
    )
    if file is None:
        _complete(reading.digest_lines(settings, sys.stdin.buffer, sys.stdout.buffer))
        return
    record = _complete(reading.digest_file(settings, file, published, title))
    click.echo(json.dumps(record, ensure_ascii=False, indent=1) if as_json else digest_text(record))


def _settings() -> Settings:
    """Settings from a ``.env`` file where one lies, and the environment, which wins."""
    from_file = {
        name: value for name, value in dotenv_values(Path.cwd() / ".env").items() if value is not None
    }
    settings = read_settings(from_file | dict(os.environ))
    if settings.ignored:
        click.echo(f"Without effect in this version: {', '.join(settings.ignored)}", err=True)
    return settings


def _complete(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end, on uvloop where it is present."""
    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        return runner.run(work)


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop  # noqa: PLC0415
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop


def main() -> None:
    """The console script: failures as one sentence, never as a traceback unless debugging."""
    try:
        sherpa(standalone_mode=True)
    except Exception as error:  # the last stop: a sentence for the person, the traceback for who debugs
        if os.environ.get("SHERPA_LOG_LEVEL", "").lower() == "debug":
            log.exception("Failed")
        click.echo(str(error if isinstance(error, SherpaError) else Unforeseen(error)), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(0)
