"""What campaigns need from the world."""

from __future__ import annotations

from abc import ABC, abstractmethod

from domain.campaigns.frames import FrameImport, FrameRequest


class CampaignImports(ABC):
    """Takes campaign figures in."""

    @abstractmethod
    def import_frame(self, frame: object, request: FrameRequest) -> FrameImport:
        """Take in a table in memory: anything with the Arrow PyCapsule interface, or a pandas frame. It goes the way of
        a file: the same columns, the same ledger; the same frame again is unchanged, and a newer one of the same days
        updates them.

        A frame that is not understood is told so in the answer. InvalidValue for what is no frame at all.
        """
