"""A digest as plain text, for an editor at a shell."""

from __future__ import annotations

import re
import textwrap
from typing import Any

Record = dict[str, Any]
WIDTH = 100
_TITLE = 160  # characters: where an article has no title, its first sentence stands for it
NOTHING = "Nobody is quoted in it, and it tells of no meeting and no dates."


def digest_text(record: Record) -> str:
    """Title, what was found, the agenda, who says what, when, and what lies behind, in that order."""
    parts = [_head(record)]
    sections = (
        ("On the table", [_matter(line, record) for line in record["agenda"]]),
        ("Who says what", [_statement(statement) for statement in record["statements"]]),
        ("Against each other", [_contradiction(pair, record) for pair in record["contradictions"]]),
        ("When", [_event(event) for event in record["timeline"]]),
        ("Background", [_wrapped(entry["text"], "  ") for entry in record["background"]]),
        *(_foreign_sections(record) if record["language"] != "en" else ()),
    )
    for title, lines in sections:
        if lines:
            parts.append(f"{title}\n" + "\n".join(lines))
    if len(parts) == 1:
        parts.append(NOTHING)
    return "\n\n".join([*parts, *record.get("notices", [])])


def _foreign_sections(record: Record) -> tuple[tuple[str, list[str]], ...]:
    """What is read of an article that is not in English, besides its quoted words."""
    names = ", ".join(entity["name"] for entity in record["entities"])
    numbers = ", ".join(number["text"] for number in record["numbers"])
    return (
        ("Dates", [_wrapped(f"{date['value']}: {date['expression']}", "  ") for date in record["dates"]]),
        ("Known names", [_wrapped(names, "  ")] if names else []),
        ("Numbers", [_wrapped(numbers, "  ")] if numbers else []),
    )


# A colon after the speaker says it already; and who was told something is not on the line.
_IN_SHORT = {"according to": "", "per": "", "opinion": "", "view": "", "told": "said", "tells": "says"}


def _head(record: Record) -> str:
    dates = record["timeline"] if record["language"] == "en" else record["dates"]
    counts = [
        (len(record["statements"]), "statement"),
        (len(record["agenda"]), "matter"),
        (len(dates), "date"),
    ]
    found = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
    title = textwrap.shorten(record["title"], _TITLE, placeholder=" …")
    return f"{title}\n{_moment(record['published'])} · {found}"


def _moment(published: str) -> str:
    """The day alone where no hour was given."""
    return re.sub(r"T00:00:00(?:\+00:00)?$", "", published).replace("T", " ")


def _matter(line: Record, record: Record) -> str:
    against = set(line["against"])
    named = [index for index in line["statements"] if record["statements"][index]["speaker"]]
    told = dict.fromkeys(record["statements"][i]["speaker"] for i in named if i not in against)
    doubted = dict.fromkeys(record["statements"][i]["speaker"] for i in named if i in against)
    by = f": {', '.join(told)}" if told else ""
    but = f"; against: {', '.join(doubted)}" if doubted else ""
    return _wrapped(f"{line['title']}{by}{but}", "  ")


def _statement(statement: Record) -> str:
    role = f", {statement['role']}," if statement["role"] else ""
    marked = " [hedged]" if statement["hedged"] else ""
    inset = "    " if statement["nested_in"] is not None else "  "
    return _wrapped(f"{_said_by(statement, role)} {statement['text']}{marked}", inset)


def _said_by(statement: Record, role: str = "") -> str:
    """Who, and the article's own word of saying: a denial never reads as what it denies."""
    who = f"{statement['speaker'] or 'Somebody'}{role}"
    cue = statement["cue"] or ""
    cue = _IN_SHORT.get(cue.lower(), cue)
    return f"{who} {cue}:" if cue else f"{who.rstrip(',')}:"


def _contradiction(pair: list[int], record: Record) -> str:
    told, against = (record["statements"][index] for index in pair)
    return _wrapped(f"{_in_short(told)} — {_in_short(against)}", "  ")


def _in_short(statement: Record) -> str:
    return f"{_said_by(statement)} {textwrap.shorten(statement['text'], WIDTH, placeholder=' …')}"


def _event(event: Record) -> str:
    day = event["date"] + (f" to {event['end']}" if event["end"] else "")
    planned = " (planned)" if event["planned"] else ""
    return _wrapped(f"{day}{planned}: {event['text']}", "  ")


def _wrapped(text: str, inset: str) -> str:
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=inset,
        subsequent_indent=inset + "  ",
        break_on_hyphens=False,
    )
