from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.answer.answers import COMPOSERS, FIXED, Answers
from bot.answer.lines import Asked
from bot.answer.search import match_passages
from bot.domain import View
from bot.render import dates
from bot.render.page import Page, body_of, show
from bot.telegram.buttons import encode_view, keyboard
from tests.conftest import AFTER

if TYPE_CHECKING:
    from pathlib import Path

    from bot.domain import Story
    from bot.store import Store

LATER = datetime(2026, 11, 24, tzinfo=UTC)
AGENDA = ("Shells", "Satellite", "submarine", "re-entry", "Fighter", "Energy", "Food", "drills")


def page(story: Story, name: str, argument: str = "", now: datetime = AFTER) -> Page:
    return COMPOSERS[name](Asked(story, View(name, argument), now))


def text(story: Story, name: str, argument: str = "", now: datetime = AFTER) -> str:
    return body_of(page(story, name, argument, now)).text


def phone(body: str) -> list[str]:
    """Lines as a phone of forty characters shows them."""
    return [row for line in body.split("\n") for row in textwrap.wrap(line, 40) or [""]]


def claims(body: str) -> list[tuple[str, str]]:
    """Every line that claims something, with the line that follows it."""
    lines = body.split("\n")
    return [
        (line, after)
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if re.match(r"• |\d (?!matters)", line)
    ]


# Every answer ---------------------------------------------------------------------------------------------


def every_view(story: Story) -> list[View]:
    views = [View(name) for name in COMPOSERS if name != "words"]
    views += [View("agenda", topic.slug) for topic in story.topics]
    views += [View(name, entity.slug) for name in ("who", "experts", "words") for entity in story.entities]
    views += [View("experts", group) for group in ("unnamed", "officials", "press")]
    return views


def test_every_answer_fits_one_message_and_every_button_opens_something(story: Story) -> None:
    for view in every_view(story):
        made = COMPOSERS[view.name](Asked(story, view, LATER))
        shown = show(made)
        assert shown.body.units <= 4096
        assert len(shown.body.marks) <= 100
        for button in (button for row in shown.rows for button in row):
            assert button.url or button.view
            assert len(button.label.split()) <= 4 or "·" in button.label, button.label
            if button.view:
                assert button.view.name in {*COMPOSERS, *FIXED, "search"}
                assert encode_view(button.view), button.view
        assert all(keyboard(shown.rows)["inline_keyboard"])


def test_what_is_not_known_and_as_of_when_is_always_told(story: Story) -> None:
    for view in (*map(View, ("brief", "agenda", "experts", "background", "latest")), View("agenda", "food")):
        body = body_of(COMPOSERS[view.name](Asked(story, view, LATER))).text
        assert "As of 11 Sep 2023, 16:39 KST" in body
        assert "Newest article: 11 Sep 2023. None since." in body
        assert "Not yet known\n" in body


def test_every_answer_but_the_brief_leads_back(story: Story) -> None:
    for view in every_view(story):
        if view.name in {"brief", "start"}:
            continue
        labels = [b.label for row in COMPOSERS[view.name](Asked(story, view, LATER)).rows for b in row]
        assert any(label.startswith("‹") for label in labels), view


def test_no_builders_word_reaches_a_reader(story: Story) -> None:
    banned = re.compile(
        r"digest|statement|entit(y|ies)|subscription|deliver(y|ies)|outbox|queue|None\b(?! since)",
        re.IGNORECASE,
    )
    for view in every_view(story):
        body = body_of(COMPOSERS[view.name](Asked(story, view, LATER))).text
        assert not banned.search(body), view


def test_every_claim_names_its_source_and_paragraph(story: Story) -> None:
    for view in every_view(story):
        if view.name in {"sources", "topics", "experts"}:
            continue
        body = body_of(COMPOSERS[view.name](Asked(story, view, LATER))).text
        for claim, after in claims(body):
            assert re.search(r"par\. \d", claim) or re.search(r"par\. \d", after), (view, claim)


def test_no_address_is_made_up(story: Story) -> None:
    for view in every_view(story):
        shown = show(COMPOSERS[view.name](Asked(story, view, LATER)))
        assert not any(mark.href for mark in shown.body.marks)
        assert not any(button.url for row in shown.rows for button in row)


# The brief ------------------------------------------------------------------------------------------------


def test_the_brief_keeps_its_sections_in_order(story: Story) -> None:
    body = text(story, "brief")
    heads = ["In short", "Doubted", "Opposed", "Why it matters", "Not yet known"]
    assert sorted(heads, key=body.index) == heads
    assert "As of 11 Sep 2023, 16:39 KST · 1 article" in body.split("\n")[1]


def test_twelve_lines_of_a_phone_brief_a_reader(story: Story) -> None:
    first = "\n".join(phone(text(story, "brief", now=LATER))[:12])
    assert "Vladivostok" in first
    assert "arms deals" in first.replace("\n", " ")


def test_old_news_says_that_it_is_old(story: Story) -> None:
    assert "Newest article: 11 Sep 2023. None since." in text(story, "brief", now=LATER)
    assert "None since" not in text(story, "brief")
    assert "11 hours old" in text(story, "brief", now=story.newest.published_at + timedelta(hours=11))  # type: ignore[union-attr]


# The agenda -----------------------------------------------------------------------------------------------


def test_the_agenda_names_all_eight_on_the_first_screen(story: Story) -> None:
    first = " ".join(phone(text(story, "agenda", now=LATER))[:12])
    for word in ("shells", "satellite", "submarine", "missile", "fighter", "energy", "food", "joint drills"):
        assert word in first


def test_where_one_source_says_two_things_both_are_shown(story: Story) -> None:
    body = text(story, "agenda")
    assert "Satellite technology: may be asked for (par. 7), highly likely (par. 8)" in body


def test_a_doubt_keeps_its_own_scope(story: Story) -> None:
    satellites = text(story, "agenda", "satellite")
    assert "nuclear and missile" not in satellites
    assert "Doubted: the price" in text(story, "agenda", "arms")


def test_opposed_and_doubted_are_never_mixed(story: Story) -> None:
    body = text(story, "agenda", "arms")
    doubted, opposed = body.index("Doubted"), body.index("Opposed")
    assert doubted < opposed < body.index("President Yoon") < body.index("Background")
    assert doubted < body.index("Russia may be reluctant") < opposed


def test_the_agenda_of_a_subject_nobody_speaks_of(story: Story) -> None:
    covered = "arms, technology, drills, energy, food, sanctions, diplomacy"
    assert f"Nothing on sport in this story. It covers: {covered}." in text(story, "agenda", "sport")


def test_a_story_without_a_meeting_has_no_agenda(story: Story) -> None:
    assert "No agenda: our sources speak of no meeting." in text(replace(story, agenda=()), "agenda")


def test_an_agenda_nobody_worded_words_itself(story: Story) -> None:
    bare = replace(story, remarks={})
    assert "8 matters may come up: shells and ammunition; satellite technology;" in text(bare, "agenda")
    assert "Not yet known" in text(bare, "agenda")


# People ---------------------------------------------------------------------------------------------------


def test_experts_stand_with_their_roles(story: Story) -> None:
    body = text(story, "experts")
    assert "Kim Dong-yub\nProfessor, University of North Korean Studies" in body
    assert "John Everard\nFormer British ambassador to North Korea" in body
    assert "Park Byung-hwan\nDirector, Eurasia Strategy Research Institute; former diplomat in Russia" in body
    assert "3 named, 1 institute, 4 unnamed groups" in body


def test_one_expert_and_what_speaks_against(story: Story) -> None:
    body = text(story, "experts", "everard")
    assert "To Voice of America, 9 Sep · Hankyoreh, par. 20" in body
    assert "Against it" in body
    assert "You typed: everard" in body
    assert "role as given on 11 Sep 2023" in body


def test_mentioned_but_not_quoted_is_a_state_of_its_own(story: Story) -> None:
    assert "Sergei Shoigu is mentioned here but not quoted." in text(story, "experts", "Shoigu")


def test_what_is_told_second_hand_says_by_whom_on_every_page(story: Story) -> None:
    assert "As told by Park Byung-hwan · Hankyoreh, par. 22" in text(story, "experts", "putin")
    assert "By Vice President Harris, 6 Sep · Hankyoreh, par. 13" in text(story, "experts", "US")


def test_a_disputed_claim_is_disputed_on_its_speakers_page_too(story: Story) -> None:
    assert "Disputed by: South Korean Defense Ministry." in text(story, "experts", "North Korea")


def test_what_one_side_may_ask_is_not_against_what_the_other_may_give(story: Story) -> None:
    assert "Against it" not in text(story, "experts", "INSS")
    assert "Against it" not in text(story, "experts", "Kim Dong-yub")


def test_a_family_name_that_one_person_bears_is_enough(story: Story) -> None:
    assert text(story, "experts", "park").startswith("Park Byung-hwan")
    assert text(story, "who", "kwon").startswith("Kwon Hyuk-chul")


def test_a_card_shows_what_its_person_said(story: Story) -> None:
    body = text(story, "who", "kim dong-yub")
    assert "As of 11 Sep 2023" in body
    assert "Said\n• If a summit takes place" in body


def test_a_year_without_events_is_said(story: Story) -> None:
    assert "No dated events in 1999. All years:" in text(story, "timeline", "1999")


def test_a_card_dates_the_role(story: Story) -> None:
    body = text(story, "who", "shoygu")
    assert body.startswith("Sergei Shoigu · Сергей Шойгу · 쇼이구")
    assert "Russian Defense Minister (in Jul 2023) · Hankyoreh, par. 9" in body
    assert "Not quoted in this story." in body
    assert "You typed: shoygu" in body


def test_choices_tell_namesakes_apart(story: Story) -> None:
    asked = page(story, "who", "kim")
    labels = [button.label for row in asked.rows for button in row]
    assert body_of(asked).text == "Which Kim?"
    assert "Kim Jong-un · 김정은 · leader, North Korea" in labels
    assert "Kim Dong-yub · 김동엽 · professor" in labels


def test_a_stranger_gets_an_honest_no(story: Story) -> None:
    body = text(story, "who", "Lena Marsh")
    assert body == "We know nobody called “Lena Marsh”. We would rather say so than guess."


def test_exact_words_are_quoted_with_their_paragraph(story: Story) -> None:
    assert "“obsessed with his own security”" in text(story, "words", "gb-john-everard")
    assert "no exact words" in text(story, "words", "ru-sergei-shoigu")


# The timeline ---------------------------------------------------------------------------------------------


def test_the_timeline_is_oldest_first_with_months_before_their_days(story: Story) -> None:
    body = text(story, "timeline")
    order = ["Feb US", "Apr Russia", "25 Apr Kim", "Jul Kim", "Aug Second", "4 Sep New", "6 Sep President"]
    order += ["6 Sep US", "8 Sep North", "8 Sep INSS", "9 Sep John", "10–13 Sep Eastern"]
    places = [body.index(mark) for mark in order]
    assert places == sorted(places)
    assert "Next: Eastern Economic Forum, to Wed 13 Sep. No summit date is given." in body
    assert "(planned to Wed 13)" in body


def test_one_year_of_the_timeline(story: Story) -> None:
    assert "Hanoi" not in text(story, "timeline", "2023")
    assert "No dated events yet in this story." in text(replace(story, events=()), "timeline")


def test_the_gold_dates_are_all_there(story: Story, shared: Path) -> None:
    gold = json.loads((shared / "seed" / "gold.json").read_text())["timeline"]
    held = [(event.date, event.end) for event in story.events]
    assert sorted(held, key=str) == sorted(
        ((e["date"], e.get("end")) for e in gold if not e.get("meta")), key=str
    )
    assert held == sorted(held, key=lambda pair: dates.event_key(pair[0]))


# Search ---------------------------------------------------------------------------------------------------


@pytest.fixture
def answers(store: Store) -> Answers:
    return Answers(store)


@pytest.mark.parametrize("typed", ["위성", "푸틴", "정상회담", unicodedata.normalize("NFD", "위성")])
async def test_korean_words_find_lines_of_an_english_story(answers: Answers, typed: str) -> None:
    found = body_of(await answers.open(View("search", typed), AFTER)).text
    assert re.match(r"Found \d+ lines with", found)


async def test_letters_inside_a_word_are_no_match() -> None:
    rows = [{"statement_id": 1, "event_id": None, "line": "the sun rose", "words": ""}]
    assert match_passages(rows, "un") == []
    assert match_passages(rows, "sun")[0].in_line


async def test_a_long_list_has_pages(answers: Answers) -> None:
    first = await answers.open(View("search", "russia"), AFTER)
    assert "· 1–5 of" in body_of(first).text
    assert [b.label for b in first.rows[0]] == ["Older ›"]
    second = await answers.open(View("search", "russia", 2), AFTER)
    assert [b.label for b in second.rows[0]] == ["‹ Newer", "Older ›"]
    assert body_of(first).text != body_of(second).text


async def test_nothing_found_offers_the_three_nearest(answers: Answers) -> None:
    found = await answers.open_text("grain", AFTER)
    assert body_of(found).text.startswith("Nothing on “grain” in 1 article. Nearest: ")
    assert len(found.rows[0]) == 3


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("Shoygu", "Sergei Shoigu"),
        ("dong yap", "Nobody by “dong yap” here. Did you mean:"),
        ("🙂🙂", "Send a word or a name, or see"),
        ("\u202e؟", "Send a word or a name, or see"),
        ("مرحبا", "Nothing on “مرحبا”"),
        ("satellite", "Found 5 lines with “satellite”:"),
        ("security", "Found"),
        ("what does Kim Dong-yub say?", "Kim Dong-yub · 김동엽"),
        ("when is the summit?", "Found 13 lines with “summit” · 1–5 of 13"),
        (
            "What did Kim Jong-un and Shoigu say? " * 20,
            "That is long for a question. I searched for its names: ",
        ),
        ("so it goes " * 40, "That is long for a question, and I know no name in it."),
    ],
)
async def test_words_that_are_no_command(answers: Answers, typed: str, begins: str) -> None:
    assert body_of(await answers.open_text(typed, AFTER)).text.startswith(begins)


async def test_without_a_story_everything_says_so(store: Store) -> None:
    def forget(db: object) -> None:
        for table in ("passages", "message_map", "outcomes", "agenda_item_statements", "agenda_item_topics"):
            db.execute(f"DELETE FROM {table}")  # type: ignore[attr-defined]
        for table in ("agenda_items", "event_topics", "event_entities", "events", "statement_topics"):
            db.execute(f"DELETE FROM {table}")  # type: ignore[attr-defined]
        for table in (
            "statement_entities",
            "statement_revisions",
            "statements",
            "roles",
            "digests",
            "articles",
        ):
            db.execute(f"DELETE FROM {table}")  # type: ignore[attr-defined]
        db.execute("DELETE FROM stories")  # type: ignore[attr-defined]

    await store.write(forget)
    answers = Answers(store)
    for view in ("brief", "agenda", "who"):
        made = await answers.open(View(view), AFTER)
        assert body_of(made).text == "No story is loaded yet. An editor can send me an article."
    assert "No story" in body_of(await answers.open_text("satellite", AFTER)).text
    assert "What you can ask" in body_of(await answers.open(View("help"), AFTER)).text


async def test_a_changed_story_is_answered_anew(store: Store, answers: Answers) -> None:
    before = await answers.open(View("brief"), AFTER)
    await store.write(lambda db: db.execute("UPDATE stories SET title = 'the talks', version = version + 1"))
    after = await answers.open(View("brief"), AFTER)
    assert "possible Kim" in body_of(before).text
    assert "Brief: the talks" in body_of(after).text
