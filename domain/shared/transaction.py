"""A unit of work: what happens inside is kept whole, or not at all."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Transaction(ABC):
    """The state of one `with store.begin() as tx` block; leaving the block without `commit()` rolls everything back.

    After a StorageError the transaction is dead: only leaving the block is allowed then; after a DomainError such as
    NotFound or Conflict it lives on.
    """

    @abstractmethod
    def commit(self) -> None:
        """Make everything since `begin()` durable and visible, at once. At most once per block."""
