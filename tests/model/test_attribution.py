"""Who is believed to speak, and which words around turn a statement round."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.model.attribution import same_speaker
from bot.model.grounding import Source
from bot.model.merging import ground_statement
from bot.model.prompt import ProposedStatement

SPAN = "the old pier will close in May"


def grounded(text: str, speaker: str, cue: str = "", *, names: str = "Ito Abe", span: str = SPAN) -> Any:
    entities = [
        {"name": name, "kind": "person", "role": None, "spans": [f.span() for f in re.finditer(name, text)]}
        for name in names.split()
    ]
    record: dict[str, Any] = {"entities": entities, "statements": []}
    return ground_statement(Source(text, titled=True), record, ProposedStatement((span,), speaker, cue))


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        (f"Ito said {SPAN}.", "Ito", "said"),
        (f"“{SPAN},” said Ito.", "Ito", "said"),
        (f"Ito spoke first.\n\nIt rained.\n\nHe said {SPAN}.", "Ito", "said"),
        (f"Ito came in. He told Abe {SPAN}.", "Ito", "told"),
        (f"A spokesman for Ito said {SPAN}.", "A spokesman", "said"),
        (f"Mayor Ito later said {SPAN}.", "Mayor Ito", "said"),
        (f"It is not over. Ito said {SPAN}.", "Ito", "said"),
        (f"Asked whether he would not resign, Ito said {SPAN}.", "Ito", "said"),
        (f"“I never lie,” Ito said, adding {SPAN}.", "Ito", "said"),
        (f"The No. 2 official said {SPAN}.", "official", "said"),
        (f"It told us little. The US said {SPAN}.", "The US", "said"),
        (f"According to the mayor, {SPAN}.", "the mayor", "according to"),
    ],
)
def test_who_is_named_nearby_may_speak(text: str, speaker: str, cue: str) -> None:
    line = grounded(text, speaker, cue)
    assert line is not None
    assert SPAN in line["text"]
    if line["speaker_span"]:
        assert text[slice(*line["speaker_span"])].casefold() == speaker.casefold()


def test_the_capitals_of_a_name_are_its_own() -> None:
    text = f"The US came. Talks about us went on. The US said {SPAN}, not us."
    assert grounded(text, "US", "said")["speaker_span"] == [text.rindex("US"), text.rindex("US") + 2]


@pytest.mark.parametrize(
    "text",
    [
        f"Ito did not say that {SPAN}.",
        f"Ito didn’t say {SPAN}.",
        f"Ito never said {SPAN}.",
        f"Ito denied that {SPAN}.",
        f"Ito denies {SPAN}.",
        f"Ito declined to say whether {SPAN}.",
        f"Ito refused to say {SPAN}.",
        f"Ito has refuted reports that {SPAN}.",
        f"It is not true, Ito said, that {SPAN}.",
        f"No U.S. official told Mr. Ito that {SPAN}.",
        f"Ito said it was unlikely that {SPAN}.",
        f"Ito ruled out that {SPAN}.",
        f"Ito said that if the port agrees {SPAN}.",
        f"That {SPAN} is not true, Ito said.",
        f"Ito said {SPAN} only if it rains.",
        f"That {SPAN}, Ito denied.",
        f"“{SPAN},” Ito never said.",
        f"Ito said: “It is a lie that never dies that {SPAN}.”",
        f"Ito never said: “I know it. Really, {SPAN}.”",
    ],
)
def test_what_was_not_said_or_only_on_a_condition_is_refused(text: str) -> None:
    assert grounded(text, "Ito") is None


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        (f"Abe left. Ito said {SPAN}.", "Abe", "said"),
        (f"Abe left.\n\n“{SPAN},” said Mayor Ito.", "Abe", "said"),
        (f"Ito told Abe {SPAN}.", "Abe", "told"),
        (f"Ito left.\n\nIt rained.\n\nIt rained.\n\n“{SPAN},” the mayor said.", "The left", "said"),
        (f"“Abe left early and {SPAN},” the mayor said.", "left early", "said"),
        (f"Ito said {SPAN}.", "the old pier", "said"),
        (f"Ito said {SPAN}.", "he", "said"),
        (f"It told us little. The mayor said {SPAN}.", "US", "said"),
        (f"The US said {SPAN}. It told us little.", "us", "said"),
        (f"Ito said {SPAN}.", "Ito " * 20, "said"),
        (f"Ito said {SPAN}.", "Ito", "swore"),
    ],
)
def test_somebody_else_is_not_believed(text: str, speaker: str, cue: str) -> None:
    assert grounded(text, speaker, cue) is None


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        (f"The city knows that {SPAN}. Ito lives nearby.", ""),
        (f"Ito met Abe.\n\nAbe said {SPAN}.", ""),
        (f"A porter told us {SPAN}. Ito was there.", "told"),
        (f"Ito said little.\n\nAbe told us {SPAN}.", "said"),
        (f"Ito said Abe had claimed that {SPAN}.", "said"),
        (f"Ito said work was slow. In fact {SPAN}.", "said"),
        (f"Ito said it was a myth that {SPAN}.", "said"),
        (f"Ito said that {SPAN} is a lie.", "said"),
        (f"Ito scoffed at claims that {SPAN}.", "scoffed"),
        (f"Ito said {SPAN} should the money run out.", "said"),
        (f"Ito said {SPAN}, but only if it rains.", "said"),
    ],
)
def test_words_that_do_not_hang_together_are_refused(text: str, cue: str) -> None:
    assert grounded(text, "Ito", cue) is None


def test_a_name_of_the_rules_digest_may_speak_from_afar() -> None:
    text = f"Ito left.\n\nIt rained.\n\nIt rained.\n\nIt rained.\n\n“{SPAN},” she said."
    line = grounded(text, "ito", "said")
    assert (line["speaker"], line["speaker_span"]) == ("Ito", None)


def test_what_leads_into_the_words_can_hedge_them() -> None:
    assert grounded(f"Ito said it is possible that {SPAN}.", "Ito", "said")["hedged"] is True


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Putin", "President Vladimir Putin", True),
        ("the Kremlin", "Kremlin", True),
        ("Kim Jong-un", "KIM JONG UN", True),
        ("Ito", "Abe", False),
        (None, "Abe", False),
        ("the", "the", False),
    ],
)
def test_speakers_are_the_same_as_far_as_words_tell(one: str | None, other: str, same: bool) -> None:
    assert same_speaker(one, other) is same
