"""Numbers that Telegram sets, in its units."""

from __future__ import annotations

CALLBACK_DATA_BYTES = 64
CALLBACK_ANSWER = 200  # characters
UPDATES_PER_POLL = 100
POLL_SECONDS = 25
