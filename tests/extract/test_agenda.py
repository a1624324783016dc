"""What is on the table: one line a matter, only where a meeting is spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.extract.conftest import Read

TALKS = """What Latvia and Portugal will bring to their summit

RIGA — Latvian Prime Minister Ilze Kalnina and her Portuguese counterpart, Rui Tavares, will meet on Friday.

Officials say the two leaders may discuss fishing licences, joint coastguard patrols and a new ferry line.

Kalnina said that the ferry line “is closer than it has ever been.”

The Riga Monitor reported that the coastguard patrols would be the hardest matter.

Tavares denied that fishing licences would be discussed.
"""


def titles(agenda: list[dict[str, object]]) -> list[str]:
    return [str(line["title"]).casefold() for line in agenda]


def test_one_line_for_each_matter(read: Read) -> None:
    lines = titles(read(TALKS)["agenda"])
    assert len(lines) == 3
    for matter in ("fishing licences", "coastguard patrols", "ferry line"):
        assert sum(matter in line for line in lines) == 1, lines


def test_a_matter_carries_the_statements_on_it(read: Read) -> None:
    record = read(TALKS)
    (ferry,) = [line for line in record["agenda"] if "ferry" in line["title"].casefold()]
    said = {record["statements"][index]["speaker"] for index in ferry["statements"]}
    assert "Ilze Kalnina" in said


def test_a_denied_matter_is_contested_or_unlikely(read: Read) -> None:
    record = read(TALKS)
    (fishing,) = [line for line in record["agenda"] if "fishing" in line["title"].casefold()]
    assert fishing["stance"] in {"contested", "unlikely"}
    (ferry,) = [line for line in record["agenda"] if "ferry" in line["title"].casefold()]
    assert ferry["stance"] == "possible"


def test_the_same_matter_in_other_words_is_one_line(read: Read) -> None:
    text = (
        "Latvia and Portugal prepare for talks\n\n"
        "The two governments will hold talks on Friday. Officials say they may discuss an arms deal.\n\n"
        "The Riga Monitor reported that the weapons trade would be discussed at the talks."
    )
    assert len(read(text)["agenda"]) == 1


def test_no_meeting_no_agenda(read: Read) -> None:
    text = (
        "Flood shuts the port of Riga\n\nWater rose over the quay on Monday. The council discussed pumps and "
        "sandbags, and Ilze Kalnina said that fishing licences would be extended."
    )
    assert read(text)["agenda"] == []
