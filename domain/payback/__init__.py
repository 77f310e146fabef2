"""Payback: what customers won in a month by a source have spent since, beside what they cost."""
