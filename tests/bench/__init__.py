"""Figures from real runs, ours and others' side by side: ``python -m tests.bench``, or ``make bench``."""
