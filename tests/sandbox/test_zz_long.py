"""Telegram's HTML, by its own words."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import find_entities, settle_text
from bot.sandbox.markup import parse_html
from bot.sandbox.refusals import Refusal
from bot.sandbox.utf16 import utf16_length, utf16_slice


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b> <strong>b</strong>", "a b", [entity("bold", 0, 1), entity("bold", 2, 1)]),
        ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike>", "ab", [entity("strikethrough", 0, 1), entity("strikethrough", 1, 1)]),
        ("<del>a</del>", "a", [entity("strikethrough", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ("<code>a</code>", "a", [entity("code", 0, 1)]),
        ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
        (
            '<pre><code class="language-python">a</code></pre>',
            "a",
            [entity("pre", 0, 1, language="python")],
        ),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ("<a href='https://Hani.co.kr'>a</a>", "a", [entity("text_link", 0, 1, url="https://hani.co.kr/")]),
        ("<a>example.com/x</a>", "example.com/x", [entity("text_link", 0, 13, url="http://example.com/x")]),
        ('<a href="tg://user?id=5">a</a>', "a", [entity("text_mention", 0, 1, user={"id": 5})]),
        ('<a href="not a link">a</a>', "a", []),
        (
            '<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>',
            "x",
            [entity("custom_emoji", 0, 1, custom_emoji_id="5368324170671202286")],
        ),
        (
            '<tg-time unix="1700000000" format="wDT">x</tg-time>',
            "x",
            [entity("date_time", 0, 1, unix_time=1700000000, date_time_format="wDT")],
        ),
        ("<B>a</B>", "a", [entity("bold", 0, 1)]),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("&lt;&gt;&amp;&quot;", '<>&"', []),
        ("&#44032;&#x1F600;", "가😀", []),
        ("&copy; &nbsp; & &lt", "&copy; &nbsp; & <", []),
        ("😀<b>나</b>", "😀나", [entity("bold", 2, 1)]),
    ],
)
def test_markup_is_read(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("가<br/>", 'Unsupported start tag "br/" at byte offset 3'),
        ("a < b>", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x!>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<a ='x'>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji>a</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("<tg-time unix='1' format='x'>a</tg-time>", "Invalid date-time format specified"),
    ],
)
def test_wrong_markup_gets_the_complaint_of_telegram(source: str, complaint: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


@given(st.text(), st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler"]))
def test_escaped_text_comes_back_unchanged_from_within_tags(words: str, tag: str) -> None:
    words = words.encode("utf-8", "ignore").decode()
    text, entities = parse_html(f"<{tag}>{html.escape(words, quote=False)}</{tag}>")
    assert text == words
    assert [utf16_slice(text, each["offset"], each["length"]) for each in entities] == (
        [words] if words else []
    )


@settings(max_examples=20000, deadline=None)
@given(st.text(st.sampled_from(" \n\t\r\u202ea가😀<&/@#.")), st.data())
def test_settled_entities_lie_within_the_text_and_nest(words: str, data: st.DataObject) -> None:
    size = utf16_length(words)
    spans = st.tuples(st.integers(0, size), st.integers(0, size), st.sampled_from(KINDS))
    wished = [
        entity(kind, start, min(length, size - start))
        for start, length, kind in data.draw(st.lists(spans, max_size=6))
    ]
    text, entities = settle_text(words, wished)
    end = utf16_length(text)
    for one in entities:
        assert 0 <= one["offset"] < one["offset"] + one["length"] <= end
        for other in entities:
            assert is_nested(one, other), (one, other)


KINDS = ["bold", "italic", "code", "pre", "blockquote", "text_link", "spoiler"]


def is_nested(one: dict[str, Any], other: dict[str, Any]) -> bool:
    first, last = one["offset"], one["offset"] + one["length"]
    start, stop = other["offset"], other["offset"] + other["length"]
    is_apart = last <= start or stop <= first
    return bool(is_apart or (first <= start and stop <= last) or (start <= first and last <= stop))


@pytest.mark.parametrize(
    ("words", "wished", "text", "entities"),
    [
        ("  hi \n", [], "hi", []),
        ("  hi  ", [entity("bold", 2, 4)], "hi", [entity("bold", 0, 2)]),
        (" hi", [entity("bold", 0, 3)], " hi", [entity("bold", 0, 3)]),
        ("a\rb\tc", [entity("bold", 2, 1)], "ab c", [entity("bold", 1, 1)]),
        ("ab", [entity("bold", 0, 1), entity("bold", 1, 1)], "ab", [entity("bold", 0, 2)]),
        ("abc", [entity("bold", 0, 3), entity("code", 1, 1)], "abc",
         [entity("bold", 0, 1), entity("code", 1, 1), entity("bold", 2, 1)]),
        ("abc", [entity("blockquote", 0, 3), entity("blockquote", 1, 1)], "abc",
         [entity("blockquote", 0, 3)]),
        ("abc", [entity("code", 0, 1), entity("blockquote", 0, 2), entity("bold", 0, 3)], "abc",
         [entity("blockquote", 0, 2), entity("code", 0, 1), entity("bold", 1, 1), entity("bold", 2, 1)]),
        ("see /help", [], "see /help", [entity("bot_command", 4, 5)]),
        ("see /help", [entity("code", 0, 9)], "see /help", [entity("code", 0, 9)]),
    ],
)  # fmt: skip
def test_text_is_settled_as_the_server_does(
    words: str, wished: list[dict[str, Any]], text: str, entities: list[dict[str, Any]]
) -> None:
    assert settle_text(words, wished) == (text, entities)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("/who@SherpaSandboxBot Kim", [("bot_command", "/who@SherpaSandboxBot")]),
        ("either/or and /agenda.", [("bot_command", "/agenda")]),
        ("(see https://hani.co.kr/a(b)?x=1).", [("url", "https://hani.co.kr/a(b)?x=1")]),
        ("hani.co.kr, or mail desk@hani.co.kr", [("url", "hani.co.kr"), ("email", "desk@hani.co.kr")]),
        ("@sherpa and #북한 not #1", [("mention", "@sherpa"), ("hashtag", "#북한")]),
        ("😀 $TSLA rose 3.5 percent", [("cashtag", "$TSLA")]),
    ],
)
def test_commands_and_addresses_are_found(words: str, found: list[tuple[str, str]]) -> None:
    entities = find_entities(words)
    assert [(each["type"], utf16_slice(words, each["offset"], each["length"])) for each in entities] == found


def test_only_a_hundred_entities_are_kept() -> None:
    text, entities = parse_html("<b>a</b> " * 150)
    assert len(settle_text(text, entities)[1]) == 100
