"""Data frames as files: a frame is written once as the table that it is, and read like any other."""

from infrastructure.frames.imports import FrameImports

__all__ = ["FrameImports"]
