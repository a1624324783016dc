"""From an article's text to its digest. Pure: no network, no store, no clock; run in a worker process.

Read the modules in this order: paragraphs, quotations, passages, frames, mentions, speakers, statements; then dates,
timeline, agenda, entities; ``digest`` puts them together and ``joining`` tells which story an article belongs to.
"""
