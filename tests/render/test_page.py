from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain import Article, Entity, EntityKind, View
from bot.render.page import (
    Button,
    Credit,
    Line,
    Page,
    Section,
    address_at,
    credit_text,
    paragraphs_text,
    rows,
    show,
)
from bot.render.rich import bold, plain
from bot.telegram.buttons import decode_view, encode_view, keyboard

PAPER = Entity(slug="m-paper", kind=EntityKind.ORG, name="The Paper", short="Paper")
ARTICLE = Article(
    id=1,
    source=PAPER,
    title="Talks",
    url="https://paper.example/talks",
    published_at=datetime(2023, 9, 11, tzinfo=UTC),
    zone="UTC",
    language="en",
)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((7,), "par. 7"), ((8, 7), "par. 7, 8"), ((6, 7, 8, 15, 16), "par. 6–8, 15, 16"), ((3, 3), "par. 3")],
)
def test_paragraphs_in_a_row_become_a_range(numbers: tuple[int, ...], text: str) -> None:
    assert paragraphs_text(numbers) == text


def test_a_source_opens_the_article_at_the_words() -> None:
    text = credit_text(Credit("Ann, analyst", ARTICLE, (3,), "may well-come, soon"))
    assert text.text == "Ann, analyst · Paper, par. 3"
    assert text.marks[0].href == "https://paper.example/talks#:~:text=may%20well%2Dcome%2C%20soon"
    assert text.text[text.marks[0].start : text.marks[0].end] == "Paper, par. 3"


def test_no_address_is_made_up() -> None:
    unknown = replace(ARTICLE, url=None)
    assert credit_text(Credit("Ann", unknown, (3,), "some words")).marks == ()
    assert address_at(None, "some words") is None


def test_own_words_name_the_paper_once() -> None:
    assert credit_text(Credit("Paper’s own words", ARTICLE, (3,))).text == "Paper’s own words, par. 3"


def test_a_page_too_long_is_shown_in_parts_with_a_way_on_and_back() -> None:
    lines = tuple(Line(plain(f"Claim {number} " + "word " * 20)) for number in range(100))
    page = Page(view=View("brief"), title=bold("Long"), sections=(Section(None, lines),))
    first = show(page)
    assert first.body.units <= 4096
    assert [button.label for row in first.rows for button in row] == ["More ›"]
    middle = show(replace(page, view=View("brief", "", 2)))
    assert [button.label for row in middle.rows for button in row] == ["‹ Earlier", "More ›"]
    beyond = show(replace(page, view=View("brief", "", 99)))
    assert re.search(r"Part (\d+) of \1$", beyond.body.text)
    assert [button.label for row in beyond.rows for button in row] == ["‹ Earlier"]


def test_views_survive_the_way_through_a_button() -> None:
    view = View("experts", "gb-john|everard", 3)
    assert decode_view(encode_view(view) or "") == view


@pytest.mark.parametrize("data", ["", "1|brief", "0|brief|1|", "1|brief|x|", "follow:arms"])
def test_data_of_another_form_opens_nothing(data: str) -> None:
    assert decode_view(data) is None


def test_a_button_that_would_not_fit_is_left_out() -> None:
    buttons = rows((Button("Far", View("search", "정상회담" * 6)), Button("Near", View("brief"))), (None,))
    assert keyboard(buttons) == {"inline_keyboard": [[{"text": "Near", "callback_data": "1|brief|1|"}]]}
