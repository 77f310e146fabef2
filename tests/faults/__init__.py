"""Drills: real processes killed, real servers crashed, real disks filled. What they measure stands in
docs/reliability.md."""
