"""The only SQL. One file a noun; ``sqlite.py`` holds what only SQLite does.

Functions of the noun files take a ``Database`` first and are run by ``Store.read`` or ``Store.write``, never
on the event loop.
"""

from bot.store.store import Store

__all__ = ["Store"]
