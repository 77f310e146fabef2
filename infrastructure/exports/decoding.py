"""From bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from domain.imports.record import Message
from infrastructure.exports.refusal import Refused
from infrastructure.exports.signatures import seems_to_be

_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LATIN = re.compile(r"[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e€£¥¢§©®™°ºª·–—‘’“”…«»¿¡±²³\u00a0]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_STRAY = Message(code="odd_byte", message="a stray byte at the end of the file was left out")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file as UTF-8 `data`, without a byte-order mark, its lines ended by a single newline."""

    data: bytes
    encoding: str
    messages: tuple[Message, ...] = ()


def decode(data: bytes) -> Text:
    """The text in `data`; Refused where there is none, or none that can be read for certain."""
    if not data:
        raise Refused("empty", "the file is empty")
    if what := seems_to_be(data):
        raise Refused("binary", f"this is not a text file; it seems to be {what}")
    text = _decoded(data)
    if not text.data.strip():
        raise Refused("empty", "the file holds nothing but blanks")
    return text


def _decoded(data: bytes) -> Text:
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            return _utf16(data[len(mark) :], encoding)
    if b"\0" in data:
        raise Refused("binary", "this is not a text file; it holds NUL bytes, as UTF-16 without its mark also does")
    if data.startswith(codecs.BOM_UTF8):
        return _utf8(data[len(codecs.BOM_UTF8) :], "utf-8-sig")
    try:
        return _utf8(data, "utf-8")
    except Refused:
        if _mostly_utf8(data):
            raise
        return _western(data)


def _utf8(data: bytes, encoding: str) -> Text:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_stray(data, error.start):
            return Text(_single_newlines(data[: error.start]), encoding, (_STRAY,))
        raise Refused("encoding", f"the text is not valid UTF-8 at byte {error.start + 1}") from error
    return Text(_single_newlines(data), encoding)


def _is_stray(data: bytes, at: int) -> bool:
    """Bytes after the last line's end, or half a character at the end of a text that is UTF-8 up to there."""
    rest, before = data[at:], data[:at]
    return len(rest) <= 3 and (before.endswith((b"\n", b"\r")) or not before.isascii())


def _mostly_utf8(data: bytes) -> bool:
    """Read as Windows-1252, such a text would turn every accented letter into two characters."""
    high = sum(map(len, _HIGH_BYTES.findall(data)))
    return sum(map(len, _UTF8_CHARACTER.findall(data))) * 2 > high


def _utf16(data: bytes, encoding: str) -> Text:
    """A stray last byte cannot be half of a character that matters: it is left out, and said."""
    odd = len(data) % 2
    try:
        text = data[: len(data) - odd].decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("encoding", f"the text is not valid UTF-16 at byte {error.start + 3}") from error
    if "\0" in text:
        raise Refused("binary", "this is not a text file; it holds NUL characters")
    return Text(_single_newlines(text.encode("utf-8")), encoding, (_STRAY,) * odd)


def _western(data: bytes) -> Text:
    """Windows' western encoding gives almost any bytes a meaning: taken only where the result looks like words."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    foreign = len(_FOREIGN.findall(text))
    if not text or _CONTROL.search(text) or len(_LATIN.findall(text)) < 0.9 * foreign or foreign > 0.3 * len(text):
        raise Refused("encoding", "the text is neither UTF-8, UTF-16 with its mark, nor Windows-1252; save it as UTF-8")
    return Text(_single_newlines(text.encode("utf-8")), "cp1252")


def _single_newlines(data: bytes) -> bytes:
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n") if b"\n" in data else data.replace(b"\r", b"\n")
