"""Reading in a process of its own: replying never waits for it, and what kills it costs one article."""

from bot.reading.reader import LONGEST, Reader

__all__ = ["LONGEST", "Reader"]
