"""How commands show their help: an option's value by its meaning, and no type as Python names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption


class Command(TyperCommand):
    """A command that names no types in its help."""

    def get_params(self, ctx: Any) -> list[Any]:
        return [_untyped(parameter) for parameter in super().get_params(ctx)]


class Group(TyperGroup):
    """A group of commands that names no types in its help."""

    def get_params(self, ctx: Any) -> list[Any]:
        return [_untyped(parameter) for parameter in super().get_params(ctx)]


def within(lowest: int, highest: int) -> Callable[[int | None], int | None]:
    """The callback of an option with a bounded number: the bounds are told when they are missed, not in the help."""

    def checked(number: int | None) -> int | None:
        if number is not None and not lowest <= number <= highest:
            raise typer.BadParameter(f"{number} is not a number from {lowest} to {highest}")
        return number

    return checked


def _untyped(parameter: Any) -> Any:
    """An argument goes by its name alone, an option by what its value is called; a flag has none."""
    value = (parameter.metavar or "") if isinstance(parameter, TyperOption) else ""
    parameter.display_type_rich = lambda ctx: value  # noqa: ARG005  the parser's signature
    return parameter
