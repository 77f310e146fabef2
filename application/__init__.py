"""The use cases: one handler class per capability, each method readable as a sentence."""
