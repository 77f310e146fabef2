"""Campaign figures out of a program: a data frame, without a file in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from domain.campaigns.frames import FrameFigures, FrameImport, FrameRequest, RejectedRow
from domain.campaigns.ports import CampaignImports
from domain.shared.money import count_text, money_text


class RejectedRowView(TypedDict):
    """`row` counts from 1."""

    row: int
    reason: str
    raw: str


class FrameSumsView(TypedDict):
    spend: str | None
    impressions: int | None
    clicks: int | None
    conversions: str | None
    conversion_value: str | None


class FramePeriodView(TypedDict):
    start: str | None
    end: str | None


class FrameImported(TypedDict):
    """What became of a frame, in rows; money as decimal text. `success` is False where nothing was stored because of
    what the frame holds, and `message` says why. `import_id` is the entry in the ledger."""

    success: bool
    status: str
    imported_count: int
    updated_count: int
    unchanged_count: int
    rejected_count: int
    import_id: int | None
    message: str
    rejects: list[RejectedRowView]
    currency: str | None
    period: FramePeriodView
    sums: FrameSumsView | None


@dataclass(frozen=True)
class CampaignHandler:
    """Takes campaign figures in."""

    imports: CampaignImports

    def import_from_dataframe(
        self, frame: object, *, platform: str = "", account: str = "", currency: str | None = None, strict: bool = False
    ) -> FrameImported:
        """Take in a pandas or polars frame, or anything with the Arrow PyCapsule interface, one row per campaign and
        day (or ad set, ad, keyword; week, month).

        Columns go by the names that they have in files: date, campaign, platform, spend, impressions, clicks,
        conversions, revenue and the like. `platform` is of the rows that name none. The same frame again changes
        nothing; a newer one of the same days updates them. InvalidValue for what is no frame, or no currency.
        """
        request = FrameRequest(platform=platform, account=account, currency=currency, strict=strict)
        return _view(self.imports.import_frame(frame, request))


def _view(found: FrameImport) -> FrameImported:
    return FrameImported(
        success=found.success,
        status=found.status,
        imported_count=found.inserted,
        updated_count=found.updated,
        unchanged_count=found.unchanged,
        rejected_count=found.rejected,
        import_id=found.import_id,
        message=found.message,
        rejects=[_reject(reject) for reject in found.rejects],
        currency=found.currency,
        period=_period(found),
        sums=None if found.figures is None else _sums(found.figures),
    )


def _reject(reject: RejectedRow) -> RejectedRowView:
    return RejectedRowView(row=reject.row, reason=reject.reason, raw=reject.raw)


def _period(found: FrameImport) -> FramePeriodView:
    if found.period is None:
        return FramePeriodView(start=None, end=None)
    return FramePeriodView(start=found.period.start.isoformat(), end=found.period.end.isoformat())


def _sums(figures: FrameFigures) -> FrameSumsView:
    return FrameSumsView(
        spend=money_text(figures.spend),
        impressions=figures.impressions,
        clicks=figures.clicks,
        conversions=count_text(figures.conversions),
        conversion_value=money_text(figures.conversion_value),
    )
