"""The edges: bytes and SQL in, typed frames out."""
