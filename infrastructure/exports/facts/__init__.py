"""What the readers of all kinds share: natural keys, coverage, totals, identities, attribution."""
