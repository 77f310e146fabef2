"""A multipart form read as it streams in: fields stay small, the file goes to the disk, everything has its bounds."""

from __future__ import annotations

from collections.abc import Collection, Sized
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from interfaces.http.problems import FaultyPart
from interfaces.http.refusals import invalid_request, malformed, too_large, unsupported_media_type

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

LONGEST_FIELD = 4_000
"""Bytes of a field's value."""
MOST_VALUES = 200
"""Of a field that may be given again."""


@dataclass(slots=True)
class FormParts:
    """Collects the parts of one form. `fields` are the allowed names beside `file`, each at most once but for the
    `repeated` ones.

    What has come of the file since the last `take()` waits in memory: one chunk of the stream, never more.
    """

    allowed: Collection[str]
    most: int
    repeated: Collection[str] = ()
    fields: dict[str, str | list[str]] = field(default_factory=dict)
    file_name: str | None = None
    file_size: int = 0
    complete: bool = False
    _seen: set[str] = field(default_factory=set)
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _headers: dict[bytes, bytes] = field(default_factory=dict)
    _name: str = ""
    _text: bytearray = field(default_factory=bytearray)
    _waiting: bytearray = field(default_factory=bytearray)

    def take(self) -> bytes:
        """What has come of the file since the last time."""
        chunk = bytes(self._waiting)
        self._waiting.clear()
        return chunk

    def on_part_begin(self) -> None:
        self._headers.clear()
        self._text.clear()
        self._name = ""

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        self._headers[bytes(self._header).lower()] = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def on_headers_finished(self) -> None:
        kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if kind != b"form-data" or b"name" not in options:
            raise malformed("a part of the form has no name")
        self._name = _decoded(options[b"name"], "a part's name")
        self._require_expected(is_file=b"filename" in options)
        self._seen.add(self._name)
        if self._name == "file":
            self.file_name = _decoded(options.get(b"filename", b""), "the file's name")

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._name == "file":
            self.file_size += end - start
            if self.file_size > self.most:
                raise too_large(self.most)
            self._waiting += data[start:end]
        else:
            self._text += data[start:end]
            if len(self._text) > LONGEST_FIELD:
                raise invalid_request([_at(self._name, f"longer than {LONGEST_FIELD} bytes")])

    def on_part_end(self) -> None:
        if self._name == "file":
            return
        value = _decoded(bytes(self._text), self._name)
        if self._name not in self.repeated:
            self.fields[self._name] = value
            return
        values = self.fields.setdefault(self._name, [])
        if isinstance(values, list):
            values.append(value)
            self._require_few(values)

    def on_end(self) -> None:
        self.complete = True

    def _require_expected(self, *, is_file: bool) -> None:
        if self._name in self._seen and self._name not in self.repeated:
            raise invalid_request([_at(self._name, "given more than once")])
        if self._name != "file" and self._name not in self.allowed:
            there_are = ", ".join(["file", *self.allowed])
            raise invalid_request([_at(self._name[:60], f"there is no such field: the fields are {there_are}")])
        if is_file != (self._name == "file"):
            said = "this is no file: leave its filename out" if is_file else "this is a file: give it a filename"
            raise invalid_request([_at(self._name, said)])

    def _require_few(self, values: Sized) -> None:
        if len(values) > MOST_VALUES:
            raise invalid_request([_at(self._name, f"given more than {MOST_VALUES} times")])


class FormReader:
    """Feeds the stream of a request's body to its parts."""

    def __init__(self, content_type: str, parts: FormParts) -> None:
        self.parts = parts
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data":
            raise unsupported_media_type("send the file as multipart/form-data, in a part named file")
        try:
            self._parser = MultipartParser(options.get(b"boundary") or _no_boundary(), _callbacks(parts))
        except FormParserError as error:
            raise malformed("the form's boundary cannot be used") from error

    def write(self, chunk: bytes) -> bytes:
        """What the chunk brought of the file."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise malformed("the form cannot be read") from error
        return self.parts.take()

    def finish(self) -> None:
        """Refused where the form broke off, or brought no file."""
        if not self.parts.complete:
            raise malformed("the form broke off")
        if self.parts.file_name is None:
            raise invalid_request([_at("file", "there is no file")])


def _callbacks(parts: FormParts) -> MultipartCallbacks:
    return {
        "on_part_begin": parts.on_part_begin,
        "on_part_data": parts.on_part_data,
        "on_part_end": parts.on_part_end,
        "on_header_field": parts.on_header_field,
        "on_header_value": parts.on_header_value,
        "on_header_end": parts.on_header_end,
        "on_headers_finished": parts.on_headers_finished,
        "on_end": parts.on_end,
    }


def _no_boundary() -> bytes:
    raise malformed("the form names no boundary")


def _at(name: str, message: str) -> FaultyPart:
    return FaultyPart(at=f"body.{name}", message=message)


def _decoded(raw: bytes, what: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise malformed(f"{what} is not UTF-8") from error
