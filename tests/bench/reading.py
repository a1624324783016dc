"""Figures of the extractor: the samples of both halves, the seed, public data where it lies, and the cost.

    python -m tests.bench.reading [--half tuned|untouched] [--misses]

``--misses`` tells what was missed in the tuned half; of the untouched half only totals are ever printed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.extract.digest import extract_digest, to_record
from bot.extract.parse import load_model

Record = dict[str, Any]
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
HALVES = ("tuned", "untouched")
BARS = {
    "statements_found": 0.85,
    "statement_precision": 0.90,
    "speakers_right": 0.95,
    "direct_found": 0.95,
    "roles_right": 0.80,
    "dates_right": 0.90,
    "agenda_found": 0.80,
    "agenda_precision": 0.75,
}
_DROPPED = frozenset({"the", "of", "a", "an", "to", "in", "for", "and", "at", "on", "by", "s"})


@dataclass
class Tally:
    """Hits and totals by figure, and what was missed, in words."""

    hits: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list, repr=False)  # an assertion must not tell them

    def count(self, figure: str, hit: bool, miss: str = "") -> None:
        self.totals[figure] += 1
        self.hits[figure] += hit
        if not hit and miss:
            self.misses.append(f"{figure}: {miss}")

    def share(self, figure: str) -> float:
        return self.hits[figure] / self.totals[figure] if self.totals[figure] else 1.0


def list_samples(half: str) -> list[tuple[str, str, Record]]:
    """(name, text, gold) of every sample of a half."""
    return [
        (
            path.stem,
            path.read_text(encoding="utf-8"),
            json.loads(path.with_suffix(".json").read_text(encoding="utf-8")),
        )
        for path in sorted((SAMPLES / half).glob("*.txt"))
        if path.with_suffix(".json").exists()
    ]


def read_sample(text: str, gold: Record) -> Record:
    """The digest of a sample, as the command would print it."""
    return to_record(extract_digest(text, datetime.fromisoformat(gold["published"]), load_model()))


def score(name: str, gold: Record, digest: Record, tally: Tally) -> None:
    """Add one article's figures to the tally."""
    _score_statements(name, gold["statements"], digest["statements"], tally)
    _score_dates(name, gold["dates"], digest["dates"], tally)
    _score_timeline(name, gold["timeline"], digest["timeline"], tally)
    _score_agenda(name, gold["agenda"], digest["agenda"], tally)
    _score_entities(name, gold["entities"], digest["entities"], tally)
    if not gold["agenda"]:
        tally.count(
            "no_agenda_without_a_meeting",
            not digest["agenda"],
            f"{name}: {[a['title'] for a in digest['agenda']]}",
        )
    if not [s for s in gold["statements"] if s["core"]]:
        tally.count("no_expert_where_nobody_speaks", not digest["statements"], name)


def _cover(spans: list[list[int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _iou(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _score_statements(name: str, gold: list[Record], told: list[Record], tally: Tally) -> None:
    mine = [_cover(s["spans"]) for s in told]
    for want in (s for s in gold if s["core"]):
        cover = _cover(want["spans"])
        best = max(range(len(mine)), key=lambda i: _iou(cover, mine[i]), default=None)
        found = best is not None and _iou(cover, mine[best]) >= 0.5
        near = told[best]["text"][:80] if best is not None and _iou(cover, mine[best]) > 0 else ""
        tally.count(
            "statements_found",
            found,
            f"{name}: {want['speaker']} <{want['cue']}> {want['text'][:110]} | near: {near}",
        )
        if want["kind"] == "direct":
            tally.count("direct_found", found)
        if not found or best is None:
            continue
        got = told[best]
        right = any(
            same_name(got["speaker"], other) for other in [want["speaker"], *want.get("speaker_also", [])]
        )
        tally.count(
            "speakers_right",
            right,
            f"{name}: {got['speaker']!r}, not {want['speaker']!r} | {want['text'][:60]}",
        )
        if want["role"]:
            fits = same_role(got["role"], want["role"])
            tally.count(
                "roles_right", fits, f"{name}: {want['speaker']}: {got['role']!r}, not {want['role']!r}"
            )
        tally.count(
            "hedges_right",
            bool(got["hedged"]) == bool(want["hedged"]),
            f"{name}: {want['hedged']} <{want['cue']}> {want['text'][:90]}",
        )
        tally.count(
            "stances_right",
            got["stance"] == want["stance"],
            f"{name}: {got['stance']}, not {want['stance']} <{want['cue']}> {want['text'][:90]}",
        )
    every = [_cover(s["spans"]) for s in gold]
    for statement, cover in zip(told, mine, strict=True):
        fits = any(len(cover & other) >= 0.5 * min(len(cover), len(other)) for other in every)
        tally.count(
            "statement_precision",
            fits,
            f"{name}: {statement['speaker']} <{statement['cue']}> {statement['text'][:110]}",
        )


def _words(text: str | None) -> set[str]:
    return {word for word in re.findall(r"[^\W_]+", (text or "").lower()) if word not in _DROPPED}


def same_name(got: str | None, want: str | None) -> bool:
    """The same words but for articles; a fuller or shorter form of two words or more passes."""
    if not got or not want:
        return got == want
    a, b = _words(got), _words(want)
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    return bool(shorter) and shorter <= longer and (len(shorter) >= 2 or len(longer) <= 2)


def same_role(got: str | None, want: str) -> bool:
    """At least half of the gold's words."""
    words = _words(want)
    return bool(words) and len(_words(got) & words) >= 0.5 * len(words)


def _score_dates(name: str, gold: list[Record], told: list[Record], tally: Tally) -> None:
    firm = [d for d in told if not d["value"].endswith("_REF")]
    for want in gold:
        right = any(
            d["span"][0] < want["span"][1] and want["span"][0] < d["span"][1] and d["value"] == want["value"]
            for d in firm
        )
        got = [
            (d["expression"], d["value"])
            for d in firm
            if d["span"][0] < want["span"][1] and want["span"][0] < d["span"][1]
        ]
        tally.count("dates_right", right, f"{name}: {want['expression']!r} is {want['value']}, not {got}")
    for date in firm:
        fits = any(date["span"][0] < d["span"][1] and d["span"][0] < date["span"][1] for d in gold)
        tally.count("dates_precision", fits, f"{name}: {date['expression']} {date['value']}")


def _score_timeline(name: str, gold: list[Record], told: list[Record], tally: Tally) -> None:
    for want in gold:
        found = any(e["date"] == want["date"] and e["end"] == want["end"] for e in told)
        tally.count("timeline_found", found, f"{name}: {want['date']} {want['end']} {want['expression']}")
        if found:
            planned = any(
                e["date"] == want["date"] and bool(e["planned"]) == bool(want["planned"]) for e in told
            )
            tally.count(
                "planned_right", planned, f"{name}: {want['date']} {want['planned']} {want['text'][:80]}"
            )


def _score_agenda(name: str, gold: list[Record], told: list[Record], tally: Tally) -> None:
    if not gold:
        return
    tally.count("agenda_where_there_is_a_meeting", bool(told), name)
    used: set[int] = set()
    for want in gold:
        anchors = [_words(a) for a in [*want["anchors"], want["title"]]]
        fits = [
            i
            for i, line in enumerate(told)
            if i not in used and any(len(_words(line["title"]) & w) >= min(2, len(w)) for w in anchors if w)
        ]
        tally.count("agenda_found", bool(fits), f"{name}: {want['title']} | {want['anchors']}")
        used |= set(fits[:1])
    for i, line in enumerate(told):
        tally.count("agenda_precision", i in used, f"{name}: {line['title']}")


def _score_entities(name: str, gold: list[Record], told: list[Record], tally: Tally) -> None:
    for kind in ("person", "org", "place"):
        mine = [e["name"] for e in told if e["kind"] == kind]
        wanted = [e["name"] for e in gold if e["kind"] == kind]
        for want in wanted:
            tally.count(f"{kind}_found", any(same_name(got, want) for got in mine), f"{name}: {want}")
        for got in mine:
            tally.count(f"{kind}_precision", any(same_name(got, want) for want in wanted), f"{name}: {got}")


def score_half(half: str) -> Tally:
    """The tally of one half."""
    tally = Tally()
    for name, text, gold in list_samples(half):
        score(name, gold, read_sample(text, gold), tally)
    return tally


def print_figures(half: str, tally: Tally) -> None:
    """One figure a line, beside its bar where it has one."""
    print(f"{half}: {len(list_samples(half))} articles")
    for figure in [*BARS, *sorted(set(tally.totals) - set(BARS))]:
        bar = BARS.get(figure)
        short = bar is not None and tally.share(figure) < bar
        told = f"  bar {bar:.2f}{'  SHORT' if short else ''}" if bar is not None else ""
        print(f"  {figure:30} {tally.share(figure):.3f}  of {tally.totals[figure]}{told}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=HALVES, action="append")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    for half in options.half or HALVES:
        tally = score_half(half)
        print_figures(half, tally)
        if options.misses and half == "tuned":
            print(*tally.misses, sep="\n")


if __name__ == "__main__":
    main()
