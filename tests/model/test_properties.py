"""Whatever a model says, what is kept is the article's own, and the rules' lines stand."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.merging import merge
from bot.model.prompt import NotJson, WrongForm, read_answer
from tests.model.articles import TEXT, record

WORDS = TEXT.split()


@st.composite
def quotations(draw: st.DrawFn) -> str:
    """A run of the article's words, as it stands or with something done to it."""
    first = draw(st.integers(0, len(WORDS) - 1))
    words = WORDS[first : first + draw(st.integers(1, 25))]
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(words)))
        words[at : at + draw(st.integers(0, 2))] = draw(
            st.sampled_from([[], ["not"], ["5"], ["Lind"], ["“"], ["…"]])
        )
    return draw(st.sampled_from([" ", "  ", "\n"])).join(words)


SPEAKERS = st.sampled_from(
    ["Lind", "Paul Brandt", "Nora Falk", "he", "an official of the port", "Nobody", "the"]
)
PROPOSED = st.fixed_dictionaries(
    {
        "quotations": st.lists(quotations() | st.text(max_size=30), min_size=1, max_size=3),
        "speaker": SPEAKERS | st.text(max_size=10),
        "cue": st.sampled_from(["", "said", "told", "denied"]),
    }
)
MATTERS = st.fixed_dictionaries({"quotation": quotations()})


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PROPOSED, max_size=6), st.lists(MATTERS, max_size=4))
def test_every_line_is_its_slice_and_the_rules_lines_stand(statements: list[Any], agenda: list[Any]) -> None:
    try:
        answer = read_answer(json.dumps({"statements": statements, "agenda": agenda}))
    except (NotJson, WrongForm):
        return
    before = record()
    made, kept = merge(TEXT, before, answer)
    assert before == record()
    assert 0 <= kept <= answer.proposed
    for line in made["statements"]:
        assert line["text"] == " … ".join(TEXT[a:b] for a, b in line["spans"])
        assert line["speaker_span"] is None or 0 <= line["speaker_span"][0] < line["speaker_span"][1] <= len(
            TEXT
        )
    for line in made["agenda"]:
        assert line["title"] in [TEXT[a:b] for a, b in line["spans"]]
        assert all(0 <= index < len(made["statements"]) for index in line["statements"])
    starts = [line["spans"][0][0] for line in made["statements"]]
    assert starts == sorted(starts)
    assert rules_only(made) == rules_only(before)


def rules_only(made: dict[str, Any]) -> dict[str, Any]:
    """The record without what the model added, indices as words."""
    lines = copy.deepcopy(made["statements"])
    for line in lines:
        line.pop("unsure", None)
        line["nested_in"] = (
            None if line["nested_in"] is None else made["statements"][line["nested_in"]]["text"]
        )
    texts = [line["text"] for line in made["statements"]]
    agenda = [
        line | {key: [texts[index] for index in line[key]] for key in ("statements", "against")}
        for line in made["agenda"]
        if "made_by" not in line
    ]
    return made | {
        "statements": [line for line in lines if "made_by" not in line],
        "agenda": agenda,
        "contradictions": [[texts[index] for index in pair] for pair in made["contradictions"]],
    }


@given(
    st.text() | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(json.dumps)
)
def test_any_answer_is_read_or_refused(content: str) -> None:
    try:
        read_answer(content)
    except (NotJson, WrongForm):
        return


@given(
    st.dictionaries(
        st.sampled_from(["statements", "agenda"]),
        st.lists(
            st.none()
            | st.text()
            | st.dictionaries(
                st.sampled_from(["quotations", "quotation", "speaker", "cue"]),
                st.none() | st.integers() | st.text() | st.lists(st.text() | st.none()),
            )
        ),
    ).map(json.dumps)
)
def test_any_answer_of_about_the_form_is_read_or_refused(content: str) -> None:
    try:
        answer = read_answer(content)
    except (NotJson, WrongForm):
        return
    merge(TEXT, record(), answer)
