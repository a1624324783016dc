"""Numbers that Telegram sets, in its units."""

from __future__ import annotations

CALLBACK_DATA_BYTES = 64
CALLBACK_ANSWER = 200  # characters
BUTTONS_IN_ROW = 8
START_PARAMETER = 64  # characters of A-Z a-z 0-9 _ -
UPDATES_PER_POLL = 100
POLL_SECONDS = 25
