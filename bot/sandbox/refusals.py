"""How Telegram says no: a code, a sentence, and sometimes a number to act on."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A call that Telegram would not carry out.

    `description` is the whole sentence as it goes over the wire, `parameters` the numbers beside it
    (`retry_after`, `migrate_to_chat_id`).
    """

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    def to_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> Refusal:
    """400: the call itself is wrong, and repeating it unchanged will not help."""
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """403: the bot may not write there."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """409: two ways of receiving updates exclude each other."""
    return Refusal(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    """429: the same call is welcome again after that many whole seconds."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def migrated(new_chat_id: int) -> Refusal:
    """400 of a group that became a supergroup, with the id to use from now on."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refusal(400, reason, {"migrate_to_chat_id": new_chat_id})
