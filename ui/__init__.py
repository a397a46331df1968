"""What the pages share: caches, state, texts and small parts of a page."""
