"""What people can say to the bot, one file per group of commands.

A handler reads what was said, calls one service and returns one page. ``conversation`` sends it.
"""
