"""From an article's text to its digest. Pure: no network, no store, no clock; run in a worker process.

Read the modules in this order: paragraphs, quotations, passages, naming, frames, mentions, speakers,
statements; then dates, calendar, agenda. ``digest`` puts them together; ``joining`` tells which story an
article belongs to.
"""
