"""``sherpa digest`` as an editor at a shell meets it: real processes, exit codes, one plain sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.extract.conftest import check_slices

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHED = "2024-03-14T09:00+00:00"
ARTICLE = """Gate at the port of Riga fails

“It will be replaced in April,” said Marta Lindqvist, the harbour master, on Wednesday.

Three ships could not leave.
"""
LISTS = {"statements", "agenda", "timeline", "entities", "dates", "background"}


def digest(*words: str, piped: str | bytes = "", **extra: str) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SHERPA_", "TELEGRAM_"))}
    return subprocess.run(
        [sys.executable, "-m", "bot", "digest", *words],
        env=kept | {"PYTHONPATH": str(ROOT)} | extra,
        input=piped.encode() if isinstance(piped, str) else piped,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_json_has_the_promised_form(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    done = digest(str(file), "--published", PUBLISHED, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    record = json.loads(done.stdout)
    assert {"id", "title", "published", "language"} | LISTS <= record.keys()
    assert record["title"] == "Gate at the port of Riga fails"
    (statement,) = record["statements"]
    assert statement["speaker"] == "Marta Lindqvist"
    assert statement["kind"] == "direct"
    assert {"expression": "April", "value": "2024-04"}.items() <= record["dates"][0].items()
    check_slices(ARTICLE, record)


def test_plain_words_without_json() -> None:
    done = digest("-", "--published", PUBLISHED, piped=ARTICLE)
    assert done.returncode == 0
    shown = done.stdout.decode()
    assert "Marta Lindqvist, harbour master, said: “It will be replaced in April,”" in shown
    assert "1 statement" in shown


def test_a_byte_order_mark_and_windows_lines_move_no_offset() -> None:
    content = b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r\n").encode()
    record = json.loads(digest("-", "--published", PUBLISHED, "--json", piped=content).stdout)
    check_slices(record["source_text"], record)


def test_lines_in_lines_out_and_a_bad_one_stops_nothing() -> None:
    good = {"id": 1, "text": ARTICLE, "published": PUBLISHED}
    lines = [
        json.dumps(good),
        "",
        "{not json",
        json.dumps({"id": 2, "published": PUBLISHED}),
        json.dumps({"id": 3, "text": ARTICLE, "published": "the other day"}),
        json.dumps({"id": 4, "text": "a" * 100_001, "published": PUBLISHED}),
        json.dumps(["a list"]),
        json.dumps(good | {"id": "last", "title": "Gate"}),
    ]
    done = digest("--jsonl", piped="\n".join(lines))
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, 2, 3, 4, None, "last"]
    for refused in answers[1:6]:
        assert refused["error"].endswith(".")
        assert all(refused[name] == [] for name in LISTS)
    assert "100,001" in answers[4]["error"]
    assert len(answers[0]["statements"]) == len(answers[6]["statements"]) == 1


@pytest.mark.parametrize(
    ("words", "piped", "says"),
    [
        (("no-such-file.txt", "--published", PUBLISHED), "", "no-such-file.txt"),
        (("-", "--published", PUBLISHED), " \n", "nothing"),
        (("-", "--published", "yesterday"), ARTICLE, "yesterday"),
        (("-",), ARTICLE, "--published"),
        (("-", "--published", PUBLISHED), "a" * 100_001, "100,001"),
        (("-", "--published", PUBLISHED), b"\x89PNG\r\n\x1a\n\x00\x00", "text"),
    ],
)
def test_bad_input_gets_one_sentence(words: tuple[str, ...], piped: str | bytes, says: str) -> None:
    done = digest(*words, piped=piped)
    assert done.returncode == 1
    assert done.stdout == b""
    said = done.stderr.decode().strip()
    assert says.casefold() in said.casefold()
    assert "\n" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("words", [(), ("a.txt", "--jsonl")])
def test_a_wrong_call_tells_the_usage(words: tuple[str, ...]) -> None:
    done = digest(*words)
    assert done.returncode == 2
    assert b"--jsonl" in done.stderr


def test_a_model_that_is_not_installed_is_named() -> None:
    done = digest("-", "--published", PUBLISHED, piped=ARTICLE, SHERPA_MODEL="no_such_model")
    assert done.returncode == 1
    assert b"no_such_model" in done.stderr
