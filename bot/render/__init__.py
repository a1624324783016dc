"""Values in, what a person sees out: text with marks, HTML for Telegram, pages that fit."""
