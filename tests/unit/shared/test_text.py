import pytest

from domain.shared.text import clean, email_key, natural_order, one_line, phone_key


def test_case_and_outer_spaces_never_split_an_address() -> None:
    assert email_key("  Ann@Example.COM ") == email_key("ann@example.com") == "ann@example.com"


@pytest.mark.parametrize("text", ["", "n/a", "ann", "ann@", "@example.com", "a b@example.com"])
def test_what_is_no_address_names_nobody(text: str) -> None:
    assert email_key(text) == ""


def test_a_phone_is_its_digits_and_the_international_plus() -> None:
    assert phone_key("'+61 (2) 5550-1234") == phone_key("0061255501234") == "+61255501234"
    assert phone_key("12345") == ""
    assert phone_key("+1+2") == ""


def test_control_characters_never_get_through() -> None:
    assert clean("a\x00b\nc\u2028d") == "a b c d"
    assert len(one_line("x" * 500)) == 80


def test_numbers_in_names_sort_as_numbers() -> None:
    names = ["export (10).csv", "export (2).csv", "Export.csv", "export ².csv"]
    assert sorted(names, key=natural_order)[:2] == ["export (2).csv", "export (10).csv"]
