"""The Bot API as a wire: requests, limits, what each refusal means, updates in order."""
