"""The program as an operator meets it: real processes, real exit codes, one plain sentence."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from bot.sandbox import Sandbox
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "4242:AAH-secret_secret_secret_secret_secr"


def environment(tmp_path: Path, **extra: str) -> dict[str, str]:
    """Nothing of this machine's settings; a database of the test's own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SHERPA_", "TELEGRAM_"))}
    return (
        kept
        | {"SHERPA_DATABASE": f"sqlite:///{tmp_path / 'sherpa.db'}", "SHERPA_LISTEN": "127.0.0.1:0"}
        | extra
    )


def sherpa(tmp_path: Path, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=tmp_path,
        env=environment(tmp_path, **extra) | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def running(tmp_path: Path, *words: str, **extra: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that has announced itself, and the announcement."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=tmp_path,
        env=environment(tmp_path, **extra) | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def failed_plainly(done: subprocess.CompletedProcess[str], says: str) -> None:
    assert done.returncode == 1, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr + done.stdout
    assert len(done.stderr.strip().splitlines()) == 1


# sherpa ask -----------------------------------------------------------------------------------------------


def test_ask_agenda_names_the_eight_matters_of_the_gold_each_with_a_source(
    tmp_path: Path, shared: Path
) -> None:
    done = sherpa(tmp_path, "ask", "/agenda")
    assert done.returncode == 0
    numbered = re.findall(r"^(\d) (.+)\n(.+)$", done.stdout, re.MULTILINE)
    assert [number for number, *_ in numbered] == list("12345678")
    assert all("Hankyoreh, par. " in credit for *_, credit in numbered)
    gold = json.loads((shared / "seed" / "gold.json").read_text())["agenda"]
    marks = ["shells", "satellite", "submarine", "re-entry", "fighter", "energy", "food", "drills"]
    lines = " ".join(claim.lower() for _, claim, _ in numbered)
    assert all(mark in lines for mark in marks)
    assert len(gold) == len(marks)


def test_ask_as_json_lists_the_calls_that_were_made(tmp_path: Path) -> None:
    done = sherpa(tmp_path, "ask", "/experts", "--json", "--as", "77", "--chat", "-500")
    calls = json.loads(done.stdout)
    assert [call["method"] for call in calls] == ["sendMessage"]
    assert calls[0]["params"]["chat_id"] == -500
    assert calls[0]["params"]["parse_mode"] == "HTML"
    for name in ("Kim Dong-yub", "John Everard", "Park Byung-hwan"):
        assert f"<b>{name}</b>" in calls[0]["params"]["text"]


def test_ask_never_contacts_the_bot_api_that_is_set(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        done = sherpa(tmp_path, "ask", "/help", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=url)
        assert done.returncode == 0
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_asking_what_nobody_answers_says_so(tmp_path: Path) -> None:
    failed_plainly(sherpa(tmp_path, "ask", "/agenda@OtherBot"), "did not reply")


def test_words_of_the_command_that_are_wrong_exit_with_two(tmp_path: Path) -> None:
    assert sherpa(tmp_path, "sing").returncode == 2
    assert sherpa(tmp_path, "ask").returncode == 2
    assert sherpa(tmp_path, "ask", "/help", "--as", "me").returncode == 2
    assert sherpa(tmp_path, "--version").stdout.startswith("sherpa, version")


def test_a_dotenv_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SHERPA_LOG_LEVL=debug\n")
    failed_plainly(sherpa(tmp_path, "ask", "/help"), "Did you mean SHERPA_LOG_LEVEL?")


# What bad input gets --------------------------------------------------------------------------------------


def test_a_malformed_token(tmp_path: Path) -> None:
    failed_plainly(
        sherpa(tmp_path, "run", TELEGRAM_BOT_TOKEN="secret token"), "does not look like a bot token"
    )


def test_an_api_that_does_not_answer(tmp_path: Path) -> None:
    done = sherpa(tmp_path, "run", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL="http://127.0.0.1:1")
    failed_plainly(done, "The Bot API at http://127.0.0.1:1 cannot be reached")


async def test_a_token_that_is_refused(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        done = await asyncio.to_thread(
            sherpa, tmp_path, "run", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=sandbox.url
        )
    failed_plainly(done, "Telegram does not accept TELEGRAM_BOT_TOKEN")


def test_a_port_that_is_in_use(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done = sherpa(tmp_path, "run", SHERPA_LISTEN=f"127.0.0.1:{port}")
    failed_plainly(done, f"Port {port} on 127.0.0.1 is in use.")


def test_an_address_that_is_not_this_machines(tmp_path: Path) -> None:
    done = sherpa(tmp_path, "sandbox", SHERPA_LISTEN="192.0.2.7:8080")
    failed_plainly(done, "SHERPA_LISTEN")


def test_a_database_that_is_none_or_newer_or_out_of_reach(tmp_path: Path) -> None:
    path = tmp_path / "sherpa.db"
    path.write_text("notes " * 500)
    failed_plainly(sherpa(tmp_path, "run"), "is damaged or is not a database")
    path.unlink()
    assert sherpa(tmp_path, "ask", "/help").returncode == 0
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('sherpa', 'z', 'x')"
        )
        db.commit()
    failed_plainly(sherpa(tmp_path, "run"), "newer Sherpa")
    failed_plainly(sherpa(tmp_path, "run", SHERPA_DATABASE=f"sqlite:///{path}/x.db"), "cannot be written")
    failed_plainly(sherpa(tmp_path, "run", SHERPA_DATABASE="postgresql://db"), "SHERPA_DATABASE")


def test_what_nobody_foresaw_is_one_sentence_too(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import bot.ask\nbot.ask.Sandbox = None\n")
    extra = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    process = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "/help"], cwd=tmp_path, env=environment(tmp_path) | extra,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    failed_plainly(process, "Something went wrong that nobody foresaw (TypeError).")


# Running --------------------------------------------------------------------------------------------------


def test_without_a_token_the_chat_page_is_served_and_a_signal_stops_it_cleanly(tmp_path: Path) -> None:
    with running(tmp_path, "run") as (process, announced):
        url = re.search(r"http://127\.0\.0\.1:\d+", announced)
        assert url is not None, announced
        with urllib.request.urlopen(url[0], timeout=5) as answer:
            page = answer.read().decode()
        assert "<title>" in page
        with urllib.request.urlopen(f"{url[0]}/healthz", timeout=5) as answer:
            assert json.load(answer) == {"status": "ok"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


async def test_with_a_token_any_bot_api_is_served(tmp_path: Path) -> None:
    async with Sandbox(token=TOKEN) as sandbox:
        sandbox.furnish()
        waiting = sandbox.say(1001, "/agenda")  # written while the bot was down
        extra = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sandbox.url}

        def start() -> tuple[str, int]:
            with running(tmp_path, "run", **extra) as (process, announced):
                time.sleep(1.5)
                process.send_signal(signal.SIGINT)
                return announced, process.wait(10)

        announced, code = await asyncio.to_thread(start)
        assert (announced.split()[0], code) == ("@SherpaSandboxBot", 0)
        answers = [m for m in sandbox.messages(waiting.chat) if m.sender.is_bot]
        assert [answer.text.split("\n")[0] for answer in answers] == ["Agenda: possible Kim–Putin summit"]
        methods = {call.method for call in sandbox.calls}
        assert {"setMyCommands", "setMyDescription", "deleteWebhook"} <= methods
        commands = next(c for c in sandbox.calls if c.method == "setMyCommands").params["commands"]
        assert len(commands) == 8


async def test_a_second_poller_stops_the_first_with_a_sentence(tmp_path: Path) -> None:
    async with Sandbox(token=TOKEN) as sandbox:
        extra = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sandbox.url}

        def start() -> tuple[int, str]:
            with running(tmp_path, "run", **extra) as (process, _):
                time.sleep(1)
                other = f"{sandbox.url}/bot{TOKEN}/getUpdates?timeout=2"
                with urllib.request.urlopen(other, timeout=10):
                    pass
                code = process.wait(10)
                assert process.stderr is not None
                return code, process.stderr.read()

        code, said = await asyncio.to_thread(start)
        assert code == 1
        assert "Another program is fetching messages with the same token" in said
        assert "secret" not in said
