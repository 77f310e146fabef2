"""Paths in which a name of ours stands where the others have an id."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor

ONE_IMPORT = "/{import_id:import}"
"""Anything below the imports but the mappings, which are a list of their own."""


class ImportConvertor(Convertor[str]):
    """Leaves the id as it is written: what it may be is checked like any other parameter."""

    regex = "(?!mappings$)[^/]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("import", ImportConvertor())
