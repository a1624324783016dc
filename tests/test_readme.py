"""The README is a promise: every command in it is run here, as it stands there."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from bot.config import OURS, PREFIX, RESERVED
from handlers.commands import HANDLERS
from tests.conftest import ROOT
from tests.test_cli import environment

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)


def start(command: str, tmp_path: Path, **extra: str) -> subprocess.Popen[str]:
    kept = {
        k: v
        for k, v in environment(tmp_path, **extra).items()
        if not k.startswith(("COV", "PYTEST", "MAKE", "MFLAGS"))
    }
    return subprocess.Popen(
        ["bash", "-c", command], cwd=ROOT, env=kept, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def output(command: str, tmp_path: Path, **extra: str) -> tuple[int, str, str]:
    process = start(command, tmp_path, **extra)
    try:
        out, err = process.communicate(timeout=240)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return process.returncode, out, err


def test_these_are_the_commands() -> None:
    assert COMMANDS == [
        "make run",
        '.venv/bin/sherpa ask "/agenda arms"',
        '.venv/bin/sherpa ask "/experts" --json',
        "make install",
        ".venv/bin/sherpa digest tests/samples/tuned/fisheries-talks.txt --published 2022-05-18T17:20+00:00",
        ".venv/bin/sherpa digest --jsonl < articles.jsonl > digests.jsonl",
        "TELEGRAM_BOT_TOKEN=123456:your-token make run",
        "make test",
    ]


needs_make = pytest.mark.skipif(not (ROOT / ".venv").is_dir(), reason="these tests do not run from .venv")


@needs_make
def test_make_run_serves_the_page(tmp_path: Path) -> None:
    process = start(COMMANDS[0], tmp_path)
    assert process.stdout is not None
    lines = iter(process.stdout.readline, "")
    announced = next((line for line in lines if line.startswith("Talk to Sherpa at http://127.0.0.1:")), None)
    os.killpg(process.pid, signal.SIGTERM)
    process.communicate()
    assert announced is not None


@needs_make
def test_asking_from_the_shell(tmp_path: Path) -> None:
    code, out, _ = output(COMMANDS[1], tmp_path)
    assert (code, out.split("\n")[0]) == (0, "Agenda: arms")
    code, out, _ = output(COMMANDS[2], tmp_path)
    assert code == 0
    assert '"method": "sendMessage"' in out


@needs_make
def test_reading_an_article(tmp_path: Path) -> None:
    code, out, err = output(COMMANDS[3], tmp_path)
    assert code == 0, out + err
    code, out, err = output(COMMANDS[4], tmp_path)
    assert code == 0, err
    shown = README.partition("It prints, among other lines:\n\n```\n")[2].partition("```")[0]
    assert [line for line in shown.splitlines() if line not in out.splitlines()] == []


@needs_make
def test_reading_articles_by_line(tmp_path: Path) -> None:
    article = {"id": 1, "text": "“It is over,” said Marta Lindqvist.", "published": "2024-03-14"}
    source, sink = tmp_path / "articles.jsonl", tmp_path / "digests.jsonl"
    source.write_text(json.dumps(article) + "\n", encoding="utf-8")
    command = COMMANDS[5].replace("articles.jsonl", str(source)).replace("digests.jsonl", str(sink))
    code, _, err = output(command, tmp_path)
    assert code == 0, err
    assert json.loads(sink.read_text(encoding="utf-8"))["statements"][0]["speaker"] == "Marta Lindqvist"


@needs_make
def test_with_a_token_telegram_is_asked(tmp_path: Path) -> None:
    _, _, err = output(COMMANDS[6], tmp_path, TELEGRAM_API_URL="http://127.0.0.1:1")
    assert "The Bot API at http://127.0.0.1:1 cannot be reached" in err
    assert "your-token" not in err


@needs_make
def test_make_test_runs_tests(tmp_path: Path) -> None:
    code, out, err = output(f"{COMMANDS[7]} ARGS='--no-cov -q tests/render/test_dates.py'", tmp_path)
    assert code == 0, out + err
    assert " passed" in out


def test_every_setting_and_command_named_is_known() -> None:
    assert set(re.findall(rf"`{PREFIX}(\w+)`", README)) <= OURS | RESERVED
    assert set(re.findall(r"`/(\w+)", README)) - {"healthz", "readyz", "agneda"} <= set(HANDLERS)


def test_every_file_that_is_linked_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
