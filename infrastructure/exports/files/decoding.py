"""From bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import numpy as np

from domain.imports.record import Message
from infrastructure.exports.files.code_pages import code_page_of, sample_of
from infrastructure.exports.shared.refusal import Refused

_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SEPARATOR = re.compile(rb"[,;\t|\n]")
_STRAY = Message(code="odd_byte", message="a stray byte at the end of the file was left out")
_SLICE = 16 << 20
"""Bytes that are looked at in one go: a whole large file as `str` would take up to four times its size."""


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
    text = _decoded(data)
    if not text.data.strip():
        raise Refused("empty", "the file holds nothing but blanks")
    return text


def _decoded(data: bytes) -> Text:
    if data.startswith(_UTF32):
        raise Refused("encoding", "the text is UTF-32, which no export is in; save it as UTF-8")
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            return _utf16(data[len(mark) :], encoding)
    if b"\0" in data:
        return _unmarked_utf16(data)
    if data.startswith(codecs.BOM_UTF8):
        return _utf8(data[len(codecs.BOM_UTF8) :], "utf-8-sig")
    try:
        return _utf8(data, "utf-8")
    except Refused:
        sample = sample_of(data)
        if _mostly_utf8(sample):
            raise
        return _of_code_page(data, code_page_of(sample))


def _utf8(data: bytes, encoding: str) -> Text:
    fault = _first_fault(data)
    if fault is None:
        return Text(_single_newlines(data), encoding)
    if _is_stray(data, fault):
        return Text(_single_newlines(data[:fault]), encoding, (_STRAY,))
    raise Refused("encoding", f"the text is not valid UTF-8 at byte {fault + 1}")


def _first_fault(data: bytes) -> int | None:
    """Where the bytes cease to be UTF-8, None if nowhere."""
    if data.isascii():
        return None
    decoder, whole = codecs.getincrementaldecoder("utf-8")(), memoryview(data)
    for at in range(0, len(data), _SLICE):
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(whole[at : at + _SLICE], final=at + _SLICE >= len(data))
        except UnicodeDecodeError as error:
            return at - waiting + error.start
    return None


def _is_stray(data: bytes, at: int) -> bool:
    """Bytes after the last line's end, or half a character at the end of a text that is UTF-8 up to there."""
    rest, before = data[at : at + 4], data[:at]
    return len(rest) <= 3 and (before.endswith((b"\n", b"\r")) or not before.isascii())


def _mostly_utf8(data: bytes) -> bool:
    """Read in a code page, such a text would turn every accented letter into two characters."""
    high = sum(map(len, _HIGH_BYTES.findall(data)))
    return sum(map(len, _UTF8_CHARACTER.findall(data))) * 2 > high


def _utf16(data: bytes, encoding: str) -> Text:
    """What is left over at the end cannot be half of a character that matters: it is left out, and said."""
    whole, messages = data[: len(data) - len(data) % 2], (_STRAY,) * (len(data) % 2)
    try:
        text = whole.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start != len(whole) - 2:
            raise Refused("encoding", f"the text is not valid UTF-16 at byte {error.start + 3}") from error
        text, messages = whole[:-2].decode(encoding), (_STRAY,)
    if "\0" in text:
        raise Refused("binary", "this is not a text file; it holds NUL characters")
    return Text(_single_newlines(text.encode("utf-8")), encoding, messages)


def _unmarked_utf16(data: bytes) -> Text:
    """UTF-16 without its mark shows by NUL in every second byte of its digits, separators and line ends."""
    nul = np.frombuffer(data, np.uint8, len(data) - len(data) % 2).reshape(-1, 2) == 0
    first, second = nul.sum(axis=0).tolist()
    encoding, here, there = ("utf-16-be", first, second) if first > second else ("utf-16-le", second, first)
    if here * 7 >= len(nul) and there * 10 <= here:
        text = _utf16(data, encoding)
        if _SEPARATOR.search(text.data) and not _CONTROL.search(text.data.decode("utf-8")):
            return text
    raise Refused("binary", "this is not a text file; it holds NUL bytes, and is not UTF-16")


def _of_code_page(data: bytes, encoding: str) -> Text:
    messages: tuple[Message, ...] = ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start != len(data) - 1:
            raise Refused("encoding", f"the text is not valid {encoding} at byte {error.start + 1}") from error
        text, messages = data[:-1].decode(encoding), (_STRAY,)
    return Text(_single_newlines(text.encode("utf-8")), encoding, messages)


def _single_newlines(data: bytes) -> bytes:
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n") if b"\n" in data else data.replace(b"\r", b"\n")
