"""Logs to standard error, in one line each, with the token struck out wherever it might slip in."""

from __future__ import annotations

import logging
import sys

_NOISY = ("aiohttp.access", "telegram", "asyncio", "openai", "httpx", "httpx2", "httpcore", "httpcore2")


class StrikeOut(logging.Filter):
    """Replaces a secret in whatever is logged, tracebacks included."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass, cleaned."""
        message = record.getMessage()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = record.exc_text.replace(self._secret, "[secret]")
        record.msg, record.args = message.replace(self._secret, "[secret]"), ()
        return True


def set_up_logs(level: str, token: str | None, key: str | None = None) -> None:
    """Log from this level on, without the bot's token and a language model's key.

    Tracebacks are shown; they are for operators, never for readers.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    for secret in filter(None, (token, key)):
        handler.addFilter(StrikeOut(secret))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLogger().level))
