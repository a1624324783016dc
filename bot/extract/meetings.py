"""Whether an article is about a meeting of parties: only then has it an agenda."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.matters import read_matter_words
from bot.extract.paragraphs import HEADS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.paragraphs import Paragraph

# A meeting told by its verb: ``ministers will meet``, ``leaders are to gather``, ``two parties sit down``.
_WILL_MEET = re.compile(
    r"\b(?:will|to|shall|set to|due to|expected to) (?:meet|gather|convene|negotiate|sit down)\b"
    r"|\b(?:leaders|ministers|negotiators|presidents|delegates|delegations|envoys|parties) "
    r"(?:meet|gather|convene|sit down)\b"
    r"|\b(?:leaders|ministers|negotiators|presidents|delegates|delegations|envoys|parties|members) "
    r"[^.;]{0,60}\b(?:meet|gather|convene|sit down|arrive|open (?:a|an|their))\b"
    r"|\b(?:sits?|sat) down (?:over|with|to|in|for|on)\b|\b(?:back (?:to|at)|return to|across) the table\b"
    r"|\b(?:annual|opening|second|next) session\b|\bcommission meets\b|\bdialogue\b"
    r"|\bdelegations? (?:\w+ )?(?:will|are to|is to)\b",
)
_LEAD_PARAGRAPHS = 2


def speaks_of_meeting(article: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether title, deck or one of the first paragraphs names a meeting of parties."""
    words = read_matter_words()
    bodies = [p for p in paragraphs if p.kind is Kind.BODY][:_LEAD_PARAGRAPHS]
    heads = [p for p in paragraphs if p.kind in HEADS]
    lead = " ".join(article[p.start : p.end] for p in [*heads, *bodies]).lower()
    for phrase in words.not_meetings:
        lead = lead.replace(phrase, " ")
    return bool(_WILL_MEET.search(lead)) or any(
        word in words.meetings for word in re.findall(r"[a-z]+", lead)
    )
