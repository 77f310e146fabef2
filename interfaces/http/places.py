"""Places for those at work on one kind of answer: what waits for one, waits without a thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from interfaces.http.refusals import overloaded

WAITING = 3
"""For each place that there is; of all requests that a server takes, these must leave some."""


class Places:
    """`most` at a time. Whoever has waited `patience` seconds for one is told to come again, at once where many wait
    already. Of the event loop alone."""

    def __init__(self, most: int, patience: float) -> None:
        self._patience = patience
        self._free = asyncio.Semaphore(most)
        self._room = most * (1 + WAITING)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """A place for the block; Refusal where none is to be had."""
        if self._room <= 0:
            raise overloaded("too many questions are under way: try again later")
        self._room -= 1
        try:
            await self._wait()
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._room += 1

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError as error:
            said = f"other questions have been worked out for more than {self._patience:g} s: try again later"
            raise overloaded(said) from error
