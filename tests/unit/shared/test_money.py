from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.shared.errors import InvalidValue
from domain.shared.money import count_text, currency_code, decimal_text, money_text, quotient, quotient_text, to_micros


@given(st.integers(-(10**17) + 1, 10**17 - 1))
def test_what_is_written_out_reads_back_to_the_same_micro_units(micros: int) -> None:
    assert to_micros(Decimal(decimal_text(micros))) == micros
    assert to_micros(Decimal(count_text(micros) or "")) == micros


@pytest.mark.parametrize(
    ("micros", "text"), [(90_000_000, "90.00"), (-1, "-0.000001"), (0, "0.00"), (1_500_000, "1.50"), (None, None)]
)
def test_a_sum_of_money_has_at_least_two_decimals_and_all_that_it_needs(micros: int | None, text: str | None) -> None:
    assert money_text(micros) == text


def test_a_quotient_is_rounded_once_half_even() -> None:
    assert quotient_text(Fraction(5, 10**7)) == "0.000000"
    assert quotient_text(Fraction(15, 10**7)) == "0.000002"
    assert quotient_text(Fraction(2, 3)) == "0.666667"
    assert quotient_text(Fraction(-1, 3)) == "-0.333333"
    assert quotient_text(Fraction(10**30, 1)) == f"{10**30}.000000"


def test_a_quotient_by_zero_or_by_what_is_not_known_is_not_known() -> None:
    assert quotient(1, 0) is None
    assert quotient(None, 1) is None
    assert quotient_text(None) is None


@pytest.mark.parametrize("amount", ["1e11", "-1e11", "NaN", "Infinity"])
def test_an_amount_out_of_range_is_refused(amount: str) -> None:
    with pytest.raises(InvalidValue):
        to_micros(Decimal(amount))


def test_a_currency_is_three_letters() -> None:
    assert currency_code(" aud ") == "AUD"
    for text in ("", "A", "US$", "EURO", "€€€"):
        with pytest.raises(InvalidValue):
            currency_code(text)
