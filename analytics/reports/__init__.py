"""From an assessment to the bytes of a document."""
