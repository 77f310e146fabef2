"""Which code page a text is in. Nearly any bytes mean something in each, so the text itself must prove it.

Told apart are Japanese (CP932) and western European text (Windows-1252, ISO 8859-1 and -15). What both could be, or
neither, is refused: a wrong guess would turn every name into another one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from infrastructure.exports.shared.refusal import Refused

_SAMPLE = 1 << 19
"""Bytes by which it is told, at the first one that is no ASCII, and as many at the end."""

_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_IN_A_RUN = re.compile(rb"[\x80-\xff]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")

_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]")
_JAPANESE_WORD = re.compile(r"[^\x00-\x7f\uff61-\uff9f]{2,}")
_COMMON_LEADS = frozenset({0x81, 0x82, 0x83, 0x87, *range(0x88, 0x98)})
"""Punctuation, full-width letters, kana, the numbered signs, and the everyday characters. Others are rare in Japanese,
and are what other languages look like when they are taken for Japanese."""

_FOREIGN = re.compile(r"[^\x00-\x7f]")
_LATIN = re.compile(
    r"[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e€£¥¢§©®™°ºª·–—‘’“”„…«»‹›•¿¡±²³´¨µ¼½¾\u00a0]"
)
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸ"
_MISPLACED = re.compile(
    # An accented capital inside a word, and three accented letters in a row: other alphabets, or another machine's
    r"(?<=[a-zà-öø-ÿœšž])[À-ÖØ-ÞŒŠŽŸ]|[À-ÖØ-öø-ÿŒœŠšŽžŸ]{3,}"
    # A sign inside a word: a letter of another code page
    rf"|(?<=[{_LETTER}])[‚ƒ„†‡‰ˆ˜‹›“”•¤¦¨¬¯¶¸¹²³¼½¾¡¿£¥¢§«»±](?=[{_LETTER}])"
)
_ISLAND = re.compile("[ðýþÐÝÞ]")
"""Icelandic, and what Turkish (Windows-1254) looks like: these stand for ğ, ı and ş there."""
_ICELANDIC = re.compile("[áæíóúÁÆÍÓÚ]")
_LATIN_9 = re.compile(rb"\xa4|(?<=[A-Za-z])\xbd(?=[A-Za-z])")
"""The euro sign and œ of ISO 8859-15; in the older code page a sign that nobody writes, and ½ inside a word."""
_WINDOWS = re.compile(rb"[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class _Japanese:
    """How much of a text that CP932 can read is everyday Japanese, in characters of two bytes, and how much is rare."""

    common: int
    rare: int
    in_words: int
    half_width: int

    @property
    def is_likely(self) -> bool:
        """A lone character between Latin letters is an accent or a quote. Half-width kana prove nothing: the capitals
        of half the world stand in their places."""
        everyday = self.common >= 2 and self.rare * 4 <= self.common
        return everyday and self.in_words * 2 >= self.common + self.rare and self.half_width <= 4 * self.common


def code_page_of(sample: bytes) -> str:
    """`cp932`, `cp1252` or `iso8859-15`; Refused where the lines of the sample do not prove one of them."""
    latin = _latin(sample)
    japanese, western = _is_japanese(sample), _is_western(sample, latin)
    if japanese and western:
        together = sum(map(len, _IN_A_RUN.findall(sample))) / len(_HIGH_BYTE.findall(sample))
        japanese, western = together >= 0.5, together <= 0.2
    if japanese == western:
        raise Refused(
            "encoding",
            "the text is not UTF-8 or UTF-16, and which code page it is in cannot be told for certain (Japanese CP932 "
            "and western Windows-1252 can); save it as UTF-8",
        )
    return "cp932" if japanese else latin


def sample_of(data: bytes) -> bytes:
    """Whole lines, so that no character is cut: from the first that is not ASCII on, and the last ones."""
    first = _HIGH_BYTE.search(data)
    start = _line_before(data, first.start()) if first else 0
    if len(data) - start <= 2 * _SAMPLE:
        return data[start:]
    return data[start : _line_before(data, start + _SAMPLE)] + data[_line_before(data, len(data) - _SAMPLE) :]


def _line_before(data: bytes, at: int) -> int:
    """Where the line begins that the byte `at` is in."""
    return 1 + max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at))


def _is_japanese(sample: bytes) -> bool:
    try:
        text = sample.decode("cp932")
    except UnicodeDecodeError as error:
        if error.start != len(sample) - 1:
            return False
        text = sample[:-1].decode("cp932")
    return _japanese(text).is_likely


def _japanese(text: str) -> _Japanese:
    counted = Counter(text)
    twos = {character: code for character in counted if len(code := character.encode("cp932", "ignore")) == 2}
    common = sum(counted[character] for character, code in twos.items() if _is_common(code))
    return _Japanese(
        common=common,
        rare=sum(counted[character] for character in twos) - common,
        in_words=sum(map(len, _JAPANESE_WORD.findall(text))),
        half_width=len(_HALF_WIDTH.findall(text)),
    )


def _is_common(code: bytes) -> bool:
    greek = code[0] == 0x83 and code[1] >= 0x9F
    return code[0] in _COMMON_LEADS and not greek


def _is_western(sample: bytes, encoding: str) -> bool:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text) and _looks_western(text)


def _looks_western(text: str) -> bool:
    """Words of Latin letters, an accented one here and there, signs between words and not inside them."""
    foreign = len(_FOREIGN.findall(text))
    misplaced = sum(map(len, _MISPLACED.findall(text)))
    if not _ICELANDIC.search(text):
        misplaced += len(_ISLAND.findall(text))
    return len(_LATIN.findall(text)) >= 0.9 * foreign and misplaced <= 0.05 * foreign and foreign <= 0.3 * len(text)


def _latin(sample: bytes) -> str:
    """Where no byte is Windows' own, its code page is ISO 8859-1 as well."""
    is_latin_9 = not _WINDOWS.search(sample) and _LATIN_9.search(sample)
    return "iso8859-15" if is_latin_9 else "cp1252"
