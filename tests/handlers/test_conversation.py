"""Whole answers, from an update over real HTTP to the message a reader sees."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.answer.answers import Answers
from bot.store import chats
from bot.telegram.request import NotSent

if TYPE_CHECKING:
    import pytest

    from bot.domain import View
    from tests.conftest import Talk


async def test_every_command_answers(talk: Talk) -> None:
    for command in (
        "start",
        "help",
        "brief",
        "agenda",
        "experts",
        "timeline",
        "background",
        "who",
        "search arms",
    ):
        assert (await talk.ask(f"/{command}")).text
    for command in ("latest", "topics", "sources", "privacy"):
        assert (await talk.ask(f"/{command}")).text
    assert "not part of this version" in (await talk.ask("/subscribe arms")).text


async def test_an_answer_changes_in_place_and_leads_back(talk: Talk) -> None:
    brief = await talk.ask("/brief")
    assert await talk.tap(brief, "Agenda") is None
    assert brief.text.startswith("Agenda: possible")
    await talk.tap(brief, "Arms")
    assert brief.text.startswith("Agenda: arms")
    await talk.tap(brief, "‹ All 8 matters")
    assert brief.text.startswith("Agenda: possible")
    assert len([m for m in talk.sandbox.messages(talk.chat) if m.sender.is_bot]) == 1


async def test_a_tap_is_answered_before_the_page_is_turned(talk: Talk) -> None:
    brief = await talk.ask("/brief")
    await talk.tap(brief, "Agenda")
    methods = [call.method for call in talk.sandbox.calls]
    assert methods.index("answerCallbackQuery") < methods.index("editMessageText")


async def test_a_double_tap_does_nothing_twice(talk: Talk) -> None:
    brief = await talk.ask("/brief")
    await talk.tap(brief, "Experts")
    assert brief.reply_markup is not None
    labels = [button["text"] for row in brief.reply_markup["inline_keyboard"] for button in row]
    talk.sandbox.tap(talk.reader, brief, "Kim")
    talk.sandbox.tap(talk.reader, brief, (0, labels.index("Kim")))
    await talk.until_settled(4)
    toasts = [call.params.get("text") for call in talk.sandbox.calls if call.method == "answerCallbackQuery"]
    assert toasts == [None, None, "Already done."]
    assert brief.text.startswith("Kim Dong-yub")
    assert [call.method for call in talk.sandbox.calls].count("editMessageText") == 2


async def test_a_button_of_an_older_answer_says_so(talk: Talk) -> None:
    brief = await talk.ask("/brief")
    later = (talk.clock() + timedelta(days=1)).isoformat()
    await talk.store.write(
        lambda db: db.execute("UPDATE stories SET version = version + 1, changed_at = ?", (later,))
    )
    assert await talk.tap(brief, "Agenda") == "Shown as of now."
    assert brief.text.startswith("Agenda")


async def test_a_button_works_again_after_the_question_was_edited(talk: Talk) -> None:
    answer = await talk.ask("/brief")
    await talk.tap(answer, "Agenda")
    talk.sandbox.edit(talk.reader, talk.sandbox.messages(talk.chat)[0], "brief")
    await talk.sandbox.wait_for(lambda _: answer.text.startswith("Brief"))
    await talk.until_settled(3)
    assert await talk.tap(answer, "Agenda") is None
    assert answer.text.startswith("Agenda")


async def test_a_double_tap_in_a_group_is_answered_once(talk: Talk) -> None:
    group = talk.sandbox.chat(-4001)
    answer = await talk.ask("/brief", chat=group)
    talk.sandbox.tap(talk.reader, answer, "Agenda")
    talk.sandbox.tap(talk.reader, answer, "Agenda")
    await talk.until_settled(3)
    assert [m.text[:6] for m in talk.sandbox.messages(group) if m.sender.is_bot] == ["Brief:", "Agenda"]


async def test_a_mistyped_command_of_a_later_version_offers_nothing_that_lies(talk: Talk) -> None:
    answer = await talk.ask("/subscirbe arms")
    assert answer.reply_markup is not None
    labels = [button["text"] for row in answer.reply_markup["inline_keyboard"] for button in row]
    assert labels == ["Help"]


async def test_an_outage_of_the_wire_only_delays_the_answer(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.wire.LONGEST_PAUSE", 0.01)
    monkeypatch.setattr("bot.telegram.wire.FIRST_PAUSE", 0.01)
    call, failures = talk.service.bot.call, iter(range(12))

    async def refuse(method: str, params: dict[str, object], **kwargs: float) -> object:
        if method == "sendMessage" and next(failures, None) is not None:
            raise NotSent("Connection refused")
        return await call(method, params, **kwargs)

    monkeypatch.setattr(type(talk.service.bot), "call", staticmethod(refuse))
    assert (await talk.ask("/brief")).text.startswith("Brief")
    assert talk.outcomes() == ["answered"]


async def test_a_button_of_an_unknown_form_draws_the_brief(talk: Talk) -> None:
    message = await talk.ask("/help")
    talk.sandbox.push_update(
        {
            "callback_query": {
                "id": "77",
                "from": {"id": 1001, "is_bot": False, "first_name": "Reader"},
                "chat_instance": "1",
                "data": "v0:follow:arms",
                "message": message.to_json(),
            }
        }
    )
    await talk.sandbox.wait_for(lambda _: message.text.startswith("Brief:"))


async def test_an_edited_question_edits_its_answer(talk: Talk) -> None:
    answer = await talk.ask("/agenda arms")
    question = talk.sandbox.messages(talk.chat)[0]
    talk.sandbox.edit(talk.reader, question, "/agenda food")
    await talk.sandbox.wait_for(lambda _: answer.text.startswith("Agenda: food"))


async def test_a_question_edited_too_late_is_left_alone(talk: Talk) -> None:
    answer = await talk.ask("/agenda arms")
    talk.clock.advance(timedelta(minutes=11))
    question = talk.sandbox.messages(talk.chat)[0]
    talk.sandbox.edit(talk.reader, question, "/agenda food")
    await talk.until_settled(2)
    assert answer.text.startswith("Agenda: arms")
    assert talk.outcomes() == ["answered", "ignored"]


async def test_a_mistyped_command_offers_the_right_one(talk: Talk) -> None:
    answer = await talk.ask("/agneda arms")
    assert answer.text == "No command /agneda. Did you mean:"
    await talk.tap(answer, "/agenda")
    assert answer.text.startswith("Agenda: arms")


async def test_a_link_opens_its_subject(talk: Talk) -> None:
    answer = await talk.ask("/start t_arms")
    assert answer.text.startswith("Agenda: arms")
    assert answer.text.endswith("New here? /help")
    assert (await talk.ask("/start p_gb-john-everard")).text.startswith("John Everard")
    assert (await talk.ask("/start zzz")).text.startswith("Sherpa tells you")


async def test_in_a_group_the_bot_replies_and_turns_no_page(talk: Talk) -> None:
    group = talk.sandbox.chat(-4001)
    answer = await talk.ask("/brief", chat=group)
    assert answer.reply_to is not None
    done = len(talk.settled)
    talk.sandbox.tap(talk.sandbox.user(1002), answer, "Agenda")
    await talk.until_settled(done + 1)
    newest = talk.sandbox.messages(group)[-1]
    assert answer.text.startswith("Brief")
    assert newest.text.startswith("Agenda")
    assert newest.reply_to is answer


async def test_talk_in_a_group_is_none_of_our_business(talk: Talk) -> None:
    group = talk.sandbox.chat(-4001)
    talk.sandbox.world.has_privacy_mode = False
    for said in ("brief me later", "/weather@OtherBot", "/weather", "agenda"):
        talk.sandbox.say(talk.reader, said, chat=group)
    await talk.ask("/help", chat=group)
    assert len([m for m in talk.sandbox.messages(group) if m.sender.is_bot]) == 1
    mentioned = await talk.ask(f"@{talk.service.bot.username} satellite", chat=group)
    assert mentioned.text.startswith("Found 5 lines with “satellite”")


async def test_a_reader_who_blocks_and_comes_back(talk: Talk) -> None:
    await talk.ask("/brief")
    talk.sandbox.block(talk.reader)
    await talk.until_settled(2)
    assert talk.store.read_now(chats.find_chat_state, 0, 1001) == "gone"
    talk.sandbox.unblock(talk.reader)
    await talk.ask("/start")
    await talk.sandbox.wait_for(lambda _: talk.store.read_now(chats.find_chat_state, 0, 1001) == "active")


async def test_a_reply_that_meets_a_block_marks_the_chat(talk: Talk) -> None:
    talk.sandbox.faults.add("blocked", methods=["sendMessage"], times=1)
    talk.sandbox.say(talk.reader, "/brief")
    await talk.until_settled(1)
    assert talk.outcomes()[0] == "gone"


async def test_told_to_wait_the_bot_waits_and_then_answers(talk: Talk) -> None:
    talk.sandbox.faults.add("too_many_requests", methods=["sendMessage"], retry_after=1, times=1)
    assert (await talk.ask("/brief")).text.startswith("Brief")


async def test_a_reply_that_may_have_arrived_is_not_sent_again(talk: Talk) -> None:
    talk.sandbox.faults.add("drop_after", methods=["sendMessage"], times=1)
    await talk.ask("/brief")
    await talk.until_settled(1)
    assert [m.sender.is_bot for m in talk.sandbox.messages(talk.chat)].count(True) == 1
    assert talk.outcomes() == ["unknown"]


async def test_an_edit_that_may_have_been_made_is_made_again(talk: Talk) -> None:
    answer = await talk.ask("/brief")
    talk.sandbox.faults.add("drop_after", methods=["editMessageText"], times=1)
    await talk.tap(answer, "Agenda")
    assert answer.text.startswith("Agenda")
    assert talk.outcomes() == ["answered", "answered"]


async def test_broken_markup_goes_out_plain_and_is_logged(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.render.page.to_html", lambda rich: f"<b>{rich.text}")
    answer = await talk.ask("/brief")
    assert answer.text.startswith("Brief: possible")
    assert answer.entities == [] or all(e["type"] in {"bot_command", "url"} for e in answer.entities)
    assert "goes out plain" in caplog.text


async def test_what_nobody_foresaw_is_told_under_a_code_that_the_log_knows(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(self: Answers, view: View, now: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(Answers, "open", fail)
    answer = await talk.ask("/brief")
    code = answer.text.removesuffix(".").rsplit(" ", 1)[-1]
    assert answer.text.startswith("Something went wrong on our side. Nothing of yours was lost.")
    assert len(code) == 4
    assert f"told as {code}" in caplog.text
    await talk.until_settled(1)
    assert talk.outcomes() == ["failed"]


async def test_where_the_address_is_known_sources_open_the_article_at_the_words(talk: Talk) -> None:
    address = "https://paper.example/talks?a=1&b=2"
    await talk.store.write(lambda db: db.execute("UPDATE articles SET url = ?", (address,)))
    await talk.store.write(lambda db: db.execute("UPDATE stories SET version = version + 1"))
    brief = await talk.ask("/brief")
    links = [entity["url"] for entity in brief.entities if entity["type"] == "text_link"]
    assert len(links) == 8
    assert f"{address}#:~:text=fly%20in%20the%20face%20of%20the%20duty%20of%20sanctions" in links
    assert brief.reply_markup is not None
    buttons = [button for row in brief.reply_markup["inline_keyboard"] for button in row]
    assert {"text": "Open article", "url": address} in buttons
    call = next(call for call in talk.sandbox.calls if call.method == "sendMessage")
    assert call.params["link_preview_options"] == {"url": address}


async def test_many_questions_at_once_are_answered_in_order_after_one_word(talk: Talk) -> None:
    talk.sandbox.faults.add("latency", methods=["sendMessage"], milliseconds=40)
    for number in range(9):
        talk.sandbox.say(talk.reader, f"/search arms{number}")
    await talk.until_settled(9)
    said = [m.text for m in talk.sandbox.messages(talk.chat) if m.sender.is_bot]
    assert said.count("One moment: answering your questions in order.") == 1
    answers = [text for text in said if not text.startswith("One moment")]
    assert [text.split("”")[0][-1] for text in answers] == list("012345678")


async def test_a_group_that_becomes_a_supergroup_is_followed(talk: Talk) -> None:
    group = talk.sandbox.chat(-4001)
    await talk.ask("/brief", chat=group)
    moved = talk.sandbox.migrate(group)
    await talk.sandbox.wait_for(lambda _: talk.store.read_now(chats.find_chat_state, 0, -4001) == "moved")
    assert talk.store.read_now(chats.find_chat_state, 0, moved.id) == "active"
    assert (await talk.ask("/agenda", chat=moved)).text.startswith("Agenda")


async def test_no_word_of_a_reader_stays_and_no_name(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await talk.ask("my very private question")
    await talk.until_settled(1)
    dump = "\n".join(talk.store.read_now(lambda db: list(db.conn.iterdump())))
    assert "private question" not in dump
    assert "Reader" not in dump


async def test_the_token_is_never_logged(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    talk.sandbox.faults.add("drop_before", methods=["sendMessage"], times=1)
    talk.sandbox.say(talk.reader, "/brief")
    await talk.until_settled(1)
    assert talk.sandbox.token.split(":")[1] not in caplog.text
