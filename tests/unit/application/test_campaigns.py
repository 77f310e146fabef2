"""Data frames go the way of files: the same columns, the same ledger, exact cells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from application.campaigns.campaigns import CampaignHandler, FrameImported
from domain.payback.question import PaybackQuestion
from domain.shared.errors import InvalidValue
from infrastructure.container import Container, build_container, load_settings

USUAL = {
    "date": [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 2)],
    "campaign": ["Alfa", "Alfa", "Beta"],
    "platform": ["google", "google", "acme"],
    "spend": [0.1 + 0.2, 1e3, 12.25],
    "impressions": [1000, 2000, 30],
    "clicks": [10, 20, 3],
    "conversions": [1.5, 0.0, 2.0],
    "revenue": [10.5, 0.0, 3.0],
}
SUMS = {
    "spend": "1012.55",
    "impressions": 3030,
    "clicks": 33,
    "conversions": "3.5",
    "conversion_value": "13.50",
}


class Capsules:
    """A table of a library that nobody here has heard of: it can do no more than hand over Arrow's capsules."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


FRAMES: dict[str, Any] = {
    "pandas": lambda: pd.DataFrame({**USUAL, "date": pd.to_datetime(USUAL["date"])}),
    "pandas objects": lambda: pd.DataFrame(USUAL).astype(object),
    "pandas index": lambda: pd.DataFrame(USUAL).set_index("date"),
    "pandas nullable": lambda: pd.DataFrame(USUAL).convert_dtypes(),
    "pandas categories": lambda: pd.DataFrame(USUAL).astype({"campaign": "category", "platform": "category"}),
    "polars": lambda: pl.DataFrame(USUAL),
    "polars categories": lambda: pl.DataFrame(USUAL, schema_overrides={"campaign": pl.Categorical}),
    "polars texts": lambda: pl.DataFrame(USUAL).with_columns(pl.col("spend").cast(pl.Decimal(12, 2)).cast(pl.String)),
    "polars small floats": lambda: pl.DataFrame(USUAL, schema_overrides={"spend": pl.Float32}),
    "capsules": lambda: Capsules(pl.DataFrame(USUAL)),
}


@pytest.fixture
def container() -> Iterator[Container]:
    with build_container(load_settings("memory://")) as built:
        yield built


@pytest.fixture
def handler(container: Container) -> CampaignHandler:
    return container.get_campaign_handler()


def counts(view: FrameImported) -> tuple[int, int, int, int]:
    return view["imported_count"], view["updated_count"], view["unchanged_count"], view["rejected_count"]


def spend(handler: CampaignHandler, *values: object, dtype: Any = None) -> FrameImported:
    """A frame of one campaign with that spend, a day each."""
    days = [date(2026, 1, 1 + number) for number in range(len(values))]
    column = pl.Series("spend", values, dtype=dtype, strict=False)
    return handler.import_from_dataframe(pl.DataFrame({"date": days, "campaign": "A"}).with_columns(column))


@pytest.mark.parametrize("kind", FRAMES)
def test_frames_of_every_library_and_type_come_to_the_same_figures(handler: CampaignHandler, kind: str) -> None:
    view = handler.import_from_dataframe(FRAMES[kind](), currency="EUR")
    assert (view["success"], view["status"], view["message"]) == (True, "imported", "")
    assert counts(view) == (3, 0, 0, 0)
    assert view["sums"] == SUMS
    assert view["period"] == {"start": "2026-01-01", "end": "2026-01-02"}


def test_the_ledger_knows_it_and_the_report_counts_it(container: Container, handler: CampaignHandler) -> None:
    view = handler.import_from_dataframe(pl.DataFrame(USUAL), currency="EUR", account="shop")
    assert view["import_id"] is not None
    entry = container.get_import_handler().show_import(view["import_id"])
    assert (entry["file"], entry["account"], entry["inserted"]) == ("DataFrame", "shop", 3)
    rows = container.get_payback_handler().payback(PaybackQuestion(currency="EUR"))["payback"]
    assert {row["source"]: row["spend"] for row in rows if row["source"] != "all"} == {
        "google_ads": "1000.30",
        "acme": "12.25",
    }


def test_the_same_frame_again_is_unchanged_and_a_newer_one_updates(handler: CampaignHandler) -> None:
    first = handler.import_from_dataframe(pl.DataFrame(USUAL))
    again = handler.import_from_dataframe(pd.DataFrame({**USUAL, "date": pd.to_datetime(USUAL["date"])}))
    assert (again["status"], again["import_id"]) == ("unchanged", first["import_id"])
    assert counts(again) == (0, 0, 3, 0)
    newer = handler.import_from_dataframe(pl.DataFrame({**USUAL, "spend": [0.3, 1000.0, 13.0]}))
    assert newer["status"] == "updated"
    assert counts(newer) == (0, 1, 2, 0)


def test_the_platform_that_is_told_is_of_the_rows_that_name_none(
    container: Container, handler: CampaignHandler
) -> None:
    frame = pl.DataFrame({**USUAL, "platform": ["google", None, ""]})
    assert handler.import_from_dataframe(frame, platform="TikTok", currency="EUR")["success"]
    rows = container.get_payback_handler().payback(PaybackQuestion(currency="EUR"))["payback"]
    assert {row["source"]: row["spend"] for row in rows if row["source"] != "all"} == {
        "google_ads": "0.30",
        "tiktok_ads": "1012.25",
    }


def test_a_frame_without_any_platform_is_taken_as_spend_of_none(handler: CampaignHandler) -> None:
    view = handler.import_from_dataframe(pl.DataFrame(USUAL).drop("platform"))
    assert (view["success"], view["sums"]) == (True, SUMS)


def test_what_is_not_known_stays_unknown_and_is_not_zero(handler: CampaignHandler) -> None:
    frame = pd.DataFrame({**USUAL, "clicks": [np.nan, None, pd.NA], "conversions": [np.nan, 2.0, np.nan]})
    view = handler.import_from_dataframe(frame)
    assert view["sums"] is not None
    assert (view["sums"]["clicks"], view["sums"]["conversions"]) == (None, "2")


def test_an_infinite_figure_rejects_its_row_and_strict_the_whole(handler: CampaignHandler) -> None:
    frame = pl.DataFrame({**USUAL, "spend": [1.0, float("inf"), 3.0]})
    refused = handler.import_from_dataframe(frame, strict=True)
    assert (refused["success"], refused["status"], refused["import_id"]) == (False, "rejected", None)
    assert refused["message"].startswith("nothing is stored: row 2: spend")
    view = handler.import_from_dataframe(frame)
    assert counts(view) == (2, 0, 0, 1)
    assert [(reject["row"], "infinity" in reject["reason"]) for reject in view["rejects"]] == [(2, True)]


def test_rows_that_contradict_each_other_are_told_by_row_and_not_by_line(handler: CampaignHandler) -> None:
    frame = pl.DataFrame({"date": [date(2026, 1, 1)] * 2, "campaign": ["A\nB", "A B"], "spend": [1.0, 2.0]})
    [reject] = handler.import_from_dataframe(frame)["rejects"]
    assert (reject["row"], reject["reason"]) == (
        2,
        "says otherwise than row 1 of the same period; the first is kept",
    )


@pytest.mark.parametrize(
    ("values", "dtype", "total"),
    [
        ((0.1, 0.2), None, "0.30"),
        ((1.234, 5.678), None, "6.912"),
        ((0.0000005, 0.0000015), None, "0.000002"),
        ((123456789.123456,), None, "123456789.123456"),
        ((Decimal("1.2345"), Decimal(2)), pl.Decimal(20, 4), "3.2345"),
        ((1, 2), pl.Int64, "3.00"),
        ((1.234,), pl.Float32, "1.234"),
        (("1,234.50", "0.50"), pl.String, "1235.00"),
    ],
)
def test_floats_leave_no_dust_and_typed_numbers_are_read_in_one_way(
    handler: CampaignHandler, values: tuple[object, ...], dtype: Any, total: str
) -> None:
    view = spend(handler, *values, dtype=dtype)
    assert view["sums"] is not None
    assert view["sums"]["spend"] == total


def test_a_count_with_a_fraction_is_no_count(handler: CampaignHandler) -> None:
    view = handler.import_from_dataframe(pl.DataFrame({**USUAL, "impressions": [1.234, 2.0, 3.0]}))
    assert [(reject["row"], reject["reason"]) for reject in view["rejects"]] == [
        (1, 'impressions "1.234000" is not a count')
    ]


def test_moments_are_days_in_the_zone_in_which_they_are_told(handler: CampaignHandler) -> None:
    moments = pl.Series([datetime(2026, 1, 1, 23, tzinfo=UTC), datetime(2026, 1, 2, 23, tzinfo=UTC)])
    frame = pl.DataFrame({"spend": [1.0, 2.0], "date": moments.dt.convert_time_zone("Europe/Paris")})
    assert handler.import_from_dataframe(frame)["period"] == {"start": "2026-01-02", "end": "2026-01-03"}


def test_ad_sets_and_devices_are_rows_of_their_own(handler: CampaignHandler) -> None:
    frame = pl.DataFrame({**USUAL, "date": [date(2026, 1, 1)] * 3, "campaign": ["A"] * 3, "platform": ["google"] * 3})
    divided = frame.with_columns(adset=pl.Series(["x", "y", "y"]), device=pl.Series(["Mobile", "Mobile", "Desktop"]))
    assert counts(handler.import_from_dataframe(divided)) == (3, 0, 0, 0)
    assert counts(handler.import_from_dataframe(frame)) == (1, 0, 0, 2)


def test_a_frame_that_is_not_understood_is_told_and_nothing_is_stored(
    container: Container, handler: CampaignHandler
) -> None:
    view = handler.import_from_dataframe(pl.DataFrame({"colour": ["red"], "weight": [1.5]}))
    assert (view["success"], view["status"], view["import_id"]) == (False, "unrecognised", None)
    assert "colour, weight" in view["message"]
    nearly = handler.import_from_dataframe(
        pl.DataFrame(USUAL).rename({"spend": "media cost", "date": "reporting date"})
    )
    assert nearly["message"].endswith("name its columns date, campaign, spend and the like")
    assert container.get_import_handler().list_imports() == ([], None)


def test_a_frame_without_rows_is_no_failure(handler: CampaignHandler) -> None:
    view = handler.import_from_dataframe(pl.DataFrame(USUAL).head(0))
    assert (view["success"], counts(view)) == (True, (0, 0, 0, 0))
    assert "no rows" in view["message"]


@pytest.mark.parametrize("thing", [None, 3, "date,spend", [{"date": "2026-01-01", "spend": 1}], pd.Series([1.0])])
def test_what_is_no_frame_is_a_fault_of_the_program(handler: CampaignHandler, thing: object) -> None:
    with pytest.raises(InvalidValue) as raised:
        handler.import_from_dataframe(thing)
    assert raised.value.code == "frame"


def test_a_column_of_lists_is_no_column_of_cells(handler: CampaignHandler) -> None:
    frame = pl.DataFrame(USUAL).with_columns(tags=pl.Series([["a"], ["b"], []]))
    with pytest.raises(InvalidValue, match="the column tags holds List"):
        handler.import_from_dataframe(frame)


def test_lists_among_the_objects_of_a_column_are_no_cells_either(handler: CampaignHandler) -> None:
    frame = pd.DataFrame({"date": ["2025-01-01", "2025-01-02"], "campaign": ["A", "B"], "spend": [[1], {"a": 2}]})
    with pytest.raises(InvalidValue, match="the column spend holds values that are no cells"):
        handler.import_from_dataframe(frame)


@pytest.mark.parametrize("library", [pd, pl])
def test_a_frame_of_more_columns_than_any_export_is_refused_at_once(handler: CampaignHandler, library: Any) -> None:
    frame = library.DataFrame({f"c{number}": [1] for number in range(1_001)})
    with pytest.raises(InvalidValue, match="the frame has 1,001 columns; at most 1,000 are read"):
        handler.import_from_dataframe(frame)


def test_a_row_that_is_taken_for_a_total_is_told(handler: CampaignHandler) -> None:
    frame = pl.DataFrame({"date": ["2025-01-01", "2025-01-02"], "campaign": ["A", "Total"], "spend": [1, 2]})
    found = handler.import_from_dataframe(frame, platform="x", currency="USD")
    assert (found["imported_count"], found["message"]) == (1, "rows taken for totals and left out: 1")


def test_a_currency_that_cannot_be_is_told(handler: CampaignHandler) -> None:
    with pytest.raises(InvalidValue, match="euros"):
        handler.import_from_dataframe(pl.DataFrame(USUAL), currency="euros")
