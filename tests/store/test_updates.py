from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.store import answers, chats, inbox

if TYPE_CHECKING:
    from sqlite_utils import Database

    from bot.store import Store

NOW = datetime(2023, 9, 11, 8, 0, tzinfo=UTC)


def row(db: Database, update_id: int) -> dict[str, Any]:
    return next(db.query("SELECT * FROM inbox WHERE update_id = ?", [update_id]))


def test_an_update_is_kept_once(store: Store) -> None:
    assert store.write_now(inbox.keep_updates, 0, [(1, "a"), (2, "b")], NOW) == {1, 2}
    assert store.write_now(inbox.keep_updates, 0, [(2, "b"), (3, "c")], NOW) == {3}
    assert store.write_now(inbox.keep_updates, 7, [(2, "b")], NOW) == {2}, "another bot's are its own"


def test_settling_erases_the_words_and_keeps_the_outcome(store: Store) -> None:
    store.write_now(inbox.keep_updates, 0, [(1, "a secret question")], NOW)
    store.write_now(inbox.settle_update, 0, 1, "answered", NOW)
    kept = store.read_now(row, 1)
    assert kept["body"] is None
    assert kept["outcome"] == "answered"
    assert store.write_now(inbox.claim_open_updates, 0, NOW) == []


def test_what_was_open_at_a_stop_is_taken_up_three_times_at_most(store: Store) -> None:
    store.write_now(inbox.keep_updates, 0, [(2, "b"), (1, "a")], NOW)
    claims = [store.write_now(inbox.claim_open_updates, 0, NOW) for _ in range(4)]
    assert claims == [["a", "b"]] * 3 + [[]]
    assert store.read_now(row, 1)["outcome"] == "failed"


def test_stops_in_good_order_do_not_count(store: Store) -> None:
    store.write_now(inbox.keep_updates, 0, [(1, "a")], NOW)
    for _ in range(9):
        assert store.write_now(inbox.claim_open_updates, 0, NOW) == ["a"]
        store.write_now(inbox.release_open_updates, 0)


def test_an_answer_is_remembered_for_ten_minutes(store: Store) -> None:
    store.write_now(answers.keep_answer, 0, 5, 10, 11, NOW)
    store.write_now(answers.keep_answer, 0, 5, 10, 12, NOW)
    assert store.read_now(answers.find_answer, 0, 5, 10, NOW + timedelta(minutes=9)) == 12
    assert store.read_now(answers.find_answer, 0, 5, 10, NOW + timedelta(minutes=11)) is None
    store.write_now(answers.keep_answer, 0, 5, 20, 21, NOW + timedelta(minutes=11))
    assert store.read_now(lambda db: db.table("answers").count) == 1


def test_a_chat_that_went_comes_back(store: Store) -> None:
    def state() -> str | None:
        return store.read_now(chats.find_chat_state, 0, 5)

    assert state() is None
    store.write_now(chats.see_chat, 0, 5, "private", NOW)
    store.write_now(chats.lose_chat, 0, 5, "blocked", NOW)
    assert state() == "gone"
    store.write_now(chats.see_chat, 0, 5, "private", NOW)
    assert state() == "active"


def test_a_group_that_moved_is_a_signpost(store: Store) -> None:
    store.write_now(chats.see_chat, 0, -5, "group", NOW)
    store.write_now(chats.move_chat, 0, -5, -1005, NOW)
    assert store.read_now(chats.find_chat_state, 0, -5) == "moved"
    assert store.read_now(chats.find_chat_state, 0, -1005) == "active"


def test_no_names_of_readers_have_a_place(store: Store) -> None:
    columns = store.read_now(lambda db: {c.name for c in db.table("chats").columns})
    assert not columns & {"name", "first_name", "username", "title"}
