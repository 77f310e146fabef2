"""Encodings: what proves one, what proves none, and that a wrong one is never guessed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.exports.files import decoding
from infrastructure.exports.files.decoding import decode
from infrastructure.exports.shared.refusal import Refused

JAPANESE = "キャンペーン名,コスト,インプレッション,クリック（誘導先）\n夏のセール①,1200,3,4\n"
WESTERN = {
    "German": "Tag;Kampagne;Kosten\n1;Übergröße – Straße;2\n2;„Schöne“ Grüße;4\n",
    "Portuguese": "Campanha;Conversões;Código da moeda;Impressões\nPromoção de verão;1,5;BRL;7\nAÇÕES;2;BRL;1\n",
    "French": "Campagne;Coût;Année créée\nl’été à Noël;5;cœur\nÉTÉ;4;façade…\n",
    "Spanish": "Campaña;Importe;¿Qué día?\nAño;1;mañana\nESPAÑA;3;pingüino\n",
    "Danish": "Kampagne;Forbrug;Visninger\nÅrets køb på æbler;3;4\n",
    "Icelandic": "Herferð;Kostnaður\nÞjóðhátíð;4\nSjálfstæði;5\n",
    "English": "Campaign,Cost\nMen’s Shoes,5\nJoe’s “Best” – now 20° €5 £3 ½ m²,6\n",
}
OTHERS = [
    ("Nazwa kampanii;Wyświetlenia;Koszt\nZażółć gęślą jaźń;3\n", "cp1250"),
    ("Nazwa kampanii;Wyświetlenia;Koszt\nZażółć gęślą jaźń;3\n", "iso8859-2"),
    ("Kampaň;Útrata;Měna\nPříliš žluťoučký kůň;2\n", "cp1250"),
    ("Kampanya;Harcama;Gösterim\nŞubat ışığı;3\n", "cp1254"),
    ("Кампания;Расход\nПривет мир;3\n", "cp1251"),
    ("Day,Campaign,Cost\n" + "2025-01-01,РАСХОД,5.00\n" * 20, "cp1251"),
    ("Кампания;Расход\nПривет мир;3\n", "koi8-r"),
    ("Ημερομηνία;Καμπάνια;Κόστος\n", "cp1253"),
    ("תאריך;קמפיין;עלות\n", "cp1255"),
    ("วันที่,แคมเปญ,ค่าใช้จ่าย\n", "cp874"),
    ("日期,广告系列,费用,展示次数\n2025,品牌,3,4\n", "gb18030"),
    ("日期,廣告活動,費用,曝光次數\n2025,品牌,3,4\n", "big5"),
    ("날짜,캠페인,비용,노출수\n2025,브랜드,3,4\n", "euc-kr"),
    (JAPANESE.replace("①", ""), "euc-jp"),
    ("Campagne;Coût;Café région\nété;5\n", "mac-roman"),
    ("Café;région;préféré\nété;métro\n", "euc-jp"),
    ("龝龠費用,熙璋嫻媛\n", "cp932"),
    ("Kampanya;Yaş;Kadın\nİndirim;Erkek Gömleği\n", "cp1254"),
    ("Kampagne;Kosten;Größe\nMärz Köln für;5\n", "cp850"),
    ("ｺｽﾄ,ｸﾘｯｸ\n", "cp932"),
    ("Day,Campaign,Cost\n2025-01-01,夏,5.00\n", "cp932"),
]  # fmt: skip


def decoded(data: bytes) -> tuple[str, str, list[str]]:
    """The text, its encoding and the codes of its messages."""
    text = decode(data)
    return text.data.decode("utf-8"), text.encoding, [message.code for message in text.messages]


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        decode(data)
    return f"{refused.value.code}: {refused.value.reason}"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "cp932"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_japanese_is_read_in_every_encoding_and_with_every_newline(mark: bytes, encoding: str, newline: str) -> None:
    data = mark + JAPANESE.replace("\n", newline).encode(encoding.removesuffix("-sig"))
    assert decoded(data) == (JAPANESE, encoding, [])


@pytest.mark.parametrize("language", WESTERN)
def test_western_text_is_read_in_windows_1252(language: str) -> None:
    assert decoded(WESTERN[language].encode("cp1252")) == (WESTERN[language], "cp1252", [])


@pytest.mark.parametrize("language", ["Portuguese", "Spanish", "Danish", "Icelandic"])
def test_western_text_is_read_in_latin_1(language: str) -> None:
    assert decoded(WESTERN[language].encode("latin-1")) == (WESTERN[language], "cp1252", [])


@pytest.mark.parametrize("text", ["Campagne;Coût (€)\nÉté;5\n", "Campagne;Coût\nau cœur;5\n"])
def test_the_euro_and_the_oe_of_latin_9_are_no_signs_of_the_older_code_page(text: str) -> None:
    assert decoded(text.encode("iso8859-15")) == (text, "iso8859-15", [])


@pytest.mark.parametrize(("text", "encoding"), OTHERS)
def test_what_no_evidence_tells_is_refused_and_not_turned_into_other_names(text: str, encoding: str) -> None:
    assert refusal(text.encode(encoding)).startswith(
        "encoding: the text is not UTF-8 or UTF-16, and which code page it is in cannot be told for certain"
    )


@pytest.mark.parametrize(
    "text",
    [
        "日付,費用\n",
        "氏名,費用,日付\n澤田 齋藤,5,1\n",
        "キャンペーン,費用\nBrand,5\n",
        "Day,Cost\n" * 50 + "1,ブランド指名\n",
    ],
)
def test_a_little_japanese_is_enough(text: str) -> None:
    assert decoded(text.encode("cp932")) == (text, "cp932", [])


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xff\xfe" + "a,b\n1,2\n".encode("utf-16-le") + b"\n", "a,b\n1,2\n"),
        (("a,b\n1,2\n" * 9).encode("utf-16-be") + b"\0", "a,b\n1,2\n" * 9),
        (b"\xff\xfe" + "a,b\n1,😀".encode("utf-16-le")[:-2], "a,b\n1,"),
        ("a,é\n1,é".encode()[:-1], "a,é\n1,"),
        (JAPANESE.encode("utf-8") + "コ".encode()[:2], JAPANESE),
        (JAPANESE.encode("cp932") + "コ".encode("cp932")[:1], JAPANESE),
        (b"a,b\n1,2\n\xff", "a,b\n1,2\n"),
    ],
)
def test_half_a_character_at_the_end_is_left_out_and_said(data: bytes, text: str) -> None:
    found, _, codes = decoded(data)
    assert (found, codes) == (text, ["odd_byte"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a,b\n".encode("utf-32"), "encoding: the text is UTF-32"),
        ("a,b\n".encode("utf-32-le"), "binary: this is not a text file; it holds NUL bytes, and is not UTF-16"),
        (b"date,spend\n2025\0-01-01,5\n", "binary: this is not a text file; it holds NUL bytes, and is not UTF-16"),
        (b"\0" * 5_000, "binary: this is not a text file; it holds NUL"),
        (b"\xff\xfea\0\0\0b\0", "binary: this is not a text file; it holds NUL characters"),
        (b"\xff\xfe\x00\xd8a\x00", "encoding: the text is not valid UTF-16 at byte 3"),
        (b"caf\xc3\xa9 \xc3\xa8 \xc3\xa0 \xff, x\n", "encoding: the text is not valid UTF-8 at byte 13"),
        (b"\xef\xbb\xbfa,\xe9\nb", "encoding: the text is not valid UTF-8 at byte 3"),
        (b"a,b\n\x81\x8d\x8f\n", "encoding: the text is not UTF-8"),
    ],
)
def test_what_is_in_no_encoding_is_refused(data: bytes, said: str) -> None:
    assert refusal(data).startswith(said)


def test_a_fault_is_found_wherever_the_text_is_cut_to_look_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 2, 3, 7):
        monkeypatch.setattr(decoding, "_SLICE", size)
        assert decoded(JAPANESE.encode()) == (JAPANESE, "utf-8", [])
        assert refusal("é".encode() * 9 + b"\xff, x\n").endswith("at byte 19")
        assert refusal("é".encode() * 9 + b"\xe3\x81, x\n").endswith("at byte 19")


def test_the_end_of_a_long_text_must_be_in_the_same_code_page_as_its_start() -> None:
    start = WESTERN["German"].encode("cp1252") * 20_000
    assert decoded(start)[1] == "cp1252"
    assert refusal(start + "Кампания;Расход;Привет мир\n".encode("cp1251") * 20_000).startswith("encoding: ")
    japanese = JAPANESE.encode("cp932") * 12_000
    assert decoded(japanese + "コ".encode("cp932")[:1])[1:] == ("cp932", ["odd_byte"])
    middle = japanese + b"x,\x83\n" + japanese
    assert refusal(middle) == f"encoding: the text is not valid cp932 at byte {len(japanese) + 3}"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff"), min_size=1))
def test_any_text_in_utf_8_and_utf_16_is_read_as_it_was_written(text: str) -> None:
    for data in (text.encode(), b"\xff\xfe" + text.encode("utf-16-le"), b"\xfe\xff" + text.encode("utf-16-be")):
        if text.strip(" \t\n\x0b\x0c"):
            assert decode(data).data.decode() == text
        else:
            assert refusal(data).startswith("empty: ")


@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_refused(data: bytes) -> None:
    with suppress(Refused):
        assert decode(data).data.decode("utf-8") != ""
