"""How much memory the C library keeps for threads that are done."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8
"""Of glibc's malloc.h."""


def share_arenas(most: int = 2) -> None:
    """To be called before there are threads.

    A question is worked out in whichever thread asks, and glibc keeps the memory of each thread's largest one in an
    arena of its own, eight for each core. Two are enough: Python runs one thread at a time, and numpy asks for large
    pieces only. Elsewhere than on glibc there are no such arenas, and nothing is done.
    """
    with suppress(AttributeError, OSError, TypeError):
        libc = ctypes.CDLL(None)
        if hasattr(libc, "gnu_get_libc_version"):
            libc.mallopt(_M_ARENA_MAX, most)
