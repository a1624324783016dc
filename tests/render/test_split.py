from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.html import to_html
from bot.render.rich import Mark, Rich, Style, bold, italic, join, link, plain, utf16_length, wrap
from bot.render.split import split
from bot.sandbox.markup import parse_html

PIECES = st.sampled_from(
    [
        "위성",
        "푸틴 대통령이 ",
        "👨‍👩‍👧",
        "🇰🇷",
        "e\u0301",
        "<b>",
        "&amp;",
        "<&>",
        " ",
        "\n",
        "\n\n",
        ". ",
        "word",
        "長い",
        "a" * 30,
        "👍🏽",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)
STYLES = st.sampled_from([Style.BOLD, Style.ITALIC, Style.QUOTE, Style.FOLDED])


@st.composite
def riches(draw: st.DrawFn) -> Rich:
    parts: list[Rich] = []
    for text in draw(st.lists(TEXTS, max_size=12)):
        rich = plain(text)
        if draw(st.booleans()):
            rich = wrap(draw(STYLES), join("", (rich, italic(draw(TEXTS)))))
        parts.append(rich)
    return join(draw(st.sampled_from(["", " ", "\n\n"])), parts)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(riches(), st.integers(20, 200), st.integers(1, 6))
@settings(max_examples=300, deadline=None)
def test_every_part_fits_and_nothing_is_lost(rich: Rich, characters: int, entities: int) -> None:
    parts = split(rich, characters, entities)
    assert all(0 < part.units <= characters for part in parts)
    assert all(len(part.marks) <= max(entities, _nested(rich)) for part in parts)
    assert squeezed("".join(part.text for part in parts)) == squeezed(rich.text)


def _nested(rich: Rich) -> int:
    """How many marks cover one character at most: fewer can never be in a part."""
    return max((sum(m.start <= i < m.end for m in rich.marks) for i in range(len(rich.text))), default=0)


@given(riches(), st.integers(20, 200))
@settings(max_examples=200, deadline=None)
def test_every_part_is_html_that_reads_back_as_its_text(rich: Rich, characters: int) -> None:
    for part in split(rich, characters):
        text, entities = parse_html(to_html(part))
        assert text == part.text
        assert len(entities) <= len(part.marks)


@given(riches(), st.integers(40, 200))
@settings(max_examples=200, deadline=None)
def test_a_mark_that_fits_is_not_cut(rich: Rich, characters: int) -> None:
    parts = split(rich, characters)
    inline = [
        m
        for m in rich.marks
        if not any(o is not m and o.start <= m.start and o.end >= m.end for o in rich.marks)
    ]
    for mark in inline:
        words = rich.text[mark.start : mark.end].strip()
        if words and utf16_length(rich.text[mark.start : mark.end]) <= characters // 2:
            assert any(words in part.text for part in parts)


@given(st.text(alphabet="각👨‍👩‍👧e\u0301🇰🇷", min_size=50, max_size=200))
@settings(deadline=None)
def test_no_part_begins_with_half_a_character(text: str) -> None:
    for part in split(plain(text), 21)[1:]:
        assert unicodedata.combining(part.text[0]) == 0 or len(part.text) == 1
        assert part.text[0] != "\ufe0f"


def test_sections_are_kept_whole_where_they_fit() -> None:
    rich = join(
        "\n\n", [join("\n", [bold(head), body * 30]) for head, body in (("One", "a "), ("Two", "b "))]
    )
    first, second = split(rich, 100)
    assert first.text.startswith("One")
    assert second.text.startswith("Two")


def test_a_hundred_and_one_marks_make_two_parts() -> None:
    rich = join(" ", [bold(str(number)) for number in range(101)])
    assert [len(part.marks) for part in split(rich)] == [100, 1]


def test_a_mark_longer_than_a_message_goes_on_in_the_next() -> None:
    parts = split(wrap(Style.FOLDED, "word " * 2000))
    assert len(parts) == 3
    assert all(part.marks == (Mark(0, len(part.text), Style.FOLDED),) for part in parts)


def test_markup_in_text_stays_text_and_links_are_escaped() -> None:
    rich = join("", ("<b>&", link("a<b", 'https://x.example/?a=1&b="2"')))
    assert to_html(rich) == '&lt;b&gt;&amp;<a href="https://x.example/?a=1&amp;b=&quot;2&quot;">a&lt;b</a>'
    assert parse_html(to_html(rich))[0] == rich.text
