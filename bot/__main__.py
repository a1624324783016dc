"""``python -m bot`` is ``sherpa``."""

from bot.cli import main

main()
