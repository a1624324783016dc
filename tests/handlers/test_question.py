from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.commands import HANDLERS
from handlers.question import Command, Mistyped, Words, read_question

ME = "SherpaBot"


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/agenda", Command("agenda", "")),
        ("/Agenda", Command("agenda", "")),
        ("AGENDA", Command("agenda", "")),
        ("/ agenda", Command("agenda", "")),
        ("／agenda", Command("agenda", "")),
        ("/agenda.", Command("agenda", "")),
        ("/agenda@sherpabot arms", Command("agenda", "arms")),
        ("/agenda   arms ", Command("agenda", "arms")),
        ("agenda “arms”", Command("agenda", "arms")),
        ("/agenda «arms»!", Command("agenda", "arms")),
        ("/who Kim Jong—un", Command("who", "Kim Jong-un")),
        ("/search “nuclear submarine”", Command("search", "nuclear submarine")),
        ("/start t_arms", Command("start", "t_arms")),
        ("/agenda\narms", Command("agenda", "arms")),
    ],
)
def test_thumbs_are_forgiven(typed: str, command: Command) -> None:
    assert read_question(typed, ME, HANDLERS) == command


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/agneda", "agenda"),
        ("/experst", "experts"),
        ("/timline", "timeline"),
        ("/whp", "who"),
        ("/breif", "brief"),
    ],
)
def test_a_mistyped_command_is_recognised(typed: str, meant: str) -> None:
    found = read_question(f"{typed} arms", ME, HANDLERS)
    assert isinstance(found, Mistyped)
    assert found.meant[0] == meant
    assert found.argument == "arms"


def test_a_command_like_none_of_ours_means_nothing() -> None:
    assert read_question("/xylophone", ME, HANDLERS) == Mistyped("xylophone", (), "")


def test_a_command_for_another_bot_is_not_ours() -> None:
    assert read_question("/agenda@OtherBot", ME, HANDLERS) is None


@pytest.mark.parametrize(
    "typed",
    [
        "satellite",
        "start of the talks",
        "help me find food",
        "follow the money",
        "why now",
        "export controls",
        "latest on Kim",
        "agenda of the talks in the far east",
    ],
)
def test_words_that_only_begin_like_a_command_stay_words(typed: str) -> None:
    assert read_question(typed, ME, HANDLERS) == Words(typed)


@given(st.text(max_size=200))
def test_reading_never_fails(typed: str) -> None:
    read_question(typed, ME, HANDLERS)
