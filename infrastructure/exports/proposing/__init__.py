"""Files that no layout is for: which columns they have, and how they may be read.

What a header says and what its cells are is the evidence; a person decides, and is told the evidence for it.
"""

from infrastructure.exports.proposing.proposal import is_plausible, propose

__all__ = ["is_plausible", "propose"]
