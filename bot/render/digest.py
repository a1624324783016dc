"""A digest as plain text, for an editor at a shell."""

from __future__ import annotations

import textwrap
from typing import Any

Record = dict[str, Any]
WIDTH = 100
_STANCES = {"denies": "denies", "doubts": "doubts", "urges": "urges"}


def digest_text(record: Record) -> str:
    """Title, what was found, the agenda, who says what, when, and what lies behind, in that order."""
    parts = [_head(record)]
    sections = (
        ("On the table", [_matter(line, record) for line in record["agenda"]]),
        ("Who says what", [_statement(statement) for statement in record["statements"]]),
        ("Against each other", [_contradiction(pair, record) for pair in record["contradictions"]]),
        ("When", [_event(event) for event in record["timeline"]]),
        ("Background", [_wrapped(entry["text"], "  ") for entry in record["background"]]),
    )
    for title, lines in sections:
        if lines:
            parts.append(f"{title}\n" + "\n".join(lines))
    return "\n\n".join([*parts, *record.get("notices", [])])


def _head(record: Record) -> str:
    counts = [
        (len(record["statements"]), "statement"),
        (len(record["agenda"]), "matter"),
        (len(record["timeline"]), "date"),
    ]
    found = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
    return f"{record['title']}\n{record['published']} · {found}"


def _matter(line: Record, record: Record) -> str:
    speakers = dict.fromkeys(
        record["statements"][index]["speaker"] or "unnamed" for index in line["statements"]
    )
    by = f": {', '.join(speakers)}" if speakers else ""
    stance = "" if line["stance"] == "possible" else f" ({line['stance']})"
    return _wrapped(f"{line['title']}{stance}{by}", "  ")


def _statement(statement: Record) -> str:
    role = f", {statement['role']}" if statement["role"] else ""
    marks = [
        word
        for word in ("hedged" if statement["hedged"] else "", _STANCES.get(statement["stance"], ""))
        if word
    ]
    marked = f" [{', '.join(marks)}]" if marks else ""
    inset = "    " if statement["nested_in"] is not None else "  "
    return _wrapped(f"{statement['speaker'] or 'Somebody'}{role}: {statement['text']}{marked}", inset)


def _contradiction(pair: list[int], record: Record) -> str:
    told, against = (record["statements"][index] for index in pair)
    return _wrapped(f"{_said(told)} — {_said(against)}", "  ")


def _said(statement: Record) -> str:
    words = textwrap.shorten(statement["text"], WIDTH, placeholder=" …")
    return f"{statement['speaker'] or 'Somebody'}: {words}"


def _event(event: Record) -> str:
    day = event["date"] + (f" to {event['end']}" if event["end"] else "")
    planned = " (planned)" if event["planned"] else ""
    return _wrapped(f"{day}{planned}: {event['text']}", "  ")


def _wrapped(text: str, inset: str) -> str:
    return textwrap.fill(" ".join(text.split()), WIDTH, initial_indent=inset, subsequent_indent=inset + "  ")
