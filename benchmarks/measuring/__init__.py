"""What the benchmarks share: exports to read, databases to fill, rounds of cases, tables in docs/benchmarks.md."""
