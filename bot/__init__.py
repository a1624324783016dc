"""Sherpa: a briefing bot for Telegram that says who said it, when and where."""
