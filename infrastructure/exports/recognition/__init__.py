"""Which layout a text is in, where its table begins, and what stands above it."""
