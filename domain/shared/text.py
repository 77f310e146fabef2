"""Text from outside, made comparable: addresses, phones, names."""

from __future__ import annotations

import re
import unicodedata

from domain.shared.errors import InvalidValue

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_NOT_PHONE = re.compile(r"[^0-9+]")
_NO_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"(\d+)")
LONGEST_TEXT = 1_000


def clean(text: str) -> str:
    """`text` on one line, NFC, at most `LONGEST_TEXT` long. Control characters and lone surrogates become a space,
    outer spaces go."""
    if text.isascii() and text.isprintable():  # nearly every text: nothing in it to look for
        return text.strip()[:LONGEST_TEXT]
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).strip()[:LONGEST_TEXT]


def name_key(text: str) -> str:
    """A name of a source as it is compared and shown: lower-case words joined by `_`; "" where there is no word."""
    return _NO_WORD.sub("_", clean(text).casefold()).strip("_")


def email_key(text: str) -> str:
    """The normalised e-mail address: case and outer spaces never split a person. "" where there is none."""
    address = clean(text).casefold()
    return address if _EMAIL.fullmatch(address) else ""


def phone_key(text: str) -> str:
    """The normalised phone: digits, and a leading + for the international prefix. "" below 6 digits."""
    digits = _NOT_PHONE.sub("", text)
    international = "+" + digits[2:] if digits.startswith("00") else digits
    kept = international[:1] + international[1:].replace("+", "")
    return kept if sum(character.isdigit() for character in kept) >= 6 else ""


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key under which "export (2)" stands before "export (10)"."""
    parts = (part for part in _DIGITS.split(name.casefold()) if part)
    return tuple((0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part) for part in parts)


def one_line(text: str, longest: int = 80) -> str:
    """`text` as it may stand inside a message: one line, cut."""
    line = clean(text)
    return line if len(line) <= longest else line[: longest - 1] + "…"


def required(text: str, what: str) -> str:
    """`text` cleaned; InvalidValue naming `what` where nothing is left."""
    if not (cleaned := clean(text)):
        raise InvalidValue(f"{what} is blank", code="blank")
    return cleaned
