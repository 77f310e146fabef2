"""Reconciliation, sums, and which files of a folder are exports."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from domain.imports.accounts import AccountNames
from domain.imports.folder import exports_in
from domain.imports.reading import FileTotal
from domain.imports.reconciliation import reconcile, verdict
from domain.imports.rows import AdMetricRows
from domain.imports.summary import metric_sums
from domain.shared.columns import MISSING, days, ints, texts
from domain.shared.errors import InvalidValue, Unusable


def ad_rows(spend: list[int], clicks: list[int]) -> AdMetricRows:
    count = len(spend)
    blank = texts([""] * count)
    day = days([date(2025, 1, 1)] * count)
    names = [
        "platform",
        "account",
        "level",
        "shape",
        "campaign_id",
        "campaign",
        "adset",
        "ad",
        "keyword",
        "segment",
        "currency",
    ]
    unknown = ints([None] * count)
    return AdMetricRows(
        line=ints(range(count)),
        key=texts(str(n) for n in range(count)),
        start=day,
        end=day,
        spend=ints(spend),
        clicks=ints(clicks),
        impressions=unknown,
        conversions=unknown,
        conversion_value=unknown,
        **dict.fromkeys(names, blank),
    )


def test_sums_leave_out_what_is_not_known_and_a_sum_of_nothing_is_not_known() -> None:
    sums = metric_sums(ad_rows([5, MISSING, 7], [1, 2, 3]))
    assert (sums.spend, sums.clicks, sums.conversion_value) == (12, 6, None)


def test_money_may_differ_by_half_a_cent_a_row_and_counts_by_nothing() -> None:
    rows = ad_rows([1_000_000, 2_000_000], [3, 4])
    for spend, clicks, agrees in (
        (3_010_000, 7, (True, True)),
        (3_010_001, 7, (False, True)),
        (3_000_000, 8, (True, False)),
    ):
        total = FileTotal(label="Total", line=9, figures={"spend": spend, "clicks": clicks})
        assert tuple(entry.agrees for entry in reconcile(rows, [total])) == agrees


def test_a_total_is_held_against_the_rows_that_it_speaks_for() -> None:
    total = FileTotal(label="Total: Search", line=9, figures={"spend": 5}, scope=np.array([True, False]))
    assert reconcile(ad_rows([5, 7], [0, 0]), [total])[0].agrees


def test_a_metric_that_only_the_total_tells_does_not_agree() -> None:
    entry = reconcile(ad_rows([5], [0]), [FileTotal(label="Total", line=9, figures={"impressions": 3})])[0]
    assert (entry.rows, entry.agrees) == (None, False)


def test_the_verdict_rests_on_the_totals_that_bind() -> None:
    rows = ad_rows([5_000_000], [0])
    binding = FileTotal(label="Total: Campaigns", line=8, figures={"spend": 5_000_000})
    looser = FileTotal(label="Total: Account", line=9, figures={"spend": 9_000_000}, binding=False)
    assert verdict(reconcile(rows, [binding, looser])) is True
    assert verdict(reconcile(rows, [looser])) is False
    assert verdict([]) is None


def test_a_folder_gives_its_visible_files_in_natural_order(tmp_path: Path) -> None:
    for name in ("b (10).csv", "b (2).csv", ".hidden", "own.db"):
        (tmp_path / name).write_text("x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.csv").write_text("x")
    assert [path.name for path in exports_in(tmp_path, [tmp_path / "own.db"])] == ["b (2).csv", "b (10).csv"]


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path, code in ((tmp_path / "none", "folder_not_found"), (tmp_path / "file", "not_a_folder")):
        with pytest.raises(Unusable) as raised:
            exports_in(path)
        assert raised.value.code == code


def test_an_account_is_named_for_every_file_or_for_those_that_match() -> None:
    accounts = AccountNames.parse(["shop-b*.csv=Shop B", "rest"])
    assert (accounts.of("shop-b 1.csv"), accounts.of("x.csv")) == ("Shop B", "rest")
    for option in ("", "=x", "x="):
        with pytest.raises(InvalidValue):
            AccountNames.parse([option])


def test_a_link_that_leads_nowhere_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "orders.csv").write_text("x")
    assert [path.name for path in exports_in(tmp_path, [tmp_path / "own.db"])] == ["loop.csv", "orders.csv"]
