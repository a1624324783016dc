"""What people do in the sandbox: write, edit, tap, attach, block, leave. Each act queues an update."""

from __future__ import annotations

import re
import time
from typing import Any

from bot.sandbox.entities import settle_text
from bot.sandbox.nouns import Chat, Json, Message, User, plain_text
from bot.sandbox.world import InlineQuestion, Tap, World

LONGEST_MESSAGE = 4096
READER_ID = 1001
EDITOR_ID = 1002
NEWSROOM_ID = -4001

_ADDRESSED = re.compile(r"/\w+@(\w+)")


class People:
    """The people of one world, as hands. A person may be given as a `User` or by id, a chat likewise."""

    def __init__(self, world: World) -> None:
        self.world = world

    # -- who is there

    def add_user(
        self,
        first_name: str,
        *,
        user_id: int | None = None,
        username: str | None = None,
        language_code: str = "en",
    ) -> User:
        """A new person, who has not written to the bot yet."""
        if not first_name.strip():
            raise ValueError("a person needs a name")
        number = self.world.free_user_id() if user_id is None else user_id
        if number in self.world.users or number <= 0:
            raise ValueError(f"there is a person {number} already" if number > 0 else "an id is above 0")
        user = User(number, first_name.strip()[:64], username, language_code)
        self.world.add_user(user)
        return user

    def user(self, who: User | int) -> User:
        """The person with that id; KeyError where there is none."""
        return who if isinstance(who, User) else self.world.users[who]

    def chat(self, where: Chat | int) -> Chat:
        """The chat with that id; KeyError where there is none."""
        return where if isinstance(where, Chat) else self.world.chats[where]

    def private_chat(self, user: User | int) -> Chat:
        """The chat between a person and the bot."""
        return self.world.chats[self.user(user).id]

    def add_group(
        self,
        title: str,
        members: list[User] | list[int],
        *,
        supergroup: bool = False,
        chat_id: int | None = None,
    ) -> Chat:
        """A group with the bot in it. The first member made it and is its owner."""
        if not title.strip() or not members:
            raise ValueError("a group needs a title and a member")
        people = [self.user(member) for member in members]
        number = self.world.free_group_id(supergroup=supergroup) if chat_id is None else chat_id
        chat = Chat(number, "supergroup" if supergroup else "group", title.strip()[:128], bot_status="left")
        chat.members = dict.fromkeys((person.id for person in people), "member")
        chat.members[people[0].id] = "creator"
        self.world.add_chat(chat)
        self.world.set_bot_status(chat, "member", people[0])
        created = {"supergroup_chat_created" if supergroup else "group_chat_created": True}
        self._happen(chat, people[0], created)
        return chat

    def furnish(self) -> None:
        """Reader, Editor and their Newsroom group, if nobody is here yet.

        Their ids are always the same, and they count as having written before: whoever restarts the
        sandbox goes on with the same readers.
        """
        if self.world.users:
            return
        reader = self.add_user("Reader", user_id=READER_ID, username="reader")
        editor = self.add_user("Editor", user_id=EDITOR_ID, username="editor")
        for user in (reader, editor):
            self.private_chat(user).has_started = True
        self.add_group("Newsroom", [editor, reader], chat_id=NEWSROOM_ID)

    # -- what they say

    def say(
        self,
        user: User | int,
        text: str,
        *,
        chat: Chat | int | None = None,
        reply_to: int | None = None,
        entities: list[Json] | None = None,
    ) -> Message:
        """A person sends a message; one that is too long goes in parts, as from any client.

        Gives the (last) message. Raises ValueError where the person could not have sent it.
        """
        sender, place = self._speaker(user, chat)
        words, found = settle_text(text, entities or [])
        if not words:
            raise ValueError("a message needs words")
        replied = self._find_message(place, reply_to)
        parts = _parts(words)
        message = None
        for part in parts:
            marks = found if len(parts) == 1 else settle_text(part, [])[1]
            message = self.world.new_message(place, sender, text=part, entities=marks, reply_to=replied)
            self._deliver(message)
        assert message is not None  # noqa: S101 - there is a part where there are words
        return message

    def send_file(
        self,
        user: User | int,
        name: str,
        content: bytes,
        *,
        chat: Chat | int | None = None,
        caption: str = "",
    ) -> Message:
        """A person sends a document."""
        sender, place = self._speaker(user, chat)
        if not content:
            raise ValueError("the file is empty")
        words, found = settle_text(caption, [])
        file = self.world.add_file(name, content)
        message = self.world.new_message(place, sender, text=words[:1024], entities=found, file=file)
        self._deliver(message)
        return message

    def edit(self, user: User | int, message: Message, text: str) -> None:
        """A person changes their own message."""
        editor = self.user(user)
        if message.sender is not editor:
            raise ValueError("one can only edit one's own messages")
        words, entities = settle_text(text, [])
        if not words or len(words) > LONGEST_MESSAGE:
            raise ValueError("a message has 1 to 4096 characters")
        message.text, message.entities, message.edit_date = words, entities, int(time.time())
        self.world.notify("message", message)
        if not message.is_unseen_by_bot:
            self.world.updates.push({"edited_message": message.to_json()})

    def tap(self, user: User | int, message: Message, button: str | tuple[int, int]) -> str:
        """A person presses an inline button, named by label, by callback data or by (row, column).

        Gives the id of the callback query. Raises ValueError where there is no such button, or where a
        tap would not reach the bot.
        """
        person = self.user(user)
        self._check_present(person, message.chat)
        found = _find_button(message, button)
        if "callback_data" not in found:
            raise ValueError(f"a tap on [ {found['text']} ] does not reach the bot")
        tap = Tap(str(self.world.next_number()), person, message, found["callback_data"])
        self.world.add_tap(tap)
        query = {
            "id": tap.id,
            "from": person.to_json(),
            "message": message.to_json(),
            "chat_instance": str(abs(message.chat.id)),
            "data": tap.data,
        }
        self.world.updates.push({"callback_query": query})
        return tap.id

    def ask_inline(self, user: User | int, query: str, offset: str = "") -> str:
        """A person types `@bot query` somewhere. Gives the id of the inline query."""
        person = self.user(user)
        question = InlineQuestion(str(self.world.next_number()), person, query[:256])
        self.world.inline_questions[question.id] = question
        raw = {"id": question.id, "from": person.to_json(), "query": question.query, "offset": offset}
        self.world.updates.push({"inline_query": raw})
        return question.id

    # -- coming and going

    def block(self, user: User | int) -> None:
        """A person stops the bot: it is told, and refused from then on."""
        chat = self.private_chat(user)
        if not chat.is_blocked:
            self.world.set_bot_status(chat, "kicked", self.user(user))

    def unblock(self, user: User | int) -> None:
        """A person lets the bot write again."""
        chat = self.private_chat(user)
        if chat.is_blocked:
            self.world.set_bot_status(chat, "member", self.user(user))

    def deactivate(self, user: User | int) -> None:
        """A person deletes their account. The bot is told nothing."""
        self.user(user).is_deactivated = True
        self.world.notify("chat", self.private_chat(user))

    def remove_bot(self, chat: Chat | int) -> None:
        """The owner of a group throws the bot out."""
        place = self.chat(chat)
        self.world.set_bot_status(place, "kicked", self._owner(place))

    def migrate(self, chat: Chat | int) -> Chat:
        """A group becomes a supergroup. Gives the new chat; the old id answers with a migration."""
        old = self.chat(chat)
        if old.kind != "group" or old.migrated_to is not None:
            raise ValueError("only a group can become a supergroup, and only once")
        new = Chat(self.world.free_group_id(supergroup=True), "supergroup", old.title)
        new.members = dict(old.members)
        new.bot_status = old.bot_status
        self.world.add_chat(new)
        owner = self._owner(old)
        self._happen(old, owner, {"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self._happen(new, owner, {"migrate_from_chat_id": old.id})
        self.world.notify("chat", old)
        return new

    def push_update(self, raw: Json) -> None:
        """Queue any update, well-formed or not."""
        self.world.updates.push(raw)

    def messages(self, chat: Chat | int) -> list[Message]:
        """The messages of a chat, oldest first."""
        return list(self.world.messages_in(chat if isinstance(chat, int) else chat.id).values())

    def answer_to(self, query_id: str) -> Tap | None:
        """The tap with the bot's answer, or None while it has not answered."""
        tap = self.world.taps.get(query_id)
        return tap if tap is not None and tap.is_answered else None

    @staticmethod
    def plain_text(message: Message) -> str:
        """A message as text, its buttons as `[ Label ]` rows."""
        return plain_text(message)

    # -- how it reaches the bot

    def _speaker(self, user: User | int, chat: Chat | int | None) -> tuple[User, Chat]:
        sender = self.user(user)
        place = self.private_chat(sender) if chat is None else self.chat(chat)
        self._check_present(sender, place)
        if place.is_blocked:
            raise ValueError("the bot is blocked; unblock it first")
        if place.migrated_to is not None:
            raise ValueError("this group moved on to a supergroup")
        return sender, place

    @staticmethod
    def _check_present(person: User, chat: Chat) -> None:
        is_present = person is chat.user if chat.user else person.id in chat.members
        if person.is_deactivated or not is_present:
            raise ValueError(f"{person.first_name} is not in this chat")

    def _find_message(self, chat: Chat, message_id: int | None) -> Message | None:
        return None if message_id is None else self.world.messages_in(chat.id).get(message_id)

    def _deliver(self, message: Message) -> None:
        message.chat.has_started = True
        message.is_unseen_by_bot = not self._is_heard(message)
        self.world.post(message)
        if not message.is_unseen_by_bot:
            self.world.updates.push({"message": message.to_json()})

    def _is_heard(self, message: Message) -> bool:
        """In a group with privacy mode the bot hears commands meant for it and replies to it."""
        if message.chat.bot_status in {"left", "kicked"}:
            return False
        bot = self.world.bot
        if message.chat.user or not self.world.has_privacy_mode or message.chat.bot_status == "administrator":
            return True
        if message.reply_to is not None and message.reply_to.sender is bot:
            return True
        is_command = bool(message.entities) and message.entities[0] | {"length": 0} == {
            "type": "bot_command",
            "offset": 0,
            "length": 0,
        }
        addressed = _ADDRESSED.match(message.text)
        return is_command and (addressed is None or addressed[1].lower() == (bot.username or "").lower())

    def _happen(self, chat: Chat, actor: User, service: Json) -> None:
        message = self.world.new_message(chat, actor, service=service)
        self.world.post(message)
        if chat.bot_status not in {"left", "kicked"}:
            self.world.updates.push({"message": message.to_json()})

    def _owner(self, chat: Chat) -> User:
        return self.world.users[next(iter(chat.members))]


def _parts(words: str) -> list[str]:
    """Cut at a line or a word where one message is not enough."""
    parts = []
    while len(words) > LONGEST_MESSAGE:
        line = words.rfind("\n", 1, LONGEST_MESSAGE)
        word = words.rfind(" ", LONGEST_MESSAGE // 2, LONGEST_MESSAGE)
        cut = max(line, word) if max(line, word) > 0 else LONGEST_MESSAGE
        parts.append(words[:cut])
        words = words[cut:].lstrip(" \n")
    return [*parts, words]


def _find_button(message: Message, button: str | tuple[int, int]) -> dict[str, Any]:
    if not isinstance(button, str):
        row, column = button
        try:
            return message.keyboard[row][column]
        except IndexError:
            raise ValueError(f"no button in row {row}, column {column}") from None
    buttons = [each for row in message.keyboard for each in row]
    for key in ("text", "callback_data"):
        for each in buttons:
            if each.get(key) == button:
                return each
    labels = ", ".join(each["text"] for each in buttons) or "none"
    raise ValueError(f"no button “{button}”; there are: {labels}")
