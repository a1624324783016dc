"""Anything that comes in, read into values."""
