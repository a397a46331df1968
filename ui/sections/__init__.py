"""The sections of the satisfaction page, opened one at a time."""
